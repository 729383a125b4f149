"""Every paper (告知书、意见书、函) by its code, and the merge fields that its text may and must hold.

The rules say what such a paper contains: whoever edits a template can't leave it out.
Papers about accusations (检举控告) know no field for a unit or a person of the discipline side, so that no
wording can name one; the two that both tracks share leave out the line of the unit when none is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELDS = {
    "number": _("number of the petition"),
    "document_number": _("number of the document"),
    "petitioner_name": _("name of the petitioner, or the word for one who gave none"),
    "received_on": _("day on which the petition was received"),
    "title": _("the matter, in the petitioner's words"),
    "unit": _("unit that issues the paper"),
    "issued_on": _("day of the paper"),
    "destination": _("unit that the paper is for or tells of"),
    "due_on": _("day by which the next step is due"),
    "placed_by": _("day by which the petitioner is told which unit it went to"),
    "report_due": _("day on which the report on an assignment is due"),
    "reason": _("the reason, in the officer's words"),
    "basis": _("legal basis"),
    "route": _("lawful route and its time limit"),
    "requests": _("what the petitioner asks"),
    "facts": _("facts and reasons"),
    "decision": _("the decision"),
    "outcome": _("outcome in a few words (supported, explained, not supported …)"),
    "review_unit": _("unit that reviews, or the words for the next higher one"),
    "review_by": _("last day on which a review can be asked for, or could"),
    "wanted": _("material that is wanted"),
    "result": _("what a reporter is told"),
    "first_number": _("number of the first petition on the matter"),
    "hearing_on": _("time of the hearing"),
    "place": _("place of the hearing"),
    "other_party": _("other party to an agreement"),
    "agreement": _("what was agreed"),
    "contact": _("how to reach the unit"),
    "lead_unit": _("unit that leads the work"),
    "co_units": _("units that work on it beside the lead"),
}

# Bounded, so that a subject fits its column and holds nothing of what the petitioner wrote.
SUBJECT_FIELDS = frozenset({"number", "document_number"})


@dataclass(frozen=True)
class Paper:
    """A kind of paper: what it is called, whom it is for, and its fields."""

    code: str
    name: _StrPromise
    required: frozenset[str]
    optional: frozenset[str]
    between_offices: bool = False
    accusations: bool = False  # may be about an accusation

    @property
    def fields(self) -> frozenset[str]:
        return self.required | self.optional


_CASE = "number received_on title issued_on"
_MATTER = f"{_CASE} petitioner_name"
# Ground, article, unit, and who hears a disagreement; with _MATTER also petitioner, number, dates.
_REFUSAL = "reason basis unit review_unit"
_DECISION = "requests facts decision outcome basis unit"


def _paper(
    code: str, name: _StrPromise, required: str, optional: str = "", base: str = _MATTER, **flags: bool
) -> Paper:
    may = optional if flags.get("accusations") else f"{optional} document_number petitioner_name contact"
    needed = frozenset(f"{base} {required}".split())
    return Paper(code, name, needed, frozenset(may.split()) - needed, **flags)


def _letter(code: str, name: _StrPromise, required: str, optional: str = "", base: str = _CASE) -> Paper:
    return _paper(code, name, required, optional, base, between_offices=True)


PAPERS = {
    paper.code: paper
    for paper in (
        _paper("receipt", _("Receipt"), "", "due_on placed_by", accusations=True),
        _paper(
            "forwarded_notice", _("Notice of where it went"), "destination due_on unit", "report_due co_units"
        ),
        _paper(
            "handover_notice",
            _("Notice that it goes to the petition office"),
            "destination placed_by reason unit",
        ),
        _paper("follow_notice", _("Notice that another body goes on"), "destination unit"),
        _paper("accept_notice", _("Notice of acceptance"), "due_on unit"),
        _paper("not_accept_notice", _("Notice of non-acceptance"), f"{_REFUSAL} destination"),
        _paper("no_longer_accept_notice", _("Notice of no further acceptance"), f"{_REFUSAL} destination"),
        _paper("redirect_notice", _("Notice that another body is competent"), f"{_REFUSAL} destination"),
        _paper("divert_notice", _("Notice of the lawful route"), f"{_REFUSAL} route"),
        _paper(
            "supplement_notice", _("Request for more material"), "wanted", "due_on unit", accusations=True
        ),
        _paper("lapse_notice", _("Notice that it can't be handled"), "reason unit", "review_unit"),
        _paper("merge_notice", _("Notice of joining the first petition"), "unit", "first_number reason"),
        _paper("ordinary_notice", _("Notice of the ordinary procedure"), "reason due_on unit"),
        _paper("extension_notice", _("Notice of extension"), "reason due_on unit", "destination"),
        _paper("hearing_notice", _("Notice of hearing"), "hearing_on place unit", "reason"),
        _paper(
            "mediation_agreement",
            _("Mediation agreement"),
            "other_party facts agreement unit",
            base="number petitioner_name title issued_on",
        ),
        _paper("opinion", _("Written opinion"), _DECISION, "review_unit"),
        _paper("simple_reply", _("Simple reply"), "facts decision unit", "basis"),
        _paper("short_reply", _("Answer at once"), "decision unit"),
        _paper("suggestion_reply", _("Reply to a suggestion"), "facts decision unit"),
        _paper("conclude_notice", _("Notice of conclusion"), "unit", "review_by"),
        _paper("reopen_notice", _("Notice of reopening"), "reason unit"),
        _paper("reopen_receipt", _("Receipt of a request to open a case again"), "due_on", accusations=True),
        _paper("reopen_refuse_notice", _("Notice that a case stays closed"), "reason destination unit"),
        _paper(
            "discipline_reopen_refuse", _("Notice that a report stays closed"), "reason", accusations=True
        ),
        _paper("withdrawal_receipt", _("Confirmation of withdrawal"), "unit"),
        _paper("withdrawal_noted", _("Note of withdrawal"), "", accusations=True),
        _paper("review_receipt", _("Receipt of a request for review"), "review_unit due_on"),
        _paper("review_accept_notice", _("Notice of acceptance for review"), "due_on unit"),
        _paper(
            "review_refuse_notice",
            _("Notice of non-acceptance for review"),
            "reason basis unit destination",
            "review_by",
        ),
        _paper(
            "review_withdrawal_receipt",
            _("Confirmation that a request for review is withdrawn"),
            "unit",
            "review_by",
        ),
        _paper("review_opinion", _("Review opinion"), f"{_DECISION} review_unit"),
        _paper(
            "review_redo", _("Review opinion that revokes the decision"), f"{_DECISION} destination due_on"
        ),
        _paper("redo_notice", _("Notice that it is handled anew"), "destination due_on unit"),
        _paper("rereview_opinion", _("Second review opinion"), _DECISION),
        _paper("reclass_notice", _("Notice of another class"), "", accusations=True),
        _paper("discipline_accept_notice", _("Notice that a report is accepted"), "", accusations=True),
        _paper("discipline_pass_on_notice", _("Notice that a report is passed on"), "", accusations=True),
        _paper("discipline_feedback", _("Result of a report"), "result", accusations=True),
        _letter("transfer_letter", _("Letter of transfer"), "destination due_on unit", "reason"),
        _letter("handover_letter", _("Letter to the petition office"), "destination placed_by reason unit"),
        _letter("order_letter", _("Letter of assignment"), "destination due_on report_due unit", "reason"),
        _letter(
            "co_letter", _("Letter to a co-handler"), "destination lead_unit due_on unit", "reason report_due"
        ),
        _letter("escalation_letter", _("Request to name the unit"), "destination lead_unit reason unit"),
        _letter("closing_report", _("Closing report"), "destination facts decision unit"),
        _letter("objection_letter", _("Letter of objection"), "reason unit", "destination"),
        _letter("urge_letter", _("Letter of supervision"), "destination reason due_on unit"),
        # An accusation is reported up without its matter and its number.
        _letter(
            "report_up",
            _("Report of an urgent matter"),
            "reason unit",
            "number title destination",
            base="received_on issued_on",
        ),
    )
}


class UnknownPaper(LookupError):
    """No paper has this code."""


def paper(code: str) -> Paper:
    """The paper of a code. Raises ``UnknownPaper``."""
    try:
        return PAPERS[code]
    except KeyError:
        raise UnknownPaper(code) from None
