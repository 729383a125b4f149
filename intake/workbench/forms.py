"""One form for each action of the state table, with exactly the data that the command reads."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.petitions import policies
from intake.petitions.forms.fields import FilesField
from intake.petitions.models.parties import Accused
from intake.petitions.policies import Actor
from intake.petitions.process.case import Case
from intake.petitions.process.core import Step, notice_quotes_reason
from intake.petitions.process.effects_ordinary import OPINION_PARTS
from intake.petitions.transitions import Reason, Transition

from . import choosers, labels, urgent

LONGEST_REASON = 2000
LONGEST_PART = 10_000
LONGEST_ORDER = datetime.timedelta(days=730)
SHORT, TALL = {"rows": 4}, {"rows": 8}

# What the words of an action are, where "reason" would not say it.
REASON_LABELS = {
    "ask_supplement": _("What is wanted"),
    "ask_supplement_here": _("What is wanted"),
    "note": _("Note"),
    "dispose": _("How, and why"),
    "conclude": _("What was found and decided"),
    "report_to_lead": _("What your unit found"),
    "pass_on": _("Why this unit"),
    "pass_on_here": _("Why this unit"),
    "extend": _("Why more time is needed"),
    "hear_here": _("Why a hearing is needed"),
    "split_off": _("What was agreed, and why"),
    "follow_up": _("What the petitioner said"),
    "promise_kept": _("What was done"),
}


def long_text(label: Any, *, tall: bool = False, **options: Any) -> forms.CharField:
    options.setdefault("max_length", LONGEST_PART)
    return forms.CharField(label=label, widget=forms.Textarea(attrs=TALL if tall else SHORT), **options)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ActionForm(forms.Form):
    """An action's own data, its reason where the rules ask for one, and the version of the case that was seen."""

    reason_label: Any = None  # where the words are of the form, whatever its action
    brings_papers = False  # whether files that come with it are the petitioner's own, and no office's
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, row: Transition, actor: Actor, **options: Any) -> None:
        self.case, self.row, self.actor = case, row, actor
        options.setdefault("auto_id", f"{row.action}-%s")
        options["initial"] = {"seen": case.petition.version} | (options.get("initial") or {})
        super().__init__(*args, **options)
        if row.reason != Reason.NO:
            self.fields["reason"] = self._reason_field()
        self.order_fields(self.field_order)
        self.set_up()

    def set_up(self) -> None:
        """Cut the choices to this case."""

    def offer_proposed(self) -> None:
        """Choose beforehand the unit that routing proposed last."""
        proposal = self.case.petition.proposals.select_related("organisation").last()
        if proposal is not None and proposal.organisation is not None:
            self.initial.setdefault("organisation", proposal.organisation.code)

    def remarks(self) -> list[str]:
        """What the person should know of this case before doing it."""
        return []

    def _reason_field(self) -> forms.CharField:
        told = notice_quotes_reason(self.row)
        return long_text(
            self.reason_label or REASON_LABELS.get(self.row.action, _("Reason")),
            required=self.row.reason == Reason.YES,
            max_length=LONGEST_REASON,
            help_text=_("The petitioner reads this.") if told else "",
        )

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    def data_for_command(self) -> dict[str, Any]:
        """What goes to the command beside reason and version."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("seen", "reason", "uploads")
        }

    def refresh_version(self) -> None:
        """Let the next try be made against the case as it is now."""
        assert isinstance(self.data, QueryDict)
        again = self.data.copy()
        again["seen"] = str(self.case.petition.version)
        self.data = again


class RegisterForm(ActionForm):
    category = choosers.CategoryField(label=_("Category"))
    repeat = forms.BooleanField(label=_("A repeat: the same person, the same matter, again"), required=False)

    def set_up(self) -> None:
        known = self.case.petition.category
        if known is not None and not known.is_accusation:
            self.initial.setdefault("category", known.code)


class TransferForm(ActionForm):
    organisation = choosers.UnitField(choosers.Organisation.objects.none(), label=_("Unit that handles it"))
    cos = choosers.CoField()

    def set_up(self) -> None:
        unit, cos = self.fields["organisation"], self.fields["cos"]
        assert isinstance(unit, choosers.UnitField) and isinstance(cos, choosers.CoField)
        unit.queryset = choosers.handling_units(self.case)
        cos.queryset = choosers.co_units(self.case)
        self.offer_proposed()
        if self.row.reason == Reason.IF_CHANGED:
            when = _("Needed when it is another unit than was proposed.")
            self.fields["reason"].help_text = when
            self.fields["reason"].sometimes_needed = True  # type: ignore[attr-defined] # read by ``field``


class AssignForm(TransferForm):
    report_due = forms.DateField(label=_("Report due on"), widget=DayInput)

    def set_up(self) -> None:
        super().set_up()
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        self.fields["report_due"].widget.attrs["min"] = tomorrow.isoformat()

    def clean_report_due(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["report_due"]
        if day > timezone.localdate() + LONGEST_ORDER:
            raise forms.ValidationError(_("At most two years from today."))
        return day


class GrantObjectionForm(ActionForm):
    organisation = choosers.UnitField(
        choosers.Organisation.objects.none(),
        label=_("Send it on to"),
        required=False,
        empty_label=_("Nobody yet: it comes back to this office"),
    )

    def set_up(self) -> None:
        unit = self.fields["organisation"]
        assert isinstance(unit, choosers.UnitField)
        holder = self.case.lead.organisation_id if self.case.lead else None
        unit.queryset = choosers.handling_units(self.case).exclude(pk__in=[holder])


class PassOnForm(ActionForm):
    organisation = choosers.PowerField(choosers.Organisation.objects.none(), label=_("Body with power"))

    def set_up(self) -> None:
        unit = self.fields["organisation"]
        assert isinstance(unit, choosers.PowerField)
        unit.queryset = choosers.bodies_with_power(self.case)
        self.offer_proposed()


class GroundForm(ActionForm):
    basis = long_text(_("Legal basis"), max_length=1000, help_text=_("The article that the notice quotes."))


class NotAcceptForm(GroundForm):
    destination = long_text(
        _("Where the petitioner goes next"),
        max_length=200,
        help_text=_("The body that already has the matter, or that has the power; the petitioner reads it."),
    )


class RedirectForm(GroundForm):
    destination = forms.CharField(
        label=_("The body with power"), max_length=200, help_text=_("Where the petitioner should go.")
    )


class OpinionForm(ActionForm):
    requests = long_text(labels.PARTS["requests"], tall=True)
    facts = long_text(labels.PARTS["facts"], tall=True)
    decision = long_text(labels.PARTS["decision"], tall=True, help_text=_("Answer each request."))
    basis = long_text(labels.PARTS["basis"])
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=list(labels.OUTCOMES.items()), widget=forms.RadioSelect
    )
    field_order = OPINION_PARTS


class SuggestionForm(ActionForm):
    outcome = forms.ChoiceField(
        label=_("Is it adopted?"), choices=list(labels.ADOPTIONS.items()), widget=forms.RadioSelect
    )
    facts = long_text(_("What was looked into"), tall=True)
    decision = long_text(_("The answer: why, and what is done"), tall=True)
    field_order = ("outcome", "facts", "decision")


class SimpleReplyForm(ActionForm):
    facts = long_text(_("What was found"), tall=True)
    decision = long_text(_("What is done"), tall=True, help_text=_("Answer each request."))
    basis = long_text(labels.PARTS["basis"], required=False)
    field_order = ("facts", "decision", "basis")


class ReleaseForm(ActionForm):
    consent = forms.ChoiceField(
        label=_("Does the petitioner agree?"),
        choices=list(labels.CONSENTS.items()),
        widget=forms.RadioSelect,
        help_text=_("Ask first. Who does not agree has the case stay here."),
    )
    field_order = ("consent",)


class FeedBackForm(ActionForm):
    result = long_text(labels.PARTS["result"], tall=True)


class ReportUpForm(ActionForm):
    threat = forms.BooleanField(label=_("Somebody threatens harm"), required=False)
    field_order = ("threat",)

    def remarks(self) -> list[str]:
        return urgent.remarks(self.case)


class NoteForm(ActionForm):
    mentions = forms.ModelMultipleChoiceField(
        choosers.User.objects.none(),
        label=_("Who should read it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Or write @ and the name in the note. They find it on their home page."),
    )
    uploads = FilesField()
    field_order = ("reason", "mentions", "uploads")

    def set_up(self) -> None:
        uploads, people = self.fields["uploads"], self.fields["mentions"]
        uploads.label, uploads.help_text = _("Files"), _("For the office only.")
        assert isinstance(people, forms.ModelMultipleChoiceField)
        people.queryset = choosers.readers(self.case).exclude(pk__in=[getattr(self.actor.user, "pk", None)])


class AssignOfficerForm(ActionForm):
    user = forms.ModelChoiceField(
        choosers.User.objects.none(), label=_("Who goes on with it"), empty_label=_("Choose a person")
    )

    def set_up(self) -> None:
        person = self.fields["user"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = choosers.successors(self.case)


class RecuseForm(ActionForm):
    user = forms.ModelChoiceField(
        choosers.User.objects.none(), label=_("Who withdraws"), empty_label=_("Choose a person")
    )

    def set_up(self) -> None:
        person = self.fields["user"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = self._choices()

    def _choices(self) -> QuerySet[choosers.User]:
        """All of the own office for its head, for anybody else oneself alone."""
        found = choosers.colleagues(self.case, self._own_organisation())
        if policies.may_withdraw_others(self.actor, self.case) or self.actor.user is None:
            return found
        return found.filter(pk=self.actor.user.pk)

    def _own_organisation(self) -> choosers.Organisation | None:
        """The organisation that the person acts for here, as the command will see it."""
        return Step(self.case, self.row, self.actor, timezone.now()).organisation


class AdmitAgainForm(RecuseForm):
    def set_up(self) -> None:
        super().set_up()
        self.fields["user"].label = _("Who works on it again")

    def _choices(self) -> QuerySet[choosers.User]:
        return choosers.withdrawn(self.case, self._own_organisation())


class AccuseForm(ActionForm):
    organisation = choosers.UnitField(
        choosers.Organisation.objects.none(),
        label=_("Unit complained of, or the person's unit"),
        required=False,
        empty_label=_("Not known"),
    )
    person = forms.CharField(label=_("Person"), max_length=100, required=False)
    member = forms.ModelChoiceField(
        choosers.User.objects.none(),
        label=_("Or somebody who works on this case"),
        required=False,
        empty_label=_("Nobody of them"),
        help_text=_("Only this person loses sight of the case, unless you choose the unit too."),
    )

    def set_up(self) -> None:
        unit, member = self.fields["organisation"], self.fields["member"]
        assert isinstance(unit, choosers.UnitField) and isinstance(member, forms.ModelChoiceField)
        unit.queryset = choosers.all_units(self.case)
        member.queryset = choosers.at_work_on(self.case)


class AccusedForm(ActionForm):
    accused = forms.ModelChoiceField(Accused.objects.none(), widget=forms.HiddenInput)

    def set_up(self) -> None:
        one = self.fields["accused"]
        assert isinstance(one, forms.ModelChoiceField)
        one.queryset = self.case.petition.accused.all()

    def data_for_command(self) -> dict[str, Any]:
        return {"accused": str(self.cleaned_data["accused"].pk)}


FORMS: dict[str, type[ActionForm]] = {
    "register": RegisterForm,
    "transfer": TransferForm,
    "assign": AssignForm,
    "not_accept": NotAcceptForm,
    "not_accept_here": NotAcceptForm,
    "redirect": RedirectForm,
    "redirect_here": RedirectForm,
    "grant_objection": GrantObjectionForm,
    "issue_opinion": OpinionForm,
    "reply_suggestion": SuggestionForm,
    "reply_simple": SimpleReplyForm,
    "pass_on": PassOnForm,
    "release": ReleaseForm,
    "feed_back": FeedBackForm,
    "report_up": ReportUpForm,
    "note": NoteForm,
    "assign_officer": AssignOfficerForm,
    "recuse": RecuseForm,
    "admit_again": AdmitAgainForm,
    "accuse": AccuseForm,
    "confirm_accused": AccusedForm,
    "clear_accused": AccusedForm,
}

# Forms too large to stand open beside the case: they have a page of their own.
ON_OWN_PAGE = frozenset(
    {
        "transfer",
        "assign",
        "pass_on",
        "accuse",
        "grant_objection",
        "issue_opinion",
        "reply_suggestion",
        "reply_simple",
        "feed_back",
    }
)
