"""The pages of the site itself, in two languages, and what the frame round them says.

A page has one address in each language (``/help/`` and ``/en/help/``) and one row: its English text stands in
fields of its own. Where there is none the English page shows the Chinese text and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import StreamValue
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from cms.pages import directory, panels
from cms.pages.blocks import ProseBlock, StepsBlock, WindowsBlock, anchor
from delivery.public.caching import CacheableMixin
from regions.models import Region


def _english() -> bool:
    return translation.get_language() == "en"


class SitePage(CacheableMixin, Page):
    """A public page with a title and an opening sentence in both languages."""

    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    lede = models.CharField(
        _("opening sentence"),
        max_length=300,
        blank=True,
        help_text=_("The answer in one sentence, above all else."),
    )
    lede_en = models.CharField(_("opening sentence in English"), max_length=300, blank=True)

    # Fields that have a twin with the suffix ``_en``.
    bilingual: tuple[str, ...] = ("title", "lede")
    # Public: there is no password and no group that a page could be kept for.
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def here(self, field: str) -> Any:
        """A field in the visitor's language; in Chinese where there is no English."""
        english = getattr(self, f"{field}_en") if _english() else None
        return english or getattr(self, field)

    @property
    def title_here(self) -> str:
        return self.here("title")

    @property
    def lede_here(self) -> str:
        return self.here("lede")

    @property
    def body_here(self) -> StreamValue:
        return self.here("body")

    @property
    def only_chinese(self) -> bool:
        """Whether a visitor of the English site is shown Chinese text, which the page then says."""
        return _english() and any(
            getattr(self, name) and not getattr(self, f"{name}_en") for name in self.bilingual
        )

    def trail(self) -> Sequence[Any]:
        """The live pages from the home page down to this one's parent."""
        above = self.get_ancestors().filter(depth__gt=1).live().specific()
        return [page for page in above if isinstance(page, SitePage)]


class HomePage(SitePage):
    """The first page: three doors, the villages, and what the rooms have that is new."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home_page.html"

    content_panels = [*Page.content_panels, FieldPanel("title_en"), FieldPanel("lede"), FieldPanel("lede_en")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        site = SiteSettings.for_request(request)
        townships = directory.townships(site.county)
        return context | {
            "townships": townships,
            "folded": directory.is_long(townships),
            "panels": panels.collect(),
            "office_url": site.page_link("office_page", request),
            "help_url": site.page_link("help_page", request),
        }


def _tabs(chinese: list[FieldPanel], english: list[FieldPanel]) -> TabbedInterface:
    """An edit form with one tab a language: an editor who writes Chinese alone sees nothing else."""
    return TabbedInterface(
        [
            ObjectList([*Page.content_panels, FieldPanel("lede"), *chinese], heading=_("Chinese")),
            ObjectList([FieldPanel("title_en"), FieldPanel("lede_en"), *english], heading=_("English")),
            ObjectList(Page.promote_panels, heading=_("Address and search")),
        ]
    )


class PlainPage(SitePage):
    """A page of text: help, privacy, accessibility and whatever else a county has to say."""

    body = StreamField(ProseBlock(), verbose_name=_("page text"), blank=True)
    body_en = StreamField(ProseBlock(), verbose_name=_("page text in English"), blank=True)

    bilingual = ("title", "lede", "body")
    parent_page_types = ["pages.HomePage", "pages.PlainPage"]
    subpage_types = ["pages.PlainPage"]
    template = "pages/plain_page.html"
    edit_handler = _tabs([FieldPanel("body")], [FieldPanel("body_en")])

    class Meta:
        verbose_name = _("plain page")

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Anchor and title of each section, for the list of contents."""
        titles = [block.value for block in self.body_here if block.block_type == "heading"]
        return [(anchor(title), title) for title in titles]


class OfficePage(SitePage):
    """Where to come, when, whom to call, how a petition goes (Regulations, Art. 18: to be published)."""

    windows = StreamField(WindowsBlock(), verbose_name=_("places to come"), blank=True)
    windows_en = StreamField(WindowsBlock(), verbose_name=_("places to come, in English"), blank=True)
    steps = StreamField(StepsBlock(), verbose_name=_("procedure"), blank=True)
    steps_en = StreamField(StepsBlock(), verbose_name=_("procedure in English"), blank=True)
    body = StreamField(ProseBlock(), verbose_name=_("rules and results"), blank=True)
    body_en = StreamField(ProseBlock(), verbose_name=_("rules and results in English"), blank=True)

    max_count = 1
    bilingual = ("title", "lede", "windows", "steps", "body")
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/office_page.html"
    edit_handler = _tabs(
        [FieldPanel("windows"), FieldPanel("steps"), FieldPanel("body")],
        [FieldPanel("windows_en"), FieldPanel("steps_en"), FieldPanel("body_en")],
    )

    class Meta:
        verbose_name = _("office page")

    @property
    def windows_here(self) -> StreamValue:
        return self.here("windows")

    @property
    def steps_here(self) -> StreamValue:
        return self.here("steps")


