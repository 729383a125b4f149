"""The queue as the people of each office find it."""

from __future__ import annotations

import datetime
import re

import factories
import pytest
from desk import QUEUE, address, many
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role
from intake.petitions import policies
from intake.petitions.models import CaseKey, Petition
from intake.petitions.visibility import refresh
from intake.workbench.filters import FilterForm
from intake.workbench.queue import Listing
from intake.workbench.tabs import TABS
from privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


def tab(code: str, **more):
    return {"tab": code, **more}


def counts(html: str) -> dict[str, int]:
    return {name: int(number) for name, number in re.findall(r"tab=(\w+)[^>]*>[^<]*<b>(\d+)</b>", html)}


def titles(html: str) -> list[str]:
    return re.findall(r'<th scope="row" class="t"><a [^>]*>([^<]*)</a>', html)


def get(client, **query):
    response = client.get(reverse(QUEUE), query)
    assert response.status_code == 200
    return response.content.decode()


class TestWhatStandsWhere:
    def test_a_new_petition_waits_for_registration_and_moves_on_with_each_step(self, at):
        petition = factories.file_petition().petition
        office = at("petition_office")
        assert counts(get(office))["submitted"] == 1
        factories.act(petition, "register", "petition_office")
        after = counts(get(office))
        assert (after["submitted"], after["registered"]) == (0, 1)
        factories.act(
            petition,
            "transfer",
            "petition_office",
            organisation=factories.unit(factories.AGRICULTURE),
            reason="职责",
        )
        assert counts(get(office))["to_accept"] == 1
        assert counts(get(at("officer")))["to_accept"] == 1
        factories.act(petition, "accept", "officer")
        assert counts(get(at("officer")))["working"] == 1

    def test_each_tab_says_what_will_be_there_when_it_is_empty(self, at):
        office = at("petition_office")
        for code in counts(get(office)):
            page = get(office, tab=code)
            words = next(str(one.empty) for one in TABS if one.code == code)
            assert words in page, code

    def test_a_case_officer_has_no_tab_for_registering_and_the_discipline_intake_has_its_own(self, at):
        assert "submitted" not in counts(get(at("officer")))
        intake = counts(get(at("inspector")))
        assert "sealed" in intake and "submitted" not in intake

    def test_what_ends_first_stands_first_and_what_has_no_date_last(self, at):
        factories.accusation(people=[], title="匿名的一件")
        factories.accusation(title="实名的一件")
        assert titles(get(at("inspector"))) == ["实名的一件", "匿名的一件"]

    def test_overdue_turns_with_the_day_and_is_said_in_words(self, at):
        many(1, next_due=timezone.localdate())
        office = at("petition_office")
        assert counts(get(office))["overdue"] == 0
        many(1, next_due=timezone.localdate() - datetime.timedelta(days=3))
        page = get(office, tab="overdue")
        assert counts(page)["overdue"] == 1
        assert "st--miss" in page and "3" in page

    def test_what_is_urgent_or_threatening_has_a_tab_until_it_ends(self, at):
        urgent = factories.to_transferred(title="急事")
        factories.act(urgent, "report_up", "petition_office", reason="可能出事")
        factories.to_transferred(title="不急的事")
        many(1, title_masked="扬言的事", threat=True)
        many(1, "concluded", title_masked="办结的急事", urgent=True)
        for name, expected in (
            ("petition_office", {"急事", "扬言的事"}),
            ("officer", {"急事"}),
            ("officer2", set()),
        ):
            page = get(at(name), tab="urgent")
            assert set(titles(page)) == expected, name
            assert counts(page)["urgent"] == len(expected), name

    def test_an_urgent_accusation_stands_in_the_tab_of_the_discipline_intake_alone(self, at):
        petition = factories.accusation(title="急的检举").petition
        factories.act(petition, "report_up", "inspector", reason="可能出事")
        assert titles(get(at("inspector"), tab="urgent")) == ["急的检举"]
        assert counts(get(at("petition_office")))["urgent"] == 0


class TestWhoSeesWhat:
    def test_an_accusation_is_in_no_list_and_no_count_of_the_petition_office(self, at):
        before = get(at("petition_office"), tab="all")
        factories.accusation()
        after = get(at("petition_office"), tab="all")
        assert counts(before) == counts(after)
        assert titles(after) == []
        assert titles(get(at("inspector"))) != []

    def test_another_department_sees_and_counts_nothing(self, at):
        factories.to_in_progress()
        assert set(counts(get(at("officer2"))).values()) == {0}
        assert counts(get(at("officer")))["working"] == 1

    @pytest.mark.parametrize("name", ["leader", "clerk", "reviewer", "operator"])
    def test_who_works_on_no_case_finds_no_such_page(self, at, name):
        client = at(name)
        assert client.get(reverse(QUEUE)).status_code == 404
        assert client.get(reverse("workbench:export")).status_code == 404
        assert client.post(reverse("workbench:by_phone"), {"phone": "19900010001"}).status_code == 404

    def test_who_works_in_two_offices_that_hold_a_case_counts_and_finds_it_once(self, at):
        factories.to_in_progress()
        person = factories.staff("officer")
        Membership.objects.create(
            user=person, role=Role.PETITION_OFFICER, organisation=factories.unit(factories.PETITION_OFFICE)
        )
        page = get(at("officer"), tab="working")
        assert counts(page)["working"] == 1
        assert len(titles(page)) == 1


