"""When a paper was received: signed receipts, post and the counter; and what is listed while nobody notes it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from importlib import import_module

import factories
import pytest
import time_machine
from desk import address
from django.apps import apps
from django.http import QueryDict
from django.utils import timezone
from factories import actor, staff

from intake.clock import store
from intake.clock.models import RuleSetting
from intake.petitions import desks, timeline
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition, Petitioner
from intake.petitions.outlook import headline
from intake.petitions.process import Person, delivering
from intake.petitions.process import case as cases
from intake.petitions.process.behalf import OnBehalf
from intake.petitions.process.receipt import open_notice, receive_posted
from intake.petitions.process.sweep import sweep
from intake.supervision.listing import for_user, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

NOON = "2026-11-20T04:00:00+00:00"
OLD_MAN = Person(name="覃 老六", phone="19900010009")
AT_HOME = Person(name="覃老七", address="双河村三组")


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def behalf() -> OnBehalf:
    clerk = staff("centre_clerk")
    return OnBehalf(clerk, desks.office_desk(clerk), received_on=timezone.localdate())


def dues(petition: Petition) -> dict[str, datetime.date]:
    return {clock.rule: clock.started_on for clock in petition.deadlines.open()}


def without_receipt(who: str = "petition_office") -> list[tuple[object, str]]:
    """What supervision lists as answered without a noted receipt, and under whom."""
    page = page_of(staff(who), QueryDict("rule=not_noted"))
    assert page.total == len(page.rows) == for_user(staff(who)).counts()["not_noted"]
    return [(row.pk, row.unit_here.code) for row in page.rows]


def answered(**given) -> Petition:
    return factories.to_replied(**({"people": [OLD_MAN]} | given))


def deliver(petition: Petition, who: str = "officer", code: str = "opinion", **given):
    notice = petition.notices.get(code=code)
    values = {"how": "signed", "on": timezone.localdate()} | given
    return delivering.deliver(petition.pk, notice.pk, actor(who), **values)


def test_a_signed_receipt_starts_the_days_for_review_and_rating():
    petition = answered()
    assert "review_request_30" not in dues(petition)
    notice = deliver(petition)
    assert (notice.received_how, notice.received_at) == ("signed", timezone.now())
    assert dues(petition)["review_request_30"] == dues(petition)["rating_30"] == timezone.localdate()


def test_the_earliest_receipt_counts():
    petition = answered()
    day = timezone.localdate()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4), tick=False):
        open_notice(petition.pk, petition.notices.get(code="opinion").pk)
        assert dues(petition)["review_request_30"] == day + datetime.timedelta(days=4)
        deliver(petition, how="post", on=day + datetime.timedelta(days=2))
        assert dues(petition)["review_request_30"] == day + datetime.timedelta(days=2)
        assert petition.deadlines.open().filter(rule="review_request_30").count() == 1
        later = deliver(petition, how="signed", on=day + datetime.timedelta(days=3))
        assert later.received_how == "post"
        assert dues(petition)["review_request_30"] == day + datetime.timedelta(days=2)


def test_a_paper_that_was_handed_over_is_not_received_again_after_seven_days():
    petition = answered()
    deliver(petition)
    assert receive_posted(timezone.now() + datetime.timedelta(days=8)) == (0, 0)


@pytest.mark.parametrize("missed", [datetime.timedelta(minutes=1), datetime.timedelta(days=3)])
def test_an_unopened_answer_counts_as_received_on_the_seventh_day_also_where_sweeps_were_missed(missed):
    """On the page, in the history and for the days that run from it, as who counts the days there would say."""
    petition, seventh = answered(), timezone.now() + datetime.timedelta(days=7)
    with time_machine.travel(seventh + missed, tick=False):
        sweep(timezone.now())
        notice = petition.notices.get(code="opinion")
        assert (notice.received_how, notice.received_at) == ("posted", seventh)
        assert (
            dues(petition)["review_request_30"] == dues(petition)["rating_30"] == timezone.localdate(seventh)
        )
        told = {entry.at for entry in timeline.entries(petition) if "视为" in entry.heading}
        assert told == {seventh}
        headed = headline(cases.load(petition.pk))
        assert headed.clock.due == store.due("review_request_30", timezone.localdate(seventh)).due


@pytest.mark.parametrize("how", ["opened", "signed"])
def test_who_opens_an_answer_or_signs_for_it_later_has_the_same_days_whether_a_sweep_ran_or_not(how):
    petition, seventh = answered(), timezone.now() + datetime.timedelta(days=7)
    with time_machine.travel(seventh + datetime.timedelta(days=2), tick=False):
        notice = petition.notices.get(code="opinion")
        if how == "opened":
            open_notice(petition.pk, notice.pk)
        else:
            deliver(petition)
        notice.refresh_from_db()
        assert (notice.received_how, notice.received_at) == ("posted", seventh)
        assert dues(petition)["review_request_30"] == timezone.localdate(seventh)


def test_an_unopened_answer_is_closed_by_the_first_sweep_after_all_its_days_have_passed():
    petition = answered()
    seventh = timezone.localdate() + datetime.timedelta(days=7)
    last = store.due("review_request_30", seventh).due
    with time_machine.travel(NOON, tick=False) as clock:
        clock.shift(last - timezone.localdate())
        sweep(timezone.now())
        assert dues(petition)["review_request_30"] == seventh
        clock.shift(datetime.timedelta(days=1))
        sweep(timezone.now())
    petition.refresh_from_db()
    assert petition.state == "concluded"


def test_for_who_left_no_telephone_at_the_desk_only_a_noted_receipt_starts_the_days(client):
    """Receipt on paper is the day on the receipt; seven days on the page are for who is told of the page."""
    petition = answered(people=[AT_HOME], channel="letter", behalf=behalf())
    told = answered(people=[OLD_MAN], channel="letter", behalf=behalf())
    unnamed = answered(people=[], channel="letter", behalf=behalf())
    mailed = answered(people=[replace(AT_HOME, email="a@example.org")], channel="letter", behalf=behalf())
    posted = timezone.now() + datetime.timedelta(days=7)
    assert receive_posted(posted - datetime.timedelta(hours=1)) == (0, 0)
    RuleSetting.objects.create(rule="posted_7", days=8)
    assert receive_posted(posted) == (0, 0)
    RuleSetting.objects.all().delete()
    Petitioner.objects.update(has_email=False)  # as they stood before the column
    import_module("intake.petitions.migrations.0024_petitioner_has_email").say_of_each(apps, None)
    assert receive_posted(posted) == (3, 0)
    assert all("review_request_30" in dues(one) for one in (told, unnamed, mailed))
    sweep(posted + datetime.timedelta(days=100))
    petition.refresh_from_db()
    assert petition.state == "replied" and not {"review_request_30", "rating_30"} & set(dues(petition))
    client.force_login(staff("officer"))
    paper = petition.notices.get(code="opinion")
    assert "登记送达" in client.get(address(petition, "paper", paper.pk)).content.decode()
    assert not without_receipt()
    with time_machine.travel(posted + datetime.timedelta(days=100), tick=False):
        assert without_receipt() == [(petition.pk, factories.AGRICULTURE)]
        assert without_receipt("officer_head") and not without_receipt("officer2_head")
        deliver(petition, how="post")
        assert dues(petition)["review_request_30"] == timezone.localdate()
        assert not without_receipt()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_receipt_before_the_paper_or_in_days_to_come_is_refused(days):
    petition = answered()
    with pytest.raises(RuleViolation):
        deliver(petition, on=timezone.localdate() + datetime.timedelta(days=days))


def test_any_paper_may_be_noted_and_only_a_reply_starts_days():
    petition = factories.to_in_progress()
    before = dues(petition)
    assert deliver(petition, code="accept_notice", how="post").received_how == "post"
    assert dues(petition) == before


def test_who_does_not_hold_the_case_notes_nothing():
    petition = answered()
    for who in ("officer2", "centre_clerk", "grid_worker", "inspector"):
        with pytest.raises(NotFound):
            deliver(petition, who)
    assert deliver(petition, "petition_office").received_at


def test_a_review_body_notes_the_receipt_of_its_own_papers_and_of_no_other():
    petition = factories.to_reviewed(people=[AT_HOME], channel="letter", behalf=behalf())
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7), tick=False):
        assert without_receipt() == [(petition.pk, factories.COUNTY)]
    for who in ("review_officer", "review_head"):
        with pytest.raises(NotAllowed):
            deliver(petition, who)
    deliver(petition, "review_officer", "review_opinion")
    assert dues(petition)["rereview_request_30"] == timezone.localdate()
    with pytest.raises(NotFound):
        deliver(petition, "city_review_officer", "review_opinion")
