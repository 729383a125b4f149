"""Words for what can be done to a case and for what happened to it: one table each."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import (
    labels_afterwards,
    labels_at_once,
    labels_discipline,
    labels_on_paper,
    labels_reopening,
    labels_together,
)
from .words import ActionWords, Words

_MODULES = (
    labels_together,
    labels_discipline,
    labels_reopening,
    labels_afterwards,
    labels_at_once,
    labels_on_paper,
)
_ACTIONS = {name: words for module in _MODULES for name, words in module.ACTIONS.items()}
_EVENTS = {name: words for module in _MODULES for name, words in module.EVENTS.items()}

ACTIONS: dict[str, ActionWords] = _ACTIONS | {
    "register": ActionWords(_("Register"), _("Read it and give it its category."), "pen"),
    "seal": ActionWords(
        _("Seal as a report of wrongdoing"),
        _(
            "It goes to the discipline intake at once. You, your office and the unit that has it will not see it again."
        ),
        "lock",
    ),
    "ask_supplement": ActionWords(
        _("Ask for more material"),
        _("The petitioner is told what is missing. Your own time runs on."),
        "reply",
    ),
    "proceed": ActionWords(
        _("Go on with what is there"), _("Nothing more came, or it is enough as it is."), "trace"
    ),
    "transfer": ActionWords(
        _("Transfer to a unit"),
        _("The unit has 15 days to tell the petitioner, and 5 working days to object."),
        "trace",
    ),
    "assign": ActionWords(
        _("Assign with a date for the report"),
        _("An order: the unit reports to you by the day that you name."),
        "trace",
    ),
    "handle_here": ActionWords(
        _("Handle it in this office"),
        _("Accepts the case here; the 60 days begin and the petitioner is told."),
        "door",
    ),
    "not_accept": ActionWords(_("Do not accept"), _("The head of the office approves it first."), "warn"),
    "redirect": ActionWords(
        _("Refer to the body with power"),
        _("For people's congress, court, procuratorate, or another county."),
        "door",
    ),
    "divert": ActionWords(
        _("Divert to the lawful route"),
        _("Article 31 (1) to (5): court, arbitration, administrative procedures."),
        "door",
    ),
    "object": ActionWords(
        _("Object: not ours"),
        _("With reasons, within 5 working days of receipt. The sender decides."),
        "back",
    ),
    "grant_objection": ActionWords(
        _("Agree to the return"), _("Name another unit and the case goes there at once."), "check"
    ),
    "refuse_objection": ActionWords(
        _("Refuse the return"),
        _("The unit keeps the case with its first date; it can't object again."),
        "back",
    ),
    "recall": ActionWords(_("Recall from the unit"), _("The unit loses sight of the case."), "back"),
    "accept": ActionWords(_("Accept"), _("The notice of acceptance goes to the petitioner."), "check"),
    "divert_here": ActionWords(
        _("Divert to the lawful route"), _("Ends your unit's work; the petitioner is told the route."), "door"
    ),
    "not_accept_here": ActionWords(_("Do not accept"), _("The head of your unit approves it first."), "warn"),
    "ask_supplement_here": ActionWords(
        _("Ask for more material"),
        _("The petitioner is told what is missing. Your own time runs on."),
        "reply",
    ),
    "proceed_here": ActionWords(
        _("Go on with what is there"), _("Nothing more came, or it is enough as it is."), "trace"
    ),
    "start": ActionWords(_("Start handling"), _("You become the officer of the case."), "pen"),
    "extend": ActionWords(
        _("Ask for more time"),
        _("Once, by 30 days. The head of your unit approves it before the 60 days are over."),
        "trace",
    ),
    "issue_opinion": ActionWords(
        _("Draft the written opinion"),
        _("Requests, facts, decision and basis. The head of your unit approves it before it is sent."),
        "pen",
    ),
    "reply_suggestion": ActionWords(
        _("Answer the suggestion"), _("Adopted, adopted in part or not, and why."), "reply"
    ),
    "reopen": ActionWords(
        _("Open again"), _("New facts, a wrong ground, a promise not kept. A head approves it."), "back"
    ),
    "keep": ActionWords(_("Keep it here"), _("Your own commission takes the case."), "check"),
    "pass_on": ActionWords(
        _("Pass on to the body with power"),
        _(
            "The petitioner is told that it was passed on, and not to whom. A body outside the discipline side works "
            "by its own law: no time limit of ours runs there."
        ),
        "trace",
    ),
    "release": ActionWords(
        _("Release as an ordinary petition"),
        _("Nobody is accused of anything. A second person approves; then the petition office gets it."),
        "door",
    ),
    "pass_back": ActionWords(
        _("Give it back to the intake"), _("Not for this unit, with the reason."), "back"
    ),
    "dispose": ActionWords(
        _("Decide how to work on it"),
        _("Interview, first check, keep for later, or end. Stays inside."),
        "pen",
    ),
    "conclude": ActionWords(
        _("Conclude"),
        _(
            "A second person approves, of your unit or of the discipline intake. A discipline unit owes a named "
            "reporter word within 15 working days."
        ),
        "check",
    ),
    "feed_back": ActionWords(_("Tell the reporter the result"), _("Only the reporter reads it."), "reply"),
    "report_up": ActionWords(
        _("Report as urgent"), _("Flags the case. A threat to people: call the police yourself, now."), "warn"
    ),
    "urge": ActionWords(
        _("Urge the unit"),
        _("A letter of supervision, article 40: the unit answers in writing, by the day that you name."),
        "warn",
    ),
    "answer_urge": ActionWords(
        _("Answer the letter of supervision"),
        _("Whether your unit adopts it, and what it does or why it does not. The petition office reads it."),
        "reply",
    ),
    "note": ActionWords(
        _("Write an internal note"),
        _("With files if you like. Whoever may open the case reads it; the petitioner doesn't."),
        "clip",
    ),
    "recuse": ActionWords(
        _("Withdraw somebody from the case"),
        _("Who has an interest of their own must not work on it, nor read it."),
        "lock",
    ),
    "admit_again": ActionWords(
        _("Admit somebody to the case again"),
        _("Whoever was withdrawn for no good reason reads it and works on it again."),
        "door",
    ),
    "accuse": ActionWords(
        _("Add whom the petition complains of"),
        _("The unit and all under it lose sight of the case at once."),
        "lock",
    ),
    "clear_accused": ActionWords(_("Only mentioned: lift the bar"), "", "check"),
    "confirm_accused": ActionWords(_("Confirm"), "", "check"),
    "request_review": ActionWords(
        _("Enter a request for review"),
        _(
            "One that came on paper, within the petitioner's 30 days. The body above the unit that answered gets it."
        ),
        "reply",
    ),
    "request_rereview": ActionWords(
        _("Enter a request for second review"),
        _("One that came on paper, within the petitioner's 30 days. The body above the review body gets it."),
        "reply",
    ),
    "name_review_body": ActionWords(
        _("Name the review body"),
        _("The tree names none that could review it, or nobody reviews there. The time allowed runs on."),
        "trace",
    ),
    "accept_review": ActionWords(
        _("Accept the request for review"), _("The notice of acceptance goes to the petitioner."), "check"
    ),
    "refuse_review": ActionWords(
        _("Do not accept the request"),
        _("Out of time, no written opinion, or the wrong body. The head of your body approves it first."),
        "warn",
    ),
    "decide_review": ActionWords(
        _("Draft the review opinion"),
        _("Maintain, change, or revoke and have it handled anew. The head of your body approves it first."),
        "pen",
    ),
    "hear": ActionWords(
        _("Hold a hearing"),
        _("From today the time allowed stands still, until you say that the hearing has ended."),
        "pen",
    ),
    "end_hearing": ActionWords(
        _("The hearing has ended"),
        _("The time allowed runs on from today, longer by the days between."),
        "check",
    ),
    "decide_rereview": ActionWords(
        _("Draft the second review opinion"),
        _("It ends the procedure. The head of your body approves it first."),
        "pen",
    ),
    "no_longer_accept": ActionWords(
        _("No longer accept"),
        _(
            "The same facts and grounds, after review and second review. The head of the office approves it first."
        ),
        "warn",
    ),
    "no_longer_accept_here": ActionWords(
        _("No longer accept"),
        _(
            "The same facts and grounds, after review and second review. The head of your unit approves it first."
        ),
        "warn",
    ),
    "assign_officer": ActionWords(
        _("Give to a colleague"),
        _(
            "Somebody of the unit that holds the case goes on with it. What was put before a head stays with who asked."
        ),
        "trace",
    ),
    "grant": ActionWords(_("Approve"), _("It happens at once, in the name of who asked."), "check"),
    "refuse": ActionWords(_("Send back"), _("Nothing changes; the time runs on."), "back"),
    "withdraw_ask": ActionWords(_("Take the request back"), _("Nothing changes."), "back"),
}

# What happened, as the timeline says it. Actions of the table, of the petitioner and of the system.
EVENTS: dict[str, Words] = _EVENTS | {
    "submit": _("Received the petition."),
    "register": _("Registered."),
    "seal": _("Sealed as a report of wrongdoing."),
    "ask_supplement": _("Asked for more material."),
    "ask_supplement_here": _("Asked for more material."),
    "add_material": _("Added material."),
    "proceed": _("Went on with what is there."),
    "proceed_here": _("Went on with what is there."),
    "transfer": _("Transferred."),
    "assign": _("Assigned."),
    "handle_here": _("Accepted in this office."),
    "not_accept": _("Not accepted."),
    "not_accept_here": _("Not accepted."),
    "redirect": _("Referred to the body with power."),
    "divert": _("Diverted to the lawful route."),
    "divert_here": _("Diverted to the lawful route."),
    "object": _("Objected: not for this unit."),
    "grant_objection": _("Agreed to the return."),
    "refuse_objection": _("Refused the return."),
    "recall": _("Recalled from the unit."),
    "follow_unit": _("Goes on at the body that took the unit's work over."),
    "follow_office": _("Waits at the office that serves the place now."),
    "take_back": _("Taken back: the unit no longer exists."),
    "leave_barred": _("Taken from whom the petition complains of."),
    "accept": _("Accepted."),
    "start": _("Started handling."),
    "extend": _("Lengthened the time for an answer."),
    "issue_opinion": _("Issued the written opinion."),
    "reply_suggestion": _("Answered the suggestion."),
    "reopen": _("Opened again."),
    "accept_result": _("Accepted the result."),
    "close": _("Closed: the time for asking more passed unused."),
    "rate": _("Rated the work."),
    "request_review": _("Asked for review."),
    "request_rereview": _("Asked for second review."),
    "name_review_body": _("Named the review body."),
    "accept_review": _("Accepted the request for review."),
    "refuse_review": _("Did not accept the request for review."),
    "withdraw_review": _("Withdrew the request for review."),
    "decide_review": _("Issued the review opinion."),
    "hear": _("Holds a hearing; the time allowed stands still."),
    "end_hearing": _("The hearing has ended; the time allowed runs on."),
    "decide_rereview": _("Issued the second review opinion."),
    "follow_review": _("The review goes on at another body, or waits until one is named."),
    "no_rereview": _("Closed: the time to ask for second review passed unused."),
    "no_longer_accept": _("No longer accepted."),
    "no_longer_accept_here": _("No longer accepted."),
    "keep": _("Kept by the discipline intake."),
    "pass_on": _("Passed on to the body with power."),
    "release": _("Received as an ordinary petition."),
    "pass_back": _("Gave it back to the intake."),
    "dispose": _("Decided how to work on it."),
    "conclude": _("Concluded."),
    "feed_back": _("Told the reporter the result."),
    "report_up": _("Reported as urgent."),
    "urge": _("Urged the unit."),
    "answer_urge": _("Answered the letter of supervision."),
    "note": _("Internal note."),
    "recuse": _("Withdrew somebody from the case."),
    "admit_again": _("Admitted somebody to the case again."),
    "accuse": _("Added whom the petition complains of."),
    "clear_accused": _("Only mentioned: the bar was lifted."),
    "confirm_accused": _("Confirmed whom the petition complains of."),
    "assign_officer": _("Gave the case to an officer."),
    "grant": _("Approved."),
    "refuse": _("Sent back."),
    "withdraw_ask": _("Took the request for approval back."),
    "no_office": _("Nobody is left who may know of the case: it was closed to all."),
    "mark_overdue": _("A time limit has passed."),
    "move_due": _("A time limit ends on another day: the days off were announced or changed."),
    "reply_received": _("The reply counts as received."),
    "delivered": _("Noted when a paper reached the petitioner."),
    "identity_checked": _("Looked at the petitioner's identity paper and told how the case stands."),
    "password_changed": _("The query password was changed."),
    "correct_contact": _("Corrected how to be reached."),
    "consent": _("Agreed that a summary may be published."),
    "withdraw_consent": _("No longer agrees to publishing."),
    "summary_begun": _("Began a public summary."),
    "summary_sent": _("Put the public summary before a second person."),
    "summary_justified": _("Gave the reason why what was found in the public summary may stand there."),
    "summary_returned": _("Sent the public summary back."),
    "summary_published": _("Published the summary."),
    "summary_unpublished": _("Took the summary off the site."),
    "summary_declined": _("Decided that nothing of it is published."),
    "summary_withdrawn": _("Removed the public summary: the case or the consent has changed."),
    "summary_dropped": _("Dropped the draft of a public summary: the case or the consent has changed."),
}

# The parts of a draft that waits for approval, as the approver reads them.
PARTS: dict[str, Words] = {
    "requests": _("What is asked for"),
    "facts": _("Facts and reasons"),
    "decision": _("Decision"),
    "basis": _("Legal basis"),
    "other_party": _("The other party"),
    "agreement": _("What was agreed"),
    "outcome": _("Outcome"),
    "destination": _("Where the petitioner goes next"),
    "route": _("How, and by when"),
    "result": _("What the reporter is told"),
    "consent": _("The petitioner's consent"),
    "earlier": _("Earlier case"),
    "unit": _("Unit that handles it anew"),
}

OUTCOMES: dict[str, Words] = {
    "supported": _("supported"),
    "explained": _("explained: reasonable, but without a legal basis"),
    "not_supported": _("not supported"),
}

ADOPTIONS: dict[str, Words] = {
    "adopted": _("adopted"),
    "adopted_in_part": _("adopted in part"),
    "not_adopted": _("not adopted"),
}

CONSENTS: dict[str, Words] = {
    "agreed": _("Agreed"),
    "unreachable": _("Can't be reached: anonymous, or no answer"),
}

# Parts of a draft that are choices: how each is told.
CHOICES: dict[str, dict[str, Words]] = {"outcome": OUTCOMES, "consent": CONSENTS}


def action_name(code: str) -> str:
    """An action's name; the code itself for one that this desk does not know."""
    words = ACTIONS.get(code)
    return str(words.name) if words else code


def event_words(action: str) -> str:
    """What an event says. ``ask.…`` is a request for approval."""
    if action.startswith("ask."):
        return gettext("Asked for approval: %(action)s.") % {"action": action_name(action[4:])}
    return str(EVENTS.get(action, action))
