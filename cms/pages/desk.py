"""The admin's home page for who writes or reviews disclosures: what was sent back, what waits, where to begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home
from wagtail.models import Page, TaskState, WorkflowState

from cms.pages import publishing, rights
from cms.pages.models import DisclosurePage, RegionPage, ReviewTask
from cms.pages.models.review import REVIEWED

SHOWN = 20
SENT_BACK = WorkflowState.STATUS_NEEDS_CHANGES


class WritingPanel(Component):
    """A clerk's disclosures that are not public yet: sent back, being written, waiting for the review."""

    template_name = "pages/desk/writing.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        places = rights.places_of(self.user)
        waiting = DisclosurePage.objects.filter(region__in=places, live=False, withdrawn_on=None)
        rows = list(waiting.select_related("item", "region").order_by("-latest_revision_created_at")[:SHOWN])
        said, hours = _last_words(rows), publishing.hours(rows)
        for row in rows:
            row.state, row.said = said.get(str(row.pk), ("", ""))
            row.hour = hours.get(row.pk)
            row.hour_missed = publishing.missed(row.hour)
        return {
            "rows": sorted(rows, key=lambda row: not (row.stopped_on or row.state == SENT_BACK)),
            "pages": list(RegionPage.objects.filter(region__in=places).select_related("region")),
        }


def _last_words(rows: list[DisclosurePage]) -> dict[str, tuple[str, str]]:
    """For each page in a review: how its newest review stands, and what was said when it was sent back."""
    states = TaskState.objects.filter(workflow_state__object_id__in=[str(row.pk) for row in rows])
    newest = states.select_related("workflow_state").order_by("pk")
    return {one.workflow_state.object_id: (one.workflow_state.status, one.comment) for one in newest}


class ReviewPanel(Component):
    """What waits for a reviewer: of others, never of one's own."""

    template_name = "pages/desk/review.html"
    order = 5

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        waiting = ReviewTask.waiting_for(self.user)
        states = list(waiting.select_related("workflow_state").order_by("started_at", "pk")[:SHOWN])
        pages = _pages_of(states)
        return {
            "rows": [(state, pages[int(state.workflow_state.object_id)]) for state in states],
            "count": waiting.count(),
        }


def _pages_of(states: list[TaskState]) -> dict[int, Page]:
    """What these reviews are about, with title and place: one question for each kind of page."""
    keys = [int(state.workflow_state.object_id) for state in states]
    found: dict[int, Page] = {}
    for model in REVIEWED:
        found |= model.objects.select_related("region").only("draft_title", "region__name").in_bulk(keys)
    return found


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panels of clerks and reviewers on the home page."""
    own: list[Component] = []
    if rights.reviews_anything(request.user):
        own.append(ReviewPanel(request))
    if rights.places_of(request.user).exists():
        own.append(WritingPanel(request))
    if own:  # they say all that Wagtail's own panels would say of pages, and why something was sent back
        panels[:] = own + [panel for panel in panels if type(panel).__module__ != home.__name__]
