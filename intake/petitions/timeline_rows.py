"""What the petitioner is told of each event: a table for each track, read by ``timeline`` alone.

Of an accusation no row names a unit or a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Row:
    """An event's heading and sentence. ``%(unit)s`` is the unit that it names, ``%(office)s`` the one that acted."""

    heading: Promise
    text: Promise | str = ""
    paper: str = ""  # code of the paper that came with it


_WITHDRAWN_ON_PAPER = Row(
    _("You withdrew it on paper"),
    _("Your signed paper of %(day)s was entered for you. If you did not ask for this, say so at once."),
    "withdrawal_receipt",
)
_SHARED = {
    "add_material": Row(_("You added material")),
    "supply": Row(_("You sent what was asked for")),
    "supply_here": Row(_("You sent what was asked for")),
    "supply.on_paper": Row(
        _("You brought what was asked for"), _("It came on %(day)s and was entered for you.")
    ),
    "supply_here.on_paper": Row(
        _("You brought what was asked for"), _("It came on %(day)s and was entered for you.")
    ),
    "proceed": Row(_("It goes on without the missing material")),
    "proceed_here": Row(_("It goes on without the missing material")),
    "password_changed": Row(_("The password was changed"), _("The one before it no longer opens this case.")),
    "correct_contact": Row(_("You corrected how you can be reached")),
}

