"""Lists to choose from, each cut to what may be chosen: barred units are not in them, and nothing says why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Case as Case_
from django.db.models import IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from intake.petitions import kinship, nearness, visibility
from intake.petitions.process.case import Case
from intake.petitions.staffing import CASE_ROLES
from intake.routing.engine.plain import ACCUSATION_RULES, DISCIPLINE_RULE
from intake.routing.models import Category
from regions.models import Organisation

Kind = Organisation.Kind

# Bodies that handle petitions themselves (有权处理的机关、单位).
HANDLING_KINDS = (
    Kind.TOWNSHIP_GOVERNMENT,
    Kind.DEPARTMENT,
    Kind.PARTY_DEPARTMENT,
    Kind.MASS_ORGANISATION,
    Kind.UTILITY,
    Kind.COUNTY_GOVERNMENT,
)
# Of those, the ones that may be given a report of wrongdoing: state organs, which can look into it.
POWER_KINDS = (Kind.TOWNSHIP_GOVERNMENT, Kind.DEPARTMENT, Kind.PARTY_DEPARTMENT)
# The headings of ``bodies_with_power``, by its ``power``.
POWERS = (
    _("Discipline units"),
    _("Police, organisation department, civil affairs"),
    _("Other bodies with power"),
)
BESIDE_RULES = ACCUSATION_RULES - {DISCIPLINE_RULE}
DISCIPLINE_KINDS = (Kind.TOWNSHIP_DISCIPLINE, Kind.DISPATCHED_DISCIPLINE, Kind.DISCIPLINE_COMMISSION)


def handling_units(case: Case) -> QuerySet[Organisation]:
    """Units that an ordinary case may be sent to: in force, not barred, not the office that sends."""
    barred = kinship.barred_with_joined(case.petition) | {case.intake.pk}
    units = Organisation.objects.current().filter(kind__in=HANDLING_KINDS)
    return units.exclude(pk__in=barred).order_by("kind", "code")


def co_units(case: Case) -> QuerySet[Organisation]:
    """Units that may work on it beside the lead: those of ``handling_units`` that do not have it already."""
    has_it = [co.organisation_id for co in case.cos if co.is_open]
    if case.lead is not None and case.lead.is_open:
        has_it.append(case.lead.organisation_id)
    return handling_units(case).exclude(pk__in=has_it)


def bodies_with_power(case: Case) -> QuerySet[Organisation]:
    """Units that the discipline intake may pass an accusation to, with ``power``: which of ``POWERS`` each is of.

    Only where somebody works on cases, and nobody who stands too near to those complained of.
    """
    barred = kinship.barred_with_joined(case.petition) | {case.intake.pk}
    staffed = Membership.objects.active().filter(role__in=CASE_ROLES).values("organisation_id")
    units: QuerySet[Organisation] = Organisation.objects.current().filter(
        kind__in=DISCIPLINE_KINDS + POWER_KINDS, pk__in=staffed
    )
    near = nearness.too_near_with_joined(case.petition)
    power = Case_(
        When(kind__in=DISCIPLINE_KINDS, then=Value(0)),
        When(code__in=_named_for_matters(), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return units.exclude(pk__in=barred | near).annotate(power=power).order_by("power", "kind", "code")


def _named_for_matters() -> set[str]:
    """Codes of the police, the organisation department and civil affairs, as the category table names them."""
    return set(Category.objects.filter(lead_rule__in=BESIDE_RULES).values_list("department", flat=True))


def all_units(case: Case) -> QuerySet[Organisation]:
    """Every unit in force: anybody may be complained of."""
    return Organisation.objects.current().order_by("kind", "code")


def colleagues(case: Case, organisation: Organisation | None) -> QuerySet[User]:
    """Who works on cases at an organisation and has not withdrawn from this one."""
    return _at_work_in(organisation).exclude(recusals__petition=case.petition)


def readers(case: Case) -> QuerySet[User]:
    """Who may know of the case today, whatever the office."""
    return visibility.readers(case.petition)


def successors(case: Case) -> QuerySet[User]:
    """Who of the unit that holds the case may go on with it, without its officer."""
    lead = case.lead
    if lead is None or not lead.is_open:
        return User.objects.none()
    staff = visibility.staff_for(case.petition, lead.organisation).exclude(user=lead.officer_id)
    return User.objects.filter(pk__in=staff.values("user_id")).order_by("display_name", "pk")


def withdrawn(case: Case, organisation: Organisation | None) -> QuerySet[User]:
    """Who works on cases at an organisation and has withdrawn from this one."""
    return _at_work_in(organisation).filter(recusals__petition=case.petition)


def _at_work_in(*organisations: Organisation | None) -> QuerySet[User]:
    staff = Membership.objects.active().filter(organisation__in=organisations, role__in=CASE_ROLES)
    return User.objects.filter(pk__in=staff.values("user_id")).order_by("display_name", "pk")


def at_work_on(case: Case) -> QuerySet[User]:
    """Who works on cases at the unit that holds this one, its intake office or its review body: any of them may be
    complained of."""
    return _at_work_in(case.owner, case.intake, case.review.organisation if case.review else None)


def ordinary_categories() -> QuerySet[Category]:
    """Categories of suggestions, appeals and requests."""
    return Category.objects.exclude(lead_rule__in=ACCUSATION_RULES).order_by("code")


class _ByGroup(forms.models.ModelChoiceIterator):
    """Choices under the headings that the field gives them."""

    field: UnitField | CategoryField

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for heading, rows in groupby(self.queryset, key=lambda row: self.field.heading(row)):
            yield (heading, [self.choice(row) for row in rows])


class UnitField(forms.ModelChoiceField):
    """A choice among organisations, by kind, told by their codes."""

    iterator = _ByGroup

    def __init__(self, queryset: QuerySet[Organisation], **options: Any) -> None:
        options.setdefault("empty_label", _("Choose a unit"))
        super().__init__(queryset, to_field_name="code", **options)

    def heading(self, unit: Organisation) -> str:
        return unit.get_kind_display()

    def label_from_instance(self, unit: Organisation) -> str:
        return str(unit)


class CoField(forms.ModelMultipleChoiceField):
    """Several units to work on it beside the lead, ticked in a list that opens."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            Organisation.objects.none(),
            to_field_name="code",
            required=False,
            label=_("Co-handlers"),
            help_text=_("Each gets the case too, with a time limit of its own. The unit that leads answers."),
        )


class PowerField(UnitField):
    """A choice among the bodies to which a report of wrongdoing may go, the discipline units first."""

    def heading(self, unit: Organisation) -> Any:
        return POWERS[unit.power]  # type: ignore[attr-defined]


class CategoryField(forms.ModelChoiceField):
    """A choice among categories, by their group."""

    iterator = _ByGroup

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("Choose a category"))
        super().__init__(ordinary_categories(), to_field_name="code", **options)

    def heading(self, category: Category) -> str:
        return category.group_here

    def label_from_instance(self, category: Category) -> str:
        return category.name_here
