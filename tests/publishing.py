"""Making disclosures for tests, as the desk does: a clerk writes, sends in, a reviewer of the township approves."""

from __future__ import annotations

import datetime
from typing import Any

import factories

from accounts.models import User
from cms.pages.models import CatalogueItem, DisclosurePage, RegionPage
from regions.models import Organisation


def place(code: str = factories.VILLAGE) -> RegionPage:
    return RegionPage.objects.get(region__code=code)


def draft(
    item: str = "D021", *, of: str = factories.VILLAGE, by: User | None = None, **fields: Any
) -> DisclosurePage:
    """A disclosure that nobody has sent in yet, of October unless another period is given."""
    parent = place(of)
    fields.setdefault("period_from", datetime.date(2026, 10, 1))
    fields.setdefault("period_to", datetime.date(2026, 10, 31))
    fields.setdefault("publishing_unit", Organisation.objects.filter(region=parent.region).first())
    page = DisclosurePage(item=CatalogueItem.objects.get(no=item), live=False, **fields)
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


def published(item: str = "D021", **fields: Any) -> DisclosurePage:
    """A disclosure that is public now."""
    page = draft(item, **fields)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def draft_unit() -> Organisation:
    """The body that publishes for the village of the tests."""
    return Organisation.objects.get(code=factories.VILLAGE)
