"""The only writer of ledgers: store a table as a draft, publish it, correct it, take its text away, throw a draft away.

Each is one transaction with its event; who may do it is for the caller to ask. What is never public is left behind
here: a version holds what everybody may see and nothing else.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from records import events
from regions.models import Region

from . import deciding, figures, visibility
from .deciding import NONE, Decisions
from .differing import difference
from .memory import collector_paused
from .models import EMPTIED, LedgerRow, LedgerVersion, Upload
from .personal import numbers_in
from .reading import Problem, Table
from .schema import Field
from .values import Value

KIND = "ledger"
State = LedgerVersion.State
# Rows written with one statement.
BATCH = 2_000
LONGEST_REASON = 300


class Refused(RuntimeError):
    """It can't be done. ``message`` is a sentence for the person who asked."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


class NotReady(Refused):
    """Something keeps the table from being published. ``problems`` are what, cell by cell."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(_("Something still keeps this table from being published."))
        self.problems = list(problems)


class Conflict(Refused):
    """Somebody else did something in the meantime."""


@dataclass(frozen=True)
class Source:
    """The file that a table was read from: its name and hash, of which only these are kept."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, content: bytes) -> Source:
        return cls(name[:200], hashlib.sha256(content).hexdigest())


def store(
    table: Table, *, region: Region, by: User, source: Source, decisions: Decisions = NONE
) -> LedgerVersion:
    """Keep a table as the draft of a new ledger. Raises ``NotReady``."""
    with transaction.atomic():
        return _store(table, region, by, source, decisions)


def correct(
    previous: LedgerVersion,
    table: Table,
    *,
    by: User,
    source: Source,
    reason: str,
    decisions: Decisions = NONE,
) -> LedgerVersion:
    """Keep a table as the draft of a ledger's next version (更正). The public reads the reason beside what changed.

    Raises ``NotReady``; ``Refused`` for another kind of ledger, no reason, personal numbers in it, nothing that
    changed, or a version that is no longer the newest; ``Conflict`` when a correction is being made already.
    """
    _require_reason(reason)
    _require(
        table.schema.code == previous.schema, _("This is another kind of ledger than the one to correct.")
    )
    try:
        with transaction.atomic():
            _require_newest(previous)
            draft = _store(table, previous.region, by, source, decisions, previous=previous, reason=reason)
            if previous.is_readable:
                _require(
                    difference(previous, draft).is_any, _("Nothing is different from what is published.")
                )
            return draft
    except IntegrityError:
        raise Conflict(_("A correction of this ledger is being made already.")) from None


def publish(version: LedgerVersion, *, by: User) -> LedgerVersion:
    """From now on nobody changes it; the version that it replaces stays readable. Raises ``Conflict``."""
    with transaction.atomic():
        locked = _locked(version)
        if locked.state != State.DRAFT:
            raise Conflict(_("This version is no draft any more."))
        published = LedgerVersion.objects.filter(ledger=locked.ledger, state=State.PUBLISHED)
        for old in published.select_for_update():
            old.state = State.SUPERSEDED
            old.save(update_fields=["state"])
            _record(old, "supersede", by, before=State.PUBLISHED, data={"by": locked.pk})
        locked.state, locked.published_by, locked.published_at = State.PUBLISHED, by, timezone.now()
        locked.save(update_fields=["state", "published_by", "published_at"])
        _record(locked, "publish", by, before=State.DRAFT)
    return locked


def redact(version: LedgerVersion, *, by: User, reason: str, whole: bool = False) -> list[LedgerVersion]:
    """Take the text of a published version away, for good: that there was one, who did it and when is all that stays.

    With ``whole`` every version of the ledger goes, and drafts with them; a person's data may stand in each. Of the
    reason the history keeps a digest. Raises ``Refused`` for what has no public text, or without a reason.
    """
    _require(bool(reason.strip()), _("Say why the text must go."))
    _require(whole or version.is_readable, _("There is no published text to take away."))
    with transaction.atomic():
        _overwrite_what_is_deleted()
        wanted = LedgerVersion.objects.filter(ledger=version.ledger) if whole else _only(version)
        redacted = []
        for one in wanted.select_for_update().order_by("-number"):
            if one.state == State.DRAFT:
                _discard(one, by)
            elif one.is_readable:
                redacted.append(_redact(one, by, reason))
            Upload.objects.filter(sha256=one.source_sha256).delete()
        visibility.tell(version)
        return redacted


def discard(version: LedgerVersion, *, by: User) -> None:
    """Throw a draft away. Raises ``Conflict`` when it is none any more."""
    with transaction.atomic():
        locked = _locked(version)
        if locked.state != State.DRAFT:
            raise Conflict(_("This version is no draft any more."))
        _discard(locked, by)


