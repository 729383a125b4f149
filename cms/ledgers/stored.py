"""Reading ledgers that are stored: which versions there are, their rows, a version as it is taken away."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from .export import Public
from .models import LedgerRow, LedgerVersion
from .periods import Period
from .schema import Field
from .values import Value

# Rows fetched at a time.
CHUNK = 2_000


def current(ledger: uuid.UUID) -> LedgerVersion | None:
    """The version of a ledger that is published now, if any."""
    return LedgerVersion.objects.filter(ledger=ledger, state=LedgerVersion.State.PUBLISHED).first()


def history(ledger: uuid.UUID) -> QuerySet[LedgerVersion]:
    """All versions that were ever published, the newest first; of a redacted one only that, when and by whom."""
    past = LedgerVersion.objects.filter(ledger=ledger).exclude(state=LedgerVersion.State.DRAFT)
    return past.order_by("-number")


def rows(version: LedgerVersion, start: int = 0, stop: int | None = None) -> Iterator[dict[str, Value]]:
    """Its rows from one to before another, counted from nothing, with their values as they were read."""
    fields = version.fields
    found = LedgerRow.objects.filter(version=version, position__gt=start).order_by("position")
    if stop is not None:
        found = found.filter(position__lte=stop)
    for values in found.values_list("values", flat=True).iterator(chunk_size=CHUNK):
        yield {one.name: typed(value, one) for one, value in zip(fields, values, strict=True)}


def typed(value: object, about: Field) -> Value:
    """A kept value as what it is: an amount, a day, a text."""
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    if about.is_amount:
        return Decimal(text)
    return date.fromisoformat(text) if about.type == "date" else text


def public(version: LedgerVersion) -> Public:
    """The whole version, to write it as CSV, XLSX or JSON. Its rows are fetched as they are written, once."""
    return Public(
        schema=version.kind,
        title=version.title,
        region_code=version.region.code,
        period=Period(version.period_start, version.period_end),
        fields=version.fields,
        rows=rows(version),
        totals={name: Decimal(amount) for name, amount in version.totals.items()},
    )
