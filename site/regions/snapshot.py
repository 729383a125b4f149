"""The organisations and their ties in memory, as they stand in the database at this moment.

Recusal asks for the tree again and again, and a stale answer would show a case to the people it is about. So
each process keeps one copy, and before each use compares its stamp with the row in the database: one small
query.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.dispatch import Signal

from . import stamps
from .models import Organisation, Region, TreeStamp

# Sent once, in its transaction, after a command has changed who stands under whom, of which nature, where, or when.
tree_changed = Signal()
# Sent once, in its transaction, after a command has given a region another name or place, or a body in one: with
# ``regions``, the codes of those regions. What is said of what stands there may be another now.
places_changed = Signal()


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation as the tree needs it."""

    id: int
    code: str
    kind: str
    region_path: str
    parent_id: int | None
    successor_id: int | None
    valid_from: datetime.date | None
    valid_to: datetime.date | None

    @property
    def is_discipline(self) -> bool:
        return self.kind in Organisation.DISCIPLINE_KINDS

    def is_over(self, day: datetime.date) -> bool:
        """Whether the organisation had ended before ``day``."""
        return self.valid_to is not None and self.valid_to < day

    def is_current(self, day: datetime.date) -> bool:
        """Whether the organisation is in force on ``day``."""
        return not self.is_over(day) and (self.valid_from is None or self.valid_from <= day)


@dataclass(frozen=True)
class Snapshot:
    """All organisations at one stamp."""

    token: Any
    units: dict[int, Unit]
    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    predecessors: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    # Who is under whom, as far as it was asked on a day.
    closures: dict[tuple[int, datetime.date], frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.units.values():
            if unit.parent_id is not None:
                self.children[unit.parent_id].append(unit.id)
            if unit.successor_id is not None:
                self.predecessors[unit.successor_id].append(unit.id)

    def current_id(self, unit_id: int, day: datetime.date) -> int:
        """The organisation that stands for ``unit_id`` on ``day``: itself, or whoever succeeded it."""
        seen: set[int] = set()
        unit = self.units[unit_id]
        while unit.is_over(day) and unit.successor_id is not None and unit.id not in seen:
            seen.add(unit.id)
            unit = self.units[unit.successor_id]
        return unit.id


def snapshot() -> Snapshot:
    """The tree as it is now: from memory if nothing has changed since, else read anew."""
    global _kept
    if (held := _held.get()) is not None:
        return held
    token = stamps.of_tree()
    kept = _kept
    if kept is None or kept.token != token:
        # The stamp was read before the rows: a change in between is noticed at the next call.
        kept = _kept = _read(token)
    return kept


@contextmanager
def held() -> Iterator[Snapshot]:
    """Have one tree for all that is asked meanwhile, without asking whether it is still the same.

    For the many in a row; whoever uses it keeps the tree from changing under them, or looks again when it has.
    """
    before = _held.set(snapshot())
    try:
        found = _held.get()
        assert found is not None
        yield found
    finally:
        _held.reset(before)


@contextmanager
def telling(sender: type) -> Iterator[None]:
    """Send ``tree_changed`` at the end if what happens inside has changed the shape of the tree, then
    ``places_changed`` if what was there before has another name or place.

    A name, an alias or a note changes nobody's place in the tree, and those who listen for that have much to do.
    """
    shape, called = _shape(), _called()
    yield
    if _shape() != shape:
        tree_changed.send(sender=sender)
    now = _called()
    if told := {now[key][0] for key, was in called.items() if now.get(key, was) != was}:
        places_changed.send(sender=sender, regions=told)


def _shape() -> tuple[Any, ...]:
    """All by which somebody's place in the tree can differ: rows in the order of their ids."""
    ties = ("id", "kind", "region_id", "parent_id", "successor_id", "valid_from", "valid_to")
    watched = ("from_organisation_id", "to_organisation_id")
    return (
        list(Region.objects.order_by("id").values_list("id", "level", "path")),
        list(Organisation.objects.order_by("id").values_list(*ties)),
        sorted(Organisation.supervises.through.objects.values_list(*watched)),
    )


def _called() -> dict[tuple[type, int], tuple[Any, ...]]:
    """Of each region and each body the code of the region, then by what words and where one finds it."""
    names = ("name", "short_name", "aliases")
    regions = Region.objects.values_list("pk", "code", "path", *names)
    bodies = Organisation.objects.values_list("pk", "region__code", *names)
    return {
        (model, pk): said for model, rows in ((Region, regions), (Organisation, bodies)) for pk, *said in rows
    }


def touch(**signal: Any) -> None:
    """Say that a region or an organisation has changed. Signals do; code that writes past them must."""
    stamps.touch(TreeStamp)


def _read(token: Any) -> Snapshot:
    units = {
        organisation.id: Unit(
            id=organisation.id,
            code=organisation.code,
            kind=organisation.kind,
            region_path=organisation.region.path,
            parent_id=organisation.parent_id,
            successor_id=organisation.successor_id,
            valid_from=organisation.valid_from,
            valid_to=organisation.valid_to,
        )
        for organisation in Organisation.objects.select_related("region")
    }
    return Snapshot(token, units)


_held: ContextVar[Snapshot | None] = ContextVar("held tree", default=None)
# A process that has never read the tree keeps nothing; a database that was never written has no stamp.
_kept: Snapshot | None = None
