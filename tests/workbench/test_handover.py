"""A head hands the cases of somebody on leave over to others, and back."""

from __future__ import annotations

import factories
import pytest
from desk import address, seen
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, Role, User
from intake.petitions.models import Handling, Petition
from records import events

pytestmark = pytest.mark.django_db

PAGE = reverse("workbench:hand_over")


@pytest.fixture
def two(county) -> list[User]:
    """Two more officers of the unit."""
    people = []
    for name in ("韦望川", "覃立"):
        user = User.objects.create(username=f"m_{name}", display_name=name)
        Membership.objects.create(
            user=user, role=Role.HANDLER, organisation=factories.unit(factories.AGRICULTURE)
        )
        people.append(user)
    return people


def whose(name: str = "officer", role: str = "officer") -> str:
    return f"{role}-{factories.unit(factories.AGRICULTURE).pk}-{factories.staff(name).pk}"


def ticked(*cases: Petition) -> list[str]:
    return [f"{case.number}.{seen(case)['seen']}" for case in cases]


def officer_of(petition: Petition) -> str:
    return str(Handling.objects.get(petition=petition).officer)


def html(response) -> str:
    return response.content.decode()


def hand_over(client, cases, people, **more):
    given = {"whose": whose(), "case": ticked(*cases), "to": [person.pk for person in people]}
    return client.post(PAGE, given | more)


def test_all_open_cases_of_one_person_stand_there_ticked_and_no_others(at, two):
    mine, waiting = factories.to_in_progress(), factories.to_transferred(title="没人的一件")
    answered = factories.to_replied(title="已答复的一件")
    page = html(at("officer_head").get(PAGE, {"whose": whose()}))
    assert mine.shown_number in page and page.count('name="case"') == page.count(" checked") == 1
    assert waiting.shown_number not in page and answered.shown_number not in page
    assert "韦望川" in page and "覃立" in page


def test_one_successor_gets_them_all_each_with_an_event_and_they_come_back(at, two):
    cases = [factories.to_in_progress() for _ in range(2)]
    assert hand_over(at("officer_head"), cases, two[:1]).status_code == 302
    assert [officer_of(case) for case in cases] == ["韦望川", "韦望川"]
    assert all(events.history("petition", case.pk).last().action == "assign_officer" for case in cases)
    assert "代试用officer办理" in html(at("officer_head").get(address(cases[0])))
    back = whose(role="standing_in_for")
    assert "交回试用officer：2 件" in html(at("officer_head").get(PAGE))
    at("officer_head").post(PAGE, {"whose": back, "case": ticked(*cases)})
    assert [officer_of(case) for case in cases] == ["试用officer", "试用officer"]
    assert not Handling.objects.exclude(standing_in_for=None).exists()
    assert "交回" not in html(at("officer_head").get(address(cases[0])))


def test_a_second_absence_keeps_whose_case_it_is_at_first(at, two):
    case = factories.to_in_progress()
    hand_over(at("officer_head"), [case], two[:1])
    unit = factories.unit(factories.AGRICULTURE).pk
    given = {"whose": f"officer-{unit}-{two[0].pk}", "case": ticked(case), "to": two[1].pk}
    at("officer_head").post(PAGE, given)
    handling = Handling.objects.get()
    assert (handling.officer, handling.standing_in_for) == (two[1], factories.staff("officer"))


def test_for_good_nothing_is_there_to_hand_back(at, two):
    case = factories.to_in_progress()
    hand_over(at("officer_head"), [case], two[:1], for_good="on")
    assert Handling.objects.get().standing_in_for is None
    assert "standing_in_for-" not in html(at("officer_head").get(PAGE))


def test_several_share_them_evenly(at, two):
    cases = [factories.to_in_progress() for _ in range(4)]
    hand_over(at("officer_head"), cases, two)
    assert sorted(map(officer_of, cases)) == ["覃立", "覃立", "韦望川", "韦望川"]


def test_who_withdrew_does_not_get_that_case_and_another_one_does(at, two):
    one, other = factories.to_in_progress(), factories.to_in_progress()
    factories.act(one, "recuse", "officer_head", user=two[0], reason="亲属")
    hand_over(at("officer_head"), [one, other], two)
    assert officer_of(one) == "覃立" and officer_of(other) == "韦望川"


def test_what_none_of_those_chosen_may_have_is_named_and_stays_ticked(at, two):
    one, other = factories.to_in_progress(), factories.to_in_progress(title="另一件")
    factories.act(one, "recuse", "officer_head", user=two[0], reason="亲属")
    response = hand_over(at("officer_head"), [one, other], two[:1])
    page = html(response)
    assert response.status_code == 200 and one.shown_number in page and other.shown_number not in page
    assert "所选人员都不能办理这一件" in page and page.count(" checked") == 1
    assert officer_of(one) == "试用officer" and officer_of(other) == "韦望川"


def test_a_case_of_which_the_head_may_not_know_is_in_no_list_and_no_count(at, two):
    known, hidden = factories.to_in_progress(), factories.to_in_progress(title="负责人回避的一件")
    member = factories.staff("officer_head")
    Membership.objects.create(
        user=two[1], role=Role.UNIT_HEAD, organisation=factories.unit(factories.AGRICULTURE)
    )
    factories.act(hidden, "recuse", "officer_head", user=member, reason="亲属")
    page = html(at("officer_head").get(PAGE, {"whose": whose()}))
    assert hidden.shown_number not in page and "负责人回避的一件" not in page and "试用officer 1 ·" in page
    response = hand_over(at("officer_head"), [known, hidden], two[:1])
    assert officer_of(hidden) == "试用officer" and officer_of(known) == "韦望川"
    assert "负责人回避的一件" not in html(response)


