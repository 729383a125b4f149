"""Names by which people call an organisation, for spotting it in a text."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from .snapshot import Snapshot, snapshot


def name_index() -> list[tuple[str, int]]:
    """Every name of every organisation with the id of the body that it means today, the longest names first.

    Holds full names, short names and aliases. The old names of a body that has ended mean its successor; the
    names of groups and grids mean their village; a name of two bodies in one office means both by either
    half. One name may stand in several pairs: the caller asks, or takes the one in the case's region.
    """
    global _kept
    tree = snapshot()
    today = timezone.localdate()
    if _kept is None or _kept[:2] != (tree.token, today):
        _kept = (tree.token, today, _index(tree, today))
    return list(_kept[2])


def _index(tree: Snapshot, day: datetime.date) -> list[tuple[str, int]]:
    pairs = {
        (name, tree.current_id(unit.id, day))
        for unit in tree.units.values()
        for full_name in unit.names
        for name in {full_name, *full_name.split()}
    }
    pairs |= {(name, tree.current_id(village, day)) for name, village in tree.part_names}
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))


_kept: tuple[uuid.UUID | None, datetime.date, list[tuple[str, int]]] | None = None
