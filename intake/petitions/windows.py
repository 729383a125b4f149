"""Until when, and for which cases, the simple procedure (简易办理) and an extension (延期) are open.

Sources: 《信访事项简易办理办法(试行)》 for the simple procedure, article 34 of 《信访工作条例》 for the extension.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from intake.clock import store
from intake.clock.rules import local_day

from .models import Deadline, Handling, Petition

if TYPE_CHECKING:
    from .process.case import Case


def simple_until(handling: Handling) -> datetime.date:
    """The last day on which the unit may decide for the simple procedure, counted from its receipt of the case."""
    return store.due("simple_accept_3wd", local_day(handling.received_at)).due


def is_plain(petition: Petition) -> bool:
    """Whether the simple procedure is open to such a case: one writer, no threat, put for the first time (初次信访)."""
    return not (petition.joint or petition.threat or petition.repeat or petition.round > 1)


def may_be_simple(case: Case, today: datetime.date) -> bool:
    """Whether the unit that received the case may still choose the simple procedure for it."""
    return case.lead is not None and is_plain(case.petition) and today <= simple_until(case.lead)


def sixty_days(case: Case) -> Deadline | None:
    """The clock of article 34 that runs on the work, not extended yet. A suggestion has none."""
    if case.lead is None:
        return None
    return case.petition.deadlines.open().filter(handling=case.lead, rule="handle_60").first()


def may_be_extended(case: Case, today: datetime.date) -> bool:
    """Whether the 60 days run and are not over: once extended, or too late, there is nothing to extend."""
    clock = sixty_days(case)
    return clock is not None and not clock.is_over(today)
