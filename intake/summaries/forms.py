"""What an officer writes of a case for the public, and what visitors narrow the list by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from intake.petitions.models import Petition
from regions.models import Region

from .checking import Texts
from .drafting import places_of
from .models import PublicCase, Summary


class SeenForm(forms.Form):
    """Carries the version that the officer saw. Browsers' own bubbles would speak another language than the page."""

    use_required_attribute = False

    seen = forms.IntegerField(widget=forms.HiddenInput)


class PlaceField(forms.ModelChoiceField):
    """Places by their whole names: a village is often called as its township is."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class SummaryForm(SeenForm):
    """The summary itself. What is wrong with it the command says: the same words for every way in."""

    title = forms.CharField(
        label=pgettext_lazy("of a public summary", "Title"),
        help_text=_("At most 40 characters."),
    )
    question = forms.CharField(
        label=_("What was asked"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "In your own words, at most 800 characters. Whoever knows the village must not know the writer."
        ),
    )
    answer = forms.CharField(
        label=_("What was answered"),
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("What was found and decided, at most 800 characters."),
    )
    region = PlaceField(
        Region.objects.none(),
        label=_("Place"),
        required=False,
        empty_label=_("Name no place: it would tell who wrote"),
        help_text=_("The wider place is the safer. In a small village the matter alone can tell who wrote."),
    )
    justification = forms.CharField(
        label=_("Why what is named above may stand there"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_(
            "Only if the finder is wrong or the words are public anyway, for instance an office's own telephone."
        ),
    )

    def __init__(self, *args: Any, petition: Petition, **options: Any) -> None:
        super().__init__(*args, **options)
        region = self.fields["region"]
        assert isinstance(region, forms.ModelChoiceField)
        places = places_of(petition)
        region.queryset = Region.objects.filter(pk__in=[place.pk for place in places]).order_by("path")

    @property
    def texts(self) -> Texts:
        title, question, answer = (
            self.cleaned_data[name].replace("\r\n", "\n") for name in ("title", "question", "answer")
        )
        return Texts(title, question, answer, self.cleaned_data["region"])

    @classmethod
    def of(cls, summary: Summary, petition: Petition) -> SummaryForm:
        """The form with a summary as it is stored."""
        initial = {name: getattr(summary, name) for name in ("title", "question", "answer", "justification")}
        return cls(petition=petition, initial=initial | {"region": summary.region, "seen": summary.version})


class ReasonForm(SeenForm):
    """A word that is needed: why it goes back, comes off the site, or is never put there."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class FilterForm(forms.Form):
    """By what visitors narrow the list: only what some public case has is offered."""

    category = forms.ChoiceField(label=pgettext_lazy("of a petition", "Subject"), required=False)
    region = forms.ChoiceField(label=_("Township"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("category", _groups()), ("region", _townships()), ("year", _years())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What is narrowed by; a value that nothing has is left out, as the form itself then shows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _groups() -> list[tuple[str, str]]:
    rows = PublicCase.objects.filter(category__isnull=False).order_by("category__group_code")
    names = ("category__group_code", "category__group_name", "category__group_name_en")
    english = get_language() == "en"
    return [
        (code, english_name if english and english_name else name)
        for code, name, english_name in rows.values_list(*names).distinct()
    ]


def _townships() -> list[tuple[str, str]]:
    told = Region.objects.filter(Exists(PublicCase.objects.filter(region=OuterRef("pk"))))
    above = [
        place if place.level == Region.Level.TOWNSHIP else place.parent
        for place in told.select_related("parent")
    ]
    return sorted({(place.code, place.name) for place in above if place is not None})


def _years() -> list[tuple[str, str]]:
    return [(str(day.year), str(day.year)) for day in PublicCase.objects.dates("answered_in", "year", "DESC")]
