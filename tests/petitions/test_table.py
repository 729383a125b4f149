"""The state table is written in words: each is one that clock, papers, roles and states know."""

from intake.clock import rules
from intake.documents.fields import PAPERS
from intake.petitions.models import Approval, Review
from intake.petitions.models.case import State
from intake.petitions.models.work import HandlingState
from intake.petitions.transitions import TRANSITIONS, On

STATES = {
    On.PETITION: set(State.values),
    On.HANDLING: {*HandlingState.values, "remembered"},
    On.CO: set(HandlingState.values),
    On.APPROVAL: set(Approval.ApprovalState.values),
    On.REVIEW: set(Review.ReviewState.values),
    On.FIRST_REVIEW: set(Review.ReviewState.values),
    On.SECOND_REVIEW: set(Review.ReviewState.values),
}
ROLES = {
    "P",
    "PO",
    "POH",
    "H",
    "HH",
    "C",
    "CH",
    "DC",
    "DCH",
    "DH",
    "R",
    "RH",
    "SEC",
    "SYS",
    "approver",
    "asker",
}


def test_every_clock_in_the_table_is_a_rule() -> None:
    # An order and a letter of supervision name their day themselves, and ``*`` stands for all that run.
    named = {clock for row in TRANSITIONS for clock in (*row.starts, *row.meets, *row.cancels)}
    assert named - set(rules.RULES) == {"report_due", "urge_answer", "*"}


def test_every_paper_in_the_table_is_one_that_offices_can_write() -> None:
    assert {paper for row in TRANSITIONS for paper in (row.notice, row.letter)} - set(PAPERS) == {""}


def test_every_state_and_role_in_the_table_exists() -> None:
    for row in TRANSITIONS:
        assert row.states and row.who, row
        assert {*row.states, row.to} - {""} <= STATES[row.on], row
        assert {*row.who, row.approval} - {""} <= ROLES, row


def test_an_action_has_one_row_on_a_track() -> None:
    actions = [(row.track, row.action) for row in TRANSITIONS]
    assert len(actions) == len(set(actions))
