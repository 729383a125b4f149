"""What a correction changed (更正): cells with what stood there and what stands there now, rows added and taken out."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .deciding import Plain
from .models import LedgerRow, LedgerVersion
from .stored import CHUNK

# With more rows than this that have no equal, one is taken for another by their order alone.
MOST_LOOKED_AT = 200

Values = Sequence[Plain]
# Its position, counted from one, and its values.
Row = tuple[int, Values]


@dataclass(frozen=True)
class Change:
    """A value that is another now: in which row of the new version (0 for totals), in which column."""

    row: int
    column: str
    before: Plain
    after: Plain


@dataclass
class Difference:
    """What is other in a new version. ``columns`` are those of either, the new one's first; rows have their order."""

    columns: list[str]
    cells: list[Change] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    totals: list[Change] = field(default_factory=list)
    title: tuple[str, str] | None = None
    period: bool = False

    @property
    def is_any(self) -> bool:
        rows = self.cells or self.added or self.removed
        return bool(rows or self.totals or self.title or self.period)


def difference(old: LedgerVersion, new: LedgerVersion) -> Difference:
    """What is other in ``new`` than in ``old``, both readable. The order of equal rows is no difference."""
    found = Difference(list(dict.fromkeys([*new.columns, *old.columns])))
    gone, fresh = _without_equal(_rows(old, found.columns), _rows(new, found.columns))
    pairs = _pairs(gone, fresh)
    for at, row in enumerate(fresh):
        if at not in pairs:
            found.added.append(row)
            continue
        before = dict(zip(found.columns, gone[pairs[at]][1], strict=True))
        found.cells += _changes(row[0], before, dict(zip(found.columns, row[1], strict=True)))
    taken = set(pairs.values())
    found.removed = [row for at, row in enumerate(gone) if at not in taken]
    found.totals = _changes(0, old.totals, new.totals)
    if old.title != new.title:
        found.title = (old.title, new.title)
    found.period = (old.period_start, old.period_end) != (new.period_start, new.period_end)
    return found


def _rows(version: LedgerVersion, columns: list[str]) -> Iterator[Row]:
    """Its rows with a value for each of these columns."""
    at = {name: index for index, name in enumerate(version.columns)}
    places = [at.get(name) for name in columns]
    kept = LedgerRow.objects.filter(version=version).order_by("position")
    for position, values in kept.values_list("position", "values").iterator(chunk_size=CHUNK):
        yield position, tuple(None if place is None else values[place] for place in places)


def _without_equal(olds: Iterator[Row], news: Iterator[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of each that have no equal in the other."""
    waiting: dict[Values, deque[int]] = defaultdict(deque)
    for position, values in olds:
        waiting[values].append(position)
    fresh = []
    for position, values in news:
        if waiting.get(values):
            waiting[values].popleft()
        else:
            fresh.append((position, values))
    gone = [(position, values) for values, positions in waiting.items() for position in positions]
    return sorted(gone, key=lambda row: row[0]), fresh


def _pairs(gone: list[Row], fresh: list[Row]) -> dict[int, int]:
    """Which old row each new one was, by their places in the lists: the most alike first, and at least half alike."""
    if max(len(gone), len(fresh)) > MOST_LOOKED_AT:
        tried = [(at, at) for at in range(min(len(gone), len(fresh)))]
    else:
        tried = [(new, old) for new in range(len(fresh)) for old in range(len(gone))]
    judged = ((_alike(gone[old][1], fresh[new][1]), new, old) for new, old in tried)
    good = sorted((-alike, abs(new - old), new, old) for alike, new, old in judged if alike >= 0.5)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _alikeness, _apart, new, old in good:
        if new not in pairs and old not in taken:
            pairs[new] = old
            taken.add(old)
    return pairs


def _alike(one: Values, other: Values) -> float:
    """In what part of the columns in which either says something both say the same."""
    said = [(a, b) for a, b in zip(one, other, strict=True) if a is not None or b is not None]
    return sum(a == b for a, b in said) / len(said) if said else 0.0


def _changes(row: int, before: Mapping[str, Plain], after: Mapping[str, Plain]) -> list[Change]:
    names = dict.fromkeys([*after, *before])
    return [
        Change(row, name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]