class TestFilters:
    def test_a_number_is_found_however_it_is_typed(self, at):
        petition = factories.to_registered()
        factories.to_registered(title="另外一件")
        typed = f" {petition.shown_number.lower().replace('-', ' ')} "
        assert titles(get(at("petition_office"), tab="all", q=typed)) == [petition.title_masked]

    def test_a_single_character_finds_what_has_it(self, at):
        factories.to_registered(title="路灯不亮一年多")
        factories.to_registered(title="水渠漏水")
        assert titles(get(at("petition_office"), tab="all", q="灯")) == ["路灯不亮一年多"]

    def test_a_title_is_found_by_a_part_of_it(self, at):
        factories.to_registered(title="路灯不亮一年多")
        factories.to_registered(title="水渠漏水")
        page = get(at("petition_office"), tab="registered", q="路灯")
        assert titles(page) == ["路灯不亮一年多"]
        assert counts(page)["registered"] == 1

    def test_a_telephone_number_typed_into_the_search_is_refused_and_never_searched_for(self, at):
        page = get(at("petition_office"), tab="all", q="19900010001")
        assert 'id="filter-q_error"' in page

    def test_class_place_day_and_urgency_narrow_the_list(self, at):
        office = at("petition_office")
        factories.to_registered(title="建议修桥", petition_class="suggestion")
        factories.to_registered(title="别处的事", region=factories.OTHER_VILLAGE)
        urgent = factories.to_registered(title="急事")
        factories.act(urgent, "report_up", "petition_office", reason="可能出事")
        today = timezone.localdate()
        for query, expected in (
            ({"petition_class": "suggestion"}, {"建议修桥"}),
            ({"township": "990121201000"}, {"别处的事"}),
            ({"urgent": "on"}, {"急事"}),
            ({"since": today.isoformat(), "until": today.isoformat()}, {"建议修桥", "别处的事", "急事"}),
            ({"until": (today - datetime.timedelta(days=1)).isoformat()}, set()),
        ):
            assert set(titles(get(office, tab="all", **query))) == expected, query

    def test_mine_shows_what_i_am_the_officer_of(self, at):
        factories.to_in_progress(title="我的一件")
        factories.to_transferred(title="还没有人的一件")
        assert titles(get(at("officer"), tab="all", mine="on")) == ["我的一件"]

    def test_a_filter_that_leaves_nothing_says_so_and_offers_the_way_back(self, at):
        factories.to_registered()
        page = get(at("petition_office"), tab="all", q="没有这样的题目")
        assert "wb-empty" in page and 'href="?tab=all"' in page

    @pytest.mark.parametrize(
        "name", ["q", "since", "until", "township", "group", "petition_class", "p", "tab"]
    )
    @pytest.mark.parametrize(
        "value",
        [
            "0001-01-01",
            "9999-12-31",
            "\x00",
            "%",
            "_",
            "' OR 1=1 --",
            "<b>",
            "𠮷" * 200,
            "１９９０００１０００１",
        ],
    )
    def test_nothing_that_is_typed_breaks_the_page(self, at, name, value):
        many(1)
        page = get(at("petition_office"), **({"tab": "registered"} | {name: value}))
        assert "<b>&lt;" not in page and "<b><b>" not in page


