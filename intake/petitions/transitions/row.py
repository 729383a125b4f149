"""What a row of the state table is made of, and the sets of states and clocks that many rows share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Track(StrEnum):
    """Suggestions, appeals and requests run on one track; accusations (检举控告) on the discipline side's own."""

    ORDINARY = "ordinary"
    ACCUSATION = "accusation"


class On(StrEnum):
    """The object whose state the row looks at."""

    PETITION = "petition"
    HANDLING = "handling"  # the open lead handling, for ``conclude``'s sequel also the concluded one
    APPROVAL = "approval"


class Reason(StrEnum):
    """Whether words must be written: never, always, or when the proposal is changed."""

    NO = "no"
    YES = "yes"
    IF_CHANGED = "if_changed"


@dataclass(frozen=True)
class Transition:
    """One row. ``to`` is the object's next state, empty where it stays; ``approval`` is who must grant it first."""

    action: str
    on: On
    track: Track
    states: tuple[str, ...]
    who: tuple[str, ...]
    to: str = ""
    reason: Reason = Reason.NO
    approval: str = ""
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    notice: str = ""
    letter: str = ""


ORDINARY, ACCUSATION = Track.ORDINARY, Track.ACCUSATION
PETITION, HANDLING, APPROVAL = On.PETITION, On.HANDLING, On.APPROVAL

# Petition states in which somebody is still at work; ``report_up``, ``withdraw`` and the like apply to any of them.
OPEN = (
    "submitted",
    "registered",
    "supplement_wanted",
    "forwarded",
    "assigned",
    "accepted",
    "simple_in_progress",
    "in_progress",
    "replied",
)
BEFORE_REPLY = OPEN[:-1]
RATEABLE = ("replied", "reviewed", "concluded", "final")
REOPENABLE = ("concluded", "lapsed", "not_accepted", "diverted", "withdrawn", "redirected")
WORKING = ("pending", "accepted", "in_progress", "simple_in_progress")

# The intake office's share of the clock ends with whatever sends the case on or ends it there.
SENT_ON = ("transfer_15", "county_share_4")
RECEIVED = ("notify_forwarded_15", "objection_5wd")
ALL = ("*",)
