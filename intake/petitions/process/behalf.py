"""Taking a matter down for a resident (代为登记): who did it, since when the office has it, and which office sent it.

Everything else is as with the public form, which hands the same to the same command. The clerk's own words of the day
are kept apart from the case, so that nothing that happens to it shows in them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.clock.rules import local_day, midnight
from intake.petitions import desks
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition, Registration
from intake.petitions.numbers import show_number
from regions.models import Organisation

if TYPE_CHECKING:
    from .core import Step

MOST_LISTED = 50


def wrong_day(received_on: datetime.date, today: datetime.date) -> Iterator[tuple[str, Any]]:
    """What is wrong with a day on which something is said to have come on paper or by word of mouth."""
    most = settings.SUNSHINE_REGISTER_WITHIN_DAYS
    if received_on > today:
        yield "received_on", _("This day is still to come.")
    elif received_on < today - datetime.timedelta(days=most):
        words = _(
            "More than %(days)d days ago. Check the day; if it is right, tell the head of the office: whoever runs "
            "the site can raise the limit."
        )
        yield "received_on", words % {"days": most}


def request_came_on(step: Step) -> datetime.date:
    """The day on which a petitioner's request came: what an office enters may have lain there, and all days count from
    then. Raises ``RuleViolation`` for a day that can't be."""
    day = step.data.get("received_on")
    if step.actor.kind != "staff" or not isinstance(day, datetime.date):
        return step.today
    RuleViolation.gather(wrong_day(day, step.today))
    return day


@dataclass(frozen=True)
class OnBehalf:
    """Who enters a matter for somebody else, and where. ``received_on``: when letter, visitor or call came."""

    user: User
    organisation: Organisation
    received_on: datetime.date
    source_office: str = ""
    source_number: str = ""

    @property
    def from_above(self) -> bool:
        """Whether another office passed the letter down: the county's share of the days then runs."""
        return bool(self.source_office)

    @property
    def at_unit(self) -> bool:
        """Whether it was brought to a unit that handles cases itself, and to no office that passes them on."""
        return self.organisation in desks.unit_desks(self.user)

    def check(self, now: datetime.datetime) -> None:
        """Raises ``NotAllowed`` for who has no desk there, ``RuleViolation`` for a day that can't be."""
        at = (desks.office_desk(self.user), desks.grid_desk(self.user), *desks.unit_desks(self.user))
        if self.organisation not in at:
            raise NotAllowed("register_on_behalf")
        RuleViolation.gather(self._problems(local_day(now)))

    def _problems(self, today: datetime.date) -> Iterator[tuple[str, Any]]:
        yield from wrong_day(self.received_on, today)
        if self.source_number and not self.source_office:
            yield "source_office", _("Write which office passed the letter down.")

    def row(self, petition: Petition, now: datetime.datetime) -> Registration:
        """The record of it, not stored yet."""
        return Registration(
            petition=petition,
            user=self.user,
            organisation=self.organisation,
            entered_at=now,
            source_office=self.source_office,
            source_number=self.source_number,
            listed=not petition.is_accusation,
        )


@dataclass(frozen=True)
class Entered:
    """A line of the clerk's own list: a number, and whether the clerk reported it as urgent. Nothing of the case."""

    number: str
    reported: bool


def _of_day(user: User, day: datetime.date) -> QuerySet[Registration]:
    begin = midnight(day)
    return Registration.objects.filter(
        user=user, entered_at__gte=begin, entered_at__lt=begin + datetime.timedelta(days=1)
    )


def listed_on(user: User, day: datetime.date) -> QuerySet[Registration]:
    """What a clerk took down on a day and that was no report of wrongdoing then, the newest first."""
    return _of_day(user, day).filter(listed=True).order_by("-entered_at", "-pk")


def entered_on(user: User, day: datetime.date) -> tuple[int, list[Entered]]:
    """How many matters a clerk took down on a day, and those of them that the own list shows."""
    rows = listed_on(user, day).values_list("petition__number", "reported_at")[:MOST_LISTED]
    return _of_day(user, day).count(), [Entered(show_number(number), at is not None) for number, at in rows]


def unreported_on(user: User, day: datetime.date) -> list[str]:
    """The numbers of a day that the clerk can still report as urgent: every one, however many the own list shows."""
    rows = listed_on(user, day).filter(reported_at=None)
    return [show_number(number) for number in rows.values_list("petition__number", flat=True)]
