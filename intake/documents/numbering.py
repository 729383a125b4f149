"""Document numbers (文号), such as 砚信受〔2026〕12号: one series per issuing unit, word and year.

A number is used once. It is drawn in the transaction of the paper: a paper that is not stored takes none. A
series is known to nobody but its unit, and no list shows one: how far the discipline unit's has come is
nobody's business.

What a series does show is a gap. A paper about a case that not everybody there may know of is numbered apart: in a
series of its own word, by chance and not by count, so that neither series has a gap that tells of it. The discipline
units' series is drawn by chance as a whole: who reports, and the body that a report is passed to, each read some of its
numbers, and from a count would reckon how many reports there are.
"""

from __future__ import annotations

import datetime
import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.documents.merging import merge
from intake.documents.models import DrawnNumber, NumberPrefix, NumberSeries
from regions.lines import Malformed, lines
from regions.models import Organisation
from regions.rows import said

APART = range(10_000, 100_000)  # five characters, whichever is drawn

_DATA = Path(__file__).parent / "data"


class UnknownSeries(LookupError):
    """No series has this code."""


class PrefixTaken(RuntimeError):
    """Every prefix that the unit could use already numbers another unit's papers."""


def allocate(organisation: Organisation, series: str, on: datetime.date, *, apart: bool = False) -> str:
    """The next number of a unit's series in the year of ``on``; ``apart``, one drawn from the series beside it. A
    series that is drawn from has none beside it.

    Call it inside the transaction that stores the paper. Two that ask at once get two numbers: the second
    waits for the first one's transaction. Raises ``UnknownSeries``.
    """
    word = words().get(series)
    if word is None:
        raise UnknownSeries(series)
    drawn = is_drawn(series)
    word += _rules()["apart"] if apart and not drawn else ""
    with transaction.atomic():
        row, prefix = _series(organisation, word, on.year)
        number = _drawn(row) if apart or drawn else _next(row)
    values = {"prefix": prefix, "word": word, "year": str(on.year), "number": str(number)}
    return merge(_rules()["pattern"], values)


def _next(row: NumberSeries) -> int:
    # The update locks the row until the transaction ends, so that what is read after it is ours alone.
    NumberSeries.objects.filter(pk=row.pk).update(last=F("last") + 1)
    row.refresh_from_db(fields=["last"])
    return row.last


def _drawn(row: NumberSeries) -> int:
    while True:
        number = APART[secrets.randbelow(len(APART))]
        if DrawnNumber.objects.get_or_create(series=row, number=number)[1]:
            return number


def words() -> dict[str, str]:
    """The word of each series by its code; empty for the one of the discipline units."""
    return _rules()["words"]


def is_drawn(series: str) -> bool:
    """Whether the numbers of a series are drawn by chance instead of counted."""
    return series in _rules()["drawn"]


def pattern(series: str) -> str:
    """How a number of a series looks, for whoever looks after the papers."""
    values = {"prefix": "…", "word": words()[series], "year": "…", "number": "…"}
    return merge(_rules()["pattern"], values)


def check_prefix(prefix: str, organisation_id: int) -> None:
    """Raise ``ValidationError`` for a prefix whose numbers could be read as another unit's."""
    entries = NumberPrefix.objects.exclude(organisation_id=organisation_id).values_list("prefix", flat=True)
    names = Organisation.objects.exclude(pk=organisation_id).values_list("short_name", "name")
    others = {*entries, *(name for pair in names for name in pair)}
    every = [f"{word}{apart}" for word in words().values() for apart in ("", _rules()["apart"])]
    starts = {f"{prefix}{word}" for word in every}
    used = NumberSeries.objects.filter(prefix__in=starts).exclude(organisation_id=organisation_id)
    if starts & {f"{other}{word}" for other in others for word in every} or used.exists():
        raise ValidationError({"prefix": _("Another unit's numbers begin with these characters.")})


def load_prefixes(path: Path) -> int:
    """Make the prefixes of a CSV file (organisation, prefix) for units that have none. Returns how many.

    Raises ``ValidationError`` for one that another unit has or for no such file, and then stores nothing.
    """
    try:
        found = lines(path, ("organisation", "prefix"))
        wanted = {line.cells["organisation"]: line.cells["prefix"] for line in found}
    except Malformed as fault:
        raise ValidationError(said(fault)) from fault
    units = Organisation.objects.filter(code__in=wanted, number_prefix__isnull=True)
    with transaction.atomic():
        for unit in units:
            row = NumberPrefix(organisation=unit, prefix=wanted[unit.code])
            row.full_clean()
            row.save()
    return len(units)


def _prefixes(organisation: Organisation) -> list[str]:
    """The operator's entry, or the names to try, the shortest first."""
    names = [name for name in (organisation.short_name, organisation.name) if name]
    entries = NumberPrefix.objects.filter(Q(organisation=organisation) | Q(prefix__in=names)).order_by()
    entered = dict(entries.values_list("organisation_id", "prefix"))
    if organisation.pk in entered:
        return [entered[organisation.pk]]
    others = Organisation.objects.exclude(pk=organisation.pk).order_by()
    alike = others.filter(Q(short_name__in=names) | Q(name__in=names)).values_list("short_name", "name")
    taken = {*entered.values(), *(name for pair in alike for name in pair)}
    return [*(name for name in names if name not in taken), f"{organisation.name}{organisation.code}"]


def _series(organisation: Organisation, word: str, year: int) -> tuple[NumberSeries, str]:
    """The unit's row for a word and year, made when there is none, and the prefix that it goes by."""
    for prefix in _prefixes(organisation):
        row, _created = NumberSeries.objects.get_or_create(
            prefix=f"{prefix}{word}", year=year, defaults={"organisation": organisation}
        )
        if row.organisation_id == organisation.pk:
            return row, prefix
    raise PrefixTaken(organisation.code)


@cache
def _rules() -> dict[str, Any]:
    return json.loads((_DATA / "series.json").read_text(encoding="utf-8"))
