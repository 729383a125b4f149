"""Administrative divisions (行政区划) as a tree, and organisations (机关、单位) that work in them."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DatedQuerySet(models.QuerySet):
    """Rows that exist for a span of days, both ends included; an open end is null."""

    def current(self, on: datetime.date | None = None) -> DatedQuerySet:
        """The rows in force on a day, today in Asia/Shanghai by default."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Dated(models.Model):
    """A name, a span of validity, a successor after it, and other names that people use."""

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.short_name or self.name

    def is_current(self, on: datetime.date | None = None) -> bool:
        """Whether the row is in force on a day, today by default."""
        day = on or timezone.localdate()
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Region(Dated):
    """An administrative division: city, county, township, village, group (组) or grid (网格)."""

    class Level(models.TextChoices):
        CITY = "city", pgettext_lazy("division", "city")
        COUNTY = "county", pgettext_lazy("division", "county")
        TOWNSHIP = "township", pgettext_lazy("division", "township")
        VILLAGE = "village", pgettext_lazy("division", "village")
        GROUP = "group", pgettext_lazy("division", "group")
        GRID = "grid", pgettext_lazy("division", "grid")

    code = models.CharField(_("code"), max_length=24, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    # What the law calls it: village 村 or community 社区; town, township or subdistrict.
    kind = models.CharField(_("kind"), max_length=20)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    # Codes from the root to this row, each followed by a slash: a prefix match finds the subtree by index.
    path = models.CharField(max_length=160, db_index=True, editable=False)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]

    def subtree(self) -> DatedQuerySet:
        """This region and everything below it."""
        return Region.objects.filter(path__startswith=self.path)

    def ancestor(self, level: str) -> Region | None:
        """The region of ``level`` that this one lies in (itself included), or None."""
        codes = self.path.strip("/").split("/")
        return Region.objects.filter(code__in=codes, level=level).first()


class Organisation(Dated):
    """A body that can hold a case, publish or be complained of (机关、单位)."""

    class Kind(models.TextChoices):
        COUNTY_GOVERNMENT = "county_gov", _("county government")
        TOWNSHIP_GOVERNMENT = "township_gov", _("township government")
        DEPARTMENT = "county_dept", _("county department")
        PARTY_DEPARTMENT = "party_dept", _("party department")
        MASS_ORGANISATION = "mass_org", _("mass organisation")
        UTILITY = "utility", _("utility")
        PETITION_OFFICE = "petition_office", _("petition office")
        SERVICE_CENTRE = "service_center", _("service centre")
        DISCIPLINE_COMMISSION = "discipline_commission", _("discipline commission")
        DISPATCHED_DISCIPLINE = "dispatched_discipline", _("dispatched discipline unit")
        TOWNSHIP_DISCIPLINE = "township_discipline", _("township discipline unit")
        VILLAGE_COMMITTEE = "village_committee", _("villagers' committee")
        SUPERIOR_GOVERNMENT = "superior_gov", _("superior government")
        SUPERIOR_PETITION_OFFICE = "superior_petition_office", _("superior petition office")
        SUPERIOR_DISCIPLINE = "superior_discipline", _("superior discipline commission")

    DISCIPLINE_KINDS = frozenset(
        {
            Kind.DISCIPLINE_COMMISSION,
            Kind.DISPATCHED_DISCIPLINE,
            Kind.TOWNSHIP_DISCIPLINE,
            Kind.SUPERIOR_DISCIPLINE,
        }
    )

    code = models.CharField(_("code"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="organisations"
    )
    # The body above it in its own line; null for one that stands directly under its region's government.
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    # A discipline unit's field of work: the organisations it supervises (派驻监督、属地监督).
    supervises = models.ManyToManyField(
        "self", verbose_name=_("supervises"), symmetrical=False, blank=True, related_name="supervised_by"
    )
    # The body that reviews its written opinions (复查、复核机关); empty: a person decides.
    review_unit = models.ForeignKey(
        "self",
        verbose_name=_("review body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews_of",
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["code"]

    @property
    def is_discipline(self) -> bool:
        """Whether it is a discipline unit (纪检监察机构) of any level."""
        return self.kind in self.DISCIPLINE_KINDS


class TreeStamp(models.Model):
    """A random mark in one row that changes with every region and organisation: what caches compare.

    It is written in the transaction of the change and read from the same database, so no process can go on
    with a tree that another one has changed.
    """

    token = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.token)
