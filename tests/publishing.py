"""Making disclosures for tests, as the desk does: a clerk writes, sends in, a reviewer of the township approves."""

from __future__ import annotations

import datetime
from typing import Any

import factories
from django.core.files.base import ContentFile
from wagtail.models import TaskState

from accounts.models import User
from cms.ledgers import process
from cms.ledgers.reading import read_file
from cms.pages.models import CatalogueItem, DisclosureLedger, DisclosurePage, PublicFile, RegionPage
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


def with_ledger(page: DisclosurePage, content: bytes, name: str = "a.xlsx") -> DisclosurePage:
    """The draft with the first table of a spreadsheet in it."""
    clerk = factories.staff("clerk")
    table = read_file(content).tables[0]
    version = process.store(table, region=page.region, by=clerk, source=process.Source.of(name, content))
    page.ledgers.add(DisclosureLedger(version=version))
    page.save_revision(user=clerk)
    return page


def attached(name: str, content: bytes, *, of: str = factories.VILLAGE) -> PublicFile:
    """A file as a clerk of a place brings it. Raises ``ValidationError`` where she reads that it is not taken."""
    file = PublicFile(region=place(of).region, looked_through=True)
    file.file = ContentFile(content, name=name)
    file.full_clean(exclude=["name", "content_type", "size", "sha256"])
    file.save()
    return file


def send_in(page: DisclosurePage) -> TaskState:
    """As the clerk's button does."""
    page.get_workflow().start(page, factories.staff("clerk"))
    return page.current_workflow_task_state


def approve(page: DisclosurePage) -> DisclosurePage:
    """As the reviewer's button does; the page as it is then."""
    state = send_in(page)
    state.task.specific.on_action(state, factories.staff("reviewer"), "approve")
    return DisclosurePage.objects.get(pk=page.pk)


def correct(page: DisclosurePage, content: bytes, reason: str) -> DisclosurePage:
    """The first table of a public disclosure, put right by a whole new spreadsheet and approved."""
    clerk = factories.staff("clerk")
    corrected = page.get_latest_revision_as_object()
    row, source = corrected.ledgers.get(), process.Source.of("a.xlsx", content)
    table = read_file(content).tables[0]
    row.version = process.correct(row.version, table, by=clerk, source=source, reason=reason)
    corrected.ledgers.add(row)
    corrected.save_revision(user=clerk)
    return approve(corrected)


def published(item: str = "D021", **fields: Any) -> DisclosurePage:
    """A disclosure that is public now."""
    return approve(draft(item, **fields))


def draft_unit() -> Organisation:
    """The body that publishes for the village of the tests."""
    return Organisation.objects.get(code=factories.VILLAGE)
