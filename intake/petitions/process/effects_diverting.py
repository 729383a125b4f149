"""To the lawful route (依法分类处理): article 31 (1) to (5) of the Regulations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake.documents import rendering
from intake.petitions.errors import RuleViolation
from intake.petitions.models.case import LawfulRoute, State
from intake.petitions.models.work import HandlingState

from .core import Step, effect
from .effects_ordinary import end_handling_with, ground
from .holding import end_with, lead_of


@effect("divert")
def divert(step: Step) -> None:
    _say_where(step)
    end_with(step, State.DIVERTED)


@effect("divert_here")
def divert_here(step: Step) -> None:
    """The unit ends its work as a petition. By the fifth route it goes on itself: it does its duty, or answers."""
    if (
        step.data.get("lawful_route") == LawfulRoute.DUTY
        and not str(step.data.get("destination", "")).strip()
    ):
        step.data = step.data | {"destination": lead_of(step).organisation.name}
    _say_where(step)
    end_handling_with(step, HandlingState.DIVERTED, State.DIVERTED)


def _say_where(step: Step) -> None:
    """Keep which route it is, and say on the paper where the petitioner goes, how and by when."""
    route = str(step.data.get("lawful_route", ""))
    if route not in LawfulRoute.values:
        raise RuleViolation(("lawful_route", _("Choose one of the routes of article 31.")))
    fields = ground(step, "destination", "route")
    petition = step.case.petition
    petition.lawful_route = route
    step.codes = {"lawful_route": route}
    name = rendering.route_text(route, petition.language)
    body = fields.pop("destination")
    step.fields = fields | {"route": f"{name}\n{body}\n{fields['route']}"}
