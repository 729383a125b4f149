"""What the page of a case shows of a review: the review with the petitioner's grounds, and the parts of its draft."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from intake.clock.rules import local_day
from intake.petitions import numbers, policies
from intake.petitions.models import Review
from intake.petitions.process.case import Case
from intake.petitions.process.clocks import ON_REVIEW
from intake.petitions.process.core import KIND
from records import events
from regions.models import Organisation

from . import outcomes
from .labels import Words
from .veil import Veil


@dataclass(frozen=True)
class ReviewAsked:
    """A review, and why the petitioner disagrees."""

    row: Review
    grounds: str
    received_on: datetime.date


def asked(case: Case, veil: Veil) -> ReviewAsked | None:
    """The review that is open, or was decided last, with the petitioner's grounds."""
    petition = case.petition
    rows = petition.reviews.filter(round=petition.round).select_related("organisation")
    row = rows.exclude(state__in=("refused", "withdrawn", "ended")).last()
    if row is None:
        return None
    action = "request_review" if row.kind == Review.Kind.FIRST else "request_rereview"
    made = events.history(KIND, petition.pk).filter(action=action).order_by("-id").first()
    text = petition.texts.filter(event=made.pk).first() if made else None
    clock = row.deadlines.filter(rule__in=ON_REVIEW).first()  # not the date of a letter to the body
    received_on = clock.started_on if clock else local_day(row.requested_at)
    return ReviewAsked(row, veil.text(text.text if text else ""), received_on)


def part(case: Case, user: User, name: str, value: Any) -> Words | None:
    """What a draft about a review says by code: its outcome, the unit, and a case that this reader may know of."""
    if name == "outcome" and case.review is not None:
        first = case.review.kind == Review.Kind.FIRST
        return (outcomes.FIRST_REVIEW if first else outcomes.SECOND_REVIEW).get(value)
    if name == "unit":
        unit = Organisation.objects.filter(code=value).first()
        return unit.name if unit else _("the unit that answered")
    if name == "earlier":
        found = policies.visible_to(user).filter(number=numbers.read_number(value) or "").first()
        return found.shown_number if found else _("a case that is not in your sight")
    return None
