"""Closed months (结账月份), their counts, which nobody is shown, and the figures that were published of them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .measures import BY_CODE, DIMENSIONS, YEARLY
from .periods import MONTH, QUARTER, YEAR, Period

GRAINS: list[tuple[str, str | Promise]] = [
    (MONTH, pgettext_lazy("figures", "month")),
    (QUARTER, pgettext_lazy("figures", "quarter")),
    (YEAR, pgettext_lazy("figures", "year")),
]
MEASURE_CHOICES = [(one.code, one.label) for one in (*BY_CODE.values(), YEARLY)]


class Closing(models.Model):
    """A month that was counted. A correction counts it again as the next version, and says why."""

    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    closed_at = models.DateTimeField(_("closed"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["month", "version"]
        constraints = [models.UniqueConstraint(fields=["month", "version"], name="one_closing_per_version")]

    def __str__(self) -> str:
        return f"{self.period.code} ({self.version})"

    @property
    def period(self) -> Period:
        return Period.month(self.month)


class MonthFigure(models.Model):
    """What was counted in a closed month, small or not. Read by the closing of later periods alone; never shown."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="counts")
    dimension = models.CharField(max_length=8)
    key = models.CharField(max_length=24, blank=True)
    measure = models.CharField(max_length=12)
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "dimension", "key", "measure"], name="one_count_per_month"
            )
        ]


class FigureQuerySet(models.QuerySet):
    def current(self) -> FigureQuerySet:
        """Without those that a correction replaced."""
        return self.filter(replaced=False)

    def of(self, period: Period) -> FigureQuerySet:
        """Those of one period that stand now."""
        return self.current().filter(grain=period.grain, start=period.start)


class Figure(models.Model):
    """A figure that everybody may see. All pages, downloads and lists read these and nothing else."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="figures")
    grain = models.CharField(_("length"), max_length=8, choices=GRAINS)
    start = models.DateField(_("from"))
    dimension = models.CharField(_("by"), max_length=8, choices=list(DIMENSIONS.items()))
    key = models.CharField(_("key"), max_length=24)
    measure = models.CharField(_("measure"), max_length=12, choices=MEASURE_CHOICES)
    value = models.PositiveIntegerField(_("value"))
    replaced = models.BooleanField(default=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["start", "grain", "dimension", "key", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "start", "dimension", "key", "measure"],
                condition=models.Q(replaced=False),
                name="one_figure_stands",
            )
        ]
        indexes = [models.Index(fields=["dimension", "key", "start"], name="figures_of_row")]

    @property
    def period(self) -> Period:
        return Period.of(self.grain, self.start)


class AnnualReport(models.Model):
    """What the petition office says beside a year's figures (信访工作年度报告, article 41)."""

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(1950), MaxValueValidator(9999)]
    )
    proposals = models.TextField(
        _("proposals and what became of them"),
        blank=True,
        help_text=_(
            "What was proposed to improve work and policy, and what was adopted. A blank line begins a paragraph."
        ),
    )
    words = models.TextField(
        _("what the year was like"),
        blank=True,
        help_text=_(
            "Nothing by which a petition or its writer could be known; no unit that was complained of."
        ),
    )

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)
