"""What happened to a case, in plain words, as its petitioner may know it.

One table per track, one reader. An event that has no row is none of the petitioner's business: notes, recusals, who
objected and why, what was asked of whom. Of an accusation no row names a unit or a person, nor of what came before its
sealing. A bar may take the case away within another step: that is a line of its own.
"""

from __future__ import annotations

import datetime
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from intake.documents.rendering import date_text
from records import events
from records.models import Event
from regions.models import Organisation

from .models import Notice, Petition
from .process.core import KIND
from .timeline_rows import ACCUSATION, BEFORE_SEALING, ORDINARY, Row


@dataclass(frozen=True)
class Entry:
    """A line of the timeline."""

    at: datetime.datetime
    heading: str
    text: str
    paper: Notice | None


# What became of the case within a step (``left`` of its event), as the system's own action would say it.
_LEFT = {"taken_back": "take_back", "sealed": "seal", "review_moved": "review_moved"}

# From the receipt of which other days run, or none, than from that of a written opinion.
REVIEW_OPINIONS = ("review_opinion", "review_redo", "rereview_opinion")
UNREVIEWED = ("suggestion_reply", "simple_reply", "short_reply", "mediation_agreement")

# Between these the same event may come again and again; only the first says something.
_ONCE = frozenset({"rate"})


def entries(petition: Petition) -> list[Entry]:
    """The timeline of a case, oldest first."""
    history = list(events.history(KIND, petition.pk))
    sealed_until = _released_at(history)
    units = _unit_names(history)
    papers = _papers(petition)
    found: list[Entry] = []
    seen: set[str] = set()
    for event, as_report in _with_track(history, petition):
        nameless = petition.is_accusation or (sealed_until is not None and event.pk < sealed_until)
        table = (ACCUSATION if as_report else BEFORE_SEALING) if nameless else ORDINARY
        for row in _rows(event, table):
            if event.action in _ONCE and event.action in seen:
                continue
            seen.add(event.action)
            waiting = papers[row.paper, event.at]
            found.append(
                _entry(row, event, {} if nameless else units, waiting.popleft() if waiting else None)
            )
    return found


def _with_track(history: list[Event], petition: Petition) -> list[tuple[Event, bool]]:
    """Each event, and whether the case was a report of wrongdoing when it happened. Oldest first."""
    found: list[tuple[Event, bool]] = []
    as_report = petition.is_accusation
    for event in reversed(history):
        if event.action == "release":
            as_report = True
        found.append((event, as_report))
        if event.action == "seal" or event.data.get("left") == "sealed":
            as_report = False
    return found[::-1]


def _rows(event: Event, table: dict[str, Row]) -> list[Row]:
    """The row of the event itself, and that of what became of the case by it."""
    left = _LEFT.get(str(event.data.get("left", "")), "")
    beside = "add_co" if event.data.get("cos") and event.action != "add_co" else ""
    dropped = "dropped" if event.data.get("dropped") else ""
    request = next((name for name in ("reopen_rests", "reopen_back") if event.data.get(name)), "")
    return [table[name] for name in (_key(event), beside, left, dropped, request) if name in table]


def shows(event: Event, *, accusation: bool) -> bool:
    """Whether the petitioner's timeline says anything of an event."""
    return bool(_rows(event, ACCUSATION if accusation else ORDINARY))


def _key(event: Event) -> str:
    """The row's name: a case given back may in the same step be passed on, an answer is opened, or counts so, and what
    a desk took down it took down for somebody."""
    if event.action == "submit" and event.actor_kind == "staff":
        return "submit.for_you"
    if event.action in ("withdraw", "supply", "supply_here") and event.actor_kind == "staff":
        return f"{event.action}.on_paper"
    if event.action == "follow_up":
        return f"follow_up.{event.data.get('said')}"
    if event.action == "delivered":
        return f"delivered.{event.data.get('how')}"
    if event.action == "grant_objection" and event.data.get("organisation"):
        return "grant_objection.on"
    if event.action == "reply_received":
        opened = ".opened" if event.data.get("how") == "opened" else ""
        return f"reply_received{opened}{_of_reply(event.data.get('reply'))}"
    if event.action == "decide_review" and event.data.get("outcome") == "revoked_redo":
        return "decide_review.redo"
    if event.action in ("request_review", "request_rereview", "follow_review"):
        return event.action if event.data.get("organisation") else f"{event.action}.unnamed"
    return event.action


def _of_reply(code: object) -> str:
    if code in REVIEW_OPINIONS:
        return f".{code}"
    return ".unreviewed" if code in UNREVIEWED else ""


def _entry(row: Row, event: Event, units: dict[str, str], paper: Notice | None) -> Entry:
    words = {
        "unit": units.get(str(event.data.get("organisation", "")), ""),
        "office": units.get(event.organisation_code, ""),
        "day": _day_of(event, "on"),
        "by": _day_of(event, "promised"),
        **{
            name: _listed(units.get(code, "") for code in event.data.get(name, ()))
            for name in ("cos", "dropped")
        },
    }
    return Entry(event.at, str(row.heading) % words, str(row.text) % words, paper)


def _day_of(event: Event, name: str) -> str:
    """A day that an event tells of, where that is another one than its own."""
    written = str(event.data.get(name, ""))
    return date_text(datetime.date.fromisoformat(written), get_language() or "zh-hans") if written else ""


def _listed(names: Iterable[str]) -> str:
    return gettext(", ").join(filter(None, names))


def _released_at(history: list[Event]) -> int | None:
    """The event by which the discipline side let the case go: what came before it names nobody."""
    released = [event.pk for event in history if event.action == "release"]
    return released[-1] if released else None


def _unit_names(history: list[Event]) -> dict[str, str]:
    codes = {event.organisation_code for event in history}
    codes |= {str(event.data.get("organisation", "")) for event in history}
    codes |= {code for event in history for name in ("cos", "dropped") for code in event.data.get(name, ())}
    return dict(Organisation.objects.filter(code__in=codes - {""}).values_list("code", "name"))


def _papers(petition: Petition) -> dict[tuple[str, datetime.datetime], deque[Notice]]:
    """The petitioner's papers by code and moment, which is that of the event that they came with."""
    papers: dict[tuple[str, datetime.datetime], deque[Notice]] = defaultdict(deque)
    for notice in petition.notices.filter(to_organisation=None):
        papers[notice.code, notice.issued_at].append(notice)
    return papers
