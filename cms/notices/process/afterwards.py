"""What happens to a notice that stands: follow-ups, corrections, redactions, the take-down before its day."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from .. import checks, policies
from ..choices import BY_HAND, State
from ..errors import NotAllowed, RuleViolation
from ..models import Case, Change, FollowUp, Notice, Person
from ..naming import display_names, plain
from .core import finish, load, remark, require, require_standing

CUT = "＊＊"
# What a correction may change, of a notice and of a case. A wrong person is taken down, not corrected.
OF_NOTICE = ("number", "title", "opening", "closing", "approved_by", "approved_on")
OF_CASE = ("facts", "ruling", "amount", "period_from", "period_to", "decided_on", "decided_by", "basis")
# Where words that are cut out may stand.
TEXTS: dict[type[Model], tuple[str, ...]] = {
    Notice: ("number", "title", "drive", "approved_by", "opening", "closing"),
    Case: ("facts", "ruling", "decided_by", "basis"),
    Person: ("post",),
    FollowUp: ("text",),
    Change: ("old", "new", "reason"),
}


@transaction.atomic
def add_follow_up(
    notice_id: uuid.UUID, actor: User, text: str, on: datetime.date, *, case_id: uuid.UUID | None = None,
    now: datetime.datetime | None = None,
) -> FollowUp:  # fmt: skip
    """Write what happened afterwards. It is public once a second person releases it."""
    moment = now or timezone.now()
    notice = load(notice_id)
    require_standing(policies.may_add(actor, notice), notice, moment)
    case = _case(notice, case_id)
    problems = list(checks.in_text("text", text, checks.names_of(notice.cases.all())))
    if on > timezone.localdate(moment):
        problems.append(("on", _("A follow-up tells of what has happened: its day has come.")))
    RuleViolation.gather(problems)
    entry = FollowUp.objects.create(
        notice=notice, case=case, on=on, text=text, written_by=actor, written_at=moment
    )
    finish(notice, "write_follow_up", actor, moment, text=text, entry=entry.pk)
    return entry


@transaction.atomic
def release_follow_up(
    notice_id: uuid.UUID, entry_id: uuid.UUID, actor: User, *, now: datetime.datetime | None = None
) -> None:
    """Make a follow-up public."""
    moment = now or timezone.now()
    notice = load(notice_id)
    entry = notice.follow_ups.filter(pk=entry_id).first()
    if entry is None:
        raise NotAllowed
    require_standing(policies.may_second(actor, notice, entry.written_by_id), notice, moment)
    if entry.released_at is None:
        entry.released_at = moment
        entry.save(update_fields=["released_at"])
        finish(notice, "release_follow_up", actor, moment, public=True, entry=entry.pk)


@transaction.atomic
def ask_correction(
    notice_id: uuid.UUID, actor: User, field: str, value: str, reason: str, *,
    case_id: uuid.UUID | None = None, now: datetime.datetime | None = None,
) -> Change:  # fmt: skip
    """Propose another value of one field, with the reason that the public reads. A second person decides."""
    moment = now or timezone.now()
    notice = load(notice_id)
    require_standing(policies.may_add(actor, notice), notice, moment)
    case = _case(notice, case_id)
    if field not in (OF_CASE if case else OF_NOTICE):
        raise RuleViolation(("field", _("This is not corrected: choose another field.")))
    _value(case or notice, field, value)
    names = checks.names_of(notice.cases.all())
    problems = [*checks.in_text("value", value, names if field in checks.WITH_NAMES else ())]
    if field not in checks.WITH_NAMES and any(name in plain(value) for name in names):
        problems.append(("value", checks.NO_NAMES))
    problems += checks.in_text("reason", reason, ())
    if not reason.strip():
        problems.append(("reason", _("Write the reason: the rules ask for it here.")))
    RuleViolation.gather(problems)
    change = Change.objects.create(
        notice=notice, case=case, kind=Change.Kind.CORRECTION, field=field, new=value,
        reason=reason.strip(), asked_by=actor, asked_at=moment,
    )  # fmt: skip
    finish(notice, "ask_correction", actor, moment, text=reason.strip(), change=change.pk, field=field)
    return change


@transaction.atomic
def decide_correction(
    notice_id: uuid.UUID, change_id: uuid.UUID, actor: User, *, accept: bool,
    now: datetime.datetime | None = None,
) -> None:  # fmt: skip
    """Make a correction that was asked for, the old value kept beside it; or drop it."""
    moment = now or timezone.now()
    notice = load(notice_id)
    change = notice.changes.filter(pk=change_id, made_at=None, kind=Change.Kind.CORRECTION).first()
    if change is None:  # decided by somebody else meanwhile
        raise NotAllowed
    require_standing(policies.may_second(actor, notice, change.asked_by_id), notice, moment)
    if not accept:
        change.delete()
        finish(notice, "refuse_correction", actor, moment, change=change_id)
        return
    # The notice itself, not a copy of its row: it is stored once more when the command ends.
    target = notice.cases.get(pk=change.case_id) if change.case_id else notice
    change.old = _said(getattr(target, change.field))
    change.made_at = moment
    change.save()
    setattr(target, change.field, _value(target, change.field, change.new))
    target.save()
    finish(notice, "correct", actor, moment, public=True, change=change.pk, field=change.field)


@transaction.atomic
def redact(notice_id: uuid.UUID, actor: User, words: str, *, now: datetime.datetime | None = None) -> None:
    """Cut words out of a notice, wherever they stand in it: text, follow-ups, earlier corrections.

    A head does it alone and at once, since nothing new is published by it. The public is told only that, and when.
    """
    moment = now or timezone.now()
    notice = load(notice_id)
    states = (State.PUBLISHED, State.TAKEN_DOWN)
    require(policies.is_head(actor, notice), *states, notice=notice)
    cases = list(notice.cases.prefetch_related("persons"))
    spellings = _spellings(words.strip(), cases)
    persons = [person for case in cases for person in case.persons.all()]
    rows: list[Any] = [notice, *cases, *persons, *notice.follow_ups.all(), *notice.changes.all()]
    if len(words.strip()) < 2:
        raise RuleViolation(("words", _("Give at least two characters.")))
    cut = [row for row in rows for spelling in spellings if _cut(row, spelling)]
    cut += [person for person in persons if _cover(person, spellings)]
    if not cut:
        raise RuleViolation(("words", _("These words stand nowhere in the notice.")))
    change = Change.objects.create(
        notice=notice, kind=Change.Kind.REDACTION, asked_by=actor, asked_at=moment, made_at=moment
    )
    finish(notice, "redact", actor, moment, public=True, change=change.pk)


def _cover(person: Person, spellings: Iterable[str]) -> bool:
    """Take back that somebody is named in full whose name is cut out. Whether that was so."""
    if not person.named or plain(person.name) not in {plain(spelling) for spelling in spellings}:
        return False
    person.in_full_by = None
    person.save(update_fields=["in_full_by"])
    return True


@transaction.atomic
def take_down(
    notice_id: uuid.UUID, actor: User, why: str, reason: str, *, case_id: uuid.UUID | None = None,
    seen: int | None = None, now: datetime.datetime | None = None,
) -> Notice:  # fmt: skip
    """Take down one case, or all of them, before its day: the decision was changed or revoked (政务处分法 Art. 60)."""
    moment = now or timezone.now()
    notice = load(notice_id, seen)
    require_standing(policies.is_head(actor, notice), notice, moment)
    problems = []
    if why not in dict(BY_HAND):
        problems.append(("why", _("Choose one of these.")))
    if not reason.strip():
        problems.append(("reason", _("Write the reason: the rules ask for it here.")))
    RuleViolation.gather(problems)
    case = _case(notice, case_id)
    rows = notice.cases.filter(taken_down_at=None)
    (rows.filter(pk=case.pk) if case else rows).update(taken_down_at=moment, taken_down_why=why)
    remark(notice, "take_down", reason.strip(), actor, moment)
    settle(notice)
    finish(
        notice, "take_down", actor, moment, before=State.PUBLISHED, text=reason.strip(), public=True,
        why=why, case=case.position if case else None,
    )  # fmt: skip
    return notice


def settle(notice: Notice) -> None:
    """What follows for the notice when cases came down: its own last day, and its end with the last of them."""
    standing = [case.take_down_on for case in notice.cases.filter(taken_down_at=None) if case.take_down_on]
    if standing:
        notice.take_down_on = max(standing)
    else:
        notice.state = State.TAKEN_DOWN


def _case(notice: Notice, case_id: uuid.UUID | None) -> Case | None:
    """The case that an act is about. Raises ``NotAllowed`` for one that came down: nothing of it is shown any more."""
    if case_id is None:
        return None
    case = notice.cases.filter(pk=case_id, taken_down_at=None).first()
    if case is None:
        raise NotAllowed
    return case


def _value(target: Notice | Case, field: str, text: str) -> Any:
    """A field's value from what was typed. Raises ``RuleViolation`` when it does not read as one."""
    form_field = cast(Field, target._meta.get_field(field))
    if not text.strip() and field in (*checks.NEEDED, *checks.NEEDED_IN_CASE):
        raise RuleViolation(("value", checks.MISSING))
    if not text.strip() and form_field.null:
        return None
    try:
        return form_field.clean(text.strip(), target)
    except ValidationError as wrong:
        raise RuleViolation(("value", " ".join(wrong.messages))) from None


def _spellings(words: str, cases: Iterable[Case]) -> set[str]:
    """Words as the public reads them, and as they are stored: there a person's whole name may stand."""
    stored = words
    for name, shown in display_names(person for case in cases for person in case.persons.all()).items():
        stored = stored.replace(shown, name)
    return {words, stored} - {""}


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _cut(row: Any, words: str) -> bool:
    """Cut the words out of a row's texts. Says whether they stood there."""
    found = [name for name in TEXTS[type(row)] if words in getattr(row, name)]
    for name in found:
        setattr(row, name, getattr(row, name).replace(words, CUT))
    if found:
        row.save()
    return bool(found)
