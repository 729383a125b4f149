"""The red and amber lists: each rule at its edges, who sees what, and what a list costs."""

from __future__ import annotations

import csv
import datetime
import io

import factories
import pytest
import time_machine
from desk import many
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import act

from intake.petitions.models import Petition
from intake.petitions.process.receipt import open_notice
from intake.supervision.listing import for_user, page_of
from intake.supervision.models import SetNumber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def on(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T02:00:00+00:00", tick=False)


def found(rule: str, who: str = "petition_office") -> set:
    page = page_of(factories.staff(who), QueryDict(f"rule={rule}"))
    assert page.total == len(page.rows) == for_user(factories.staff(who)).counts()[rule]
    return {row.pk for row in page.rows}


class TestTheRules:
    def test_late_begins_on_the_day_after_the_last(self):
        with on("2026-03-02"):
            petition = factories.to_transferred()
        with on("2026-03-17"):
            assert not found("late") and found("near") == {petition.pk}
        with on("2026-03-18"):
            assert found("late") == {petition.pk} and not found("near")

    def test_near_begins_as_many_days_before_as_the_office_sets(self):
        with on("2026-03-02"):
            petition = factories.to_transferred()
        with on("2026-03-11"):
            assert not found("near")
        with on("2026-03-12"):
            assert found("near") == {petition.pk}
        SetNumber.objects.create(code="near_days", value=2)
        with on("2026-03-14"):
            assert not found("near")
        with on("2026-03-15"):
            assert found("near") == {petition.pk}

    def test_left_lying_begins_on_the_seventh_day_and_ends_with_acceptance(self):
        with on("2026-03-02"):
            petition = factories.to_transferred()
        with on("2026-03-08"):
            assert not found("unread")
        with on("2026-03-09"):
            assert found("unread") == {petition.pk}
            act(petition, "accept", "officer")
            assert not found("unread")

    @pytest.mark.parametrize("subject", ["office", "handler"])
    def test_either_rating_as_not_satisfied_lists_it_for_ninety_days(self, subject):
        with on("2026-03-02"):
            petition = factories.to_replied()
            open_notice(petition.pk, petition.notices.get(is_reply=True).pk)
            act(petition, "rate", "P", subject=subject, value="dissatisfied")
            assert found("dissatisfied") == {petition.pk}
            theirs = {petition.pk} if subject == "handler" else set()
            assert found("dissatisfied", "officer_head") == theirs, "the office's own rating is the office's"
            assert not found("dissatisfied", "officer2_head")
            whose = factories.AGRICULTURE if subject == "handler" else factories.PETITION_OFFICE
            page = page_of(factories.staff("petition_office"), QueryDict("rule=dissatisfied"))
            assert (
                [one.unit.code for one in page.units] == [whose] == [row.unit_here.code for row in page.rows]
            )
        with on("2026-05-30"):
            assert found("dissatisfied") == {petition.pk}
        with on("2026-05-31"):
            assert not found("dissatisfied")

    def test_a_better_rating_takes_it_off(self):
        petition = factories.to_replied()
        open_notice(petition.pk, petition.notices.get(is_reply=True).pk)
        act(petition, "rate", "P", subject="handler", value="dissatisfied")
        act(petition, "rate", "P", subject="handler", value="mostly")
        assert not found("dissatisfied")

    def test_returned_twice_and_urged_and_repeated(self):
        petition = factories.to_transferred()
        for _time in range(2):
            act(petition, "object", "officer", reason="不属于本单位职责")
            assert not found("returned") or _time
            again = factories.unit(factories.AGRICULTURE)
            act(petition, "grant_objection", "petition_office", organisation=again, reason="再议")
        assert found("returned") == {petition.pk} and not found("urged")
        due = timezone.localdate() + datetime.timedelta(days=3)
        act(petition, "urge", "petition_office", reason="推诿", due=due)
        assert found("urged") == {petition.pk}
        act(petition, "answer_urge", "officer", answer="adopted", reason="照办")
        assert not found("urged") and not found("repeated")
        first = factories.to_registered()
        Petition.objects.filter(pk=petition.pk).update(merged_into=first)
        assert found("repeated") == {first.pk}
        Petition.objects.filter(pk=petition.pk).update(repeat=True)
        assert found("repeated") == {first.pk, petition.pk}

    def test_the_longest_overdue_stands_first(self):
        many(3)
        rows = page_of(factories.staff("petition_office"), QueryDict("rule=late")).rows
        assert [row.since for row in rows] == sorted(row.since for row in rows) and len(rows) == 3


class TestWhoSeesWhat:
    def test_a_case_that_an_officer_is_kept_from_is_in_no_list_and_no_count(self, at):
        with on("2026-03-02"):
            petition = factories.to_transferred()
            act(petition, "recuse", "petition_head", user=factories.staff("petition_office"), reason="近亲属")
        with on("2026-03-20"):
            assert found("late", "petition_head") == {petition.pk}
            assert not found("late")
            counts = for_user(factories.staff("petition_office")).counts()
            assert not any(counts.values())
            page = at("petition_office").get(reverse("supervision:list")).content.decode()
            assert petition.shown_number not in page and "农业农村局" not in page

    def test_the_first_of_several_is_not_called_repeated_for_one_that_the_reader_may_not_know_of(self):
        first, second = factories.to_registered(), factories.to_registered()
        Petition.objects.filter(pk=second.pk).update(merged_into=first)
        act(second, "recuse", "petition_head", user=factories.staff("petition_office"), reason="近亲属")
        assert found("repeated", "petition_head") == {first.pk}
        assert not found("repeated")

    def test_reports_of_wrongdoing_are_nowhere_in_it(self, at):
        with on("2026-03-02"):
            petition = factories.accusation().petition
        with on("2026-06-02"):
            for name in ("petition_office", "petition_head", "township_head"):
                assert not any(for_user(factories.staff(name)).counts().values())
            assert at("inspector_head").get(reverse("supervision:list")).status_code == 404
            page = at("petition_head").get(reverse("supervision:list"), {"rule": "late"}).content.decode()
            assert petition.shown_number not in page

    def test_the_head_of_a_unit_reads_the_own_units_list_alone(self, at):
        with on("2026-03-02"):
            own, other = factories.to_transferred(), factories.to_transferred(factories.CIVIL_AFFAIRS)
        with on("2026-03-20"):
            assert found("late", "officer_head") == {own.pk}
            assert found("late", "officer2_head") == {other.pk}
            page = at("officer_head").get(reverse("supervision:list")).content.decode()
            assert own.shown_number in page and 'type="checkbox" name="case"' not in page
        for name in ("officer", "leader", "clerk", "operator", "centre_clerk"):
            assert at(name).get(reverse("supervision:list")).status_code == 404


class TestThePage:
    def test_a_units_filter_keeps_to_that_unit(self, at):
        with on("2026-03-02"):
            own, other = factories.to_transferred(), factories.to_transferred(factories.CIVIL_AFFAIRS)
        with on("2026-03-20"):
            query = {"rule": "late", "unit": factories.AGRICULTURE}
            page = at("petition_office").get(reverse("supervision:list"), query).content.decode()
        assert own.shown_number in page and other.shown_number not in page

    def test_it_costs_the_same_however_many_there_are(self, at):
        client, costs = at("petition_head"), []
        for more in (3, 120):
            many(more)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("supervision:list"), {"rule": "late"}).status_code == 200
            with CaptureQueriesContext(connection) as own:
                page_of(factories.staff("petition_head"), QueryDict("rule=late"))
            costs.append((len(asked), len(own)))
        assert costs[1] <= costs[0] and costs[0][1] <= 10

    def test_the_table_has_masked_titles_and_no_formulas(self, at):
        with on("2026-03-02"):
            petition = factories.to_transferred(title="=水渠 19900010001 没人管")
        with on("2026-03-20"):
            response = at("petition_office").get(reverse("supervision:export"), {"rule": "late"})
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert len(rows) == 2 and rows[1][0] == petition.shown_number
        assert "19900010001" not in str(rows) and not rows[1][1].startswith("=")
        assert rows[1][4:6] == ["2026-03-17", "3"]

    def test_the_heads_home_page_counts_what_is_red_by_rule(self, at):
        with on("2026-03-02"):
            factories.to_transferred()
        with on("2026-03-20"):
            counts = for_user(factories.staff("petition_head")).counts()
            assert counts["late"] == counts["unread"] == 1
            home = at("petition_head").get(reverse("wagtailadmin_home")).content.decode()
            assert f"{reverse('supervision:list')}?rule=late" in home
            others = at("petition_office").get(reverse("wagtailadmin_home")).content.decode()
            assert f"{reverse('supervision:list')}?rule=late" not in others
