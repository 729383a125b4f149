"""What is done with a disclosure beside writing it, with events: its ledgers go public with it, it is withdrawn, or
stopped before its hour.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState

from accounts.models import User
from cms.ledgers import process as ledgers
from cms.ledgers.models import LedgerVersion
from cms.pages import rights
from privacy.finder import find
from records import events
from search import indexing

if TYPE_CHECKING:
    from cms.pages.models import DisclosurePage

KIND = "page"
# How long the worker may take to come to an hour.
IN_TIME = datetime.timedelta(minutes=5)


class Refused(RuntimeError):
    """It can't be done: a sentence for the person who asked."""


def publish_ledgers(page: DisclosurePage) -> None:
    """Publish the ledgers of a page that becomes public now, in its transaction, in the name of who approved it.

    Raises ``Refused`` for a revision that nobody approved: there is no other way for a ledger to become public.
    """
    drafts = [one.version for one in page.ledgers.all() if one.version.state == LedgerVersion.State.DRAFT]
    if not drafts:
        return
    approvals = TaskState.objects.filter(
        revision_id=page.live_revision_id, status=TaskState.STATUS_APPROVED, finished_by__isnull=False
    )
    approval = approvals.select_related("finished_by").order_by("-finished_at").first()
    if approval is None:
        raise Refused(_("A ledger is published by a review alone."))
    for version in drafts:
        ledgers.publish(version, by=approval.finished_by)


def withdraw(page: DisclosurePage, *, by: User, reason: str) -> None:
    """Take a disclosure from the public (撤回). At its address stands that it was withdrawn, when and why.

    Raises ``Refused`` for what is not public, who does not review the place, no reason, or a number in the reason.
    """
    if not rights.reviews(by, page.region) or not page.live:
        raise Refused(_("Only what is public can be withdrawn, by a reviewer of the place."))
    reason = _said(reason, _("The reason is public: leave personal data out of it."))
    with transaction.atomic():
        waiting = page.current_workflow_state
        if waiting is not None:  # or what waits for a review would make it public again
            waiting.cancel(user=by)
        page.withdrawn_on, page.withdrawn_because = timezone.localdate(), reason
        # Named without the person, for Wagtail would ask for the right to publish: the event names them.
        page.unpublish(log_action=True)
        record(page, "withdraw", by=by, text=reason)


def stop(page: DisclosurePage, *, by: User, reason: str) -> None:
    """Stop a disclosure that was approved for a later hour (停止公开): a draft again, with the reason on the desk.

    Nothing of it was public, so nothing stands at its address. Raises ``Refused`` for what does not wait for its hour,
    who does not review the place, no reason, or a number in the reason.
    """
    with transaction.atomic():
        approved = list(page.revisions.select_for_update().filter(approved_go_live_at__isnull=False))
        if not rights.reviews(by, page.region) or page.live or not approved:
            raise Refused(
                _("Only what is approved for a later hour can be stopped, by a reviewer of the place.")
            )
        reason = _said(reason, _("Leave personal data out of the reason."))
        for revision in approved:
            revision.approved_go_live_at = None
            revision.save(user=by, update_fields=["approved_go_live_at"])  # noted in the page's history too
        page.stopped_on, page.stopped_because = timezone.localdate(), reason
        page.save(update_fields=["stopped_on", "stopped_because"], clean=False)
        record(page, "stop", by=by, text=reason)


def _said(reason: str, without_personal_data: str) -> str:
    """A reason as it is kept. Raises ``Refused`` for none, for a long one, or for a number of a person in it."""
    reason = reason.strip()
    if not reason or len(reason) > 300:
        raise Refused(_("Give the reason, in at most 300 characters."))
    if any(found.kind != "name" for found in find(reason)):
        raise Refused(without_personal_data)
    return reason


def hours(pages: Iterable[Page]) -> dict[int, datetime.datetime]:
    """For which hour each of some pages is approved. One that has come and passed could not be published."""
    revisions = Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages])
    approved = revisions.filter(approved_go_live_at__isnull=False)
    return {int(pk): hour for pk, hour in approved.values_list("object_id", "approved_go_live_at")}


def missed(hour: datetime.datetime | None) -> bool:
    """Whether an hour has passed without what was approved for it becoming public: it can't be published as it is."""
    return hour is not None and hour < timezone.now() - IN_TIME


def gone(sender: Any, instance: Any, **signal: Any) -> None:
    """A page went from the public, also by its hour, which Wagtail does past the page's own ``save``."""
    from cms.pages.models import DisclosurePage
    from cms.pages.models.disclosures import KIND as DISCLOSURES

    if instance.specific_class is DisclosurePage:
        with transaction.atomic():
            indexing.changed(DISCLOSURES, str(instance.pk))


def record(page: Any, action: str, *, by: User, text: str = "") -> None:
    """An event of a page, known by its translation key: the one id of a page that is no serial number."""
    events.record(
        KIND,
        page.translation_key,
        action,
        actor_kind="staff",
        actor_id=by.uuid,
        organisation_code=page.specific.region.code,
        data={"page": page.pk},
        text=text,
    )
