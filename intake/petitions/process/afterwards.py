"""After the answer: the petitioner is asked what became of it (回访), and promises are kept (落实)."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from intake.clock.rules import local_day
from intake.petitions.errors import RuleViolation

from .core import Step, effect
from .holding import lead_of, tell_of_change

DONE, NOT_YET, NOT_REACHED = "done", "not_yet", "not_reached"
SAID = (DONE, NOT_YET, NOT_REACHED)
WAYS = ("phone", "person", "writing")


@effect("follow_up")
def follow_up(step: Step) -> None:
    """Keep what the petitioner said. “Not yet” gives the unit that answered a day by which it is done, which it can't
    put off itself; who was not reached changes nothing. The petitioner is told what was kept, and may know otherwise.
    """
    said, way, on = str(step.data.get("said", "")), str(step.data.get("way", "")), step.data.get("asked_on")
    problems = []
    if said not in SAID:
        problems.append(("said", _("Say what the petitioner answered.")))
    if way not in WAYS:
        problems.append(("way", _("Say how the petitioner was asked.")))
    if not isinstance(on, datetime.date) or on > step.today:
        problems.append(("asked_on", _("Name the day of it; it can't be still to come.")))
    elif (answered := lead_of(step).closed_at) is not None and on < local_day(answered):
        problems.append(("asked_on", _("The petitioner was answered later than that.")))
    RuleViolation.gather(problems)
    step.codes = {"said": said, "way": way, "on": on, "organisation": lead_of(step).organisation.code}
    promised = step.case.petition.promise_due
    if said == NOT_YET:
        step.codes["promised"] = step.case.petition.promise_due = _day_of_promise(step)
        tell_of_change(step)
    elif said == DONE and promised is not None:
        step.case.petition.promise_due = None
        tell_of_change(step)


def _day_of_promise(step: Step) -> datetime.date:
    due = step.data.get("due")
    if not isinstance(due, datetime.date) or due <= step.today:
        raise RuleViolation(("due", _("Name the day, after today, by which the unit does it.")))
    before = step.case.petition.promise_due
    if before is not None and due > before and step.organisation != step.case.intake:
        raise RuleViolation(
            ("due", _("An earlier day stands. Only the petition office can allow a later one."))
        )
    return due


@effect("promise_kept")
def promise_kept(step: Step) -> None:
    """What was promised is done, as the unit or the office says. The petitioner is told, who may know otherwise."""
    step.codes = {"organisation": lead_of(step).organisation.code}
    step.case.petition.promise_due = None
    tell_of_change(step)
