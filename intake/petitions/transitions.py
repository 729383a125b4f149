"""The state table (状态表) as data: who may do what to which object in which state, and what follows.

One reader, ``find``; from these rows come the commands' guard, the buttons of desk and track page, the API's list of
actions and the tests. Roles: ``P`` petitioner · ``PO`` intake office (petition office) · ``POH`` its head · ``H``
officer of the unit that holds the handling · ``HH`` its head · ``DC`` discipline intake · ``DCH`` its head · ``DH``
officer of the discipline unit or other body that the intake passed the case to · ``C`` officer of a co-handling unit ·
``CH`` its head · ``R`` officer of the review body · ``RH`` its head · ``SEC`` a second person, never the one who
asked · ``SYS`` the system. Sources: 《信访工作条例》 articles 19 to 36 and the discipline rules for accusations.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial


class Track(StrEnum):
    """Suggestions, appeals and requests run on one track; accusations (检举控告) on the discipline side's own."""

    ORDINARY = "ordinary"
    ACCUSATION = "accusation"


class On(StrEnum):
    """The object whose state the row looks at."""

    PETITION = "petition"
    HANDLING = "handling"  # the open lead handling, for ``conclude``'s sequel also the concluded one
    CO = "co"  # the co-handling of the unit that acts
    APPROVAL = "approval"
    REVIEW = "review"  # the open review, whichever it is
    FIRST_REVIEW = "first_review"  # the open review, if it is the first (复查)
    SECOND_REVIEW = "second_review"  # the open review, if it is the second (复核)


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


def _row(
    track: Track,
    on: On,
    states: str,
    action: str,
    to: str,
    who: str,
    clocks: str = "",
    notice: str = "",
    reason: Reason = Reason.NO,
    *,
    approval: str = "",
    letter: str = "",
) -> Transition:
    """A row from its cells, in the order of the rules' own table. Several words in a cell stand apart by spaces.

    In ``clocks``, ``+rule`` starts, ``-rule`` is met, ``×rule`` is cancelled, ``×*`` cancels all that run.
    """
    marked: dict[str, list[str]] = {"+": [], "-": [], "×": []}
    for clock in clocks.split():
        marked[clock[0]].append(clock[1:])
    return Transition(
        action=action,
        on=on,
        track=track,
        states=tuple(states.split()),
        who=tuple(who.split()),
        to=to,
        reason=reason,
        approval=approval,
        starts=tuple(marked["+"]),
        meets=tuple(marked["-"]),
        cancels=tuple(marked["×"]),
        notice=notice,
        letter=letter,
    )


YES, IF_CHANGED = Reason.YES, Reason.IF_CHANGED

# Petition states in which somebody is still at work; ``report_up``, ``withdraw`` and the like apply to any of them.
BEFORE_REPLY = (
    "submitted registered supplement_wanted received "
    "forwarded assigned accepted simple_in_progress in_progress"
)
OPEN = f"{BEFORE_REPLY} replied in_review reviewed in_rereview"
RATEABLE = "replied reviewed concluded final"
REOPENABLE = "concluded lapsed not_accepted diverted withdrawn redirected merged"
ANY = f"{OPEN} {REOPENABLE} final"
WORKING = "pending accepted in_progress simple_in_progress"
HELD = f"{WORKING} objected supplement_wanted"

# The intake office's share of the clock ends with whatever sends the case on or ends it there.
SENT_ON = "-transfer_15 -county_share_4"
# What tells the petitioner in writing whether the unit accepts the case, however the unit came to have it.
TOLD = "-notify_forwarded_15 -notify_direct_15 ×objection_5wd"
RECEIVED = "+notify_forwarded_15 +objection_5wd"
STAFF = "PO H C DC DH R"

# The tables keep their columns: states, action, next state, who, clocks, notice, reason; then what few rows have.
# fmt: off

