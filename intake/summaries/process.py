"""Commands on summaries (公开摘要): begun, sent to a second person, sent back, published, taken off, dropped.

Each holds the case, so that a consent that is taken back meanwhile comes before or after, and never between. What
happened is in the case's own history; words are kept in rows that can be erased.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.clock.rules import local_day
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import CaseText, Petition
from intake.petitions.process import apart
from intake.petitions.process.case import Case, hold, load
from intake.petitions.process.core import KIND
from intake.petitions.process.notices import tell_petitioner
from records import events

from . import indexing, policies
from .checking import Fault, Texts, faults
from .drafting import answered_by, draft, places_of, reply_of
from .models import TEXT_LENGTH, TITLE_LENGTH, PublicCase, Summary

State = Summary.State
LONGEST = {"title": TITLE_LENGTH, "question": TEXT_LENGTH, "answer": TEXT_LENGTH}


def texts_of(summary: Summary) -> Texts:
    """The words of a summary as they are stored."""
    return Texts(str(summary.title), str(summary.question), str(summary.answer), summary.region)


Moment = datetime.datetime | None


def begin(petition_id: uuid.UUID, user: User, *, now: Moment = None) -> Summary:
    """Have the machine draft a summary; one that is there already is given. Raises ``NotFound``, ``NotAllowed``.

    Nothing is kept where covering fails: then the case stays as unpublished as it was.
    """
    with transaction.atomic():
        case = _open(petition_id, user)
        summary = Summary.objects.filter(petition=case.petition).first()
        if summary is not None and summary.state != State.DECLINED:
            return summary
        texts = draft(case)
        summary = summary or Summary(petition=case.petition)
        summary.state = State.DRAFT
        summary.title, summary.question, summary.answer = texts.title, texts.question, texts.answer
        summary.region, summary.justification, summary.comment = texts.region, "", ""
        _store(summary)
        summary.authors.clear()
        _record(case, user, "summary_begun", summary, at=now)
        return summary


def save(petition_id: uuid.UUID, user: User, texts: Texts, *, seen: int) -> Summary:
    """Keep a draft as far as it is. Who changes its words is an author of it from then on."""
    with transaction.atomic():
        case, summary = _hold(petition_id, user, State.DRAFT, seen=seen)
        _write(case, summary, user, texts)
        _store(summary)
        return summary


def send(
    petition_id: uuid.UUID, user: User, texts: Texts, justification: str, *, seen: int, now: Moment = None
) -> Summary:
    """Put a draft before a second person. Raises ``RuleViolation`` for what the public must not read."""
    with transaction.atomic():
        case, summary = _hold(petition_id, user, State.DRAFT, seen=seen)
        _write(case, summary, user, texts)
        justification = justification.strip()
        found = faults(texts, case.petition)
        refuse(found, justification)
        summary.state, summary.sent_by, summary.comment = State.IN_REVIEW, user, ""
        summary.justification = justification if found else ""
        _store(summary)
        _record(case, user, "summary_sent", summary, text=texts.whole, at=now)
        if summary.justification:
            kinds = sorted({fault.kind for fault in found})
            _record(case, user, "summary_justified", summary, words=justification, at=now, kinds=kinds)
        return summary


def send_back(petition_id: uuid.UUID, user: User, comment: str, *, seen: int) -> Summary:
    """Give a summary back to who wrote it, with a word why; also by its author, to go on with it."""
    with transaction.atomic():
        case, summary = _hold(petition_id, user, State.IN_REVIEW, seen=seen)
        _return(case, summary, user, "summary_returned", comment)
        return summary


def publish(petition_id: uuid.UUID, user: User, *, seen: int, now: Moment = None) -> Summary:
    """Publish a summary as a second person. It is looked through once more, as it is stored."""
    now = now or timezone.now()
    with transaction.atomic():
        case, summary = _hold(petition_id, user, State.IN_REVIEW, seen=seen)
        if not policies.may_review(user, case, summary):
            raise RuleViolation(("", _("Somebody else has to review it: you wrote in it, or sent it.")))
        texts = texts_of(summary)
        refuse(faults(texts, case.petition), str(summary.justification))
        summary.public = _make_public(case, texts, now)
        summary.state, summary.decided_by = State.PUBLISHED, user
        _store(summary)
        indexing.changed(summary.public.pk)
        _record(case, user, "summary_published", summary, text=texts.whole, at=now, public=summary.public.pk)
        people = list(case.petition.petitioners.all())
        tell_petitioner(case.petition, people, "case_changed", f"public:{summary.public.pk}")
        return summary


def unpublish(petition_id: uuid.UUID, user: User, reason: str, *, seen: int) -> Summary:
    """Take a summary off the site, with the reason. It is a draft again."""
    with transaction.atomic():
        case, summary = _hold(petition_id, user, State.PUBLISHED, seen=seen)
        public = summary.public
        _return(case, summary, user, "summary_unpublished", reason)
        if public is not None:
            public.delete()
        return summary


def decline(petition_id: uuid.UUID, user: User, reason: str) -> Summary:
    """Decide that nothing of a case is published, with the reason. It can be taken up again by ``begin``."""
    with transaction.atomic():
        case = _open(petition_id, user)
        summary = Summary.objects.filter(petition=case.petition).first() or Summary(petition=case.petition)
        if summary.state not in (State.DRAFT, State.DECLINED):
            raise NotAllowed("decline", summary.state)
        summary.title = summary.question = summary.answer = summary.justification = ""
        summary.state, summary.decided_by, summary.comment = State.DECLINED, user, _needed(reason)
        _store(summary)
        _record(case, user, "summary_declined", summary, words=reason.strip())
        return summary


def follow(petition: Petition) -> None:
    """Erase the summary of a case that may not be published any more, and what is public of it. In a transaction."""
    summary = Summary.objects.filter(petition=petition).first()
    if summary is None or policies.may_be_published(petition):
        return
    action = "summary_withdrawn" if summary.public is not None else "summary_dropped"
    events.record(
        KIND,
        petition.pk,
        action,
        actor_kind="system",
        before=petition.state,
        after=petition.state,
        data={"summary": summary.pk, "was": summary.state},
    )
    summary.delete()  # with it goes what is public of it: see ``receivers``


def sweep() -> int:
    """End, case by case, what may not be public or waiting any more though nothing told of it. Returns how many ended.

    A case tells when it changes; what was published before a rule, or before what it rests on changed by another road,
    would stay. Safe to miss and to repeat.
    """
    barred = Summary.objects.exclude(petition__in=policies.publishable())
    ended, _failed = apart.each(
        list(barred.values_list("petition_id", flat=True)),
        _follow_held,
        "summaries of cases that are not public",
    )
    return ended


def _follow_held(petition_id: uuid.UUID) -> int:
    with transaction.atomic():
        petition = hold(petition_id)
        follow(petition)
        return int(not Summary.objects.filter(petition=petition).exists())


def refuse(found: Iterable[Fault], justification: str) -> None:
    """Raise ``RuleViolation`` for what no reason excuses, or for anything where no reason is given."""
    standing = [fault for fault in found if fault.never or not justification]
    RuleViolation.gather(
        (fault.field, _("“%(piece)s” looks like %(what)s.") % {"piece": fault.piece, "what": fault.what})
        for fault in standing
    )


def _open(petition_id: uuid.UUID, user: User) -> Case:
    """The case, held, if the user may write of it and it may be published."""
    case = load(petition_id, lock=True)
    if not policies.may_write(user, case):
        raise NotFound
    if not policies.may_be_published(case.petition):
        raise NotAllowed("publish_summary", case.petition.state)
    return case


def _hold(petition_id: uuid.UUID, user: User, state: str, *, seen: int) -> tuple[Case, Summary]:
    """The case and its summary, which is in a state and as the user saw it."""
    case = _open(petition_id, user)
    summary = Summary.objects.filter(petition=case.petition).select_related("region", "public").first()
    if summary is None or summary.state != state:
        raise NotAllowed("publish_summary", summary.state if summary else "none")
    if summary.version != seen:
        raise RuleViolation(
            ("", _("A colleague changed it meanwhile. Open it anew; what you wrote stands below."))
        )
    return case, summary


def _write(case: Case, summary: Summary, user: User, texts: Texts) -> None:
    """Take the words over, within their bounds. A reason that was given for others does not hold for them."""
    RuleViolation.gather(_bounds(texts, case.petition))
    if texts != texts_of(summary):
        summary.title, summary.question, summary.answer = texts.title, texts.question, texts.answer
        summary.region, summary.justification = texts.region, ""
        summary.authors.add(user)


def _bounds(texts: Texts, petition: Petition) -> Iterable[tuple[str, object]]:
    for field, text in texts.fields():
        if not text.strip():
            yield field, _("Write something here.")
        elif len(text) > LONGEST[field]:
            words = _("At most %(most)d characters: a summary, not the whole text.")
            yield field, words % {"most": LONGEST[field]}
    if texts.region is not None and texts.region not in places_of(petition):
        yield "region", _("Choose a place of this case.")


def _return(case: Case, summary: Summary, user: User, action: str, words: str) -> None:
    summary.state, summary.comment, summary.decided_by = State.DRAFT, _needed(words), user
    summary.public = None
    _store(summary)
    _record(case, user, action, summary, words=words.strip())


def _needed(words: str) -> str:
    if not words.strip():
        raise RuleViolation(("reason", _("Write the reason: the rules ask for it here.")))
    return words.strip()


def _make_public(case: Case, texts: Texts, now: datetime.datetime) -> PublicCase:
    petition, reply = case.petition, reply_of(case)
    assert reply is not None, "only an answered case is published"
    return PublicCase.objects.create(
        title=texts.title,
        question=texts.question,
        answer=texts.answer,
        petition_class=petition.petition_class,
        category=petition.category,
        region=texts.region,
        organisation=answered_by(reply).organisation,
        answered_in=local_day(reply.issued_at).replace(day=1),
        published_at=now,
    )


def _store(summary: Summary) -> None:
    if not summary._state.adding:
        summary.version += 1
    summary.changed_at = timezone.now()
    summary.save()


def _record(
    case: Case,
    user: User,
    action: str,
    summary: Summary,
    *,
    words: str = "",
    text: str = "",
    at: Moment = None,
    **codes: object,
) -> None:
    """One line of the case's history; ``words`` are kept beside it, of ``text`` a digest alone."""
    petition = case.petition
    event = events.record(
        KIND,
        petition.pk,
        action,
        actor_kind="staff",
        actor_id=user.uuid,
        organisation_code=case.intake.code,
        before=petition.state,
        after=petition.state,
        data={"summary": summary.pk, **codes},
        text=text or words,
        at=at,
    )
    if words:
        CaseText.objects.create(
            petition=petition,
            kind=CaseText.Kind.REASON,
            text=words,
            author=user,
            organisation=case.intake,
            event=event.pk,
            created_at=event.at,
        )
