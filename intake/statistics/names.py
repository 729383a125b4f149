"""What the keys of figures are called now: units, townships, groups of categories; one question for each kind."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from intake.routing.models import group_choices
from regions.models import Organisation, Region

from .measures import ALL, CATEGORY, DIMENSIONS, OTHERS, REGION, TOTAL, UNIT
from .periods import MONTH, QUARTER, Period

Names = dict[tuple[str, str], str]
QUARTERS = (
    pgettext_lazy("figures", "First quarter"),
    pgettext_lazy("figures", "Second quarter"),
    pgettext_lazy("figures", "Third quarter"),
    pgettext_lazy("figures", "Fourth quarter"),
)
ROWS = (UNIT, REGION, CATEGORY)


def names_of(keys: Iterable[tuple[str, str]]) -> Names:
    """Names by dimension and key; a key that is not known any more stands for itself."""
    wanted = set(keys)
    found: Names = {(dimension, OTHERS): pgettext("figures", "all others") for dimension in ROWS}
    found[TOTAL, ALL] = str(DIMENSIONS[TOTAL])
    for dimension, model in ((UNIT, Organisation), (REGION, Region)):
        codes = {key for by, key in wanted if by == dimension and key != OTHERS}
        if codes:
            rows = model.objects.filter(code__in=codes).values_list("code", "name")
            found |= {(dimension, code): name for code, name in rows}
    if any(by == CATEGORY and key != OTHERS for by, key in wanted):
        found |= {(CATEGORY, code): name for code, name in group_choices()}
    return {one: found.get(one, one[1]) for one in wanted}


def short_name(period: Period) -> str:
    """A month or quarter without its year."""
    if period.grain == QUARTER:
        return str(QUARTERS[period.quarter_number - 1])
    return date_format(period.start, pgettext("date format", "M"))


def period_name(period: Period) -> str:
    """A month, quarter or year as one says it."""
    if period.grain == MONTH:
        return date_format(period.start, pgettext("date format", "F Y"))
    if period.grain == QUARTER:
        return _("%(quarter)s %(year)d") % {"quarter": short_name(period), "year": period.year}
    return _("Year %(year)d") % {"year": period.year}
