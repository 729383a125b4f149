"""The desk of a review body, and what the petition office and the unit see of a review."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from desk import QUEUE, address, do, seen
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import GROUNDS, REVIEW, act, to_final, to_in_rereview, to_in_review, to_registered

from intake.workbench.panels import count_in_hand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


@pytest.fixture
def at(client: Client):
    def signed_in(name: str) -> Client:
        client.force_login(factories.staff(name))
        return client

    return signed_in


def test_a_review_is_found_in_its_tab_with_its_grounds_and_decided_at_the_desk(at):
    petition = to_in_review()
    queue = at("review_officer").get(reverse(QUEUE), {"tab": "reviews"}).content.decode()
    assert petition.shown_number in queue
    html = at("review_officer").get(address(petition)).content.decode()
    assert GROUNDS in html
    assert do(petition, "accept_review") in html and do(petition, "decide_review") not in html
    assert at("review_officer").post(do(petition, "accept_review"), seen(petition)).status_code == 302
    html = at("review_officer").get(address(petition)).content.decode()
    assert do(petition, "decide_review") in html and do(petition, "decide_rereview") not in html
    form = at("review_officer").get(do(petition, "decide_review")).content.decode()
    assert "revoked_redo" in form
    sent = at("review_officer").post(do(petition, "decide_review"), REVIEW | {"unit": ""} | seen(petition))
    assert sent.status_code == 302
    waiting = at("review_head").get(reverse("workbench:approvals")).content.decode()
    assert petition.shown_number in waiting
    assert REVIEW["decision"] in at("review_head").get(address(petition)).content.decode()
    assert REVIEW["decision"] not in at("officer_head").get(address(petition)).content.decode()
    assert at("review_head").post(do(petition, "grant"), seen(petition)).status_code == 302
    petition.refresh_from_db()
    assert petition.state == "reviewed"
    assert at("review_head").get(address(petition)).status_code == 200


def test_the_home_page_of_a_reviewer_shows_and_counts_what_is_under_review(at):
    petition = to_in_review()
    home = at("review_officer").get(reverse("wagtailadmin_home")).content.decode()
    assert petition.shown_number in home
    assert count_in_hand(factories.staff("review_officer")) == "1"
    assert count_in_hand(factories.staff("officer2")) == ""
    act(petition, "withdraw_review", "P")
    assert count_in_hand(factories.staff("review_officer")) == ""


def test_a_form_that_lacks_something_keeps_what_was_typed(at):
    petition = act(to_in_review(), "accept_review", "review_officer")
    typed = REVIEW | {"basis": "", "unit": ""} | seen(petition)
    answer = at("review_officer").post(do(petition, "decide_review"), typed)
    assert answer.status_code == 422 and REVIEW["decision"] in answer.content.decode()


def test_redo_at_another_unit_is_chosen_in_the_form_and_read_by_the_head(at):
    petition = act(to_in_review(), "accept_review", "review_officer")
    typed = REVIEW | {"outcome": "revoked_redo", "unit": factories.CIVIL_AFFAIRS} | seen(petition)
    assert at("review_officer").post(do(petition, "decide_review"), typed).status_code == 302
    assert (
        factories.unit(factories.CIVIL_AFFAIRS).name
        in at("review_head").get(address(petition)).content.decode()
    )
    at("review_head").post(do(petition, "grant"), seen(petition))
    petition.refresh_from_db()
    assert petition.owner.code == factories.CIVIL_AFFAIRS


def test_a_second_review_offers_a_hearing_and_the_clock_says_that_it_stands(at):
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False) as clock:
        petition = act(to_in_rereview(), "accept_review", "city_review_officer")
        form = at("city_review_officer").get(do(petition, "decide_rereview")).content.decode()
        assert "revoked_redo" not in form
        typed = {"hearing_on": "三月十日九时", "place": "市政府", "contact": "", "reason": "情况复杂"} | seen(
            petition
        )
        assert at("city_review_officer").post(do(petition, "hear"), typed).status_code == 302
        html = at("city_review_officer").get(address(petition)).content.decode()
        assert "听证所需时间不算，最后一天相应顺延" in html
        assert do(petition, "end_hearing") in html
        assert "第 1 日" in html
        clock.shift(datetime.timedelta(days=8))
        standing = at("city_review_officer").get(address(petition)).content.decode()
        assert "第 9 日" in standing and "第 1 日" not in standing, (
            "what stands still is the limit, not the age"
        )
        assert at("city_review_officer").post(do(petition, "end_hearing"), seen(petition)).status_code == 302


def test_what_is_not_open_yet_says_why(at):
    petition = to_in_review()
    assert "先受理复查（复核）申请。" in at("review_officer").get(address(petition)).content.decode()


def test_who_is_not_of_the_body_gets_no_form_of_it(at):
    petition = to_in_review()
    for name, status in (("city_review_officer", 404), ("officer2", 404)):
        assert at(name).get(address(petition)).status_code == status
        assert at(name).post(do(petition, "accept_review"), seen(petition)).status_code == status
    for name in ("officer", "petition_office"):
        answer = at(name).post(do(petition, "accept_review"), seen(petition))
        assert answer.status_code == 409, name
    petition.refresh_from_db()
    assert petition.reviews.get().state == "requested"


def test_the_office_enters_what_came_on_paper(at):
    factories.staff("review_officer")
    petition = factories.received(factories.to_replied())
    desk, typed = at("petition_office"), {"text": GROUNDS} | seen(petition)
    to_come = timezone.localdate() + datetime.timedelta(days=1)
    refused = desk.post(do(petition, "request_review"), typed | {"received_on": to_come})
    assert refused.status_code == 422 and GROUNDS in refused.content.decode()
    today = timezone.localdate()
    assert desk.post(do(petition, "request_review"), typed | {"received_on": today}).status_code == 302
    petition.refresh_from_db()
    assert petition.state == "in_review"
    assert "请求日期" in desk.get(address(petition)).content.decode()


def test_the_office_names_a_body_where_none_is_set(at):
    factories.staff("review_officer")
    factories.unit(factories.AGRICULTURE).__class__.objects.filter(code=factories.AGRICULTURE).update(
        review_unit=None
    )
    petition = act(factories.received(factories.to_replied()), "request_review", "P", text=GROUNDS)
    typed = {"organisation": factories.COUNTY, "reason": "上级机关"} | seen(petition)
    assert at("petition_office").post(do(petition, "name_review_body"), typed).status_code == 302
    assert petition.reviews.get().organisation.code == factories.COUNTY


def test_no_longer_accepted_is_asked_for_by_the_number_of_the_earlier_case(at):
    earlier, petition = to_final(), to_registered()
    typed = {"reason": "复核已经终结", "basis": "第三十六条", "destination": "县信访局"} | seen(petition)
    wrong = at("petition_office").post(
        do(petition, "no_longer_accept"), typed | {"earlier": "2026-0000000-0"}
    )
    assert wrong.status_code == 422 and "复核已经终结" in wrong.content.decode()
    asked = at("petition_office").post(
        do(petition, "no_longer_accept"), typed | {"earlier": earlier.shown_number.lower()}
    )
    assert asked.status_code == 302
    assert earlier.shown_number in at("petition_head").get(address(petition)).content.decode()
    act(earlier, "recuse", "petition_head", user=factories.staff("petition_head"), reason="近亲属")
    assert earlier.shown_number not in at("petition_head").get(address(petition)).content.decode()