class TestByTelephone:
    def test_the_petitioners_cases_are_found_and_the_search_is_recorded(self, at):
        petition = factories.to_registered()
        response = at("petition_office").post(reverse("workbench:by_phone"), {"phone": "199-0001-0001"})
        assert address(petition) in response.content.decode()
        record = AccessRecord.objects.get(kind="search")
        assert record.user == factories.staff("petition_office").uuid

    def test_only_visible_cases_are_found(self, at):
        factories.to_registered()
        factories.accusation()
        page = at("officer2").post(reverse("workbench:by_phone"), {"phone": "19900010001"}).content.decode()
        assert titles(page) == []

    def test_a_suspected_telephone_tells_a_unit_nothing_of_a_withheld_name(self, at):
        withheld, open_one = factories.to_transferred(withhold_name=True), factories.to_transferred()
        found = {
            name: self.found(at(name), withheld, open_one)
            for name in ("officer", "officer_head", "petition_office")
        }
        assert found == {
            "officer": {open_one.pk},
            "officer_head": {open_one.pk},
            "petition_office": {withheld.pk, open_one.pk},
        }

    def test_who_accuses_is_found_by_telephone_by_the_discipline_intake_alone(self, at):
        petition = factories.accusation().petition
        body = factories.unit(factories.TOWNSHIP_DISCIPLINE)
        factories.act(petition, "pass_on", "inspector", organisation=body, reason="属地")
        assert at("township_inspector").get(address(petition)).status_code == 200
        assert self.found(at("township_inspector"), petition) == set()
        assert self.found(at("inspector"), petition) == {petition.pk}

    def found(self, client, *petitions):
        page = client.post(reverse("workbench:by_phone"), {"phone": "19900010001"}).content.decode()
        return {petition.pk for petition in petitions if address(petition) in page}

    def test_it_never_works_by_an_address(self, at):
        assert (
            at("petition_office").get(reverse("workbench:by_phone"), {"phone": "19900010001"}).status_code
            == 405
        )


class TestManyCases:
    def test_every_case_stands_on_exactly_one_page(self, at):
        many(300)
        office = at("petition_office")
        found = [title for page in range(1, 7) for title in titles(get(office, tab="registered", p=page))]
        assert len(found) == len(set(found)) == 300
        assert found == sorted(found)

    @pytest.mark.parametrize("page", ["0", "-1", "99999", "x", "٣"])
    def test_a_page_that_does_not_exist_is_the_nearest_that_does(self, at, page):
        many(60)
        assert titles(get(at("petition_office"), tab="registered", p=page))

    def test_three_hundred_cases_take_no_more_questions_to_the_database_than_three(self, at):
        office = at("petition_office")
        asked = []
        for more in (3, 297):
            many(more)
            get(office, tab="registered")
            with CaptureQueriesContext(connection) as queries:
                get(office, tab="registered")
            asked.append(len(queries))
        assert asked[0] == asked[1] <= 15

    def test_no_encrypted_text_is_read_for_a_list(self, at):
        many(3)
        office = at("petition_office")
        with CaptureQueriesContext(connection) as queries:
            get(office, tab="registered")
        assert not any('"petitions_petition"."body"' in query["sql"] for query in queries)

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
    @pytest.mark.parametrize("code", ["registered", "working", "overdue", "all"])
    def test_counting_and_ordering_are_answered_by_an_index_of_keys_alone(self, county, code):
        many(3)
        user = factories.staff("petition_office")
        listing = Listing(user, FilterForm(None, user=user))
        one = next(tab for tab in TABS if tab.code == code)
        with CaptureQueriesContext(connection) as queries:
            listing.cases(one, 0, 50)
        plans = []
        for query in queries.captured_queries[-2:]:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                plans += [row[3] for row in cursor.fetchall()]
        assert not any(plan.startswith("SCAN petitions") for plan in plans), plans
        assert any("COVERING INDEX casekey_by" in plan for plan in plans), plans


class TestKeysCarryWhatListsShow:
    def test_after_every_step_each_key_says_what_the_case_says(self, county):
        petition = factories.file_petition(reported_party="荷叶埂村村委会").petition
        for action, who, data in (
            ("register", "petition_office", {}),
            (
                "transfer",
                "petition_office",
                {"organisation": factories.unit(factories.AGRICULTURE), "reason": "职责"},
            ),
            ("accept", "officer", {}),
            ("start", "officer", {}),
            ("issue_opinion", "officer", factories.OPINION),
            ("grant", "officer_head", {}),
        ):
            factories.act(petition, action, who, **data)
            petition = Petition.objects.get(pk=petition.pk)
            wrong = CaseKey.objects.filter(petition=petition).exclude(
                state=petition.state, submitted_at=petition.submitted_at
            )
            assert not wrong.exists(), action
            assert set(petition.keys.values_list("next_due", flat=True)) == {petition.next_due}, action

    def test_both_ways_of_asking_what_is_visible_agree(self, county):
        petitions = [factories.to_registered(), factories.accusation().petition, factories.to_in_progress()]
        refresh(petitions[0])
        for name in factories.STAFF:
            user = factories.staff(name)
            by_cases = set(policies.visible_to(user).values_list("pk", flat=True))
            by_keys = set(policies.keys_held(user).values_list("petition", flat=True))
            assert by_cases == by_keys, name

    def test_an_empty_question_is_the_whole_tab(self, county):
        user = factories.staff("petition_office")
        assert not FilterForm(QueryDict("tab=all"), user=user).in_use
