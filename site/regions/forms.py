"""The forms in which an operator edits regions and organisations. What ends gets a last day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from . import process
from .models import Organisation, Region
from .rows import CODE, LEVEL_ABOVE, REGION_TYPES

KIND_LABELS = {
    "city": pgettext_lazy("division", "city"),
    "county": pgettext_lazy("division", "county"),
    "town": pgettext_lazy("division", "town"),
    "township": pgettext_lazy("division", "township"),
    "subdistrict": pgettext_lazy("division", "subdistrict"),
    "village": pgettext_lazy("division", "village"),
    "community": pgettext_lazy("division", "community"),
    "group": pgettext_lazy("division", "villagers' group"),
    "grid": pgettext_lazy("division", "grid"),
}


class NamesField(forms.Field):
    """A list of names, written one to a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        return list(dict.fromkeys(line.strip() for line in (value or "").splitlines() if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class DatedForm(WagtailAdminModelForm):
    """What regions and organisations share: names, dates, successor; and a code that never changes."""

    code = forms.CharField(
        label=_("code"),
        max_length=24,
        validators=[RegexValidator(CODE, _("2 to 24 letters, digits and hyphens"))],
        help_text=_("Cannot be changed later: cases, files and other systems refer to it."),
    )
    aliases = NamesField(
        label=_("other names"),
        required=False,
        help_text=_("What people call it, one name to a line. Used to recognise it in what residents write."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self._fix("code")

    def _fix(self, *names: str) -> None:
        """Show these fields, and take no other value for them."""
        for name in names:
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        if cleaned.get("successor") and not last:
            self.add_error("valid_to", _("A successor takes over after the last day: give that day."))
        for tie in ("parent", "successor"):
            if _goes_round(self.instance, tie, cleaned.get(tie)):
                self.add_error(tie, _("This leads round in a circle."))
        return cleaned


class RegionForm(DatedForm):
    """A division. Its level follows from its kind."""

    kind = forms.ChoiceField(label=_("kind"), choices=KIND_LABELS.items())

    class Meta:
        model = Region
        fields = (
            "code",
            "name",
            "short_name",
            "kind",
            "parent",
            "aliases",
            "valid_from",
            "valid_to",
            "successor",
            "note",
        )
        widgets = {"valid_from": AdminDateInput, "valid_to": AdminDateInput}

    def clean_kind(self) -> str:
        """The kind; a stored region may change it within its level."""
        kind = self.cleaned_data["kind"]
        if self.instance.pk and REGION_TYPES[kind] != self.instance.level:
            raise ValidationError(_("A region cannot move to another level."))
        return kind

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        level = REGION_TYPES.get(cleaned.get("kind", ""))
        if level is None:
            return cleaned
        self.instance.level = level
        above = LEVEL_ABOVE.get(level)
        parent, successor = cleaned.get("parent"), cleaned.get("successor")
        if (parent.level if parent else None) != above and not (
            level == Region.Level.COUNTY and parent is None
        ):
            self.add_error("parent", _("A region hangs on one of the level above it."))
        if successor and successor.level != level:
            self.add_error("successor", _("A successor is of the same level."))
        taken = Organisation.objects.filter(code=cleaned.get("code")).exclude(
            kind=Organisation.Kind.VILLAGE_COMMITTEE
        )
        if taken.exists():
            self.add_error("code", _("An organisation has this code."))
        return cleaned

    def save(self, commit: bool = True) -> Region:
        region: Region = super().save(commit=False)
        process.save_region(region)
        return region


class OrganisationForm(DatedForm):
    """A body. A village's committee follows its village; only its review body is set here."""

    class Meta:
        model = Organisation
        fields = (
            "code",
            "name",
            "short_name",
            "kind",
            "region",
            "parent",
            "aliases",
            "valid_from",
            "valid_to",
            "successor",
            "supervises",
            "review_unit",
            "note",
        )
        widgets = {"valid_from": AdminDateInput, "valid_to": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == Organisation.Kind.VILLAGE_COMMITTEE:
            self._fix(*(name for name in self.fields if name != "review_unit"))
            self.fields["name"].help_text = _("A village's committee follows the village: change it there.")
            return
        kinds = self.fields["kind"].choices
        self.fields["kind"].choices = [
            choice for choice in kinds if choice[0] != Organisation.Kind.VILLAGE_COMMITTEE
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("supervises") and cleaned.get("kind") not in Organisation.DISCIPLINE_KINDS:
            self.add_error("supervises", _("Only discipline units supervise."))
        if self.instance.pk and self.instance in (
            cleaned.get("review_unit"),
            *(cleaned.get("supervises") or ()),
        ):
            self.add_error(None, _("A body neither reviews nor supervises itself."))
        if Region.objects.filter(code=cleaned.get("code")).exclude(code=self.initial.get("code")).exists():
            self.add_error("code", _("A region has this code."))
        return cleaned

    def save(self, commit: bool = True) -> Organisation:
        organisation: Organisation = super().save(commit=False)
        process.save_organisation(organisation, supervises=self.cleaned_data["supervises"])
        return organisation


def _goes_round(start: Region | Organisation, tie: str, row: Region | Organisation | None) -> bool:
    """Whether following ``tie`` from ``row`` leads back to ``start``."""
    seen: set[int] = set()
    while row is not None and row.pk not in seen:
        if row.pk == start.pk:
            return True
        seen.add(row.pk)
        row = getattr(row, tie)
    return False