# Suggestions, appeals and requests.
petition, handling = partial(_row, Track.ORDINARY, On.PETITION), partial(_row, Track.ORDINARY, On.HANDLING)
co = partial(_row, Track.ORDINARY, On.CO)
_ORDINARY = (
    petition("submitted", "register", "registered", "PO", "-register_1wd"),
    petition(BEFORE_REPLY, "seal", "submitted", "PO H SYS", "×* +discipline_accept_15wd"),
    petition("registered", "ask_supplement", "supplement_wanted", "PO", "+supplement_15", "supplement_notice", YES),
    petition("supplement_wanted", "supply", "registered", "P PO", "-supplement_15"),
    petition("supplement_wanted", "proceed", "registered", "PO", "-supplement_15"),
    petition("registered", "transfer", "forwarded", "PO", f"{SENT_ON} {RECEIVED}", "forwarded_notice", IF_CHANGED,
             letter="transfer_letter"),
    petition("registered", "assign", "assigned", "PO", f"{SENT_ON} {RECEIVED}", "forwarded_notice", YES,
             letter="order_letter"),
    petition("registered", "handle_here", "accepted", "PO", f"{SENT_ON} -notify_direct_15 +handle_60", "accept_notice"),
    petition("registered", "not_accept", "not_accepted", "PO", SENT_ON, "not_accept_notice", YES, approval="POH"),
    petition("registered", "redirect", "redirected", "PO", SENT_ON, "redirect_notice", YES),
    petition("registered", "divert", "diverted", "PO", SENT_ON, "divert_notice", YES),
    handling("pending", "object", "objected", "H", "-objection_5wd", reason=YES, letter="objection_letter"),
    # With another unit named in the grant, a new handling starts there at once.
    handling("objected", "grant_objection", "returned", "PO", reason=YES),
    handling("objected", "refuse_objection", "pending", "PO", reason=YES),
    handling("pending", "recall", "recalled", "PO", "×notify_forwarded_15 ×notify_direct_15 ×objection_5wd",
             reason=YES),
    handling("pending", "accept", "accepted", "H", f"{TOLD} +handle_60", "accept_notice"),
    handling("pending", "accept_simple", "simple_in_progress", "H",
             f"{TOLD} +simple_decision_10wd +handle_60", "accept_notice"),
    handling("pending accepted", "divert_here", "diverted", "H",
             f"{TOLD} -report_due ×handle_60", "divert_notice", YES,
             letter="closing_report"),
    handling("pending", "not_accept_here", "not_accepted", "H",
             f"{TOLD} -report_due", "not_accept_notice", YES, approval="HH",
             letter="closing_report"),
    handling(WORKING, "ask_supplement_here", "supplement_wanted", "H", "+supplement_15", "supplement_notice", YES),
    handling("supplement_wanted", "supply_here", "remembered", "P H", "-supplement_15"),
    handling("supplement_wanted", "proceed_here", "remembered", "H", "-supplement_15", reason=YES),
    handling("accepted", "start", "in_progress", "H"),
    handling("simple_in_progress", "reply_simple", "replied", "H",
             "-simple_decision_10wd -handle_60 -suggestion_reply_60 -report_due", "simple_reply",
             letter="closing_report"),
    handling("simple_in_progress", "to_ordinary", "in_progress", "H", "×simple_decision_10wd", "ordinary_notice", YES),
    # Once, before the 60 days are over: 延期.
    handling("accepted in_progress", "extend", "", "H", "×handle_60 +handle_60_ext", "extension_notice", YES,
             approval="HH"),
    handling("in_progress", "issue_opinion", "replied", "H", "-handle_60 -handle_60_ext -report_due", "opinion",
             approval="HH", letter="closing_report"),
    handling("in_progress", "reply_suggestion", "replied", "H", "-handle_60 -suggestion_reply_60 -report_due",
             "suggestion_reply", letter="closing_report"),
    # What comes on paper, or is said there in person, the office that holds the case enters.
    petition(BEFORE_REPLY, "withdraw", "withdrawn", "P PO H", "×*", "withdrawal_receipt"),
    petition("replied", "accept_result", "concluded", "P", "×review_request_30", "conclude_notice"),
    # The windows after a reply passed unused: 逾期未申请复查 for an opinion, 办结 for other replies.
    petition("replied", "close", "concluded", "SYS", "×review_request_30", "conclude_notice"),
    petition(RATEABLE, "rate", "", "P", "-rating_30"),
    petition(REOPENABLE, "reopen", "registered", "PO", "-reopen_answer_15 ×* +transfer_15", "reopen_notice", YES,
             approval="POH"),
)

# What can be answered at once (即时答复): a question, a suggestion or thanks. No opinion, no review.
_SHORT = (
    petition("registered", "answer_short", "replied", "PO", f"{SENT_ON} -notify_direct_15 -suggestion_reply_60",
             "short_reply"),
    handling("pending accepted", "answer_short_here", "replied", "H", f"{TOLD} -suggestion_reply_60 -report_due",
             "short_reply", letter="closing_report"),
)

