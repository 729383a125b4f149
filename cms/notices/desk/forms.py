"""Forms of the desk. A notice with its cases and persons is one form; each act has its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regions.models import Organisation

from .. import checks
from ..choices import BY_HAND, Measure, PostKind, Problem
from ..models import Case, Notice, label_of
from ..process import CaseData, NoticeData, PersonData
from ..process.afterwards import OF_CASE, OF_NOTICE

LONGEST_TEXT = 4000
MOST_CASES = 20
MOST_PERSONS = 10
# A browser's own chooser of days: no script of ours, and none inline.
DAY = {"type": "date"}


def day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=options.pop("required", False), widget=widget, **options)


def text(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=options.pop("required", False),
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


def _needed_in_the_end(form: forms.Form, names: Iterable[str]) -> None:
    """A draft may leave these out, a notice may not: so none of them calls itself optional."""
    for name in names:
        form.fields[name].sometimes_needed = True  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    """The frame of a notice. What is missing is said when it goes to the head: a draft may have gaps."""

    issuer = forms.ModelChoiceField(label=_("Issued by"), queryset=Organisation.objects.none())
    title = forms.CharField(
        label=pgettext_lazy("of a notice", "Title"), max_length=120, help_text=_("Names nobody.")
    )
    number = forms.CharField(label=_("Notice number"), max_length=60, required=False)
    drive = forms.CharField(label=_("Drive"), max_length=60, required=False)
    approved_by = forms.CharField(
        label=_("Publication approved by"),
        max_length=80,
        required=False,
        help_text=_("The body, not a person."),
    )
    approved_on = day(_("Publication approved on"))
    opening = text(_("Opening"), help_text=_("Which drive, how many cases. Names nobody."))
    closing = text(_("Closing"), help_text=_("What others are to learn from it. Names nobody."))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _needed_in_the_end(self, checks.NEEDED)
        field = self.fields["issuer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies
        field.empty_label = None


class PersonForm(forms.Form):
    """Somebody whom a case is about. A row without a name is left out."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=40, required=False)
    post = forms.CharField(
        label=_("Post"), max_length=60, required=False, help_text=_("As it stands before the name.")
    )
    post_kind = forms.ChoiceField(label=_("Kind of post"), choices=PostKind.choices, required=False)
    in_full = forms.BooleanField(
        label=_("Name in full"), required=False, help_text=_("Only if a second person approves it.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and not cleaned.get("post"):
            self.add_error("post", _("Whoever is named is named with the post."))
        return cleaned


class CaseForm(forms.Form):
    """One case. Its persons are a formset of their own beside it."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Organisation.objects.none())
    problem = forms.ChoiceField(label=_("Kind of wrongdoing"), choices=Problem.choices)
    period_from = day(pgettext_lazy("period", "From"))
    period_to = day(pgettext_lazy("period", "To"))
    facts = text(
        _("Facts found"),
        rows=5,
        help_text=_(
            "As found: time, deed, sum. Write the person's name; the public reads the surname alone."
        ),
    )
    amount = forms.DecimalField(
        label=_("Amount in yuan"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    measures = forms.MultipleChoiceField(
        label=_("Measures"), choices=Measure.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    ruling = text(_("Decision in words"), rows=3)
    decided_on = day(_("Decided on"))
    decided_by = forms.CharField(label=_("Decided by"), max_length=120, required=False)
    basis = forms.CharField(label=_("Basis"), max_length=300, required=False)
    effect_to = day(_("In effect until"), help_text=_("Empty: counted from the measures."))
    take_down_on = day(
        _("Comes down on"),
        help_text=_("Empty: the later of the end of its effect and twelve months after publication."),
    )
    leave_out = forms.BooleanField(label=_("Take this case out"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _needed_in_the_end(self, checks.NEEDED_IN_CASE)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units
        names = f"{self.prefix}-persons"
        self.persons = PersonFormSet(
            self.data if self.is_bound else None, prefix=names, initial=(self.initial or {}).get("persons")
        )

    def is_valid(self) -> bool:
        return super().is_valid() and self.persons.is_valid()

    @property
    def is_out(self) -> bool:
        """Whether the case is to be taken out of the draft: then nothing of it is judged."""
        return bool(self.data.get(self.add_prefix("leave_out")))

    def case(self) -> CaseData:
        """What the command takes, of a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "leave_out"}
        persons = [PersonData(**row) for row in self.persons.cleaned_data if row.get("name")]
        return CaseData(**given, persons=persons)


PersonFormSet = forms.formset_factory(
    PersonForm, extra=2, max_num=MOST_PERSONS, validate_max=True, absolute_max=MOST_PERSONS + 1
)
CaseFormSet = forms.formset_factory(
    CaseForm, extra=0, min_num=1, max_num=MOST_CASES, validate_max=True, absolute_max=MOST_CASES + 1
)


def units() -> QuerySet[Organisation]:
    return Organisation.objects.current().order_by("code")


class Editor:
    """The forms of one notice together: its frame, its cases, their persons."""

    def __init__(
        self, bodies: QuerySet[Organisation], data: Any = None, notice: Notice | None = None
    ) -> None:
        first = bodies.first()
        initial = _frame(notice) if notice else {"issuer": first.pk if first else None}
        self.frame = NoticeForm(data, bodies=bodies, initial=initial)
        if notice is not None:
            self.frame.fields["issuer"].disabled = True
        # One question for the choices of all cases.
        chosen = units()
        self.cases = CaseFormSet(
            data,
            prefix="cases",
            initial=[_case(row) for row in notice.cases.all()] if notice else None,
            form_kwargs={"units": chosen},
        )

    def is_valid(self) -> bool:
        self.frame.is_valid()
        kept = [form for form in self.cases.forms if not form.is_out]
        valid = [form.is_valid() for form in kept]
        return self.frame.is_valid() and self.cases.management_form.is_valid() and all(valid)

    def data(self) -> NoticeData:
        names = ("title", "number", "drive", "approved_by", "approved_on", "opening", "closing")
        kept = [form.case() for form in self.cases.forms if not form.is_out]
        return NoticeData(**{name: self.frame.cleaned_data[name] for name in names}, cases=kept)


def one_more(data: Any) -> Any:
    """What was sent, with an empty case behind the others: the way to add one without a script."""
    more = data.copy()
    count = more.get("cases-TOTAL_FORMS", "1")
    number = min(int(count) if count.isdecimal() else 1, MOST_CASES - 1)
    more["cases-TOTAL_FORMS"] = str(number + 1)
    more[f"cases-{number}-persons-TOTAL_FORMS"] = "1"
    more[f"cases-{number}-persons-INITIAL_FORMS"] = "0"
    return more


def _frame(notice: Notice) -> dict[str, Any]:
    names = ("title", "number", "drive", "approved_by", "approved_on", "opening", "closing")
    return {name: getattr(notice, name) for name in names} | {
        "issuer": notice.issuer_id,
        "seen": notice.version,
    }


def _case(row: Case) -> dict[str, Any]:
    names = ("problem", "period_from", "period_to", "facts", "amount", "measures", "ruling",
             "decided_on", "decided_by", "basis", "effect_to")  # fmt: skip
    persons = [
        {name: getattr(person, name) for name in ("name", "post", "post_kind", "in_full")}
        for person in row.persons.all()
    ]
    given = {name: getattr(row, name) for name in names}
    return given | {"unit": row.unit_id, "take_down_on": row.asked_take_down_on, "persons": persons}


# --- acts ------------------------------------------------------------------------------------------------------


class ActForm(forms.Form):
    """An act on a notice, with the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, notice: Notice, data: Any = None) -> None:
        super().__init__(data, initial={"seen": notice.version}, auto_id=f"{type(self).__name__.lower()}-%s")
        self.notice = notice

    def case_choices(self, whole: Any) -> list[tuple[str, Any]]:
        rows = self.notice.cases.filter(taken_down_at=None)
        return [("", whole), *((str(row.pk), _("Case %d") % row.position) for row in rows)]


class SendBackForm(ActForm):
    comment = text(_("What is to be changed"), rows=3)


class PublishForm(ActForm):
    publish_at = forms.DateTimeField(
        label=_("Not before"),
        required=False,
        help_text=_("Empty: at once. Until that moment nobody can reach it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )


class FollowUpForm(ActForm):
    on = day(_("Day"), required=True)
    case = forms.ChoiceField(label=_("About"), required=False)
    text = text(_("What happened"), rows=3, required=True)

    def __init__(self, notice: Notice, data: Any = None) -> None:
        super().__init__(notice, data)
        self.fields["case"].choices = self.case_choices(_("the whole notice"))  # type: ignore[attr-defined]
        self.fields["on"].initial = timezone.localdate


class TakeDownForm(ActForm):
    case = forms.ChoiceField(label=_("What"), required=False)
    why = forms.ChoiceField(label=_("Why"), choices=BY_HAND)
    reason = text(_("Reason, for the record inside"), rows=2)

    def __init__(self, notice: Notice, data: Any = None) -> None:
        super().__init__(notice, data)
        self.fields["case"].choices = self.case_choices(_("the whole notice"))  # type: ignore[attr-defined]


class CorrectForm(ActForm):
    """The field is chosen together with its case: ``facts:<case>``, or of the notice ``title:``."""

    what = forms.ChoiceField(label=_("What is wrong"))
    value = text(_("What it is to be"), rows=3)
    reason = text(_("Why: the public reads it"), rows=2)

    def __init__(self, notice: Notice, data: Any = None) -> None:
        super().__init__(notice, data)
        self.fields["what"].choices = list(_correctable(notice))  # type: ignore[attr-defined]


class RedactForm(ActForm):
    words = forms.CharField(
        label=_("Words to remove"),
        max_length=500,
        help_text=_("As they stand on the page. They go everywhere and for good."),
    )


def _correctable(notice: Notice) -> Iterable[tuple[str, str]]:
    for name in OF_NOTICE:
        yield f"{name}:", label_of(Notice, name)
    for row in notice.cases.filter(taken_down_at=None):
        for name in OF_CASE:
            yield (
                f"{name}:{row.pk}",
                f"{_('Case %d') % row.position} · {label_of(Case, name)}",
            )
