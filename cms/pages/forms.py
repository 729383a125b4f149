"""The edit form of a disclosure: only what fits its place can be chosen."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from regions.models import Organisation, Region

FOREIGN = _("A file here belongs to another place. Choose one of this place, or upload it for this place.")


class ByCategory(ModelChoiceIterator):
    """The items of the catalogue under the names of their categories."""

    def __iter__(self) -> Any:
        yield ("", self.field.empty_label)
        for category, items in groupby(
            self.queryset.order_by("no"), key=lambda item: item.get_category_display()
        ):
            yield (category, [self.choice(item) for item in items])


class ItemField(forms.ModelChoiceField):
    iterator = ByCategory


def units_of(place: Region) -> QuerySet[Organisation]:
    """The units that publish for a place: its own first, for a village those of its township too."""
    codes = place.path.strip("/").split("/")
    nearest = codes[-2:] if place.level == Region.Level.VILLAGE else codes[-1:]
    units = Organisation.objects.current().filter(region__code__in=nearest)
    return units.exclude(kind__in=Organisation.DISCIPLINE_KINDS).order_by("-region__path", "code")


class DisclosureForm(WagtailAdminPageForm):
    """Units are those of the place and of a village's township; the place's own body is there from the start. Files
    are the place's own, whatever key is posted.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.parent_page.specific.region
        units = units_of(place)
        if "publishing_unit" in self.fields:
            field = self.fields["publishing_unit"]
            field.queryset = units
            field.initial = units.filter(region=place).first()
        if "item" in self.fields:
            field = self.fields["item"]
            self.fields["item"] = ItemField(field.queryset, label=field.label, help_text=field.help_text)
        if "attachments" in self.formsets:
            for form in self.formsets["attachments"].forms:
                file = form.fields["file"]
                file.queryset = file.queryset.filter(region=place)
                file.error_messages["invalid_choice"] = FOREIGN
