"""What the public sees of a notice: the one place where page, API, feed, search and home page take it from.

A case whose day has come, or that was taken down, is here already without its text: only kind of post, kind of
wrongdoing and measures are left of it, and of one that was taken down for a wrong decision not even those.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from regions.models import Organisation, Region

from .choices import Measure, PostKind, Problem, Why
from .models import Case, Change, FollowUp, Notice, label_of
from .naming import display_names, displayed

CHINESE = "zh-hans"


@dataclass(frozen=True)
class PublicChange:
    """A correction with both texts, or a redaction with none. ``what`` names the field in the visitor's language."""

    on: datetime.date
    what: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""


@dataclass(frozen=True)
class PublicEntry:
    """A follow-up."""

    on: datetime.date
    text: str


@dataclass(frozen=True)
class PublicCase:
    """A case as it stands, or what is left of one that does not: then ``why`` says so and the texts are empty."""

    position: int
    problem: str
    measures: list[str]
    kinds_of_post: list[str]
    why: str = ""
    gone_on: datetime.date | None = None
    heading: str = ""
    unit: Organisation | None = None
    persons: list[str] = field(default_factory=list)
    facts: str = ""
    ruling: str = ""
    amount: Any = None
    period_from: datetime.date | None = None
    period_to: datetime.date | None = None
    decided_on: datetime.date | None = None
    decided_by: str = ""
    basis: str = ""
    take_down_on: datetime.date | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Taken down because it should not, or should no longer, be said: nothing is left but that."""
        return self.why not in ("", Why.DATE)

    @property
    def measures_said(self) -> str:
        return _listed(self.measures)

    @property
    def kinds_said(self) -> str:
        return _listed(self.kinds_of_post)

    @property
    def why_label(self) -> str:
        return str(Why(self.why).label) if self.why else ""


@dataclass(frozen=True)
class PublicNotice:
    """A notice as everybody reads it on a day."""

    id: str
    url: str
    number: str
    title: str
    issuer: Organisation
    drive: str
    published_at: datetime.datetime
    changed_at: datetime.datetime
    take_down_on: datetime.date | None
    approved_by: str
    approved_on: datetime.date | None
    opening: str
    closing: str
    cases: list[PublicCase]
    follow_ups: list[PublicEntry]
    changes: list[PublicChange]

    @property
    def stands(self) -> bool:
        """Whether any of its cases does."""
        return any(not case.why for case in self.cases)

    @property
    def issuer_lines(self) -> list[str]:
        """The issuing bodies line by line: commission of discipline and of supervision work as one."""
        return self.issuer.name.split()

    @property
    def published_on(self) -> datetime.date:
        return timezone.localdate(self.published_at)

    @property
    def first_down(self) -> datetime.date | None:
        """The day on which the first of the cases that stand comes down."""
        return min(
            (case.take_down_on for case in self.cases if case.take_down_on and not case.why), default=None
        )

    @property
    def has_gone(self) -> bool:
        return any(case.why for case in self.cases)


def _listed(words: list[str]) -> str:
    return pgettext("between the items of a list", ", ").join(words)


def address(notice: Notice) -> str:
    """The Chinese address of a notice, without the prefix of a language."""
    with override(CHINESE):
        return reverse("notices:notice", args=[notice.pk])


def shown(notice: Notice, today: datetime.date) -> PublicNotice:
    """What everybody reads of a notice on a day. Ask for it with ``whole()``, or each part costs a question."""
    rows = list(notice.cases.all())
    up = {row.pk for row in rows if not row.gone(today)}
    names = display_names((person for row in rows for person in row.persons.all()), up)
    parts = _parts(notice, names, up) if up else _nothing()
    return PublicNotice(
        id=str(notice.pk),
        url=address(notice),
        number=notice.number,
        issuer=notice.issuer,
        drive=notice.drive,
        published_at=notice.published_at or timezone.now(),
        changed_at=notice.changed_at,
        take_down_on=notice.take_down_on,
        cases=[_case(row, names, today) for row in rows],
        **parts,
    )


def _nothing() -> dict[str, Any]:
    """The texts of a notice of which no case stands."""
    empty = dict.fromkeys(("opening", "closing", "approved_by"), "")
    lists: dict[str, list[Any]] = {"follow_ups": [], "changes": []}
    return {"title": _("A notice that was taken down"), "approved_on": None, **empty, **lists}


def _parts(notice: Notice, names: Mapping[str, str], up: set[Any]) -> dict[str, Any]:
    stands = [None, *up]
    return {
        "title": notice.title,
        "approved_by": notice.approved_by,
        "approved_on": notice.approved_on,
        "opening": notice.opening,
        "closing": notice.closing,
        "follow_ups": [
            PublicEntry(entry.on, displayed(entry.text, names))
            for entry in _in_order(notice.follow_ups.all())
            if entry.released_at is not None and entry.case_id in stands
        ],
        "changes": [
            _change(change, names)
            for change in notice.changes.all()
            if change.made_at is not None and change.case_id in stands
        ],
    }


def _in_order(entries: Iterable[FollowUp]) -> list[FollowUp]:
    return sorted(entries, key=lambda entry: (entry.on, entry.written_at))


def _change(change: Change, names: Mapping[str, str]) -> PublicChange:
    assert change.made_at is not None
    day = timezone.localdate(change.made_at)
    if change.kind == Change.Kind.REDACTION:
        return PublicChange(day)
    model = Case if change.case_id else Notice
    what = label_of(model, change.field)
    texts = (displayed(text, names) for text in (change.old, change.new, change.reason))
    return PublicChange(day, what, *texts)


def _case(row: Case, names: Mapping[str, str], today: datetime.date) -> PublicCase:
    why = row.gone(today)
    # By the date itself: the sweep notes it later.
    gone_on = row.take_down_on
    if row.taken_down_at is not None and why != Why.DATE:
        gone_on = timezone.localdate(row.taken_down_at)
    problem = str(Problem(row.problem).label)
    measures = [str(Measure(measure).label) for measure in row.measures]
    kinds = sorted({str(PostKind(person.post_kind).label) for person in row.persons.all()})
    if why not in ("", Why.DATE):
        return PublicCase(row.position, "", [], [], why, gone_on)
    if why:
        return PublicCase(row.position, problem, measures, kinds, why, gone_on)
    persons = [f"{person.post}{names[person.name]}" for person in row.persons.all()]
    return PublicCase(
        row.position,
        problem,
        measures,
        kinds,
        heading=_("%(who)s: %(problem)s")
        % {"who": f"{row.unit.name}{'、'.join(persons)}", "problem": problem},
        unit=row.unit,
        persons=persons,
        facts=displayed(row.facts, names),
        ruling=displayed(row.ruling, names),
        amount=row.amount,
        period_from=row.period_from,
        period_to=row.period_to,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
        basis=row.basis,
        take_down_on=row.take_down_on,
    )


def region_of(notice: Notice, today: datetime.date) -> Region:
    """The smallest region in which all of its standing cases lie; the issuer's where they have none in common."""
    places = [row.unit.region for row in notice.cases.all() if not row.gone(today)]
    paths = [place.path.strip("/").split("/") for place in places]
    for place in places:
        own = place.path.strip("/").split("/")
        if all(path[: len(own)] == own for path in paths):
            return place
    shared = [codes[0] for codes in zip(*paths, strict=False) if len(set(codes)) == 1]
    found = Region.objects.filter(code=shared[-1]).first() if shared else None
    return found or notice.issuer.region
