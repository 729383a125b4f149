"""What the overview of a notice shows beside its acts: who waits for whom, and what happened."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from records import events

from .. import naming, policies
from ..choices import State
from ..models import Case, Notice, label_of
from ..process.core import KIND
from . import acts

ACTIONS = {
    "draft": gettext_lazy("drafted"),
    "save": gettext_lazy("draft changed"),
    "submit": gettext_lazy("put before the head"),
    "send_back": gettext_lazy("sent back"),
    "approve_name": gettext_lazy("a name in full approved"),
    "publish": gettext_lazy("published"),
    "schedule": gettext_lazy("to be published at its moment"),
    "write_follow_up": gettext_lazy("follow-up written"),
    "release_follow_up": gettext_lazy("follow-up released"),
    "ask_correction": gettext_lazy("correction asked for"),
    "refuse_correction": gettext_lazy("correction refused"),
    "correct": gettext_lazy("corrected"),
    "redact": gettext_lazy("words removed"),
    "take_down": gettext_lazy("taken down"),
}
MOST_EVENTS = 100


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime.datetime
    who: str
    what: str


class Overview:
    """A notice for one person."""

    def __init__(self, notice: Notice, user: Any) -> None:
        self.notice, self.user = notice, user

    @property
    def state(self) -> str:
        """The state in words; a published one with a moment to come is scheduled."""
        return _("scheduled") if self.notice.is_scheduled else str(self.notice.get_state_display())

    @property
    def may_edit(self) -> bool:
        return self.notice.state == State.DRAFT and policies.is_member(self.user, self.notice)

    @property
    def cases(self) -> list[tuple[Case, list[tuple[Any, str]]]]:
        """Each case with its persons, and how the public reads them."""
        rows = list(self.notice.cases.all())
        names = naming.display_names(person for row in rows for person in row.persons.all())
        return [(row, [(person, names[person.name]) for person in row.persons.all()]) for row in rows]

    @property
    def may_approve_names(self) -> bool:
        return self.notice.state == State.SUBMITTED and policies.may_publish(self.user, self.notice)

    @property
    def follow_ups(self) -> list[tuple[Any, bool]]:
        """Those that wait for a second person, and whether this is one."""
        rows = [row for row in self.notice.follow_ups.all() if row.released_at is None]
        return [(row, policies.may_second(self.user, self.notice, row.written_by_id)) for row in rows]

    @property
    def corrections(self) -> list[tuple[Any, str, bool]]:
        """Those that wait: the row, what it corrects, and whether this person decides."""
        return [
            (
                row,
                label_of(Case if row.case_id else Notice, row.field),
                policies.may_second(self.user, self.notice, row.asked_by_id),
            )
            for row in acts.corrections_waiting(self.notice)
        ]

    @property
    def comment(self) -> Any:
        """The last comment with which the notice was sent back, while it is a draft again."""
        if self.notice.state != State.DRAFT:
            return None
        return self.notice.remarks.filter(action="send_back").select_related("author").first()

    @property
    def history(self) -> list[Line]:
        """What happened, newest first."""
        found = list(events.history(KIND, self.notice.pk).order_by("-id")[:MOST_EVENTS])
        names = {
            user.uuid: user.display_name
            for user in User.objects.filter(uuid__in={event.actor_id for event in found if event.actor_id})
        }
        return [
            Line(
                event.at,
                names.get(event.actor_id, "") if event.actor_id else _("the system"),
                str(ACTIONS.get(event.action, event.action)),
            )
            for event in found
        ]
