"""What is done with a disclosure beside writing it: its ledgers go public with it, and it is withdrawn. With events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

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
    reason = reason.strip()
    if not rights.reviews(by, page.region) or not page.live:
        raise Refused(_("Only what is public can be withdrawn, by a reviewer of the place."))
    if not reason or len(reason) > 300:
        raise Refused(_("Give the reason, in at most 300 characters: it is public."))
    if any(found.kind != "name" for found in find(reason)):
        raise Refused(_("The reason is public: leave personal data out of it."))
    with transaction.atomic():
        waiting = page.current_workflow_state
        if waiting is not None:  # or what waits for a review would make it public again
            waiting.cancel(user=by)
        page.withdrawn_on, page.withdrawn_because = timezone.localdate(), reason
        # Named without the person, for Wagtail would ask for the right to publish: the event names them.
        page.unpublish(log_action=True)
        record(page, "withdraw", by=by, text=reason)


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
