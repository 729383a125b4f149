"""The wording of papers, version by version, and the series that number them (文号)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Organisation


class Unchangeable(TypeError):
    """A version that was in force stays as it was: papers that were sent point at it."""


class VersionQuerySet(models.QuerySet):
    """Versions are added, never changed or taken away."""

    def update(self, **kwargs: Any) -> int:
        raise Unchangeable

    def delete(self) -> Any:
        raise Unchangeable


class NoticeTemplate(models.Model):
    """One version of a paper's wording in a language.

    The highest version is in force; an edit makes a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("paper"), max_length=32)
    language = models.CharField(_("language"), max_length=10)
    version = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    created_by = models.UUIDField(_("made by"), null=True, editable=False)  # null: came with the product

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice template")
        verbose_name_plural = _("notice templates")
        ordering = ["code", "language", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code", "language", "version"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.language} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise Unchangeable


class NumberPrefix(models.Model):
    """The characters that begin an organisation's document numbers (机关代字), such as 砚信."""

    organisation = models.OneToOneField(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="number_prefix"
    )
    prefix = models.CharField(
        _("prefix"),
        max_length=20,
        unique=True,
        help_text=_(
            "What every number of this unit begins with. Without an entry it is the unit's short name."
        ),
    )

    class Meta:
        verbose_name = _("document number prefix")
        verbose_name_plural = _("document number prefixes")
        ordering = ["organisation__code"]

    def __str__(self) -> str:
        return f"{self.prefix} · {self.organisation}"

    def clean(self) -> None:
        """Refuse characters that numbers of another organisation begin with, or would."""
        from intake.documents import numbering

        self.prefix = "".join(self.prefix.split())
        if self.organisation_id is not None:
            numbering.check_prefix(self.prefix, self.organisation_id)


class NumberSeries(models.Model):
    """A row of numbers of one unit, word and year, and the last one given out. It only ever counts up."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="number_series")
    prefix = models.CharField(max_length=80)  # with the word of the series: what stands before the year
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)  # stays at 0 where numbers are drawn

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="one_series_per_prefix_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.year}"


class DrawnNumber(models.Model):
    """A number that was drawn from a series that doesn't count, so that it is not drawn again."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="drawn")
    number = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="drawn_once_in_a_series")]