# What is brought to the unit with the power itself (直接收到), article 23: it tells the petitioner in writing within 15
# days of receipt whether it accepts it, says which other body has the power, or hands it over to the petition office.
_DIRECT = (
    petition("submitted", "receive_here", "received", "SYS", "-register_1wd ×transfer_15 +notify_direct_15"),
    handling("pending", "redirect_here", "redirected", "H", TOLD, "redirect_notice", YES),
    handling("pending", "hand_over", "returned", "H", "-notify_direct_15 +transfer_15", "handover_notice", YES,
             letter="handover_letter"),
)

# Review (复查) and second review (复核) of a written opinion, articles 35 and 36, and what comes of the same matter put
# again after them (不再受理).
review, first = partial(_row, Track.ORDINARY, On.REVIEW), partial(_row, Track.ORDINARY, On.FIRST_REVIEW)
second = partial(_row, Track.ORDINARY, On.SECOND_REVIEW)
_UNDECIDED = "requested accepted hearing"
_REVIEWS = (
    # What comes on paper the petition office enters; if it came in time, also for a case concluded meanwhile.
    petition("replied concluded", "request_review", "in_review", "P PO", "-review_request_30 +review_opinion_30",
             "review_receipt"),
    petition("reviewed concluded", "request_rereview", "in_rereview", "P PO",
             "-rereview_request_30 +rereview_opinion_30", "review_receipt"),
    petition("reviewed", "no_rereview", "concluded", "SYS", "×rereview_request_30", "conclude_notice"),
    review(_UNDECIDED, "name_review_body", "requested", "PO", reason=YES),
    review("requested", "accept_review", "accepted", "R", notice="review_accept_notice"),
    review("requested", "refuse_review", "refused", "R", "-review_opinion_30 -rereview_opinion_30",
           "review_refuse_notice", YES, approval="RH"),
    review("requested accepted", "withdraw_review", "withdrawn", "P", "×review_opinion_30 ×rereview_opinion_30",
           "review_withdrawal_receipt"),
    # Revoked and to be done anew: a new lead handling begins with it.
    first("accepted", "decide_review", "decided", "R", "-review_opinion_30", "review_opinion", approval="RH"),
    second("accepted", "hear", "hearing", "R", notice="hearing_notice", reason=YES),
    second("hearing", "end_hearing", "accepted", "R"),
    second("accepted", "decide_rereview", "decided", "R", "-rereview_opinion_30", "rereview_opinion", approval="RH"),
    review(_UNDECIDED, "follow_review", "", "SYS"),
    petition("registered", "no_longer_accept", "no_longer_accepted", "PO", SENT_ON, "no_longer_accept_notice", YES,
             approval="POH"),
    handling("pending", "no_longer_accept_here", "no_longer_accepted", "H",
             f"{TOLD} -report_due", "no_longer_accept_notice", YES, approval="HH",
             letter="closing_report"),
)

# The petitioner asks that a closed case be opened again (申请重新启动): with new facts, or for a promise not kept. The
# office that could open it decides, by ``reopen`` or by a refusal, and has a clock of its own for that. What comes on
# paper the office enters.
_ASKING_TO_REOPEN: tuple[Transition, ...] = (
    petition(REOPENABLE, "ask_reopen", "", "P PO", "+reopen_answer_15", "reopen_receipt"),
    petition(REOPENABLE, "refuse_reopen", "", "PO", "-reopen_answer_15", "reopen_refuse_notice", YES, approval="POH"),
)

# After the answer (回访、落实): the petitioner is asked whether what was promised is done. If it is not, the unit that
# answered has to do it by a day, which stands in its list until somebody says that it has.
_AFTERWARDS = (
    petition(RATEABLE, "follow_up", "", "H PO", reason=YES),
    petition(f"{RATEABLE} in_review in_rereview", "promise_kept", "", "H PO", reason=YES),
)

# Supervision (督办, article 40): the office takes a unit that works on the case to task; the unit answers in writing.
_SUPERVISION = (
    handling(HELD, "urge", "", "PO", reason=YES, letter="urge_letter"),
    handling(HELD, "answer_urge", "", "H", "-urge_answer", reason=YES),
    # A co-handler is taken to task for its own part, and answers for that alone.
    handling(HELD, "urge_co", "", "PO", reason=YES, letter="urge_letter"),
    co("pending objected in_progress", "co_answer_urge", "", "C", "-urge_answer", reason=YES),
    # The lead has answered: it is the review body that works, and owes a word.
    review(_UNDECIDED, "urge_review", "", "PO", reason=YES, letter="urge_letter"),
    review(_UNDECIDED, "review_answer_urge", "", "R", "-urge_answer", reason=YES),
)

