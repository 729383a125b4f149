"""What is done with a disclosure beside writing it: its ledgers go public with it, and it is withdrawn. With events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cms.ledgers import process as ledgers
from cms.ledgers.models import LedgerVersion
from cms.pages import rights
from privacy.finder import find
from records import events

if TYPE_CHECKING:
    from cms.pages.models import DisclosurePage

KIND = "page"


class Refused(RuntimeError):
    """It can't be done: a sentence for the person who asked."""


def publish_ledgers(page: Any, *, by: User) -> None:
    """Publish the drafts that a page shows, in the transaction in which the page is approved."""
    for one in page.ledgers.select_related("version") if hasattr(page, "ledgers") else ():
        if one.version.state == LedgerVersion.State.DRAFT:
            ledgers.publish(one.version, by=by)


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
        page.withdrawn_on, page.withdrawn_because = timezone.localdate(), reason
        # Named without the person, for Wagtail would ask for the right to publish: the event names them.
        page.unpublish(log_action=True)
        record(page, "withdraw", by=by, text=reason)


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
