"""What happened to a case, in plain words, as its petitioner may know it.

One table per track, one reader. An event that has no row is none of the petitioner's business: notes, recusals, who
objected and why, what was asked of whom. Of an accusation no row names a unit or a person, nor of what came before its
sealing. A bar may take the case away within another step: that is a line of its own.
"""

from __future__ import annotations

import datetime
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from intake.documents.rendering import date_text
from records import events
from records.models import Event
from regions.models import Organisation

from .models import Notice, Petition
from .process.core import KIND


@dataclass(frozen=True)
class Row:
    """An event's heading and sentence. ``%(unit)s`` is the unit that it names, ``%(office)s`` the one that acted."""

    heading: Promise
    text: Promise | str = ""
    paper: str = ""  # code of the paper that came with it


@dataclass(frozen=True)
class Entry:
    """A line of the timeline."""

    at: datetime.datetime
    heading: str
    text: str
    paper: Notice | None


_SHARED = {
    "add_material": Row(_("You added material")),
    "supply": Row(_("You sent what was asked for")),
    "supply_here": Row(_("You sent what was asked for")),
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
    "divert": Row(_("Another lawful route"), _("The notice says which one, and by when."), "divert_notice"),
    "divert_here": Row(
        _("Another lawful route"), _("The notice says which one, and by when."), "divert_notice"
    ),
    "issue_opinion": Row(_("Answered"), _("%(office)s has answered in writing."), "opinion"),
    "reply_simple": Row(_("Answered"), _("%(office)s has answered in the simple procedure."), "simple_reply"),
    "reply_suggestion": Row(_("Answered"), _("%(office)s has answered your suggestion."), "suggestion_reply"),
    "reply_received.opened": Row(
        _("You opened the answer"),
        _("The time for rating it and for asking for review runs from here."),
    ),
    "reply_received": Row(
        _("The answer counts as received"),
        _("The time for rating it and for asking for review runs from here."),
    ),
    "reply_received.opened.review_opinion": Row(
        _("You opened the review opinion"), _("The time for asking for a second review runs from here.")
    ),
    "reply_received.review_opinion": Row(
        _("The review opinion counts as received"),
        _("The time for asking for a second review runs from here."),
    ),
    "reply_received.opened.rereview_opinion": Row(_("You opened the second review opinion")),
    "reply_received.rereview_opinion": Row(_("The second review opinion counts as received")),
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
        _("The decision was revoked"), _("%(unit)s has to handle the matter anew."), "review_opinion"
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
    "accept_result": Row(_("You accepted the answer"), _("The case is closed."), "conclude_notice"),
    "close": Row(_("Case closed"), _("The time to ask for more has passed."), "conclude_notice"),
    "rate": Row(_("You rated it")),
    "reopen": Row(_("Opened again"), "", "reopen_notice"),
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
    "reopen": Row(_("Taken up again")),
    "take_back": Row(_("Taken back"), _("The discipline side decides anew who looks into it.")),
    "split_off": Row(
        _("A part goes on as a petition of its own"),
        _("You agreed to it on %(day)s. Its number and password are on this page, for you alone."),
    ),
}

# What an ordinary petition went through before it was sealed: it was not accepted as the report that it is now.
BEFORE_SEALING = {
    action: row for action, row in ACCUSATION.items() if action not in ("accept", "withdraw", "keep")
} | {"withdraw": ORDINARY["withdraw"]}

# What became of the case within a step (``left`` of its event), as the system's own action would say it.
_LEFT = {"taken_back": "take_back", "sealed": "seal", "review_moved": "review_moved"}

REVIEW_OPINIONS = ("review_opinion", "rereview_opinion")

# Between these the same event may come again and again; only the first says something.
_ONCE = frozenset({"rate"})


def entries(petition: Petition) -> list[Entry]:
    """The timeline of a case, oldest first."""
    history = list(events.history(KIND, petition.pk))
    sealed_until = _released_at(history)
    units = _unit_names(history)
    papers = _papers(petition)
    found: list[Entry] = []
    seen: set[str] = set()
    for event, as_report in _with_track(history, petition):
        nameless = petition.is_accusation or (sealed_until is not None and event.pk < sealed_until)
        table = (ACCUSATION if as_report else BEFORE_SEALING) if nameless else ORDINARY
        for row in _rows(event, table):
            if event.action in _ONCE and event.action in seen:
                continue
            seen.add(event.action)
            waiting = papers[row.paper, event.at]
            found.append(
                _entry(row, event, {} if nameless else units, waiting.popleft() if waiting else None)
            )
    return found


