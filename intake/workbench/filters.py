"""What the queue may be narrowed by. Nothing personal: an address is kept in histories and logs."""

from __future__ import annotations

import datetime
import time
from functools import lru_cache
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.clock.rules import midnight
from intake.petitions import numbers
from intake.petitions.limits import PHONE, plain
from intake.petitions.models import Handling, Petition
from intake.petitions.models.work import OPEN_HANDLING
from intake.routing.models import Category, PetitionClass, group_choices
from privacy.normalising import folded
from regions.models import Region

from .forms import DayInput

LONGEST_QUERY = 40
# The days that a clock on any machine can take apart.
DAYS = [MinValueValidator(datetime.date(2000, 1, 1)), MaxValueValidator(datetime.date(2100, 1, 1))]
KEPT_FOR = 60  # seconds


@lru_cache(maxsize=2)
def _choices(_minute: int, _language: str) -> tuple[list[Any], dict[str, Region]]:
    """Category groups and townships: they change a few times a year, and every queue page lists them."""
    townships = Region.objects.current().filter(level=Region.Level.TOWNSHIP).order_by("code")
    return group_choices(), {region.code: region for region in townships}


class FilterForm(forms.Form):
    """Filters of the queue, all optional; a value that makes no sense is told and left out."""

    q = forms.CharField(label=_("Number or title"), required=False, max_length=LONGEST_QUERY)
    petition_class = forms.ChoiceField(label=_("Class"), required=False)
    group = forms.ChoiceField(label=_("Category"), required=False)
    township = forms.ChoiceField(label=_("Township"), required=False)
    since = forms.DateField(label=_("Received from"), required=False, widget=DayInput, validators=DAYS)
    until = forms.DateField(label=_("Received to"), required=False, widget=DayInput, validators=DAYS)
    urgent = forms.BooleanField(label=_("Urgent"), required=False)
    mine = forms.BooleanField(label=_("Mine"), required=False)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter-%s"} | options)
        self.user = user
        groups, self.townships = _choices(int(time.monotonic() // KEPT_FOR), get_language() or "")
        self._choose("petition_class", PetitionClass.choices)
        self._choose("group", groups)
        self._choose("township", [(code, str(region)) for code, region in self.townships.items()])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *choices]

    def clean_q(self) -> str:
        typed = folded(self.cleaned_data["q"]).strip().replace("\x00", "")
        if PHONE.fullmatch(plain(typed)):
            refusal = _("Look for a telephone number in its own field: it must not stand in an address.")
            raise forms.ValidationError(refusal)
        return typed

    @property
    def in_use(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.values().values())

    def values(self) -> dict[str, Any]:
        """What was understood; all of it empty for a blank form."""
        self.is_valid()
        return getattr(self, "cleaned_data", {})

    def condition(self) -> Q:
        """The filters as one condition on keys: of what these carry, an index alone is asked."""
        values = self.values()
        found = Q()
        if values.get("q"):
            found &= Q(petition__in=Petition.objects.filter(_typed(values["q"])))
        if values.get("petition_class"):
            found &= Q(petition_class=values["petition_class"])
        if values.get("group"):
            found &= Q(category__in=Category.objects.filter(group_code=values["group"]))
        if values.get("urgent"):
            # Said so that the index of those has them.
            alarming = Petition.objects.filter(Q(urgent=True) | Q(threat=True))
            found &= Q(petition__in=alarming.filter(urgent=True))
        if values.get("since"):
            found &= Q(submitted_at__gte=midnight(values["since"]))
        if values.get("until"):
            found &= Q(submitted_at__lt=midnight(values["until"] + datetime.timedelta(days=1)))
        if values.get("township"):
            found &= Q(region__in=self.townships[values["township"]].subtree())
        if values.get("mine"):
            mine = Handling.objects.filter(officer=self.user, state__in=OPEN_HANDLING)
            found &= Q(petition__in=mine.values("petition_id"))
        return found


def _typed(query: str) -> Q:
    number = numbers.read_number(query)
    if number:
        return Q(number=number)
    part, found = numbers.read_part(query), Q(title_masked__icontains=query)
    return found | Q(number__contains=part) if part else found


class PhoneForm(forms.Form):
    """Looking for a petitioner's cases by telephone; sent by POST, so that the number stands in no address."""

    phone = forms.CharField(label=_("Petitioner's telephone"), max_length=30)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "by-phone-%s"} | options)
        self.fields["phone"].widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def clean_phone(self) -> str:
        typed = plain(self.cleaned_data["phone"])
        if not PHONE.fullmatch(typed):
            raise forms.ValidationError(_("This does not look like a telephone number."))
        return typed
