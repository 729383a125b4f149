"""Words for what several units, or several cases, have to do with each other, and for agreements and hearings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .words import ActionWords, Words

# Why the simple procedure (简易办理) is open to a case, as its rules say.
SCOPES: dict[str, Words] = {
    "clear": _("First petition; facts and responsibility are clear, little is in dispute"),
    "at_once": _("A question, a suggestion or thanks that can be answered at once"),
    "daily_life": _("An urgent matter of daily life"),
    "promised": _("This body has promised or concluded it already"),
}

ACTIONS: dict[str, ActionWords] = {
    "hear_here": ActionWords(
        _("Hold a hearing"),
        _("Major, complex or hard cases. The petitioner is told when and where; your time runs on."),
        "reply",
    ),
    "mediate": ActionWords(
        _("Mediated: both sides have signed"),
        _("Article 33. The agreement goes to the petitioner and the case is closed."),
        "check",
    ),
    "reconcile": ActionWords(
        _("Settled between the sides: both have signed"),
        _("Article 33. The agreement goes to the petitioner and the case is closed."),
        "check",
    ),
    "mediation_failed": ActionWords(
        _("Note that mediation failed"), _("Your time runs on; the matter is decided in writing."), "back"
    ),
    "co_assign_officer": ActionWords(
        _("Give it to an officer"),
        _("A colleague of this unit, or you. It stands among that person's cases."),
        "pen",
    ),
    "merge": ActionWords(
        _("Join to the first case"),
        _("Same person or group, same matter. It goes on there and has no time limit of its own any more."),
        "trace",
    ),
    "link": ActionWords(
        _("Link with another case"), _("Other people, same matter. Each goes its own way."), "trace"
    ),
    "unlink": ActionWords(_("Take a link away"), "", "back"),
    "expire": ActionWords(
        _("A request lapses"), _("The case has moved on; nobody can grant it any more."), "back"
    ),
    "lapse": ActionWords(
        _("Close: can't be handled"),
        _("No unit, place or matter can be made out. The head of the office approves it first."),
        "warn",
    ),
    "add_co": ActionWords(
        _("Add co-handlers"), _("Each works on its part beside the lead and reports to it."), "trace"
    ),
    "drop_co": ActionWords(_("Take a co-handler out"), _("The unit loses sight of the case."), "back"),
    "stop_waiting": ActionWords(
        _("Answer without a co-handler"),
        _("You no longer wait for what it finds. Its work ends with your answer."),
        "trace",
    ),
    "grant_co_objection": ActionWords(
        _("Let a co-handler go"), _("It objects: not its matter. It loses sight of the case."), "check"
    ),
    "refuse_co_objection": ActionWords(
        _("Keep a co-handler that objects"), _("It keeps its first date and can't object again."), "back"
    ),
    "co_accept": ActionWords(
        _("Take your part up"), _("You become its officer. The lead unit tells the petitioner."), "check"
    ),
    "co_object": ActionWords(
        _("Object: not ours"),
        _("With reasons, within 5 working days of receipt. The sender decides."),
        "back",
    ),
    "report_to_lead": ActionWords(
        _("Report to the lead unit"),
        _("What your unit found. The offices read it, the petitioner doesn't."),
        "reply",
    ),
    "urge_co": ActionWords(
        _("Urge a co-handler"),
        _("A letter of supervision for its own part: it answers in writing, by the day that you name."),
        "warn",
    ),
    "co_answer_urge": ActionWords(
        _("Answer the letter of supervision"),
        _("Whether your unit adopts it, and what it does or why it does not. The petition office reads it."),
        "reply",
    ),
    "urge_review": ActionWords(
        _("Urge the review body"),
        _("A letter of supervision for its review: it answers in writing, by the day that you name."),
        "warn",
    ),
    "review_answer_urge": ActionWords(
        _("Answer the letter of supervision"),
        _("Whether your body adopts it, and what it does or why it does not. The petition office reads it."),
        "reply",
    ),
    "escalate": ActionWords(
        _("Ask the common superior to name the unit"),
        _(
            "Where unit and sender both insist (article 24). The letter is printed and handed over; all days run on."
        ),
        "warn",
    ),
    "change_lead": ActionWords(
        _("Name another lead unit"),
        _(
            "The unit before loses sight of the case. The days for the answer run on from the first acceptance."
        ),
        "trace",
    ),
}

EVENTS: dict[str, Words] = {
    "hear_here": _("Set a hearing."),
    "mediate": _("Mediated: both sides signed."),
    "reconcile": _("Settled between the sides: both signed."),
    "mediation_failed": _("Mediation failed."),
    "co_assign_officer": _("Gave it to an officer."),
    "merge": _("Joined to the first case."),
    "go_on_alone": _("Goes on by itself: the first case is no longer there."),
    "joined": _("Another case was joined to this one."),
    "reported_on_first": _("What the desk reported as urgent went to the first case."),
    "link": _("Linked with another case."),
    "unlink": _("Took a link with another case away."),
    "lapse": _("Closed: it can't be handled."),
    "expire": _("What was asked for lapsed: the case has moved on."),
    "add_co": _("Added co-handlers."),
    "drop_co": _("Took a co-handler out."),
    "stop_waiting": _("No longer waits for a co-handler."),
    "grant_co_objection": _("Let a co-handler go that objected."),
    "refuse_co_objection": _("Kept a co-handler that objected."),
    "co_accept": _("Took its part up as co-handler."),
    "co_object": _("Objected as co-handler: not for this unit."),
    "report_to_lead": _("Reported to the lead unit."),
    "follow_co": _("Co-handlers followed a change of units."),
    "co_extended": _("A co-handler's time ends with the lead's, which was extended."),
    "urge_co": _("Urged a co-handler."),
    "co_answer_urge": _("Answered the letter of supervision as co-handler."),
    "urge_review": _("Urged the review body."),
    "review_answer_urge": _("Answered the letter of supervision as review body."),
    "escalate": _("Asked the common superior to name the unit."),
    "change_lead": _("Named another lead unit."),
}
