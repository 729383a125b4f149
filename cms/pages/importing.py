"""From a clerk's spreadsheet to a draft of a disclosure, or to a correction of one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms.ledgers.importing import ImportView
from cms.ledgers.models import LedgerVersion
from cms.pages import publishing, rights
from cms.pages.models import CatalogueItem, DisclosureLedger, DisclosurePage, RegionPage
from regions.models import Organisation, Region


class ImportNew(ImportView):
    """A new disclosure of a place: ``<code>`` is the place."""

    def region_for(self, request: HttpRequest, code: str) -> Region:
        region = Region.objects.filter(code=code).first()
        if region is None or not rights.writes(request.user, region):
            raise Http404
        return region

    def done(self, request: HttpRequest, version: LedgerVersion, code: str) -> HttpResponse:
        page = new_draft(version, by=request.user)
        messages.success(request, _("The table is stored. Look over the rest, then send it in for review."))
        return redirect("wagtailadmin_pages:edit", page.pk)


class ImportAnother(ImportView):
    """One more table for a disclosure that is being written: ``<pk>`` is its page."""

    def region_for(self, request: HttpRequest, pk: int, **parts: Any) -> Region:
        return draft_of(request, pk).region

    def done(self, request: HttpRequest, version: LedgerVersion, pk: int, **parts: Any) -> HttpResponse:
        page = draft_of(request, pk)
        page.ledgers.add(DisclosureLedger(version=version))
        page.save_revision(user=request.user)
        messages.success(request, _("The table is stored in the draft."))
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
    unit = Organisation.objects.current().filter(region=version.region).order_by("code").first()
    page = DisclosurePage(
        item=item_for(version),
        period_from=version.period_start,
        period_to=version.period_end,
        publishing_unit=unit,
        live=False,
        owner=by,
    )
    parent.add_child(instance=page)
    page.ledgers.add(DisclosureLedger(version=version))
    page.save_revision(user=by)
    publishing.record(page, "import", by=by)
    return page


def item_for(version: LedgerVersion) -> CatalogueItem:
    """The item with this kind of ledger that has most characters in common with the title; the first of several."""
    items = list(CatalogueItem.objects.filter(ledger=version.schema).order_by("no"))
    if not items:
        items = list(CatalogueItem.objects.order_by("no")[:1])
    wording = set(version.title)
    return max(items, key=lambda item: (len(wording & set(item.name)) / len(item.name), -items.index(item)))