@collector_paused()
def _store(
    table: Table,
    region: Region,
    by: User,
    source: Source,
    decisions: Decisions,
    previous: LedgerVersion | None = None,
    reason: str = "",
) -> LedgerVersion:
    if left := deciding.stops(table, region, decisions):
        raise NotReady(left)
    period = table.period
    assert period is not None  # a table without one has a stop
    fields = deciding.public_fields(table)
    stand, totals = deciding.justified(table, decisions), table.totals
    version = LedgerVersion.objects.create(
        **_place_of(previous),
        schema=table.schema.code,
        schema_version=table.schema.version,
        region=region,
        title=deciding.title(table, decisions)[:200],
        period_start=period.start,
        period_end=period.end,
        unit=table.layout.unit,
        columns=[one.name for one in fields],
        totals={one.name: f"{totals[one.name]:.2f}" for one in fields if one.name in totals},
        figures=figures.of_rows(table.schema, fields, period, deciding.public_rows(table, decisions)),
        row_count=len(table.rows),
        source_name=source.name,
        source_sha256=source.sha256,
        justified=stand,
        reason=reason.strip(),
        made_by=by,
    )
    _write_rows(version, fields, deciding.public_rows(table, decisions))
    _record_made(version, by, stand, len(decisions.masked))
    return version


def _place_of(previous: LedgerVersion | None) -> dict[str, Any]:
    """Which version of which ledger comes next."""
    if previous is None:
        return {"ledger": uuid.uuid4(), "number": 1}
    newest = LedgerVersion.objects.filter(ledger=previous.ledger).exclude(state=State.DRAFT)
    number = newest.aggregate(newest=Max("number"))["newest"] + 1
    return {"ledger": previous.ledger, "number": number, "replaces": previous}


def _write_rows(version: LedgerVersion, fields: list[Field], rows: Iterator[dict[str, Value]]) -> None:
    made = (
        LedgerRow(version_id=version.pk, position=at, values=deciding.packed(row, fields))
        for at, row in enumerate(rows, start=1)
    )
    while batch := list(islice(made, BATCH)):
        LedgerRow.objects.bulk_create(batch)


def _record_made(version: LedgerVersion, by: User, stand: list[dict[str, Any]], masked: int) -> None:
    data = {
        "ledger": version.ledger,
        "number": version.number,
        "schema": version.schema,
        "region": version.region.code,
        "rows": version.row_count,
        "masked": masked,
    }
    _record(version, "store", by, data=data, text=version.reason)
    for one in stand:
        told = {"cell": one["cell"], "kinds": one["kinds"]}
        _record(version, "justify", by, data=told, text=one["reason"])


def _redact(version: LedgerVersion, by: User, reason: str) -> LedgerVersion:
    """One statement: the database takes the rows away as the version turns."""
    before = version.state
    for name, nothing in EMPTIED.items():
        setattr(version, name, nothing)
    version.state, version.redacted_by, version.redacted_at = State.REDACTED, by, timezone.now()
    version.save(update_fields=[*EMPTIED, "state", "redacted_by", "redacted_at"])
    _record(version, "redact", by, before=before, text=reason)
    return version


def _overwrite_what_is_deleted() -> None:
    """SQLite leaves deleted text in the file until something else is written there, unless told not to."""
    connection = connections[LedgerVersion.objects.db]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _discard(version: LedgerVersion, by: User) -> None:
    key = version.pk
    version.delete()
    version.pk = key
    _record(version, "discard", by, before=State.DRAFT, after="discarded")


def _only(version: LedgerVersion) -> QuerySet[LedgerVersion]:
    return LedgerVersion.objects.filter(pk=version.pk)


def _locked(version: LedgerVersion) -> LedgerVersion:
    """The version as it is now, held until the transaction ends. Raises ``Conflict``."""
    found = _only(version).select_for_update().first()
    if found is None:
        raise Conflict(_("This version was thrown away."))
    return found


def _require_newest(version: LedgerVersion) -> None:
    newer = LedgerVersion.objects.filter(ledger=version.ledger, number__gt=version.number)
    if newer.exclude(state=State.DRAFT).exists() or _locked(version).state == State.DRAFT:
        raise Refused(_("Only the newest published version can be corrected."))
    if newer.exists():
        raise Conflict(_("A correction of this ledger is being made already."))


def _require_reason(reason: str) -> None:
    _require(bool(reason.strip()), _("Say why this is corrected. Everybody reads it."))
    _require(len(reason.strip()) <= LONGEST_REASON, _("The reason is too long."))
    _require(not numbers_in(reason), _("The reason holds personal data."))


def _require(holds: bool, message: str | Promise) -> None:
    if not holds:
        raise Refused(message)


def _record(version: LedgerVersion, action: str, by: User, **given: Any) -> None:
    told = {"after": version.state} | given
    events.record(KIND, version.pk, action, actor_kind="staff", actor_id=by.uuid, **told)
