"""What is counted, and by what: the table from which pages, method, downloads and API take names and definitions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .suppression import REST

TOTAL, UNIT, REGION, CATEGORY = "total", "unit", "region", "category"
DIMENSIONS: dict[str, str | Promise] = {
    TOTAL: pgettext_lazy("figures", "the whole county"),
    UNIT: pgettext_lazy("figures", "unit"),
    REGION: pgettext_lazy("figures", "township"),
    CATEGORY: pgettext_lazy("figures", "category"),
}
# Keys of lines that are no unit, township or category.
ALL, OTHERS = "all", "others"
# Never shown by month, unit, township or category.
ACCUSATIONS = "accusations"

_PLACES = (TOTAL, REGION, CATEGORY)
_EVERYWHERE = (TOTAL, UNIT, REGION, CATEGORY)


@dataclass(frozen=True)
class Measure:
    """One thing that is counted. ``part_of`` names the measure that it is a part of.

    ``unanimous``: that none is left of the whole would tell what each of them said.
    """

    code: str
    label: str | Promise
    definition: str | Promise
    source: str | Promise
    dimensions: tuple[str, ...] = _EVERYWHERE
    part_of: str = ""
    unanimous: bool = False


MEASURES = (
    Measure(
        "received",
        pgettext_lazy("figures", "received"),
        _(
            "Petitions that came in during the month, by the form, the API, letter, telephone or visit, the repeated "
            "and the joint ones too: one for each number given. By township: where the matter lies, not where the "
            "writer lives. By category: as the petition office registered it."
        ),
        _("Regulations, articles 17, 22 and 41"),
        _PLACES,
    ),
    Measure(
        "sent",
        pgettext_lazy("figures", "sent to a unit"),
        _(
            "Transfers and orders to a unit with power, and petitions that it took up directly, in the month in which "
            "they reached the lead unit. A petition that is given back and sent on counts again for the next unit."
        ),
        _("Regulations, articles 22 and 23"),
    ),
    Measure(
        "assigned",
        pgettext_lazy("figures", "of these with an order to report"),
        _("Those of the sent ones that went out as an order, with a date by which the result is reported."),
        _("Regulations, article 22 (3)"),
        (TOTAL,),
        part_of="sent",
    ),
    Measure(
        "answered",
        pgettext_lazy("figures", "answered"),
        _(
            "Written answers that the lead unit gave in the month: written opinions, answers to suggestions, answers "
            "in the simple procedure, agreements after mediation."
        ),
        _("Regulations, articles 29, 31 to 34"),
    ),
    Measure(
        "due",
        pgettext_lazy("figures", "answer due"),
        _(
            "Petitions of which the limit for the answer ended in the month: 60 days from acceptance, or the day to "
            "which it was extended once. A limit that ends on a day off ends on the next working day. What was "
            "withdrawn or diverted before is not counted."
        ),
        _("Regulations, article 34; Civil Code, article 203"),
    ),
    Measure(
        "in_time",
        pgettext_lazy("figures", "of these answered in time"),
        _(
            "Those of the due ones that were answered by the last day, which counts in full. Waiting for more material "
            "from the writer does not stop the limit. The rate is this number divided by those due."
        ),
        _("Regulations, article 34"),
        part_of="due",
    ),
    Measure(
        "rated",
        pgettext_lazy("figures", "rated"),
        _(
            "Petitions of which the 30 days for rating ended in the month and whose writer rated the unit that "
            "answered. A rating may be changed until then, so it is counted when it can change no more. Repeated "
            "petitions are not counted."
        ),
        _("Measures for rating how petitions are handled (trial, 2022)"),
    ),
    Measure(
        "satisfied",
        pgettext_lazy("figures", "of these satisfied"),
        _(
            "Those of the rated ones with “satisfied” or “mostly satisfied”. The rate is this number divided by those "
            "rated."
        ),
        _("Measures for rating how petitions are handled (trial, 2022)"),
        part_of="rated",
        unanimous=True,
    ),
)
BY_CODE = {measure.code: measure for measure in MEASURES}
# What the year's line says that no other figure does.
YEARLY = Measure(
    ACCUSATIONS,
    pgettext_lazy("figures", "accusations and petitions kept apart"),
    _(
        "Reports of wrongdoing that came to the discipline intake in the year, and petitions from which somebody at "
        "the petition office had to withdraw. They are in no other figure. What went past the county's intake to the "
        "superior one is not among them."
    ),
    _("Regulations, article 30"),
    (TOTAL,),
)


def parts_of(whole: str) -> list[Measure]:
    """The measures that are parts of another."""
    return [measure for measure in MEASURES if measure.part_of == whole]


__all__ = ["ALL", "BY_CODE", "DIMENSIONS", "MEASURES", "OTHERS", "REST", "YEARLY", "Measure", "parts_of"]
