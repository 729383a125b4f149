"""Rows that both tracks have: urgency, material, notes, who must not know, and what a second person decides."""

from __future__ import annotations

from .row import APPROVAL, OPEN, PETITION, REOPENABLE, On, Reason, Track, Transition


def _on_both(
    action: str, on: On, states: tuple[str, ...], who: tuple[str, ...], reason: Reason, letter: str = ""
) -> tuple[Transition, ...]:
    return tuple(Transition(action, on, track, states, who, reason=reason, letter=letter) for track in Track)


_STAFF = ("PO", "H", "DC", "DH")
ROWS = (
    *_on_both("report_up", PETITION, OPEN, _STAFF, Reason.YES, letter="report_up"),
    *_on_both("add_material", PETITION, OPEN, ("P",), Reason.NO),
    *_on_both("note", PETITION, OPEN + REOPENABLE, _STAFF, Reason.YES),
    *_on_both("recuse", PETITION, OPEN + REOPENABLE, (*_STAFF, "POH", "HH"), Reason.YES),
    *_on_both("accuse", PETITION, OPEN, ("PO", "DC"), Reason.NO),
    *_on_both("clear_accused", PETITION, OPEN, ("PO", "DC"), Reason.YES),
    *_on_both("confirm_accused", PETITION, OPEN, ("PO", "DC"), Reason.NO),
    *_on_both("grant", APPROVAL, ("asked",), ("approver",), Reason.NO),
    *_on_both("refuse", APPROVAL, ("asked",), ("approver",), Reason.YES),
    *_on_both("withdraw_ask", APPROVAL, ("asked",), ("asker",), Reason.NO),
)