ORDINARY = _SHARED | {
    "submit": Row(_("You sent this in"), "", "receipt"),
    "submit.for_you": Row(_("Taken down for you"), _("%(office)s entered it for you."), "receipt"),
    "register": Row(_("Registered"), _("%(office)s registered it.")),
    "ask_supplement": Row(
        _("More material is wanted"), _("%(office)s asks you for more."), "supplement_notice"
    ),
    "ask_supplement_here": Row(
        _("More material is wanted"), _("%(office)s asks you for more."), "supplement_notice"
    ),
    "transfer": Row(
        _("Passed to %(unit)s"),
        _("It was asked to tell you within 15 days whether it accepts the case."),
        "forwarded_notice",
    ),
    "assign": Row(
        _("Passed to %(unit)s with a date"),
        _("It was ordered to report by a date, and to tell you within 15 days whether it accepts the case."),
        "forwarded_notice",
    ),
    "receive_here": Row(
        _("Received by %(unit)s"),
        _("It was brought there directly. It tells you whether it accepts the case."),
    ),
    "hand_over": Row(
        _("Handed over to %(unit)s"),
        _("%(office)s has not the power. The notice says why, and by when you are told who gets it."),
        "handover_notice",
    ),
    "handle_here": Row(_("Accepted"), _("%(office)s handles it itself."), "accept_notice"),
    "grant_objection": Row(
        _("Given back"),
        _("The unit has shown that it is not competent. %(office)s sees to it that another one is."),
    ),
    "grant_objection.on": Row(
        _("Passed on to %(unit)s"),
        _(
            "The unit before it has shown that it is not competent. The new one tells you within 15 days if it accepts."
        ),
        "forwarded_notice",
    ),
    "add_co": Row(_("More units work on it"), _("%(cos)s works on it beside the unit that answers you.")),
    "drop_co": Row(_("%(unit)s no longer works on it")),
    "dropped": Row(_("%(dropped)s no longer works on it")),
    "grant_co_objection": Row(_("%(unit)s no longer works on it")),
    "change_lead": Row(
        _("Passed on to %(unit)s"),
        _("It leads the work from now on. The days for the answer run on from the first acceptance."),
        "forwarded_notice",
    ),
    "recall": Row(_("Taken back"), _("%(office)s took it back to pass it to another unit.")),
    "follow_unit": Row(
        _("Goes on at %(unit)s"),
        _("The unit before it was reorganised. All dates stay as they are."),
        "follow_notice",
    ),
    "take_back": Row(_("Taken back"), _("It goes to another unit.")),
    "accept": Row(_("Accepted"), _("%(office)s has accepted it."), "accept_notice"),
    "accept_simple": Row(
        _("Accepted"),
        _("%(office)s answers it in the simple procedure, within 10 working days."),
        "accept_notice",
    ),
    "to_ordinary": Row(
        _("In the ordinary procedure"),
        _(
            "It takes more than the simple procedure allows. The notice says why, and by when you are answered."
        ),
        "ordinary_notice",
    ),
    "extend": Row(
        _("More time for the answer"),
        _("The head of the unit allowed at most 30 days more. The notice says why."),
        "extension_notice",
    ),
    "start": Row(_("Work has begun"), _("%(office)s is working on it.")),
    "not_accept": Row(_("Not accepted"), _("The notice says why, and what you can do."), "not_accept_notice"),
    "not_accept_here": Row(
        _("Not accepted"), _("The notice says why, and what you can do."), "not_accept_notice"
    ),
    "redirect": Row(_("Another body is competent"), _("The notice says which one."), "redirect_notice"),
    "redirect_here": Row(_("Another body is competent"), _("The notice says which one."), "redirect_notice"),
    "divert": Row(_("Another lawful route"), _("The notice says which one, and by when."), "divert_notice"),
    "divert_here": Row(
        _("Another lawful route"), _("The notice says which one, and by when."), "divert_notice"
    ),
    "issue_opinion": Row(_("Answered"), _("%(office)s has answered in writing."), "opinion"),
    "reply_simple": Row(_("Answered"), _("%(office)s has answered in the simple procedure."), "simple_reply"),
    "answer_short": Row(_("Answered"), _("%(office)s has answered at once."), "short_reply"),
    "answer_short_here": Row(_("Answered"), _("%(office)s has answered at once."), "short_reply"),
    "reply_suggestion": Row(_("Answered"), _("%(office)s has answered your suggestion."), "suggestion_reply"),
    "reply_received.opened": Row(
        _("You opened the answer"),
        _("The time for rating it and for asking for review runs from here."),
    ),
    "reply_received": Row(
        _("The answer counts as received"),
        _("The time for rating it and for asking for review runs from here."),
    ),
    "reply_received.opened.unreviewed": Row(
        _("You opened the answer"), _("The time for rating it runs from here.")
    ),
    "reply_received.unreviewed": Row(
        _("The answer counts as received"), _("The time for rating it runs from here.")
    ),
    "reply_received.opened.review_redo": Row(_("You opened the review opinion")),
    "reply_received.review_redo": Row(_("The review opinion counts as received")),
    "reply_received.opened.review_opinion": Row(
        _("You opened the review opinion"), _("The time for asking for a second review runs from here.")
    ),
    "reply_received.review_opinion": Row(
        _("The review opinion counts as received"),
        _("The time for asking for a second review runs from here."),
    ),
    "reply_received.opened.rereview_opinion": Row(
        _("You opened the second review opinion"), _("The time for rating it runs from here.")
    ),
    "reply_received.rereview_opinion": Row(
        _("The second review opinion counts as received"), _("The time for rating it runs from here.")
    ),
    "request_review": Row(_("You asked for review"), _("%(unit)s reviews the answer."), "review_receipt"),
    "request_review.unnamed": Row(
        _("You asked for review"), _("The petition office names the body for it."), "review_receipt"
    ),
    "request_rereview": Row(
        _("You asked for a second review"), _("%(unit)s reviews the review opinion."), "review_receipt"
    ),
    "request_rereview.unnamed": Row(
        _("You asked for a second review"), _("The petition office names the body for it."), "review_receipt"
    ),
    "name_review_body": Row(_("The review body was named"), _("%(unit)s reviews it.")),
    "follow_review": Row(_("The review goes on at %(unit)s"), _("All dates stay as they are.")),
    "follow_review.unnamed": Row(
        _("The review goes on elsewhere"), _("The petition office names the body for it.")
    ),
    "review_moved": Row(_("The review goes on elsewhere")),
    "accept_review": Row(
        _("Your request is accepted"), _("%(office)s has accepted it for review."), "review_accept_notice"
    ),
    "refuse_review": Row(
        _("Your request is not accepted"),
        _("The notice says why, and what you can do."),
        "review_refuse_notice",
    ),
    "withdraw_review": Row(_("You withdrew the request for review"), "", "review_withdrawal_receipt"),
    "decide_review": Row(_("The review is decided"), _("%(office)s has decided on it."), "review_opinion"),
    "decide_review.redo": Row(
        _("The decision was revoked"), _("%(unit)s has to handle the matter anew."), "review_redo"
    ),
    "hear": Row(_("A hearing is held"), _("Its days do not count in the time allowed."), "hearing_notice"),
    "end_hearing": Row(_("The hearing has ended"), _("The time allowed runs on.")),
    "decide_rereview": Row(
        _("The second review is decided"),
        _("%(office)s has decided on it. The procedure has ended."),
        "rereview_opinion",
    ),
    "no_rereview": Row(_("Case closed"), _("The time to ask for more has passed."), "conclude_notice"),
    "no_longer_accept": Row(_("No longer accepted"), _("The notice says why."), "no_longer_accept_notice"),
    "no_longer_accept_here": Row(
        _("No longer accepted"), _("The notice says why."), "no_longer_accept_notice"
    ),
    "delivered.signed": Row(
        _("A paper was handed over to you"), _("Received on %(day)s, with a signature; %(office)s noted it.")
    ),
    "delivered.post": Row(
        _("A paper came to you by post"),
        _("Received on %(day)s, by the post's receipt; %(office)s noted it."),
    ),
    "delivered.centre": Row(
        _("A paper was handed over to you"), _("Received on %(day)s, over the counter of %(office)s.")
    ),
    "identity_checked": Row(
        _("Your identity paper was looked at"), _("%(office)s then told how this case stands.")
    ),
    "urge": Row(
        _("Under supervision"), _("The petition office has urged the unit, which answers it in writing.")
    ),
    "urge_review": Row(
        _("Under supervision"),
        _("The petition office has urged the body that reviews the answer; it answers in writing."),
    ),
    "hear_here": Row(_("A hearing is held"), _("The notice says when and where."), "hearing_notice"),
    "mediate": Row(
        _("Settled by mediation"), _("Both sides have signed. The case is closed."), "mediation_agreement"
    ),
    "reconcile": Row(
        _("Settled between the sides"),
        _("Both sides have signed. The case is closed."),
        "mediation_agreement",
    ),
    "merge": Row(_("Joined to a petition in hand"), _("Both are handled together."), "merge_notice"),
    "lapse": Row(_("It could not be handled"), _("The notice says why."), "lapse_notice"),
    "withdraw": Row(_("You withdrew it"), "", "withdrawal_receipt"),
    "withdraw.on_paper": _WITHDRAWN_ON_PAPER,
    "accept_result": Row(_("You accepted the answer"), _("The case is closed."), "conclude_notice"),
    "close": Row(_("Case closed"), _("The time to ask for more has passed."), "conclude_notice"),
    "rate": Row(_("You rated it")),
    "follow_up.done": Row(
        _("You were asked what became of it"),
        _("On %(day)s you told %(office)s that what was promised is done."),
    ),
    "follow_up.not_yet": Row(
        _("You were asked what became of it"),
        _("On %(day)s you told %(office)s that it is not done yet. %(unit)s is to do it by %(by)s."),
    ),
    "follow_up.not_reached": Row(
        _("You were to be asked what became of it"),
        _("On %(day)s %(office)s tried to reach you, and did not."),
    ),
    "promise_kept": Row(
        _("What was promised is done"),
        _(
            "%(office)s says so. If it is not, tell the petition office, or ask to have the case opened again."
        ),
    ),
    "ask_reopen": Row(_("You asked to have it opened again"), "", "reopen_receipt"),
    "reopen_rests": Row(
        _("Your request to open it again rests"),
        _(
            "The review looks into the matter. If it ends without a decision, your request is answered after all."
        ),
    ),
    "reopen_back": Row(
        _("Your request to open it again is looked at"),
        _("The review has decided nothing. You get an answer."),
    ),
    "refuse_reopen": Row(
        _("It stays closed"), _("The notice says why, and where you can turn to."), "reopen_refuse_notice"
    ),
    "reopen": Row(_("Opened again"), "", "reopen_notice"),
    "go_on_alone": Row(_("Goes on by itself"), _("The notice says why."), "reopen_notice"),
    "release": Row(
        _("Goes on as an ordinary petition"), _("The petition office has it now."), "reclass_notice"
    ),
    "consent": Row(_("You agreed that a summary may be published")),
    "withdraw_consent": Row(_("You no longer agree to publishing")),
    "summary_published": Row(
        _("A summary was published"), _("%(office)s checked it. You can take your consent back at any time.")
    ),
    "summary_unpublished": Row(_("The summary was taken off the site")),
    "summary_withdrawn": Row(_("Nothing of it is public any more")),
}

