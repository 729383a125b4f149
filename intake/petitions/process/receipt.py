"""When a reply counts as received (收到): its first opening with number and password, a receipt on paper
(``delivering``), else some days on the page, seven unless the operator says otherwise; not for who takes papers on
paper (``receiving``).

From that day run the windows in which the petitioner may rate and may ask for review. The earliest counts, and the
page shows which it was.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from intake.clock import store
from intake.clock.rules import local_day
from intake.petitions import receiving
from intake.petitions.errors import NotFound
from intake.petitions.models import Notice
from intake.petitions.models.case import CLOSED_STATES, State
from records import events

from . import apart, clocks
from .case import Case, load
from .core import KIND


def open_notice(petition_id: uuid.UUID, notice_id: uuid.UUID, now: datetime.datetime | None = None) -> Notice:
    """Note that the petitioner opened a paper, the first time. Raises ``NotFound`` for a paper of another case."""
    moment = now or timezone.now()
    with transaction.atomic():
        case = load(petition_id, lock=True)
        notice = Notice.objects.filter(petition=case.petition, pk=notice_id, to_organisation=None).first()
        if notice is None:
            raise NotFound
        if notice.opened_at is None:
            notice.opened_at = moment
            notice.save(update_fields=["opened_at"])
            if notice.is_reply and notice.received_at is None and not receive_lain(notice, moment):
                receive(notice, "opened", moment)
        return notice


def receive(notice: Notice, how: str, at: datetime.datetime) -> None:
    """Record the receipt of a reply at that moment, which may have passed, and start the petitioner's windows from its
    day. Inside the caller's transaction."""
    notice.received_at = at
    notice.received_how = how
    notice.save(update_fields=["received_at", "received_how"])
    case = load(notice.petition_id)
    begin_windows(case, notice, local_day(at))
    events.record(
        KIND,
        notice.petition_id,
        "reply_received",
        actor_kind="petitioner" if how == "opened" else "system",
        before=case.petition.state,
        after=case.petition.state,
        data={"notice": notice.pk, "how": how, "reply": notice.code},
        at=at,
    )


def receive_lain(notice: Notice, now: datetime.datetime) -> bool:
    """Receive a reply that has lain on the track page for so many days unopened, from the last of these days: whoever
    counts the days on the page must not be put off by a sweep that was missed. Returns whether it has, and was not
    received before. Inside the caller's transaction."""
    if not notice.is_reply or notice.received_at is not None or notice.issued_at + _lying() > now:
        return False
    if receiving.days_on_the_page(notice) is None:
        return False
    receive(notice, "posted", notice.issued_at + _lying())
    return True


def _lying() -> datetime.timedelta:
    return datetime.timedelta(days=store.days("posted_7"))


def begin_windows(case: Case, notice: Notice, on: datetime.date) -> None:
    """Start the windows that a reply opens, from the day of its receipt."""
    clocks.start(case, windows_opened(case, notice), on, notice.handling)


def windows_opened(case: Case, notice: Notice) -> tuple[str, ...]:
    """The windows that the receipt of a reply opens as the case is now; none where a later answer took its place."""
    of_this_round = notice.handling is None or notice.handling.round == case.petition.round
    # An agreement ends the matter by itself and is judged all the same.
    agreed = notice.code == "mediation_agreement" and case.petition.state == State.CONCLUDED
    judged = agreed or case.petition.state not in CLOSED_STATES
    if of_this_round and judged and not case.petition.is_accusation:
        return windows_of(notice, case.petition.state)
    return ()


def windows_of(notice: Notice, state: str) -> tuple[str, ...]:
    """The windows that a reply opens: an opinion may be reviewed, the opinion of a first review once more."""
    if notice.code == "review_redo":
        return ()  # the work has begun anew, and the next opinion has its own windows
    if notice.code == "review_opinion":
        return ("rereview_request_30",) if state == State.REVIEWED else ()
    return ("rating_30", "review_request_30") if notice.code == "opinion" else ("rating_30",)


def receive_posted(now: datetime.datetime) -> tuple[int, int]:
    """Receive the replies that have lain unopened (``receive_lain``). Returns how many, and how many failed."""
    waiting = Notice.objects.filter(is_reply=True, received_at__isnull=True, issued_at__lte=now - _lying())
    waiting = waiting.exclude(receiving.on_paper_alone())

    def receive_one(notice_id: uuid.UUID) -> int:
        with transaction.atomic():
            of = Notice.objects.filter(pk=notice_id).values_list("petition_id", flat=True)
            load(of[0], lock=True)  # the case first, as an opening does: one of the two receives it
            notice = Notice.objects.filter(pk=notice_id, received_at__isnull=True).first()
            return int(notice is not None and receive_lain(notice, now))

    return apart.each(
        list(waiting.order_by("issued_at").values_list("pk", flat=True)), receive_one, "posted replies"
    )
