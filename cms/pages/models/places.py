"""A page for each place of the tree: what it published, who is in office, what else the site knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PagePermissionTester
from wagtail.url_routing import RouteResult

from cms.pages import directory, panels, personal, published, rights
from cms.pages.blocks import ProseBlock
from privacy.finder import find
from regions.models import Region

from .site import SitePage, SiteSettings

INDEX_SLUG = "r"


class PlacePermissions(PagePermissionTester):
    """Pages of places come and go with the tree of regions alone: clerks of the place change what stands on them."""

    def can_edit(self) -> bool:
        """Whatever a group still grants, memberships are asked; a reviewer gets in by the step of the workflow."""
        region = getattr(self.page, "region", None)
        if region is None or rights.writes(self.user, region):
            return bool(super().can_edit())
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def can_add_subpage(self) -> bool:
        region = getattr(self.page, "region", None)
        return bool(super().can_add_subpage()) and region is not None and rights.writes(self.user, region)

    def can_publish(self) -> bool:
        """What stands on a place's page goes through the review, whatever a group grants above in the tree."""
        return getattr(self.page, "region", None) is None and bool(super().can_publish())

    def can_publish_subpage(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        """The list of places is the operators', and needs no review."""
        return getattr(self.page, "region", None) is not None and bool(super().can_submit_for_moderation())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the home page, as the template shows it."""

    title_here: str
    url: str


def trail_to(region: Region) -> list[Crumb]:
    """The home page and the places from the county down to this one, from the tree of regions: one query."""
    prefix = published.language_prefix()
    codes = region.path.strip("/").split("/")
    places = Region.objects.filter(code__in=codes).exclude(level=Region.Level.CITY).order_by("path")
    return [
        Crumb("", f"{prefix}/"),
        *(Crumb(place.name, f"{prefix}/{INDEX_SLUG}/{place.code}/") for place in places),
    ]


class RegionIndexPage(SitePage):
    """Stands above the places, which all have addresses of one form: ``/r/`` and the code."""

    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []  # made from the tree
    template = "pages/region_index_page.html"
    content_panels = [*Page.content_panels, FieldPanel("title_en"), FieldPanel("lede"), FieldPanel("lede_en")]

    class Meta:
        verbose_name = gettext_lazy("list of places")

    def clean(self) -> None:
        """No number of a person stands in its texts."""
        super().clean()
        names = ("title", "title_en", "lede", "lede_en", "seo_title", "search_description")
        personal.refuse_numbers({name: getattr(self, name) for name in names})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Places have addresses of their own (``cms.pages.urls``), not one below the other."""
        if path_components:
            raise Http404
        return super().route(request, path_components)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return PlacePermissions(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        townships = directory.townships(SiteSettings.for_request(request).county)
        context = super().get_context(request, *args, **kwargs)
        return context | {"townships": townships, "folded": directory.is_long(townships)}


class RegionPage(SitePage):
    """A county, a township or a village: what it published, by category and year, and who is in office."""

    region = models.OneToOneField(
        Region, verbose_name=gettext_lazy("region"), on_delete=models.PROTECT, related_name="page"
    )
    body = StreamField(ProseBlock(), verbose_name=gettext_lazy("about this place"), blank=True)

    bilingual = ()
    parent_page_types: list[str] = []  # made from the tree
    subpage_types = ["pages.DisclosurePage"]
    template = "pages/region_page.html"
    edit_handler = ObjectList(
        [
            FieldPanel("lede"),
            InlinePanel("office_holders", heading=gettext_lazy("In office")),
            FieldPanel("body"),
        ]
    )

    class Meta:
        verbose_name = gettext_lazy("page of a place")

    def take_name(self) -> None:
        """The page is called as its place is: nobody else gives it a title."""
        self.title = self.draft_title = self.title_en = self.region.name

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.take_name()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.take_name()
        super().minimal_clean()

    def clean(self) -> None:
        """No number of a person stands in its texts."""
        super().clean()
        personal.refuse_numbers({"lede": self.lede, "body": self.body})

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Store it. Raises ``ValidationError`` for an office holder who may not be public as entered.

        The form asks each of them by itself, before this page has them: so not in ``clean``, which would go on
        complaining of what the form has put right.
        """
        if clean and self.live:
            for holder in self.office_holders.all():
                holder.look_through()
        super().save(clean=clean, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> RegionPage:
        """A revision as a page, under the name that the place has now."""
        page: RegionPage = super().with_content_json(content)
        page.take_name()
        return page

    def set_url_path(self, parent: Page) -> str:
        """``/r/<code>/`` at every level: an address does not change with the place's superior."""
        index = parent if isinstance(parent.specific, RegionIndexPage) else RegionIndexPage.objects.first()
        self.url_path = f"{index.url_path}{self.slug}/"
        return self.url_path

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return PlacePermissions(user, self)

    def trail(self) -> list[Crumb]:
        """The home page and the places above."""
        return trail_to(self.region)[:-1]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        below = Region.objects.filter(parent=self.region).current().order_by("code")
        holders = list(self.office_holders.all())
        return context | {
            "shown": published.of_place(self.region, request.GET),
            "holders": holders,
            "terms": any(holder.term_from for holder in holders),
            "below": list(below.filter(page__live=True)),
            "panels": panels.collect_of_place(self.region),
        }


class OfficeHolder(Orderable):
    """Somebody in office in a place (村情组织人员): public by the office, with the office's telephone."""

    page = ParentalKey(RegionPage, on_delete=models.CASCADE, related_name="office_holders")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    post = models.CharField(gettext_lazy("post"), max_length=60)
    duties = models.CharField(gettext_lazy("duties"), max_length=120, blank=True)
    phone = models.CharField(
        gettext_lazy("office telephone"),
        max_length=40,
        blank=True,
        help_text=gettext_lazy("Of the office; never a private number."),
    )
    term_from = models.DateField(gettext_lazy("in office since"), null=True, blank=True)
    term_to = models.DateField(gettext_lazy("in office until"), null=True, blank=True)

    panels = [FieldPanel(name) for name in ("name", "post", "duties", "phone", "term_from", "term_to")]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("office holder")

    def look_through(self) -> None:
        """Raise ``ValidationError`` for a number of a person; the office's telephone is none."""
        if any(found.kind == "phone" for found in find(self.phone)):
            raise ValidationError({"phone": _("This looks like a private mobile number. Give the office's.")})
        personal.refuse_numbers({name: getattr(self, name) for name in ("name", "post", "duties", "phone")})

    def clean(self) -> None:
        """Refuse a number of a person, and a term that ends before it begins."""
        super().clean()
        self.look_through()
        if self.term_from and self.term_to and self.term_to < self.term_from:
            raise ValidationError({"term_to": _("This day is before the first one.")})
