"""What this room keeps: numbers of its rules, and lists and assessments as they were on the day they were made."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.petitions.models import Petition
from intake.statistics.periods import Period
from regions.models import Organisation

from .scale import BY_CODE, CHOICES
from .words import shown_number


class SetNumber(models.Model):
    """A number of the rules that was set to something else than its default."""

    code = models.CharField(_("what it is"), max_length=20, choices=CHOICES, unique=True)
    value = models.PositiveSmallIntegerField(_("value"))

    class Meta:
        verbose_name = _("number of supervision")
        verbose_name_plural = _("numbers of supervision")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.value}"

    def clean(self) -> None:
        number = BY_CODE.get(self.code)
        if number is not None and not number.least <= (self.value or 0) <= number.most:
            words = _("From %(least)d to %(most)d.") % {"least": number.least, "most": number.most}
            raise ValidationError({"value": words})


class Issue(models.Model):
    """One number of an office's series in a year (期号): shared by lists, bulletins and assessments; none returns."""

    class Kind(models.TextChoices):
        MONTH = "month", _("monthly list")
        QUARTER = "quarter", _("quarterly bulletin")
        YEAR = "year", _("yearly assessment")

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)

    class Meta:
        ordering = ["-year", "-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="one_issue_a_number")
        ]

    def __str__(self) -> str:
        return shown_number(self.year, self.number)


class MonthlyList(models.Model):
    """What stood open against the units on one day of a month (月督办). It keeps what it said."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, null=True, related_name="+")
    month = models.DateField(_("month"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-month"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["office", "month"], name="one_list_a_month")]

    @property
    def period(self) -> Period:
        return Period.month(self.month)


class MonthlyEntry(models.Model):
    """One unit's work on a case under one rule, with the day as it was then.

    Shown to who may know of the case on the day of reading: a list has no case, and counts none, that a reader is
    kept from by then.
    """

    listed = models.ForeignKey(MonthlyList, on_delete=models.CASCADE, related_name="entries")
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=12)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120)
    co = models.BooleanField(default=False)  # of the unit's work as co-handler
    state = models.CharField(max_length=20)
    since = models.DateField(null=True)

    class Meta:
        ordering = ["unit__code", "rule", "since", "petition__number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["listed", "petition", "rule", "unit"], name="one_entry_a_unit")
        ]


class Assessment(models.Model):
    """The units' points for a year (年考评), with the weights of the day on which it was frozen."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    weights = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-year"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="one_assessment_a_year")]

    @property
    def day(self) -> datetime.date:
        from intake.clock.rules import local_day

        return local_day(self.made_at)


class AssessedUnit(models.Model):
    """One unit's figures and points in a frozen assessment."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120)
    figures = models.JSONField(default=dict)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True)

    class Meta:
        ordering = [models.F("points").desc(nulls_last=True), "unit__code"]
        default_permissions = ()


class Bulletin(models.Model):
    """The draft of a quarter's bulletin as it was made: its number and figures stay; its words are finished on a page.

    A draft that was deleted leaves its number void.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, null=True, related_name="+")
    quarter = models.DateField(pgettext_lazy("figures", "quarter"))
    # By unit: tasks, problems, criticism and praise, as the public reads them.
    content = models.JSONField(default=dict)
    next_check_on = models.DateField(_("next looked at"), null=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    page = models.ForeignKey("pages.DisclosurePage", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-quarter"]
        default_permissions = ()

    @property
    def period(self) -> Period:
        return Period.month(self.quarter).quarter