# Several units on one matter (主办、协办), article 24. What a co-handler does changes nothing for the petitioner.
_TOGETHER = (
    handling(HELD, "add_co", "", "H PO", reason=YES),
    handling(HELD, "drop_co", "", "H PO", reason=YES),
    handling(HELD, "stop_waiting", "", "H", reason=YES),
    handling(HELD, "grant_co_objection", "", "H PO", reason=YES),
    handling(HELD, "refuse_co_objection", "", "H PO", reason=YES),
    co("pending", "co_accept", "in_progress", "C", "-notify_forwarded_15 ×objection_5wd +handle_60"),
    co("pending", "co_object", "objected", "C", "-objection_5wd", reason=YES, letter="objection_letter"),
    co("in_progress", "report_to_lead", "replied", "C",
       "-handle_60 -handle_60_ext -suggestion_reply_60 -report_due", reason=YES),
    petition(OPEN, "follow_co", "", "SYS"),
    # Both insist: a common superior names the unit, then the joint conference (联席会议).
    handling("objected", "escalate", "", "PO HH", reason=YES, letter="escalation_letter"),
    handling(HELD, "change_lead", "recalled", "PO", RECEIVED, "forwarded_notice", YES, letter="transfer_letter"),
)

# Both sides agree, or are heard.
_SETTLING = (
    handling("in_progress", "hear_here", "", "H", notice="hearing_notice", reason=YES),
    handling("in_progress", "mediate", "mediated", "H", "-handle_60 -handle_60_ext -report_due", "mediation_agreement",
             letter="closing_report"),
    handling("in_progress", "reconcile", "mediated", "H", "-handle_60 -handle_60_ext -report_due",
             "mediation_agreement", letter="closing_report"),
    handling("in_progress", "mediation_failed", "", "H", reason=YES),
    co("pending objected in_progress", "co_assign_officer", "", "C CH"),
)

# Cases that belong together, and what can't be made out at all.
_BELONGING = (
    petition("submitted registered", "merge", "merged", "PO", f"-register_1wd {SENT_ON} ×*", "merge_notice", YES),
    petition("merged", "go_on_alone", "registered", "SYS", "×* +transfer_15", "reopen_notice"),
    petition(ANY, "link", "", "PO"),
    petition(ANY, "unlink", "", "PO", reason=YES),
    petition("supplement_wanted", "lapse", "lapsed", "PO", f"{SENT_ON} ×supplement_15", "lapse_notice", YES,
             approval="POH"),
)

# Accusations (检举控告): the petition office is nowhere in them.
petition, handling = partial(_row, Track.ACCUSATION, On.PETITION), partial(_row, Track.ACCUSATION, On.HANDLING)
_ACCUSATION = (
    petition("submitted", "keep", "accepted", "DC", "-discipline_accept_15wd", "discipline_accept_notice"),
    petition("submitted", "pass_on", "forwarded", "DC",
             "×discipline_accept_15wd +discipline_lower_5wd +discipline_accept_15wd", "discipline_pass_on_notice", YES),
    # Within the 5 working days in which a discipline body passes on what is not its own; nothing of it stays here.
    petition("submitted", "report_to_superior", "submitted", "DCH", "-discipline_lower_5wd", reason=YES),
    petition("submitted", "release", "submitted", "DC", "×* +transfer_15", "reclass_notice", YES, approval="SEC"),
    petition("submitted", "split_off", "", "DC", reason=YES),
    # A repeat is kept for reference (留存备查); its writer is not told again.
    petition("submitted", "merge", "merged", "DC", "×*"),
    petition("submitted", "ask_supplement", "supplement_wanted", "DC", "+supplement_15", "supplement_notice", YES),
    petition("supplement_wanted", "supply", "submitted", "P DC", "-supplement_15"),
    petition("supplement_wanted", "proceed", "submitted", "DC", "-supplement_15"),
    handling("pending", "recall", "recalled", "DC", reason=YES),
    handling("pending", "accept", "accepted", "DH", "-discipline_lower_5wd -discipline_accept_15wd",
             "discipline_accept_notice"),
    # A discipline unit that finds another one to have the power passes it on itself (再转), within its five days.
    handling("pending", "pass_on_here", "recalled", "DH",
             "-discipline_lower_5wd ×discipline_accept_15wd +discipline_lower_5wd +discipline_accept_15wd",
             "discipline_pass_on_notice", YES),
    handling("pending", "pass_back", "returned", "DH", "-discipline_lower_5wd", reason=YES),
    handling("pending accepted", "ask_supplement_here", "supplement_wanted", "DH", "+supplement_15",
             "supplement_notice", YES),
    handling("supplement_wanted", "supply_here", "remembered", "P DH", "-supplement_15"),
    handling("supplement_wanted", "proceed_here", "remembered", "DH", "-supplement_15", reason=YES),
    handling("accepted", "dispose", "in_progress", "DH", reason=YES),
    handling("in_progress", "conclude", "concluded", "DH", "+discipline_feedback_15wd", reason=YES, approval="SEC"),
    handling("concluded", "feed_back", "replied", "DH", "-discipline_feedback_15wd", "discipline_feedback"),
    petition(BEFORE_REPLY, "withdraw", "", "P DC DH", notice="withdrawal_noted"),
    petition("concluded merged", "reopen", "submitted", "DC", "-reopen_answer_15 ×* +discipline_accept_15wd",
             reason=YES, approval="SEC"),
)

