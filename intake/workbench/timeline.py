"""One timeline of a case: what happened, who did it, with what words, and whether the petitioner sees it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from intake.petitions import policies
from intake.petitions import timeline as told
from intake.petitions.identity import IDENTITY_PAPERS
from intake.petitions.models import CaseText, Urge
from intake.petitions.models.case import CLOSED_STATES, LawfulRoute
from intake.petitions.models.work import Disposal
from intake.petitions.process import delivering
from intake.petitions.process.case import Case
from intake.petitions.process.core import KIND
from intake.petitions.transitions import Track
from intake.petitions.unsealing import release_of
from records import events
from records.models import Event
from regions.models import Organisation

from . import clocks, labels, labels_afterwards, labels_discipline, labels_on_paper, labels_together, outcomes
from .veil import Veil, at_intake

PAPERS = dict(IDENTITY_PAPERS)
ENTRIES_A_PAGE = 100


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime.datetime
    who: str
    unit: str
    words: str
    detail: str = ""
    text: str = ""
    public: bool = False
    text_public: bool = False


@dataclass(frozen=True)
class History:
    """One page of a timeline, the newest entries on the first."""

    entries: list[Entry]
    number: int
    pages: int

    @property
    def newer(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


class Names:
    """Names behind the ids and codes of events, read in two queries."""

    def __init__(self, rows: Iterable[Event]) -> None:
        rows = list(rows)
        self.clerks: set[int] = set()
        named = {code for row in rows for code in _people(row.data)}
        users = {row.actor_id for row in rows if row.actor_id} | {uuid.UUID(code) for code in named}
        codes = {row.organisation_code for row in rows} | {
            code
            for row in rows
            for code in (
                row.data.get("organisation"),
                row.data.get("returned_by"),
                *row.data.get("told", ()),
                *row.data.get("cos", ()),
                *row.data.get("dropped", ()),
            )
            if code
        }
        found = Organisation.objects.filter(code__in=codes - {""})
        self.units: dict[str, str] = {unit.code: str(unit) for unit in found}
        self.users = {
            user.uuid: user.get_full_name()
            for user in User.objects.filter(uuid__in=users).only("uuid", "display_name")
        }

    def forget_clerks(self, rows: Iterable[Event]) -> None:
        """Name neither the clerk who took a matter down nor the desk: for who does not read at its intake office."""
        self.clerks = {
            row.pk
            for row in rows
            if row.actor_kind == "staff" and (row.action == "submit" or row.data.get("at_desk"))
        }

    def person(self, code: str) -> str:
        """The name behind the id of a member of staff; nothing for an account that is gone."""
        return self.users.get(uuid.UUID(code), "")

    def actor(self, row: Event) -> str:
        if row.pk in self.clerks:
            return ""
        if row.actor_kind == "petitioner":
            return _("Petitioner")
        if row.actor_kind == "system" or row.actor_id is None:
            return _("System")
        return self.users.get(row.actor_id, "")

    def unit(self, row: Event) -> str:
        return "" if row.pk in self.clerks else self.units.get(row.organisation_code, "")


# What becomes of a part of a report is for its petitioner and the discipline intake, for nobody who gets the report.
AT_INTAKE_ALONE = frozenset({"split_off"})
# What is told of another case: only to who may know of that one too.
OF_ANOTHER_CASE = frozenset({"joined", "link", "unlink", "reported_on_first"})


def _people(data: dict[str, Any]) -> list[str]:
    """The ids of staff that an event holds beside its actor's."""
    codes = (data.get("user"), data.get("from_user"), *data.get("mentioned", ()))
    return [code for code in codes if code]


