"""The forms of review and second review (复查、复核), and of no further acceptance (不再受理)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.petitions import reviewing
from intake.petitions.process.effects_ordinary import OPINION_PARTS
from regions.models import Organisation

from . import choosers, labels, outcomes
from .forms import ActionForm, DayInput, NotAcceptForm, long_text


class NameBodyForm(ActionForm):
    organisation = choosers.UnitField(Organisation.objects.none(), label=_("Review body"))

    def set_up(self) -> None:
        unit, review = self.fields["organisation"], self.case.review
        assert isinstance(unit, choosers.UnitField) and review is not None
        unit.queryset = reviewing.bodies_for(self.case.petition, review)


class RequestForm(ActionForm):
    """A request for review that came on paper."""

    received_on = forms.DateField(
        label=_("On which day did it come?"),
        widget=DayInput,
        initial=timezone.localdate,
        help_text=_("Time limits count from this day, also for a letter that has lain."),
    )
    text = long_text(_("Why the petitioner disagrees"), tall=True, max_length=5000)


class RefuseReviewForm(NotAcceptForm):
    def set_up(self) -> None:
        self.fields["destination"].help_text = _(
            "Where the petitioner can ask or turn to; the petitioner reads it."
        )


class ReviewOpinionForm(ActionForm):
    """The opinion of a first review (复查意见书)."""

    requests = long_text(labels.PARTS["requests"], tall=True)
    facts = long_text(labels.PARTS["facts"], tall=True)
    decision = long_text(labels.PARTS["decision"], tall=True, help_text=_("Answer each request."))
    basis = long_text(labels.PARTS["basis"])
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=list(outcomes.FIRST_REVIEW.items()), widget=forms.RadioSelect
    )
    unit = choosers.UnitField(
        Organisation.objects.none(),
        label=labels.PARTS["unit"],
        required=False,
        empty_label=_("The unit that answered"),
        help_text=_("Only where the decision is revoked."),
    )
    field_order = (*OPINION_PARTS, "unit")

    def set_up(self) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, choosers.UnitField)
        review = self.case.review
        unit.queryset = choosers.handling_units(self.case).exclude(
            Q(pk=review.organisation_id) if review else Q(pk__in=[])
        )

    def data_for_command(self) -> dict[str, Any]:
        chosen = self.cleaned_data["unit"]
        return super().data_for_command() | {"unit": chosen.code if chosen else ""}


class SecondOpinionForm(ReviewOpinionForm):
    """The opinion of a second review (复核意见书), which ends the procedure."""

    unit = None  # type: ignore[assignment] # nobody handles it anew
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=list(outcomes.SECOND_REVIEW.items()), widget=forms.RadioSelect
    )

    def set_up(self) -> None:
        """Nothing to choose among."""

    def data_for_command(self) -> dict[str, Any]:
        return ActionForm.data_for_command(self)


class HearForm(ActionForm):
    hearing_on = forms.CharField(
        label=_("When"), max_length=100, help_text=_("Day and hour, as the notice says them.")
    )
    place = forms.CharField(label=_("Where"), max_length=200)
    contact = forms.CharField(label=_("How your body is reached"), max_length=100, required=False)
    field_order = ("hearing_on", "place", "contact")

    def set_up(self) -> None:
        self.fields["reason"].label = _("What the hearing is about")


class NoLongerAcceptForm(NotAcceptForm):
    earlier = forms.CharField(
        label=_("Number of the earlier case"),
        max_length=40,
        help_text=_("The case of the same facts and grounds whose procedure has ended."),
    )
    field_order = ("earlier",)


FORMS: dict[str, type[ActionForm]] = {
    "request_review": RequestForm,
    "request_rereview": RequestForm,
    "name_review_body": NameBodyForm,
    "refuse_review": RefuseReviewForm,
    "decide_review": ReviewOpinionForm,
    "decide_rereview": SecondOpinionForm,
    "hear": HearForm,
    "no_longer_accept": NoLongerAcceptForm,
    "no_longer_accept_here": NoLongerAcceptForm,
}
# Too large to stand open beside the case.
ON_OWN_PAGE = frozenset({"decide_review", "decide_rereview"})
