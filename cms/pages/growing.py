"""Makes the pages of places from the tree of regions: each county, township and village has one, in its superior's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from treebeard.mp_tree import MP_Node
from wagtail.models import Locale, Page, Workflow, WorkflowPage, WorkflowTask

from cms.pages import rights
from cms.pages.models import HomePage, RegionIndexPage, RegionPage, ReviewTask
from cms.pages.models.places import INDEX_SLUG
from regions.models import Region
from search import indexing

LEVELS = (Region.Level.COUNTY, Region.Level.TOWNSHIP, Region.Level.VILLAGE)


def index(home: HomePage, texts: dict[str, str]) -> RegionIndexPage:
    """The page above all places, with the review that every place's pages go through."""
    page = RegionIndexPage.objects.first()
    if page is None:
        page = RegionIndexPage(slug=INDEX_SLUG, **texts)
        page.first_published_at = page.last_published_at = timezone.now()
        home.refresh_from_db(fields=["path", "numchild"])
        home.add_child(instance=page)
    _reviewed(page)
    return page


def _reviewed(page: RegionIndexPage) -> None:
    """What stands under the index is published by review alone."""
    if WorkflowPage.objects.filter(page=page).exists():
        return
    with translation.override(settings.LANGUAGE_CODE):
        workflow = Workflow.objects.create(name=_("Review by the township"))
        task = ReviewTask.objects.create(name=_("Review by the township"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(page=page, workflow=workflow)


@transaction.atomic
def grow(county: Region) -> int:
    """Make the pages that are missing, and put right place and name of those that are there. Returns how many it made.

    In this order: what is made stands where nothing is about to move, what moves finds its new superior there, and
    each step reads the tree of pages as the one before left it. A place that is no more keeps its page: what was
    disclosed there stays public.
    """
    above = RegionIndexPage.objects.first()
    if above is None:
        return 0
    places = list(county.subtree().filter(level__in=LEVELS).order_by("path"))
    made = _plant(places, above)
    _put_in_place(places, above)
    _name(RegionPage.objects.filter(region__in=county.subtree()))
    rights.renew_groups()
    return made


def _plant(places: list[Region], above: RegionIndexPage) -> int:
    """Make the pages of the places in force that have none, each in its superior's page, from the top down."""
    pages = {page.region_id: page for page in RegionPage.objects.all()}
    nursery = _Nursery(above)
    for region in places:
        if region.pk not in pages and region.is_current():
            pages[region.pk] = nursery.add(region, pages.get(region.parent_id, above))
    nursery.plant()
    indexing.changed("page", *(str(page.pk) for page in nursery.young))
    return len(nursery.young)


def _put_in_place(places: list[Region], above: RegionIndexPage) -> None:
    """Move each page that stands elsewhere into its superior's, from the top down.

    A move changes the paths of all that stands below, so they are read anew after it.
    """
    paths = _paths()
    for region in places:
        parent = paths.get(region.parent_id, above.path)
        if region.pk in paths and Page._get_parent_path_from_path(paths[region.pk]) != parent:
            page, target = Page.objects.get(path=paths[region.pk]), Page.objects.get(path=parent)
            # The tree's own move: Wagtail's would give the page, and all in it, an address below its superior's.
            MP_Node.move(page, target, pos="last-child")
            paths = _paths()


def _paths() -> dict[int | None, str]:
    """Where in the tree of pages each place's page stands."""
    return dict(RegionPage.objects.values_list("region_id", "path"))


def _name(pages: QuerySet[RegionPage]) -> None:
    """Give pages the names that their places have.

    These columns alone, and without a look at the others: a place is renamed whatever stands on its page.
    """
    names = ("title", "draft_title", "title_en")
    for page in pages.exclude(**dict.fromkeys(names, F("region__name"))).select_related("region"):
        page.take_name()
        page.save(clean=False, update_fields=names)


class _Nursery:
    """Pages that are made together: a county has hundreds, and one by one each takes thirty statements.

    They are public from the start, for they hold nothing that anybody would have to review.
    """

    def __init__(self, above: RegionIndexPage) -> None:
        self.above = above
        self.young: list[RegionPage] = []
        self._children: dict[str, int] = {}
        self._locale = Locale.get_active()
        self._kind = ContentType.objects.get_for_model(RegionPage)

    def add(self, region: Region, parent: Page) -> RegionPage:
        page = RegionPage(region=region, slug=region.code, title=region.name, title_en=region.name)
        now = timezone.now()
        page.draft_title, page.content_type, page.locale = page.title, self._kind, self._locale
        page.first_published_at = page.last_published_at = now
        page.depth, page.path = parent.depth + 1, self._path_under(parent)
        page.url_path = f"{self.above.url_path}{page.slug}/"
        self.young.append(page)
        return page

    def _path_under(self, parent: Page) -> str:
        """The path of the next child, after those that the tree has and those that were added here."""
        step = self._children.get(parent.path)
        if step is None:
            last = parent.get_last_child() if parent.pk and parent.numchild else None
            step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        self._children[parent.path] = step + 1
        return str(Page._get_path(parent.path, parent.depth + 1, step + 1))

    def plant(self) -> None:
        """Store them: the rows that all pages have at once, then each place's own, then the count of children."""
        common = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        rows = Page.objects.bulk_create(
            [Page(**{name: getattr(page, name) for name in common}) for page in self.young], batch_size=50
        )
        for page, row in zip(self.young, rows, strict=True):
            page.pk = page.page_ptr_id = row.pk
            page.save_base(raw=True, force_insert=True)
        counted = Counter(page.path[: -Page.steplen] for page in self.young)
        for path, count in counted.items():
            Page.objects.filter(path=path).update(numchild=F("numchild") + count)


def follow_tree(sender: Any, **signal: Any) -> None:
    """The tree has changed: so do the pages, in the same transaction. Before a site is set up there are none."""
    top = RegionPage.objects.filter(region__level=Region.Level.COUNTY).select_related("region").first()
    if top is not None:
        grow(top.region)


def follow_names(sender: Any, regions: Iterable[str], **signal: Any) -> None:
    """Places have other names: so have their pages, in the same transaction."""
    _name(RegionPage.objects.filter(region__code__in=regions))
