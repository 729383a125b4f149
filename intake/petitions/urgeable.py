"""Whose work the petition office may take to task (督办, article 40): the lead's, a co-handler's, a review body's.

An office does not write letters to itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Handling

if TYPE_CHECKING:
    from .process.case import Case


def cos(case: Case) -> list[Handling]:
    """The co-handlers that may be urged."""
    return [co for co in case.cos if co.is_open and co.organisation_id != case.intake.pk]


def fits(action: str, case: Case) -> bool:
    """Whether there is somebody to be urged, or a letter that waits for an answer."""
    match action:
        case "urge":
            return case.lead is not None and case.lead.organisation_id != case.intake.pk
        case "urge_co":
            return bool(cos(case))
        case "urge_review":  # one that nobody is named for waits for the office itself
            return case.review is not None and case.review.organisation_id not in (None, case.intake.pk)
        case "answer_urge":
            return case.lead is not None and case.lead.urges.waiting().exists()
        case "review_answer_urge":
            return case.review is not None and case.review.urges.waiting().exists()
    return True
