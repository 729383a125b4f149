"""Internal notes that call a colleague by name (@…): only one who may know of the case can be called."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Mention, Petition
from intake.petitions.models.case import CLOSED_STATES

from .core import Step, effect

MOST = 20
# Not the @ of a mail address; a name is written right after it.
CALL = re.compile(r"(?<![A-Za-z0-9._%+-])[@\uff20](?=[^\s@\uff20])")
SHOWN = re.compile(r"[\w\u00b7.-]{1,12}")


@effect("note")
def note(step: Step) -> None:
    """Keep whom the note calls, by its words or by choice. The words of the note are stored by the command itself.

    A closed case that a desk reported as urgent has been seen to with it.
    """
    if step.case.petition.state in CLOSED_STATES:
        step.case.petition.reported_up_at = None
    wanted = [person for person in step.data.get("mentions") or () if isinstance(person, User)]
    calls = list(CALL.finditer(step.reason))
    if not wanted and not calls:
        return
    readers = list(visibility.readers(step.case.petition))
    called = _called([step.reason[call.end() :] for call in calls], readers)
    strangers = [person for person in wanted if person not in readers]
    if strangers:
        raise _nobody(strangers[0].get_full_name())
    people = {person.pk: person for person in (*wanted, *called) if person != step.actor.user}
    if len(people) > MOST:
        raise RuleViolation(
            ("reason", _("At most %(most)d people can be mentioned in one note.") % {"most": MOST})
        )
    Mention.objects.bulk_create(
        Mention(petition=step.case.petition, user=person, author=step.actor.user, created_at=step.now)
        for person in people.values()
    )
    if people:
        step.codes = {"mentioned": [person.uuid for person in people.values()]}


def _called(tails: Iterable[str], readers: list[User]) -> list[User]:
    """Those whose names the tails begin with, the longest name first: Chinese runs on without a space. Of namesakes,
    all: the note does not say which."""
    found: list[User] = []
    for tail in tails:
        names = {reader.get_full_name() for reader in readers if tail.startswith(reader.get_full_name())}
        if not names:
            shown = SHOWN.match(tail)
            raise _nobody(shown[0] if shown else tail[:1])
        name = max(names, key=len)
        found += [reader for reader in readers if reader.get_full_name() == name]
    return found


def _nobody(name: str) -> RuleViolation:
    return RuleViolation(("reason", _("Nobody called “%(name)s” works on this case.") % {"name": name}))


def mark_read(petition: Petition, user: User, now: datetime.datetime) -> None:
    """The person has opened the case: its mentions of that person are no news any more."""
    Mention.objects.filter(petition=petition, user=user, read_at=None).update(read_at=now)
