"""A disclosure (公开事项): what a place makes public under an item of the catalogue, for a time."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester

from cms.ledgers import present
from cms.pages import periods, personal, publishing, rights
from cms.pages.blocks import ProseBlock
from cms.pages.forms import FOREIGN, DisclosureForm
from regions.models import Organisation, Region
from search import indexing

from .catalogue import CatalogueItem
from .places import INDEX_SLUG, Crumb, trail_to
from .site import SitePage

KIND = "disclosure"
# Fields in which a clerk may type anything.
LOOKED_THROUGH = ("lede", "prepared_by", "checked_by", "body")
KEPT = (
    *("document_no", "figures"),
    *("published_on", "legal_basis", "law_version"),
    *("withdrawn_on", "withdrawn_because", "stopped_on", "stopped_because"),
)


class DisclosurePermissions(PagePermissionTester):
    """A disclosure stays where it was made, and what was once public is withdrawn with a reason, never deleted.

    Whatever a group grants above in the tree, nobody publishes past the review.
    """

    def can_publish(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return rights.reviews(self.user, self.page.region)

    def can_edit(self) -> bool:
        """Whatever a group still grants, memberships are asked; a reviewer gets in by the step of the workflow."""
        if rights.writes(self.user, self.page.region):
            return bool(super().can_edit()) and self.page.withdrawn_on is None
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        was_public = self.page.first_published_at is not None
        return not was_public and bool(super().can_delete(ignore_bulk=ignore_bulk))


class DisclosurePage(SitePage):
    """One item of the catalogue, of one place, for one time."""

    item = models.ForeignKey(
        CatalogueItem, verbose_name=gettext_lazy("catalogue item"), on_delete=models.PROTECT, related_name="+"
    )
    period_from = models.DateField(gettext_lazy("first day of the period"), null=True, blank=True)
    period_to = models.DateField(gettext_lazy("last day of the period"), null=True, blank=True)
    publishing_unit = models.ForeignKey(
        Organisation,
        verbose_name=gettext_lazy("publishing unit"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    prepared_by = models.CharField(gettext_lazy("prepared by"), max_length=60, blank=True)
    checked_by = models.CharField(
        gettext_lazy("checked by"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("Who of the village supervision committee went over it."),
    )
    display_days = models.PositiveSmallIntegerField(
        gettext_lazy("days on display"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Days for objections; empty: as the catalogue says."),
    )
    body = StreamField(ProseBlock(), verbose_name=gettext_lazy("text"), blank=True)
    # What a room composed and gives its name for: an editor writes words around it, and changes no figure in silence.
    document_no = models.CharField(gettext_lazy("document number"), max_length=60, blank=True, editable=False)
    figures = StreamField(ProseBlock(), verbose_name=gettext_lazy("figures"), blank=True, editable=False)
    # What follows from the above and from publishing, kept so that lists need nothing else.
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    published_on = models.DateField(null=True, editable=False)
    # The basis as it stood when this was first published: a later version of the catalogue does not change it.
    legal_basis = models.CharField(max_length=400, blank=True, editable=False)
    law_version = models.CharField(max_length=200, blank=True, editable=False)
    # Withdrawn (撤回): what stands at its address then.
    withdrawn_on = models.DateField(null=True, editable=False)
    withdrawn_because = models.CharField(max_length=300, blank=True, editable=False)
    # Stopped after it was approved for a later hour (停止公开): nothing of it was public, so only the desk reads this.
    stopped_on = models.DateField(null=True, editable=False)
    stopped_because = models.CharField(max_length=300, blank=True, editable=False)

    bilingual = ()
    base_form_class = DisclosureForm
    parent_page_types = ["pages.RegionPage"]
    subpage_types: list[str] = []
    template = "pages/disclosure_page.html"
    # One tab alone: without tabs Wagtail gives the fields no room to the left.
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel(name) for name in ("item", "period_from", "period_to")],
                        heading=gettext_lazy("What it is"),
                    ),
                    FieldPanel("lede"),
                    HelpPanel(heading=gettext_lazy("Tables"), template="pages/desk/ledgers_panel.html"),
                    MultiFieldPanel(
                        [
                            FieldPanel(name)
                            for name in ("publishing_unit", "prepared_by", "checked_by", "display_days")
                        ],
                        heading=gettext_lazy("Who publishes it, and for how long"),
                    ),
                    HelpPanel(
                        heading=gettext_lazy("Fixed figures"), template="pages/desk/figures_panel.html"
                    ),
                    FieldPanel("body"),
                    InlinePanel("attachments", heading=gettext_lazy("Attachments"), max_num=9),
                    PublishingPanel(),
                ],
                heading=gettext_lazy("Disclosure"),
            )
        ]
    )

    class Meta:
        verbose_name = gettext_lazy("disclosure")
        indexes = [
            models.Index(fields=["region", "year", "item"], name="disclosure_of_place"),
            models.Index(fields=["-published_on"], name="disclosure_newest"),
        ]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return DisclosurePermissions(user, self)

    # --- what it is called and where it stands ----------------------------------------------------------------
    @property
    def period_words(self) -> str:
        return periods.words(self.period_from, self.period_to) if self.period_from and self.period_to else ""

    def _called(self) -> str:
        parts = (self.period_words, self.item.name_here)
        return (", " if translation.get_language() == "en" else "").join(part for part in parts if part)

    @property
    def title_here(self) -> str:
        return self._called()

    # The catalogue has its items in both languages.
    title_translated = True

    @property
    def only_chinese(self) -> bool:
        """Villages publish in Chinese: the frame of the English page is English, what stands in it is not."""
        return translation.get_language() == "en"

    def trail(self) -> list[Crumb]:
        """The home page and the places down to the one that publishes."""
        return trail_to(self.region)

    @property
    def path_on_site(self) -> str:
        """Its Chinese address, known without the page tree."""
        return f"/{INDEX_SLUG}/{self.region.code}/{self.slug}/"

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._follow()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._follow()
        super().minimal_clean()
        self._keep_to_own_files()

    def _follow(self) -> None:
        """Title, address, place and year follow from what was chosen; an address once given stays."""
        if self.item_id is None:
            return
        with translation.override("zh-hans"):
            self.title = self._called()
        self.draft_title = self.title
        parent = self.get_parent()
        if parent is not None:
            self.region_id = parent.specific.region_id
        self.year = (self.period_to or self.published_on or timezone.localdate()).year
        if parent is not None and self.first_published_at is None:
            self.slug = self._free_slug(parent)

    def _free_slug(self, parent: Page) -> str:
        """Number of the item and period; the address that the page has already if it still says so."""
        when = timezone.localdate().strftime("%Y%m%d")
        if self.period_from and self.period_to:
            when = periods.slug(self.period_from, self.period_to)
        elif self.slug:
            when = self.slug.partition("-")[2] or when
        start = f"{self.item.no}-{when}".lower()
        if self.slug == start or self.slug.startswith(f"{start}-"):
            return self.slug
        others = parent.get_children().exclude(pk=self.pk)
        taken = set(others.filter(slug__startswith=start).values_list("slug", flat=True))
        return next(slug for slug in (start, *(f"{start}-{n}" for n in range(2, 999))) if slug not in taken)

    def _keep_to_own_files(self) -> None:
        """Raise ``ValidationError`` where a file is another place's: of a copy or of a page that was moved, too."""
        if any(one.is_foreign_to(self.region_id) for one in self.attachments.select_related("file")):
            raise ValidationError(FOREIGN)

    def clean(self) -> None:
        """A period is whole, no number of a person stands in a text, and the files are the place's own."""
        super().clean()
        self._keep_to_own_files()
        if bool(self.period_from) != bool(self.period_to):
            raise ValidationError({"period_to": _("Give both days of the period, or neither.")})
        if self.period_from and self.period_to and self.period_to < self.period_from:
            raise ValidationError({"period_to": _("This day is before the first one.")})
        personal.refuse_numbers({name: getattr(self, name) for name in LOOKED_THROUGH})

    def prose(self) -> str:
        """The text of the page without its marks, for checks and search."""
        return " ".join(filter(None, (self.document_no, *map(personal.plain, (self.figures, self.body)))))

    # --- being public -----------------------------------------------------------------------------------------
    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it with all that follows from it: whatever makes it public or other tells the search so.

        A save of some fields is Wagtail's note of a new draft: nothing of what is public changes with it.
        """
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        self._follow()
        if self.live and self.first_published_at:
            self.stopped_on, self.stopped_because = None, ""
            self._freeze()
            publishing.publish_ledgers(self)
        super().save(*args, **kwargs)
        if self.live or self.first_published_at:  # of a draft nobody has to hear
            indexing.changed(KIND, str(self.pk))

    def with_content_json(self, content: dict[str, Any]) -> DisclosurePage:
        """A revision as a page: what follows from publishing and withdrawing is not the revision's to change."""
        page = super().with_content_json(content)
        for name in KEPT:
            setattr(page, name, getattr(self, name))
        return page

    def _freeze(self) -> None:
        """Day and basis of the first publication, which no later revision changes."""
        self.published_on = timezone.localdate(self.first_published_at)
        stored = DisclosurePage.objects.filter(pk=self.pk).values_list("legal_basis", "law_version").first()
        if stored and stored[0]:
            self.legal_basis, self.law_version = stored
        else:
            self.legal_basis, self.law_version = self.item.legal_basis, self.item.law_version

    def _ledgers_shown(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The ledgers as the template shows them, each at the page of rows that the address asks for."""
        versions = [one.version for one in self.ledgers.select_related("version__region")]
        names = [
            present.PARAMETER,
            *(f"{present.PARAMETER}{number}" for number in range(2, len(versions) + 1)),
        ]
        return [present.show(one, request.GET, name) for one, name in zip(versions, names, strict=False)]

    @property
    def basis(self) -> str:
        return self.legal_basis or self.item.legal_basis

    @property
    def basis_version(self) -> str:
        return self.law_version or self.item.law_version

    @property
    def basis_versions(self) -> str:
        """The versions of the laws, without the catalogue's keys of them."""
        said = (part.partition("=")[2] or part for part in self.basis_version.split(";"))
        return "、".join(dict.fromkeys(said))

    @property
    def unit_name(self) -> str:
        """The publishing unit by its whole name: of a village's committee the register has the village's."""
        unit = self.publishing_unit
        if unit.kind != Organisation.Kind.VILLAGE_COMMITTEE or "委" in unit.name:
            return unit.name
        if self.region.kind == "community":
            return _("%(place)s residents' committee") % {"place": unit.name}
        return _("%(place)s villagers' committee") % {"place": unit.name}

    @property
    def shown_days(self) -> int | None:
        """Days for objections (公示期); None: for as long as it holds."""
        return self.display_days or self.item.display_days

    @property
    def shown_from(self) -> datetime.date:
        """The day from which objections are taken; before it is published: today."""
        return self.published_on or timezone.localdate()

    @property
    def is_on_display(self) -> bool:
        """Whether the days for objections run today."""
        return self.shown_until is not None and self.shown_from <= timezone.localdate() <= self.shown_until

    @property
    def shown_until(self) -> datetime.date | None:
        """The last day for objections, or None."""
        return self.shown_from + datetime.timedelta(days=self.shown_days) if self.shown_days else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        files = [one.file for one in self.attachments.select_related("file")]
        return context | {
            "files": files,
            "ledgers": self._ledgers_shown(request),
            "today": timezone.localdate(),
        }
