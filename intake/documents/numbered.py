"""Which papers carry a document number (文号), of which series, and why the others have none: each is in one table.

A number makes a decision, or a letter that is owed an answer, one that can be cited. See docs/decisions/0022.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# The series of the issuing unit, by the paper's code.
NUMBERED = {
    "accept_notice": "accept",
    "not_accept_notice": "not_accept",
    "opinion": "opinion",
    "suggestion_reply": "reply",
    "simple_reply": "simple",
    "short_reply": "reply",
    "extension_notice": "extension",
    "transfer_letter": "transfer",
    "handover_letter": "transfer",
    "order_letter": "order",
    "closing_report": "closing",
    "co_letter": "transfer",
    "escalation_letter": "escalate",
    "objection_letter": "objection",
    "urge_letter": "urge",
    "divert_notice": "divert",
    "redirect_notice": "redirect",
    "no_longer_accept_notice": "no_longer_accept",
    "review_accept_notice": "review_accept",
    "review_refuse_notice": "review_refuse",
    "review_opinion": "review",
    "review_redo": "review",
    "rereview_opinion": "rereview",
    "hearing_notice": "hearing",
    "lapse_notice": "lapse",
    "mediation_agreement": "mediation",
    "discipline_accept_notice": "discipline",
    "discipline_pass_on_notice": "discipline",
    "discipline_feedback": "discipline",
}

RECEIPT = _("confirms that something came, and decides nothing")
STEP = _("tells of a step; the decision or letter that it tells of has the number")
AT_ONCE = _(
    "goes out at once and in several copies, and counted would tell how many urgent reports there are"
)

UNNUMBERED: dict[str, _StrPromise] = {
    **dict.fromkeys(
        (
            *("receipt", "review_receipt", "reopen_receipt"),
            *("withdrawal_receipt", "withdrawal_noted", "review_withdrawal_receipt"),
        ),
        RECEIPT,
    ),
    **dict.fromkeys(
        (
            *("forwarded_notice", "handover_notice", "follow_notice", "redo_notice", "merge_notice"),
            *("ordinary_notice", "supplement_notice", "conclude_notice", "reopen_notice", "reclass_notice"),
            *("reopen_refuse_notice", "discipline_reopen_refuse"),
        ),
        STEP,
    ),
    "report_up": AT_ONCE,
}
