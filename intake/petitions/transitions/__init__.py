"""The state table (状态表) as data: who may do what to which object in which state, and what follows.

One reader, ``find``; from these rows come the commands' guard, the buttons, the API's list of actions, the
diagram in the docs and the tests. Roles: ``P`` petitioner · ``PO`` intake office (petition office) · ``POH`` its
head · ``H`` officer of the unit that holds the handling · ``HH`` its head · ``DC`` discipline intake · ``DH``
officer of the discipline unit or other body that the intake passed the case to · ``SEC`` a second person, never the
one who asked · ``SYS`` the system. Sources: 《信访工作条例》 articles 19 to 36 and the discipline rules for
accusations; rows marked [D] are the product's own choice.
"""

from __future__ import annotations

from . import accusations, ordinary, shared
from .row import On, Reason, Track, Transition

__all__ = ["TRANSITIONS", "On", "Reason", "Track", "Transition", "find", "rows"]

TRANSITIONS: tuple[Transition, ...] = ordinary.ROWS + accusations.ROWS + shared.ROWS

_BY_ACTION: dict[tuple[Track, str], Transition] = {(row.track, row.action): row for row in TRANSITIONS}


def find(track: Track, action: str) -> Transition | None:
    """The row for an action on a track, or None when the table has none: then nobody may do it."""
    return _BY_ACTION.get((track, action))


def rows(track: Track) -> list[Transition]:
    """All rows of a track, in the table's order."""
    return [row for row in TRANSITIONS if row.track == track]
