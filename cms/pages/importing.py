"""From a clerk's spreadsheet to a draft of a disclosure, or to a correction of one."""

from __future__ import annotations

import uuid
from difflib import SequenceMatcher
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.ledgers.importing import ImportView
from cms.ledgers.models import LedgerVersion
from cms.pages import publishing, reading, rights
from cms.pages.forms import units_of
from cms.pages.models import CatalogueItem, DisclosureLedger, DisclosurePage, RegionPage
from regions.models import Region

# The item that a table without a telling title mostly belongs to, by kind of ledger.
USUAL = {"L1": "D021", "L4": "D036", "L11": "D031"}
DESK = "pages/desk/import.html"
# So many characters of an item's name in a title are no chance.
SPOKEN_OF = 4


class ImportNew(ImportView):
    """A new disclosure of a place: ``<code>`` is the place."""

    template_name = DESK

    def region_for(self, request: HttpRequest, code: str) -> Region:
        region = Region.objects.filter(code=code).first()
        if region is None or not rights.writes(request.user, region):
            raise Http404
        if not RegionPage.objects.filter(region=region).exists() or not units_of(region).exists():
            raise Http404
        return region

    def done(self, request: HttpRequest, version: LedgerVersion, code: str) -> HttpResponse:
        page = new_draft(version, by=request.user)
        messages.success(request, _("The table is stored. Look over the rest, then send it in for review."))
        warn_of_twice(request, page)
        return redirect("wagtailadmin_pages:edit", page.pk)


class ImportAnother(ImportView):
    """One more table for a disclosure that is being written: ``<pk>`` is its page."""

    template_name = DESK

    def region_for(self, request: HttpRequest, pk: int, **parts: Any) -> Region:
        return draft_of(request, pk).region

    def done(self, request: HttpRequest, version: LedgerVersion, pk: int, **parts: Any) -> HttpResponse:
        page = draft_of(request, pk)
        page.ledgers.add(DisclosureLedger(version=version))
        page.save_revision(user=request.user)
        messages.success(request, _("The table is stored in the draft."))
        warn_of_twice(request, page)
        return redirect("wagtailadmin_pages:edit", pk)


class ImportCorrection(ImportAnother):
    """A corrected table in the place of one that is public: ``<key>`` is the version to correct."""

    def corrects(self, request: HttpRequest, pk: int, key: uuid.UUID) -> LedgerVersion:
        rows = draft_of(request, pk).ledgers.all()
        found = next((row.version for row in rows if row.version_id == key), None)
        if found is None or found.state == LedgerVersion.State.DRAFT:
            raise Http404
        return found

    def done(self, request: HttpRequest, version: LedgerVersion, pk: int, **parts: Any) -> HttpResponse:
        page = draft_of(request, pk)
        for row in page.ledgers.all():
            if row.version_id == parts["key"]:
                row.version = version
                page.ledgers.add(row)  # in the place of the one with its key
        page.save_revision(user=request.user)
        messages.success(
            request, _("The correction is stored in the draft. It becomes public with the review.")
        )
        return redirect("wagtailadmin_pages:edit", pk)


def warn_of_twice(request: HttpRequest, page: DisclosurePage) -> None:
    """Tell the clerk at once what the reviewer will be told: this thing and time is there already."""
    for title in reading.matters(page).twice:
        warning = _(
            "“%(title)s” is there already for the same time. To put right what is public, correct that table instead: "
            "remove this one here."
        )
        messages.warning(request, warning % {"title": title})


def draft_of(request: HttpRequest, pk: int) -> DisclosurePage:
    """The newest revision of a disclosure, as an object, for its clerk. Raises ``Http404``, ``PermissionDenied``."""
    page = get_object_or_404(DisclosurePage, pk=pk)
    if not rights.writes(request.user, page.region):
        raise Http404
    if page.workflow_in_progress or page.withdrawn_on:
        raise PermissionDenied
    return page.get_latest_revision_as_object()


def new_draft(version: LedgerVersion, *, by: Any) -> DisclosurePage:
    """A draft that shows a ledger, under the item of the catalogue that its title speaks of."""
    parent = RegionPage.objects.get(region=version.region)
    page = DisclosurePage(
        item=item_for(version),
        period_from=version.period_start,
        period_to=version.period_end,
        publishing_unit=units_of(version.region).first(),
        live=False,
        owner=by,
    )
    parent.add_child(instance=page)
    page.ledgers.add(DisclosureLedger(version=version))
    page.save_revision(user=by)
    publishing.record(page, "import", by=by)
    return page


def item_for(version: LedgerVersion) -> CatalogueItem:
    """The item that the title speaks of, else the usual one for this kind of ledger: the clerk may choose another."""
    items = list(CatalogueItem.objects.filter(ledger=version.schema).order_by("no"))
    usual = next((item for item in items if item.no == USUAL.get(version.schema)), None)
    best = max(items, key=lambda item: _in_common(version.title, item.name), default=None)
    if best is not None and _in_common(version.title, best.name) >= SPOKEN_OF:
        return best
    return usual or best or CatalogueItem.objects.earliest("no")


def _in_common(one: str, other: str) -> int:
    """The length of the longest piece of text that two have in common."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
