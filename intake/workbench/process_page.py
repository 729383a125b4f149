"""``docs/process.md``: the state table as a page, a diagram and a table for each track."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation

from intake.clock import rules
from intake.documents.fields import PAPERS
from intake.petitions import transitions
from intake.petitions.transitions import On, Reason, Track, Transition

from . import labels

ROLES = {
    "P": "petitioner",
    "PO": "petition office",
    "POH": "head of the petition office",
    "H": "officer of the unit",
    "HH": "head of the unit",
    "C": "officer of a co-handling unit",
    "CH": "head of a co-handling unit",
    "DC": "discipline intake",
    "DCH": "head of the discipline intake",
    "DH": "officer of the discipline unit, or of another body with power",
    "R": "officer of the review body",
    "RH": "head of the review body",
    "SEC": "a second person",
    "SYS": "the system",
    "approver": "whom the asked action names",
    "asker": "who asked",
}
TRACKS = {
    Track.ORDINARY: "Suggestions, appeals and requests",
    Track.ACCUSATION: "Reports of wrongdoing",
}
OBJECTS = {
    On.PETITION: "petition",
    On.HANDLING: "handling",
    On.CO: "co-handling",
    On.REVIEW: "review",
    On.FIRST_REVIEW: "first review",
    On.SECOND_REVIEW: "second review",
    On.APPROVAL: "approval",
}
REASONS = {
    Reason.NO: "",
    Reason.YES: "yes",
    Reason.IF_CHANGED: "when another unit is chosen than was proposed",
}
COLUMNS = ("object", "in state", "action", "becomes", "who", "approved by", "clocks", "papers", "reason")

HEAD = """# The process, step by step

Written from the state table in `intake/petitions/transitions.py` by `sunshine process > docs/process.md`; a test holds
the two together. The same rows are the guard of every command, the buttons of desk and track page, and the list of
actions that the API gives.

A petition begins with `submit`: the petitioner sends it, or somebody files for one what came as a letter, a visit or a
call. It stands as `submitted` at the petition office, a report of wrongdoing at the discipline intake, with a proposal
where it belongs; nothing is sent on yet. What the table leaves to the system (`SYS`) the sweep does, which also marks
what is overdue.

What somebody else has to approve is asked for first and changes nothing until it is granted: the limits run on, and
the one who asked may never grant it. When the case moves on meanwhile, what was asked lapses.

```mermaid
stateDiagram-v2
  [*] --> asked
  asked --> granted: grant
  asked --> refused: refuse
  asked --> lapsed: withdraw_ask, or the case moved on
```

Roles: {roles}.

Clocks: **+** starts, **-** is met, **×** is cancelled. {clocks}
"""


def page() -> str:
    """The whole page, in English."""
    with translation.override("en"):
        parts = [_head(), *(_track(track, title) for track, title in TRACKS.items())]
    return "\n".join(parts)


def _head() -> str:
    limits = [
        f"`{rule.code}`: {rule.days} {rule.unit} days ({rule.article})" for rule in rules.RULES.values()
    ]
    roles = [f"`{code}` {name}" for code, name in ROLES.items()]
    return HEAD.format(roles=", ".join(roles), clocks="; ".join(limits) + ".")


def _track(track: Track, title: str) -> str:
    rows = transitions.rows(track)
    diagrams = [_diagram(on, rows) for on in OBJECTS if any(row.on == on and row.to for row in rows)]
    table = [_line(COLUMNS), _line(["---"] * len(COLUMNS)), *(_line(_cells(row)) for row in rows)]
    return "\n".join([f"## {title}\n", *diagrams, *table, ""])


def _diagram(on: On, rows: Iterable[Transition]) -> str:
    """The moves between the states of one object, as a Mermaid diagram."""
    moves: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.on == on and row.to:
            for state in row.states:
                moves.setdefault((state, row.to), []).append(row.action)
    arrows = [f"  {source} --> {target}: {', '.join(actions)}" for (source, target), actions in moves.items()]
    return "\n".join([f"### The {OBJECTS[on]}\n", "```mermaid", "stateDiagram-v2", *arrows, "```", ""])


def _cells(row: Transition) -> list[str]:
    clocks = [
        f"{mark}{rule}"
        for mark, named in (("+", row.starts), ("-", row.meets), ("×", row.cancels))
        for rule in named
    ]
    papers = [str(PAPERS[code].name) for code in (row.notice, row.letter) if code]
    return [
        OBJECTS[row.on],
        ", ".join(row.states),
        _action(row),
        row.to,
        ", ".join(row.who),
        row.approval,
        " ".join(clocks),
        "; ".join(papers),
        REASONS[row.reason],
    ]


def _action(row: Transition) -> str:
    words = labels.ACTIONS.get(row.action)
    return f"`{row.action}` {words.name}" if words else f"`{row.action}`"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