_HANDED_OVER = Row(_("A paper was handed over to you"), _("Received on %(day)s."))
ACCUSATION = _SHARED | {
    "submit": Row(_("Received"), "", "receipt"),
    "submit.for_you": Row(_("Received"), "", "receipt"),
    "delivered.signed": _HANDED_OVER,
    "delivered.post": _HANDED_OVER,
    "ask_supplement": Row(_("More material is wanted"), "", "supplement_notice"),
    "ask_supplement_here": Row(_("More material is wanted"), "", "supplement_notice"),
    "keep": Row(_("Accepted"), "", "discipline_accept_notice"),
    "accept": Row(_("Accepted"), "", "discipline_accept_notice"),
    "pass_on": Row(_("Passed to a body with power"), "", "discipline_pass_on_notice"),
    "pass_on_here": Row(_("Passed to a body with power"), "", "discipline_pass_on_notice"),
    "seal": Row(
        _("With the discipline side"),
        _(
            "It reads like a report of wrongdoing, so discipline inspectors see it now, and nobody else before they "
            "pass it on."
        ),
    ),
    "feed_back": Row(_("The result was told to you"), "", "discipline_feedback"),
    "withdraw": Row(
        _("Your withdrawal was noted"),
        _("A report of wrongdoing is looked into all the same."),
        "withdrawal_noted",
    ),
    "withdraw.on_paper": Row(
        _("Your withdrawal was noted"),
        _("A report of wrongdoing is looked into all the same."),
        "withdrawal_noted",
    ),
    "ask_reopen": Row(_("You asked to have it taken up again"), "", "reopen_receipt"),
    "refuse_reopen": Row(_("It stays closed"), _("The notice says why."), "discipline_reopen_refuse"),
    "reopen": Row(_("Taken up again")),
    "take_back": Row(_("Taken back"), _("The discipline side decides anew who looks into it.")),
    "split_off": Row(
        _("A part goes on as a petition of its own"),
        _("You agreed to it on %(day)s. Its number and password are on this page, for you alone."),
    ),
}

# What an ordinary petition went through before it was sealed: it was not accepted as the report that it is now.
_ENDED_AS_ORDINARY = ("withdraw", "withdraw.on_paper")
BEFORE_SEALING = {action: row for action, row in ACCUSATION.items() if action not in ("accept", "keep")} | {
    action: ORDINARY[action] for action in _ENDED_AS_ORDINARY
}
