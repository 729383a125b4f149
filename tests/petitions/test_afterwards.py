"""After the answer (回访、落实): the petitioner is asked what became of it; what is not done is the unit's to do."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from django.utils import timezone, translation
from factories import accusation, act, file_petition, offered, received, staff, to_replied

from delivery.models import OutboxMessage
from intake.petitions import timeline
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition
from intake.supervision.listing import for_user, read
from intake.supervision.rules import BY_CODE
from intake.workbench.filters import FilterForm
from intake.workbench.queue import Listing
from intake.workbench.tabs import TABS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def asked(said: str, **more: object) -> dict[str, object]:
    today = timezone.localdate()
    due = today + datetime.timedelta(days=20) if said == "not_yet" else None
    return {"said": said, "way": "phone", "asked_on": today, "due": due, "reason": "本人电话里说的"} | more


def to_keep(who: str, petition: Petition) -> bool:
    """Whether it stands among the promises that this person's unit has to keep."""
    listing = Listing(staff(who), FilterForm(None, user=staff(who)))
    tab = next(tab for tab in TABS if tab.code == "promised")
    return petition.pk in {row.pk for row in listing.cases(tab, 0, 9)} and listing.count(tab) == 1


def told(petition: Petition) -> list[str]:
    with translation.override("en"):
        return [entry.text for entry in timeline.entries(petition)]


def test_what_is_not_done_yet_is_the_units_to_do_until_somebody_says_that_it_is():
    staff("petition_head")
    petition = act(received(to_replied()), "accept_result", "P")
    assert "follow_up" in offered("petition_office", petition) and "follow_up" in offered("officer", petition)
    assert "promise_kept" not in offered("officer", petition) and not to_keep("officer", petition)
    petition = act(petition, "follow_up", "petition_office", **asked("not_yet"))
    assert petition.state == "concluded" and petition.promise_due == asked("not_yet")["due"]
    assert to_keep("officer", petition)
    waiting = Listing(staff("officer"), FilterForm(None, user=staff("officer")))
    assert waiting.in_hand == 1, "the menu counts it"
    listing, rule = for_user(staff("petition_head")), BY_CODE["promised"]
    units = listing.by_unit(rule)
    answerer = factories.unit(factories.AGRICULTURE)
    assert units == {answerer.pk: 1}, "it is the work of the unit that answered"
    (row,) = read(listing.entries(rule), 0, 5, {answerer.pk: answerer})
    assert (row.unit_here, row.since) == (answerer, petition.promise_due)
    head = staff("officer_head")
    counts = for_user(head).counts()
    assert (counts["promised"], counts["promise_broken"]) == (1, 0), "its day is still to come"
    for days, broken in ((0, 0), (1, 1)):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=20 + days)):
            counts = for_user(head).counts()
            assert counts["promise_broken"] == broken == 1 - counts["promised"]
    assert "that it is not done yet" in told(petition)[-1] and answerer.name in told(petition)[-1]

    act(petition, "follow_up", "officer", **asked("not_reached"))
    assert to_keep("officer", petition), "who was not reached has not said that it is done"
    with pytest.raises(RuleViolation):
        act(petition, "promise_kept", "officer")
    petition = act(petition, "promise_kept", "officer", reason="渠底已按要求返工")
    assert petition.promise_due is None and not to_keep("officer", petition)
    assert "says so" in told(petition)[-1] and "渠底已按要求返工" not in " ".join(told(petition))


def test_a_promise_is_kept_by_the_unit_that_gave_it_and_not_by_who_worked_beside_it():
    for who in ("petition_head", "officer", "officer_head", "officer2"):
        staff(who)
    cos = [factories.unit(factories.CIVIL_AFFAIRS)]
    petition = act(factories.to_in_progress(), "add_co", "officer", cos=cos, reason="涉及补贴发放")
    petition = act(act(petition, "co_accept", "officer2"), "report_to_lead", "officer2", reason="已核对")
    petition = act(act(petition, "issue_opinion", "officer", **factories.OPINION), "grant", "officer_head")
    petition = act(received(petition), "accept_result", "P")
    petition = act(petition, "follow_up", "petition_office", **asked("not_yet"))
    assert to_keep("officer", petition) and to_keep("petition_office", petition)
    assert factories.sees("officer2", petition) and not to_keep("officer2", petition)
    count = {
        who: Listing(staff(who), FilterForm(None, user=staff(who))).in_hand for who in ("officer", "officer2")
    }
    assert count == {"officer": 1, "officer2": 0}


def test_a_follow_up_says_how_and_when_and_by_when_it_is_done():
    petition = to_replied()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    long_ago = timezone.localdate() - datetime.timedelta(days=400)
    for wrong, field in (
        (asked("perhaps"), "said"),
        (asked("done", way="pigeon"), "way"),
        (asked("done", asked_on=tomorrow), "asked_on"),
        (asked("done", asked_on=long_ago), "asked_on"),
        (asked("not_yet", due=None), "due"),
        (asked("not_yet", due=timezone.localdate()), "due"),
        (asked("done", reason=""), "reason"),
    ):
        with pytest.raises(RuleViolation) as refused:
            act(petition, "follow_up", "officer", **wrong)
        assert refused.value.problems[0][0] == field, wrong
    petition = act(petition, "follow_up", "officer", **asked("not_yet"))
    assert act(petition, "follow_up", "officer", **asked("done")).promise_due is None


def test_a_case_that_is_opened_again_has_no_old_promise_to_keep():
    staff("petition_head")
    petition = act(received(to_replied()), "accept_result", "P")
    petition = act(petition, "follow_up", "officer", **asked("not_yet"))
    petition = act(petition, "reopen", "petition_office", reason="承诺没有落实")
    assert act(petition, "grant", "petition_head").promise_due is None


def test_nobody_is_asked_who_can_not_be_and_nothing_is_asked_about_a_report():
    assert "follow_up" not in offered("officer", to_replied(people=[]))
    assert "follow_up" not in offered("petition_office", file_petition().petition), "not answered yet"
    petition = act(accusation(people=[]).petition, "keep", "inspector")
    assert not {"follow_up", "promise_kept"} & offered("inspector", petition)


def test_the_unit_that_promised_puts_off_nothing_and_the_petitioner_hears_of_each_word():
    petition = act(received(to_replied()), "accept_result", "P")
    first = asked("not_yet")["due"]
    before = OutboxMessage.objects.count()
    petition = act(petition, "follow_up", "petition_office", **asked("not_yet"))
    assert OutboxMessage.objects.count() == before + 1
    later = asked("not_yet", due=first + datetime.timedelta(days=30))
    with pytest.raises(RuleViolation) as refused:
        act(petition, "follow_up", "officer", **later)
    assert [field for field, _why in refused.value.problems] == ["due"]
    petition = act(petition, "follow_up", "petition_office", **later)
    assert petition.promise_due == later["due"], "the petition office may allow it"
    petition = act(petition, "follow_up", "officer", **asked("done"))
    assert petition.promise_due is None and OutboxMessage.objects.count() == before + 3