def _with_track(history: list[Event], petition: Petition) -> list[tuple[Event, bool]]:
    """Each event, and whether the case was a report of wrongdoing when it happened. Oldest first."""
    found: list[tuple[Event, bool]] = []
    as_report = petition.is_accusation
    for event in reversed(history):
        if event.action == "release":
            as_report = True
        found.append((event, as_report))
        if event.action == "seal" or event.data.get("left") == "sealed":
            as_report = False
    return found[::-1]


def _rows(event: Event, table: dict[str, Row]) -> list[Row]:
    """The row of the event itself, and that of what became of the case by it."""
    left = _LEFT.get(str(event.data.get("left", "")), "")
    beside = "add_co" if event.data.get("cos") and event.action != "add_co" else ""
    dropped = "dropped" if event.data.get("dropped") else ""
    return [table[name] for name in (_key(event), beside, left, dropped) if name in table]


def shows(event: Event, *, accusation: bool) -> bool:
    """Whether the petitioner's timeline says anything of an event."""
    return bool(_rows(event, ACCUSATION if accusation else ORDINARY))


def _key(event: Event) -> str:
    """The row's name: a case given back may in the same step be passed on, an answer is opened, or counts so, and what
    a desk took down it took down for somebody."""
    if event.action == "submit" and event.actor_kind == "staff":
        return "submit.for_you"
    if event.action == "delivered":
        return f"delivered.{event.data.get('how')}"
    if event.action == "grant_objection" and event.data.get("organisation"):
        return "grant_objection.on"
    if event.action == "reply_received":
        opened = ".opened" if event.data.get("how") == "opened" else ""
        review = f".{event.data['reply']}" if event.data.get("reply") in REVIEW_OPINIONS else ""
        return f"reply_received{opened}{review}"
    if event.action == "decide_review" and event.data.get("outcome") == "revoked_redo":
        return "decide_review.redo"
    if event.action in ("request_review", "request_rereview", "follow_review"):
        return event.action if event.data.get("organisation") else f"{event.action}.unnamed"
    return event.action


def _entry(row: Row, event: Event, units: dict[str, str], paper: Notice | None) -> Entry:
    words = {
        "unit": units.get(str(event.data.get("organisation", "")), ""),
        "office": units.get(event.organisation_code, ""),
        "day": _day_of(event),
        **{
            name: _listed(units.get(code, "") for code in event.data.get(name, ()))
            for name in ("cos", "dropped")
        },
    }
    return Entry(event.at, str(row.heading) % words, str(row.text) % words, paper)


def _day_of(event: Event) -> str:
    """The day that an event tells of, where that is another one than its own."""
    written = str(event.data.get("on", ""))
    return date_text(datetime.date.fromisoformat(written), get_language() or "zh-hans") if written else ""


def _listed(names: Iterable[str]) -> str:
    return gettext(", ").join(filter(None, names))


def _released_at(history: list[Event]) -> int | None:
    """The event by which the discipline side let the case go: what came before it names nobody."""
    released = [event.pk for event in history if event.action == "release"]
    return released[-1] if released else None


def _unit_names(history: list[Event]) -> dict[str, str]:
    codes = {event.organisation_code for event in history}
    codes |= {str(event.data.get("organisation", "")) for event in history}
    codes |= {code for event in history for name in ("cos", "dropped") for code in event.data.get(name, ())}
    return dict(Organisation.objects.filter(code__in=codes - {""}).values_list("code", "name"))


def _papers(petition: Petition) -> dict[tuple[str, datetime.datetime], deque[Notice]]:
    """The petitioner's papers by code and moment, which is that of the event that they came with."""
    papers: dict[tuple[str, datetime.datetime], deque[Notice]] = defaultdict(deque)
    for notice in petition.notices.filter(to_organisation=None):
        papers[notice.code, notice.issued_at].append(notice)
    return papers