def timeline(case: Case, veil: Veil, user: User, page: int | None = 1) -> History:
    """The entries of a case, newest first: one page of them, or without a page all, as on paper."""
    intake = at_intake(case, policies.Actor.staff(user))
    found = _events(case).exclude(pk__in=_of_cases_unseen(case, user))
    if not intake:
        found = found.exclude(action__in=AT_INTAKE_ALONE)
    number, pages = 1, 1
    if page is not None:
        pages = max(1, -(-found.count() // ENTRIES_A_PAGE))
        number = min(max(1, page), pages)
        found = found[(number - 1) * ENTRIES_A_PAGE : number * ENTRIES_A_PAGE]
    rows = list(found)
    names = Names(rows)
    texts = {text.event: text for text in case.petition.texts.all() if text.event is not None}
    if not intake:
        names.forget_clerks(rows)
    return History([_entry(row, case, names, texts.get(row.pk), veil) for row in rows], number, pages)


def _of_cases_unseen(case: Case, user: User) -> list[int]:
    """Ids of the lines that tell of a case which the reader may not know of."""
    rows = events.history(KIND, case.petition.pk).filter(action__in=OF_ANOTHER_CASE)
    told = {row.pk: uuid.UUID(row.data["case"]) for row in rows}
    seen = (
        set(policies.visible_to(user).filter(pk__in=told.values()).values_list("pk", flat=True))
        if told
        else set()
    )
    return [pk for pk, other in told.items() if other not in seen]


def since(case: Case, rows: Iterable[Event], veil: Veil, user: User) -> list[Entry]:
    """What happened between a person's look and now, with the words that were written, as the case shows them.

    Oldest first, and cut where the history of the case itself is cut for this side of the house.
    """
    released = release_of(case.petition)
    first = released.pk if released is not None else 0
    kept_back = OF_ANOTHER_CASE | (
        frozenset() if at_intake(case, policies.Actor.staff(user)) else AT_INTAKE_ALONE
    )
    shown = (row for row in rows if row.pk >= first and row.action not in kept_back)
    told_of = sorted(shown, key=lambda row: row.pk)
    names = Names(told_of)
    names.forget_clerks(told_of)
    written = case.petition.texts.filter(event__in=[row.pk for row in told_of])
    texts = {text.event: text for text in written}
    return [_entry(row, case, names, texts.get(row.pk), veil) for row in told_of]


def _events(case: Case) -> QuerySet[Event]:
    """The history that this side of the house may read.

    A case that the discipline side released begins, for everybody else, with that release: what was said while it
    was sealed stays there.
    """
    history = events.history(KIND, case.petition.pk)
    released = release_of(case.petition)
    if released is not None:
        history = history.filter(id__gte=released.pk)
    return history.order_by("-id")


def _entry(row: Event, case: Case, names: Names, text: CaseText | None, veil: Veil) -> Entry:
    if _is_release(row, case):
        return _released(row)
    return Entry(
        at=row.at,
        who=names.actor(row),
        unit=names.unit(row),
        words=labels.event_words(row.action),
        detail=_detail(row, names),
        text=veil.text(text.text) if text else "",
        public=_is_public(row, case),
        text_public=bool(text and text.for_petitioner),
    )


def _is_release(row: Event, case: Case) -> bool:
    return row.action == "release" and case.track == Track.ORDINARY


def _released(row: Event) -> Entry:
    """The release as others read it: it names nobody of the discipline side."""
    return Entry(row.at, _("System"), "", labels.event_words("release"), public=True)


def _is_public(row: Event, case: Case) -> bool:
    """Whether the petitioner's own timeline has a row for it: one table decides for both."""
    return told.shows(row, accusation=case.track == Track.ACCUSATION)


def _detail(row: Event, names: Names) -> str:
    """What the codes of an event say beside its words: the unit, the person, the rule, the outcome."""
    data: dict[str, Any] = row.data
    parts = []
    for key, words in (("returned_by", _("returned by %(unit)s")), ("organisation", "%(unit)s")):
        if data.get(key):
            parts.append(words % {"unit": names.units.get(data[key], data[key])})
    for key, words in (
        ("told", _("told: %(units)s")),
        ("cos", _("co-handlers: %(units)s")),
        ("dropped", _("no longer co-handler: %(units)s")),
    ):
        if data.get(key):
            named = _(", ").join(names.units.get(code, code) for code in data[key])
            parts.append(words % {"units": named})
    if data.get("user"):
        people = [names.person(data[key]) for key in ("from_user", "user") if data.get(key)]
        parts.append(" → ".join(filter(None, people)))
    if data.get("mentioned"):
        called = _(", ").join(filter(None, map(names.person, data["mentioned"])))
        parts.append(_("to read: %(names)s") % {"names": called})
    if data.get("asked"):
        parts.append(labels.action_name(data["asked"]))
    if data.get("rule"):
        parts.append(clocks.name_of(data["rule"]))
    if data.get("scope"):
        parts.append(str(labels_together.SCOPES.get(data["scope"], "")))
    if data.get("hearing_on"):
        parts.append(_day(data["hearing_on"]))
    if data.get("from") and data.get("due"):
        parts.append(" → ".join(_day(data[name]) for name in ("from", "due")))
    if data.get("how") in delivering.LABELS:
        parts.append(str(delivering.LABELS[data["how"]]))
    for key, choices in (
        ("said", labels_afterwards.SAID),
        ("signed", labels_on_paper.SIGNED),
        ("way", labels_afterwards.WAYS),
        ("lawful_route", dict(LawfulRoute.choices)),
        ("disposal", dict(Disposal.choices)),
    ):
        if data.get(key):
            parts.append(str(choices.get(data[key], "")))
    if data.get("agreed"):
        parts.append(str(labels_discipline.AGREED.get(data["agreed"], "")))
    if data.get("on"):
        parts.append(_day(data["on"]))
    if data.get("paper"):
        parts.append(_("in person, with: %(paper)s") % {"paper": PAPERS.get(data["paper"], data["paper"])})
    if data.get("promised"):
        parts.append(_("to be done by %(day)s") % {"day": _day(data["promised"])})
    if data.get("until"):
        parts.append(_("answer due on %(day)s") % {"day": _day(data["until"])})
    if data.get("answer"):
        parts.append(str(dict(Urge.Answer.choices).get(data["answer"], "")))
    if data.get("outcome"):
        parts.append(str(outcomes.EVERY.get(data["outcome"], "")))
    if data.get("reopen_rests"):
        parts.append(_("the request to open it again rests"))
    if data.get("reopen_back"):
        parts.append(_("the request to open it again is to be answered"))
    if data.get("repeat"):
        parts.append(_("repeat"))
    if data.get("threat"):
        parts.append(_("threat of harm"))
    if row.action == "report_up" and data.get("at_desk") and "told" not in data:
        parts.append(_("said at the desk, told to nobody else: you decide whether to report it"))
    if row.action == "report_up" and row.before in CLOSED_STATES:
        parts.append(_("it was closed by then: a note of yours takes it off the urgent ones"))
    return " · ".join(part for part in parts if part)


def _day(written: str) -> str:
    """A day that an event holds, as the reader writes it."""
    return dateformat.format(datetime.date.fromisoformat(written), pgettext("date format", "j F Y"))
