"""What happens at an hour that was named before: approved pages become public, others end. Run each minute."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import structlog
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

log = structlog.get_logger(__name__)


def on_time(now: datetime.datetime | None = None) -> None:
    """Take down what was to be public until now, and publish what was approved for this hour (定时公开).

    Each page by itself: one that can't be published is written to the log, waits on the desk for somebody to look at
    it, and keeps no other one waiting.
    """
    now = now or timezone.now()
    ended = Page.objects.live().filter(expire_at__lte=now).order_by("expire_at")
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    for change, keys in ((_end, ended), (_publish, due)):
        for key in keys.values_list("pk", flat=True):
            _alone(change, key, now)


def _alone(change: Callable[[int, datetime.datetime], None], key: int, now: datetime.datetime) -> None:
    try:
        with transaction.atomic():
            change(key, now)
    except Exception as fault:  # whatever it is, the next page has its hour too
        log.error("page not changed at its hour", change=change.__name__, key=key, fault=type(fault).__name__)


def _end(key: int, now: datetime.datetime) -> None:
    page = Page.objects.select_for_update().filter(pk=key, live=True, expire_at__lte=now).first()
    if page is not None:
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(key: int, now: datetime.datetime) -> None:
    """Read again under the lock: somebody may have stopped it since."""
    rows = Revision.page_revisions.select_for_update()
    revision = rows.filter(pk=key, approved_go_live_at__lte=now).first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")