_ASKING_TO_REOPEN += (
    petition("concluded", "ask_reopen", "", "P DC", "+reopen_answer_15", "reopen_receipt"),
    petition("concluded", "refuse_reopen", "", "DC", "-reopen_answer_15", "discipline_reopen_refuse", YES,
             approval="SEC"),
)


def _on_either(track: Track) -> tuple[Transition, ...]:
    """What both tracks have: urgency, material, notes, who must not know, what a second person decides, and what the
    system does when the tree has changed under a case."""
    petition, handling = partial(_row, track, On.PETITION), partial(_row, track, On.HANDLING)
    approval = partial(_row, track, On.APPROVAL)
    return (
        handling(HELD, "follow_unit", "", "SYS"),
        handling(HELD, "take_back", "recalled", "SYS"),
        # Of a closed case only while it is asked to be opened again.
        petition(f"{OPEN} {REOPENABLE}", "follow_office", "", "SYS"),
        petition(f"{OPEN} {REOPENABLE}", "leave_barred", "", "SYS"),
        petition(OPEN, "report_up", "", STAFF, reason=YES, letter="report_up"),
        petition(f"{OPEN} {REOPENABLE}", "add_material", "", "P"),
        petition(ANY, "note", "", STAFF, reason=YES),
        # Anybody withdraws oneself; only a head withdraws another, and takes that back.
        petition(ANY, "recuse", "", f"{STAFF} POH HH CH DCH RH", reason=YES),
        petition(ANY, "admit_again", "", "POH HH CH DCH RH", reason=YES),
        petition(OPEN, "accuse", "", "PO DC"),
        petition(OPEN, "clear_accused", "", "PO DC", reason=YES),
        petition(OPEN, "confirm_accused", "", "PO DC H DH"),
        approval("asked", "grant", "", "approver"),
        approval("asked", "refuse", "", "approver", reason=YES),
        approval("asked", "withdraw_ask", "", "asker"),
        # With the step that leaves it behind; by itself only what an older version of the site left over.
        approval("asked", "expire", "", "SYS"),
    )
# fmt: on

# Within the unit that holds the case another person goes on with it: nothing else changes, and a request for approval
# stays with whoever asked.
_OFFICERS = tuple(
    _row(track, On.HANDLING, HELD, "assign_officer", "", "H HH PO DH")
    for track in (Track.ORDINARY, Track.ACCUSATION)
)

TRANSITIONS = (
    *_ORDINARY,
    *_SHORT,
    *_DIRECT,
    *_REVIEWS,
    *_ASKING_TO_REOPEN,
    *_AFTERWARDS,
    *_SUPERVISION,
    *_TOGETHER,
    *_BELONGING,
    *_SETTLING,
    *_ACCUSATION,
    *_on_either(Track.ORDINARY),
    *_on_either(Track.ACCUSATION),
    *_OFFICERS,
)

_BY_ACTION: dict[tuple[Track, str], Transition] = {(row.track, row.action): row for row in TRANSITIONS}


def find(track: Track, action: str) -> Transition | None:
    """The row for an action on a track, or None when the table has none: then nobody may do it."""
    return _BY_ACTION.get((track, action))


def rows(track: Track) -> list[Transition]:
    """All rows of a track, in the table's order."""
    return [row for row in TRANSITIONS if row.track == track]