# Settings that name the pages of menus and foot.
NAMED_PAGES = ("help_page", "office_page", "privacy_page", "accessibility_page")
# Settings that have a twin with the suffix ``_en``.
BILINGUAL_SETTINGS = (
    "name",
    "tagline",
    "organiser",
    "address",
    "hours",
    "discipline_address",
    "discipline_hours",
)


@register_setting(icon="home")
class SiteSettings(BaseSiteSetting):
    """What masthead and foot say on every page, and which pages the menus lead to."""

    name = models.CharField(_("site name"), max_length=40)
    name_en = models.CharField(_("site name in English"), max_length=60, blank=True)
    tagline = models.CharField(_("what the site is"), max_length=80, blank=True)
    tagline_en = models.CharField(_("what the site is, in English"), max_length=120, blank=True)
    organiser = models.CharField(_("organiser"), max_length=120, blank=True)
    organiser_en = models.CharField(_("organiser in English"), max_length=160, blank=True)
    address = models.CharField(_("address for visitors"), max_length=160, blank=True)
    address_en = models.CharField(_("address for visitors, in English"), max_length=160, blank=True)
    hours = models.CharField(_("opening hours"), max_length=160, blank=True)
    hours_en = models.CharField(_("opening hours in English"), max_length=160, blank=True)
    phone = models.CharField(_("phone for visitors"), max_length=40, blank=True)
    # Reports of wrongdoing have a door of their own: nobody may be sent to the petition office with one.
    discipline_address = models.CharField(_("address for reports of wrongdoing"), max_length=160, blank=True)
    discipline_address_en = models.CharField(
        _("address for reports of wrongdoing, in English"), max_length=160, blank=True
    )
    discipline_hours = models.CharField(
        _("opening hours for reports of wrongdoing"), max_length=160, blank=True
    )
    discipline_hours_en = models.CharField(
        _("opening hours for reports of wrongdoing, in English"), max_length=160, blank=True
    )
    discipline_phone = models.CharField(_("phone for reports of wrongdoing"), max_length=40, blank=True)
    county = models.ForeignKey(
        Region, verbose_name=_("county"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    help_page = models.ForeignKey(
        Page, verbose_name=_("help page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    office_page = models.ForeignKey(
        Page,
        verbose_name=_("office page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    privacy_page = models.ForeignKey(
        Page,
        verbose_name=_("privacy page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accessibility_page = models.ForeignKey(
        Page,
        verbose_name=_("accessibility page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    select_related = ["county", *NAMED_PAGES]
    # Not the county: it was given when the site was set up, and everything hangs on it.
    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("name", "tagline", "organiser")], heading=_("The site")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("address", "hours", "phone")], heading=_("Contact for visitors")
        ),
        MultiFieldPanel(
            [FieldPanel(f"discipline_{name}") for name in ("address", "hours", "phone")],
            heading=_("Contact for reports of wrongdoing"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in NAMED_PAGES],
            heading=_("Pages in the menus"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"{name}_en") for name in BILINGUAL_SETTINGS],
            heading=_("English"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")

    def clean(self) -> None:
        """Each page of the menus is named, and is there to be read: the rules ask for them."""
        super().clean()
        pages = {name: getattr(self, name) for name in NAMED_PAGES}
        missing = {name: _("Choose a page that is published.") for name, page in pages.items()
                   if page is None or not page.live}  # fmt: skip
        if missing:
            raise ValidationError(missing)

    @classmethod
    def for_site(cls, site: Site | None) -> SiteSettings:
        """The settings of a site, or unsaved ones before a county is set up. Never writes."""
        of_site = cls.base_queryset().filter(site=site) if site else cls.objects.none()
        return next(iter(of_site), None) or cls(site=site, name=settings.WAGTAIL_SITE_NAME)

    def here(self, field: str) -> str:
        """A field in the visitor's language; in Chinese where there is no English."""
        english = getattr(self, f"{field}_en") if _english() else ""
        return english or getattr(self, field)

    @property
    def name_here(self) -> str:
        return str(self.here("name"))

    @property
    def tagline_here(self) -> str:
        return self.here("tagline")

    @property
    def organiser_here(self) -> str:
        return self.here("organiser")

    @property
    def address_here(self) -> str:
        return self.here("address")

    @property
    def hours_here(self) -> str:
        return self.here("hours")

    @property
    def discipline_address_here(self) -> str:
        return self.here("discipline_address")

    @property
    def discipline_hours_here(self) -> str:
        return self.here("discipline_hours")

    def page_link(self, field: str, request: HttpRequest) -> str:
        """The address of a page that the settings name, or an empty string while it is not published."""
        page = getattr(self, field)
        return (page.get_url(request) or "") if page is not None and page.live else ""
