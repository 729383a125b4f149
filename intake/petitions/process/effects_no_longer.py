"""No further acceptance (不再受理): the same facts and grounds, after their procedure has ended (article 36).

The earlier case is named by its number and looked at: its second review was decided, or, where the county's rules say
so, the time to ask for review passed unused.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intake.clock.rules import local_day
from intake.petitions import numbers, policies
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition, Review
from intake.petitions.models.case import State
from intake.petitions.models.work import HandlingState
from intake.routing.models import PetitionClass

from .core import Step, check, effect
from .effects_ordinary import end_handling_with, ground
from .holding import end_with

UNUSED = ("review_request_30", "rereview_request_30")


@check("no_longer_accept", "no_longer_accept_here")
def has_ended_before(step: Step) -> None:
    """Raises ``RuleViolation`` unless the earlier case is one that the asker may see, and that has ended so."""
    earlier = _earlier(step)
    if not (earlier.state == State.FINAL or _passed_unused(earlier)):
        raise RuleViolation(("earlier", _rule()))
    step.fields = ground(step, "destination")
    # By a mark that tells nobody its number: not everybody who reads this case may know of the other one.
    step.codes = {"earlier": earlier.pk}


def _earlier(step: Step) -> Petition:
    """The case of that number. One that may not be seen answers like one that does not exist."""
    number = numbers.read_number(str(step.data.get("earlier", "")))
    visible = policies.visible_to(step.actor.user).exclude(petition_class=PetitionClass.ACCUSATION)
    found = visible.filter(number=number or "").exclude(pk=step.case.petition.pk).first()
    if found is None:
        raise RuleViolation(("earlier", _("There is no other case with this number in your sight.")))
    return found


def _passed_unused(earlier: Petition) -> bool:
    """Whether it was concluded because nobody asked for review in the time for it. Who asked and was refused did."""
    if not settings.SUNSHINE_UNUSED_REVIEW_IS_FINAL or earlier.state != State.CONCLUDED:
        return False
    if earlier.reviews.filter(round=earlier.round, state=Review.ReviewState.REFUSED).exists():
        return False
    last = earlier.deadlines.filter(rule__in=UNUSED).order_by("-pk").first()
    if last is None or last.met_at is not None or last.cancelled_at is None:
        return False
    return last.is_over(local_day(last.cancelled_at))


def _rule() -> object:
    if settings.SUNSHINE_UNUSED_REVIEW_IS_FINAL:
        return _(
            "Only after a second review was decided (article 36), or after the 30 days for asking for review passed "
            "unused. This case has not ended so."
        )
    return _("Only after a second review was decided (article 36). This case has not ended so.")


@effect("no_longer_accept")
def no_longer_accept(step: Step) -> None:
    end_with(step, State.NO_LONGER_ACCEPTED)


@effect("no_longer_accept_here")
def no_longer_accept_here(step: Step) -> None:
    end_handling_with(step, HandlingState.NO_LONGER_ACCEPTED, State.NO_LONGER_ACCEPTED)
