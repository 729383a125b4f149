"""What an operator may set about the clock: days off, make-up workdays, and the days of the open rules."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from intake.clock import labels
from intake.clock.rules import RULES

ADJUSTABLE = [rule for rule in RULES.values() if rule.adjustable]
LONGEST = 365


class Holiday(models.Model):
    """A day off (放假), or a weekend day that is worked instead (调休上班), as announced for a year."""

    class Kind(models.TextChoices):
        OFF = "off", _("day off")
        WORK = "work", _("make-up workday")

    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    name = models.CharField(_("holiday"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"), editable=False, db_index=True)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("day off or make-up workday")
        verbose_name_plural = _("days off and make-up workdays")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.year = self.date.year
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """A make-up workday is a weekend day; any other day is worked already."""
        if self.date and self.kind == self.Kind.WORK and self.date.weekday() < 5:
            raise ValidationError({"kind": _("A make-up workday falls on a Saturday or Sunday.")})


class RuleSetting(models.Model):
    """The days of a rule that no text fixes, chosen by this county; without a row the rule's own hold."""

    rule = models.CharField(_("rule"), max_length=40, unique=True, choices=labels.choices(ADJUSTABLE))
    days = models.PositiveSmallIntegerField(
        _("days"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("length of a deadline")
        verbose_name_plural = _("lengths of deadlines")
        ordering = ["rule"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=LONGEST), name="clock_rule_setting_days_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(rule__in=[rule.code for rule in ADJUSTABLE]),
                name="clock_rule_setting_only_open_rules",
            ),
        ]

    def __str__(self) -> str:
        return pgettext("between a name and what it has", ": ").join(
            [self.get_rule_display(), str(self.days)]
        )


class CountedBy(models.Model):
    """By which calendar a room has counted the limits that run in it: when it is another one, it counts anew."""

    follower = models.CharField(max_length=40, primary_key=True)
    mark = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()


def day_kinds(dates: models.QuerySet[Holiday]) -> dict[str, frozenset[datetime.date]]:
    """The dates of a queryset by kind."""
    found: dict[str, set[datetime.date]] = {kind: set() for kind in Holiday.Kind.values}
    for date, kind in dates.values_list("date", "kind"):
        found[kind].add(date)
    return {kind: frozenset(days) for kind, days in found.items()}
