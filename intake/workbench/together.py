"""What the page of a case shows of other units that work on it, and of other cases that belong to it."""

from __future__ import annotations

import datetime
from functools import cached_property

from accounts.models import User
from intake.petitions import policies
from intake.petitions.models import Handling, Petition
from intake.petitions.policies import Actor
from intake.petitions.process.case import Case
from intake.petitions.process.core import KIND
from records import events
from regions.models import Organisation

from .belonging import Belonging, belonging_to
from .clocks import Worker, workers_of
from .veil import Veil


class Together:
    """A part of ``CasePage``."""

    petition: Petition
    user: User
    actor: Actor
    case: Case
    veil: Veil

    @cached_property
    def own_part(self) -> Handling | None:
        """The reader's own part of a case that another unit leads."""
        return policies.own_co(self.actor, self.case) if self._only_beside else None

    @property
    def _only_beside(self) -> bool:
        return policies.roles_of(self.actor, self.case) <= {"C", "CH"}

    @cached_property
    def belonging(self) -> Belonging:
        return belonging_to(self.case, self.user)

    @property
    def may_merge(self) -> bool:
        return "merge" in {row.action for row in policies.available_actions(self.actor, self.case)}

    @cached_property
    def workers(self) -> list[Worker]:
        return workers_of(self.case)

    @cached_property
    def reports(self) -> list[tuple[Organisation, datetime.datetime, str]]:
        """What co-handlers found, for whoever works on the case: the unit, when, and its words."""
        if not self.case.cos:
            return []
        made = events.history(KIND, self.petition.pk).filter(action="report_to_lead")
        texts = {
            text.event: text.text for text in self.petition.texts.filter(event__in=[row.pk for row in made])
        }
        units = {co.organisation.code: co.organisation for co in self.case.cos}
        return [
            (units[row.organisation_code], row.at, self.veil.text(texts.get(row.pk, "")))
            for row in made
            if row.organisation_code in units
        ]