def test_a_case_that_changed_since_is_not_handed_over_and_says_what_happened(at, two):
    case = factories.to_in_progress()
    given = {"whose": whose(), "case": ticked(case), "to": two[0].pk}
    factories.act(case, "note", "officer", reason="刚写的一条")
    page = html(at("officer_head").post(PAGE, given))
    assert officer_of(case) == "试用officer" and "本件已有变动" in page


def test_what_was_put_before_the_head_stays_with_who_asked_and_the_page_says_so(at, two):
    case = factories.act(factories.to_in_progress(), "issue_opinion", "officer", **factories.OPINION)
    assert "不随件移交" in html(at("officer_head").get(PAGE, {"whose": whose()}))
    hand_over(at("officer_head"), [case], two[:1])
    assert case.approvals.get().asked_by == factories.staff("officer") and officer_of(case) == "韦望川"


def test_nobody_chosen_or_nothing_ticked_is_asked_for_again(at, two):
    case = factories.to_in_progress()
    for given in ({"case": ticked(case)}, {"to": two[0].pk}, {"case": ticked(case), "to": "99999"}):
        assert at("officer_head").post(PAGE, {"whose": whose(), **given}).status_code == 422
    assert officer_of(case) == "试用officer"


def test_only_a_head_hands_over_and_only_in_the_own_unit(at, two):
    case = factories.to_in_progress()
    for name in ("officer", "leader", "petition_office"):
        assert at(name).get(PAGE).status_code == 404, name
    page = html(at("officer2_head").get(PAGE, {"whose": whose()}))
    assert case.shown_number not in page and "还没有" not in page and "本单位没有人有在办件" in page
    hand_over(at("officer2_head"), [case], two[:1])
    assert officer_of(case) == "试用officer"


def test_many_cases_take_no_more_questions_to_the_database_than_few(at, two):
    head, asked = at("officer_head"), []
    for more in (1, 4):
        for _ in range(more):
            factories.to_in_progress()
        head.get(PAGE, {"whose": whose()})
        with CaptureQueriesContext(connection) as queries:
            head.get(PAGE, {"whose": whose()})
        asked.append(len(queries))
    assert asked[0] == asked[1]


class TestCoHandlers:
    """A unit that leads some cases is co-handler on others: what one of its people does there goes over too."""

    @pytest.fixture
    def beside(self, county) -> Petition:
        """Led by civil affairs, with agriculture as co-handler, whose officer is the one who goes on leave."""
        for name in ("officer", "officer2"):
            factories.staff(name)
        petition = factories.act(
            factories.to_registered(title="民政主办的一件"),
            "transfer",
            "petition_office",
            organisation=factories.unit(factories.CIVIL_AFFAIRS),
            cos=[factories.unit(factories.AGRICULTURE)],
            reason="主办和协办",
        )
        return factories.act(petition, "co_accept", "officer")

    def part(self, petition: Petition) -> Handling:
        return Handling.objects.get(petition=petition, role="co")

    def test_they_go_over_with_the_rest_and_come_back(self, at, two, beside):
        led = factories.to_in_progress()
        head = at("officer_head")
        page = html(head.get(PAGE, {"whose": whose()}))
        assert "试用officer 2 （其中协办 1 件）" in page and page.count('class="mark">协办') == 1
        assert hand_over(head, [led, beside], two[:1]).status_code == 302
        assert officer_of(led) == str(self.part(beside).officer) == "韦望川"
        assert self.part(beside).standing_in_for == factories.staff("officer")
        assert events.history("petition", beside.pk).last().action == "co_assign_officer"
        assert "代试用officer" in html(at("officer").get(address(beside)))
        back = whose(role="standing_in_for")
        assert "交回试用officer：2 件 （其中协办 1 件）" in html(head.get(PAGE))
        head.post(PAGE, {"whose": back, "case": ticked(led, beside)})
        assert officer_of(led) == str(self.part(beside).officer) == "试用officer"
        assert not Handling.objects.exclude(standing_in_for=None).exists()

    def test_the_lead_s_own_people_stay_where_they_are(self, at, two, beside):
        factories.act(beside, "accept", "officer2")
        beside = factories.act(beside, "start", "officer2")
        hand_over(at("officer_head"), [beside], two[:1])
        assert Handling.objects.get(petition=beside, role="lead").officer == factories.staff("officer2")

    def test_who_may_not_know_of_it_does_not_get_it(self, at, two, beside):
        factories.act(beside, "recuse", "officer_head", user=two[0], reason="亲属")
        page = html(hand_over(at("officer_head"), [beside], two[:1]))
        assert "所选人员都不能办理这一件" in page and str(self.part(beside).officer) == "试用officer"

    def test_ticked_in_the_queue_they_are_given_with_the_rest(self, at, two, beside):
        led = factories.to_in_progress()
        given = {"case": ticked(led, beside), "user": two[0].pk, "give": "1"}
        at("officer_head").post(reverse("workbench:selected_assign"), given)
        assert officer_of(led) == str(self.part(beside).officer) == "韦望川"

    def test_the_page_says_that_reviews_name_nobody(self, at, two):
        assert "复查、复核不指定承办人" not in html(at("officer_head").get(PAGE))
        assert "复查、复核不指定承办人" in html(at("review_head").get(PAGE))
