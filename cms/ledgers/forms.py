"""The forms of an import: the file, and for each text with personal data whether it stays covered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .checked import CheckedTable, ToDecide
from .deciding import Decisions

MASK, STAND = "mask", "stand"
LONGEST_REASON = 200
# With more texts than this they are covered all together, or put right in the file.
MOST_FIELDS = 200


class FileForm(forms.Form):
    """Which file; for a correction also why."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"), help_text=gettext_lazy("XLSX, XLS, ODS or CSV, at most 30 MB.")
    )


class ReasonForm(forms.Form):
    """Why a published ledger is corrected."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it corrected?"),
        help_text=gettext_lazy("Everybody reads this beside what changed."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecisionForm(forms.Form):
    """For each text in which personal data was found: cover it, or let it stand with a reason."""

    all_covered = forms.BooleanField(label=gettext_lazy("Cover all of them as proposed"), required=False)

    def __init__(self, table: CheckedTable, data: Any = None) -> None:
        super().__init__(data, prefix=f"table{table.number}")
        self.asked = table.to_decide
        self.rows = self.asked[:MOST_FIELDS]
        for one in self.rows:
            self.fields[self._choice(one)] = forms.ChoiceField(
                label=f"{one.cell} {one.column}",
                choices=[(MASK, _("Cover it")), (STAND, _("Let it stand"))],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[self._reason(one)] = forms.CharField(
                label=_("Why must it be public?"), max_length=LONGEST_REASON, required=False
            )

    def lines(self) -> list[dict[str, Any]]:
        """Each text with its two fields, for the template."""
        return [
            {"about": one, "choice": self[self._choice(one)], "reason": self[self._reason(one)]}
            for one in self.rows
        ]

    @property
    def more(self) -> int:
        """How many texts there are that have no field."""
        return len(self.asked) - len(self.rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.rows:
            reason = (cleaned.get(self._reason(one)) or "").strip()
            if (
                cleaned.get(self._choice(one)) == STAND
                and not reason
                and self._reason(one) not in self.errors
            ):
                self.add_error(self._reason(one), _("Say why it must be public."))
        return cleaned

    def decisions(self) -> Decisions:
        """What was decided; what was not decided stays undecided."""
        cleaned = self.cleaned_data
        stand = {
            one.cell: cleaned[self._reason(one)].strip()
            for one in self.rows
            if cleaned.get(self._choice(one)) == STAND and cleaned.get(self._reason(one))
        }
        masked = {
            one.cell
            for one in self.asked
            if cleaned.get("all_covered") or cleaned.get(self._choice(one)) == MASK
        }
        return Decisions(frozenset(masked - stand.keys()), stand)

    def _choice(self, one: ToDecide) -> str:
        return f"choice-{one.cell}"

    def _reason(self, one: ToDecide) -> str:
        return f"reason-{one.cell}"
