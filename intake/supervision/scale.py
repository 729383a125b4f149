"""The numbers that the rules of this room work with: a table with defaults, which the head of the office may change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.clock.models import RuleSetting
from intake.clock.rules import rule


@dataclass(frozen=True)
class Number:
    """One number: what it says, what it is unless somebody sets it, and the least and most that it may be."""

    code: str
    label: str | Promise
    default: int
    least: int = 0
    most: int = 100


NUMBERS = (
    Number("near_days", _("Days before a limit from which a case counts as near its end"), 5, 1, 60),
    Number("unread_days", _("Days after receipt from which a case counts as left lying"), 7, 1, 60),
    Number("dissatisfied_days", _("Days for which a rating as not satisfied stays on the list"), 90, 1, 366),
    Number("named_late", _("Percent of late answers from which the bulletin names a unit"), 20, 1),
    Number("named_unanswered", _("Percent of urges not answered in time from which it names a unit"), 20, 1),
    Number("rank_answer", _("Weight of answers in time in the bulletin's score"), 70),
    Number("rank_urge", _("Weight of urges answered in time in the bulletin's score"), 30),
    Number("check_days", _("Days after a bulletin until its requirements are looked at again"), 30, 1, 366),
    Number("base", _("Points that every unit begins with"), 20),
    Number("acceptance", _("Points for taking cases up in time"), 20),
    Number("answer", _("Points for answering in time"), 30),
    Number("satisfaction", _("Points for satisfied writers"), 30),
    Number("returned", _("Points off for each case given back among several returns"), 2),
    Number("urged_late", _("Points off for each urge not answered in time"), 3),
    Number("repeated", _("Points off for each repeated petition"), 1),
)
BY_CODE = {number.code: number for number in NUMBERS}
CHOICES: list[tuple[str, str | Promise]] = [(number.code, number.label) for number in NUMBERS]
WEIGHTS = ("base", "acceptance", "answer", "satisfaction", "returned", "urged_late", "repeated")


# The days on the page after which an answer counts as received: a limit of its own, which the operator sets.
ON_PAGE = "posted_7"


def numbers() -> dict[str, int]:
    """All of them as they stand today, and the days on the page, in one question."""
    from .models import SetNumber

    found = SetNumber.objects.filter(code__in=BY_CODE).order_by().values_list("code", "value")
    days = RuleSetting.objects.filter(rule=ON_PAGE).order_by().values_list("rule", "days")
    unset = {number.code: number.default for number in NUMBERS} | {ON_PAGE: rule(ON_PAGE).days}
    return unset | dict(found.union(days, all=True))
