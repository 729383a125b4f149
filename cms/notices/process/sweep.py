"""What time alone changes: cases whose day has come are noted as taken down, scheduled notices are announced.

What the public sees does not wait for it: pages, feeds, API and search go by the dates themselves.
"""

from __future__ import annotations

import datetime
import uuid

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..choices import State, Why
from ..models import Notice
from .afterwards import settle
from .core import finish, load

log = structlog.get_logger(__name__)


def sweep(now: datetime.datetime | None = None) -> int:
    """One pass, each notice in a transaction of its own. Returns how many changed. Safe to miss and to repeat."""
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    due = Q(cases__taken_down_at=None, cases__take_down_on__lte=day) | Q(announced=False)
    found = Notice.objects.filter(due, state=State.PUBLISHED, published_at__lte=moment)
    done = 0
    for notice_id in list(found.order_by("published_at").values_list("pk", flat=True).distinct()):
        try:
            done += _one(notice_id, moment)
        except Exception as error:
            log.error("a notice could not be swept", notice=str(notice_id), error=type(error).__name__)
    return done


@transaction.atomic
def _one(notice_id: uuid.UUID, now: datetime.datetime) -> bool:
    notice = load(notice_id)
    if notice.state != State.PUBLISHED or notice.published_at is None or notice.published_at > now:
        return False
    announced = not notice.announced
    if announced:
        notice.announced = True
        finish(notice, "publish", None, now, public=True)
    day = timezone.localdate(now)
    over = notice.cases.filter(taken_down_at=None, take_down_on__lte=day)
    count = over.update(taken_down_at=now, taken_down_why=Why.DATE)
    if count:
        settle(notice)
        finish(
            notice,
            "take_down",
            None,
            now,
            before=State.PUBLISHED,
            public=True,
            why=Why.DATE.value,
            cases=count,
        )
    return announced or bool(count)
