"""Co-handlers in the supervision room: listed for their own lateness, urged for their own part, judged by it."""

from __future__ import annotations

import datetime
from typing import Any

import factories
import pytest
import time_machine
from desk import QUEUE, address, do, seen
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from factories import AGRICULTURE, CIVIL_AFFAIRS, TOWNSHIP, act, offered, staff, unit

from intake.petitions import timeline
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition, Urge
from intake.supervision import assessing, monthly
from intake.supervision.listing import for_user, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

ROOM = reverse("supervision:list")


def on(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T02:00:00+00:00", tick=False)


@pytest.fixture
def sent() -> Petition:
    """Sent on 2 March to the bureau of agriculture to lead, with the bureau of civil affairs beside it: each has until
    17 March to take it up. The lead has."""
    for name in ("officer", "officer_head", "officer2", "officer2_head", "petition_head"):
        staff(name)
    with on("2026-03-02"):
        petition = act(
            factories.to_registered(),
            "transfer",
            "petition_office",
            organisation=unit(AGRICULTURE),
            cos=[unit(CIVIL_AFFAIRS)],
            reason="主办和协办",
        )
        return act(petition, "accept", "officer")


def entries(rule: str, who: str = "petition_office", **more: str) -> list[tuple[Any, str]]:
    query = QueryDict(f"rule={rule}" + "".join(f"&{name}={value}" for name, value in more.items()))
    page = page_of(staff(who), query)
    assert page.total == len(page.rows)
    assert more or page.total == for_user(staff(who)).counts()[rule]
    return [(row.pk, row.unit_here.code) for row in page.rows]


def figures(year: int) -> dict[str, dict[str, int]]:
    table = assessing.table_for(staff("petition_head"), year)
    return {line.unit.code: line.figures for line in table.lines}


def in_days(count: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=count)


def urged(petition: Petition, days: int = 7, who: str = "petition_office") -> Petition:
    due = in_days(days)
    return act(petition, "urge_co", who, co=unit(CIVIL_AFFAIRS), reason="协办逾期未受理，请立即办理", due=due)


class TestTheLists:
    def test_a_late_co_handler_stands_under_its_own_unit_and_the_lead_that_is_in_time_does_not(
        self, sent, at
    ):
        with on("2026-03-17"):
            assert entries("near") == [(sent.pk, CIVIL_AFFAIRS)] and not entries("late")
        with on("2026-03-18"):
            assert entries("late") == entries("late", unit=CIVIL_AFFAIRS) == [(sent.pk, CIVIL_AFFAIRS)]
            assert not entries("near")
            page = at("petition_office").get(ROOM, {"rule": "late"}).content.decode()
            assert ">协办</span>" in page and f"@{CIVIL_AFFAIRS}" in page
            table = at("petition_office").get(reverse("supervision:export"), {"rule": "late"})
            assert "协办" in table.content.decode("utf-8-sig")
            act(sent, "co_accept", "officer2")
            assert not entries("late")

    def test_lead_and_co_handler_that_are_both_late_stand_there_once_each_the_longest_overdue_first(
        self, sent
    ):
        with on("2026-07-20"):
            assert entries("late") == [(sent.pk, CIVIL_AFFAIRS), (sent.pk, AGRICULTURE)]
            assert entries("late", unit=AGRICULTURE) == [(sent.pk, AGRICULTURE)]
            rows = page_of(staff("petition_office"), QueryDict("rule=late")).rows
            assert [row.as_co for row in rows] == [True, False]
            assert [str(row.since) for row in rows] == ["2026-03-17", "2026-05-06"]

    def test_a_co_handler_that_lets_it_lie_is_listed_from_the_seventh_day(self, sent):
        with on("2026-03-08"):
            assert not entries("unread")
        with on("2026-03-09"):
            assert entries("unread") == [(sent.pk, CIVIL_AFFAIRS)]

    def test_each_head_reads_the_own_units_part_alone(self, sent):
        with on("2026-07-20"):
            assert entries("late", "officer_head") == [(sent.pk, AGRICULTURE)]
            assert entries("late", "officer2_head") == [(sent.pk, CIVIL_AFFAIRS)]

    def test_who_is_kept_from_the_case_finds_its_co_handler_in_no_list_and_no_count(self, sent, at):
        with on("2026-03-02"):
            act(sent, "recuse", "petition_head", user=staff("petition_office"), reason="近亲属")
        with on("2026-03-18"):
            assert entries("late", "petition_head") == [(sent.pk, CIVIL_AFFAIRS)]
            assert not entries("late") and not any(for_user(staff("petition_office")).counts().values())
            page = at("petition_office").get(ROOM, {"unit": CIVIL_AFFAIRS}).content.decode()
            assert sent.shown_number not in page and "民政局" not in page

    def test_what_a_co_handler_reported_or_gave_back_is_late_no_more(self, sent):
        with on("2026-03-20"):
            act(act(sent, "start", "officer"), "drop_co", "officer", co=unit(CIVIL_AFFAIRS), reason="不需要")
            assert not entries("late")


class TestUrging:
    def test_a_co_handler_gets_a_letter_and_a_clock_of_its_own_and_answers_for_itself(self, sent, at):
        with on("2026-03-18"):
            petition = urged(sent)
            letter = petition.notices.get(code="urge_letter")
            assert letter.to_organisation == unit(CIVIL_AFFAIRS) and "请立即办理" in letter.body
            clock = petition.deadlines.get(rule="urge_answer")
            assert clock.handling.organisation == unit(CIVIL_AFFAIRS) and clock.due == in_days(7)
            assert not petition.urged, "the lead was not"
            assert entries("urged") == [(sent.pk, CIVIL_AFFAIRS)]
            assert "co_answer_urge" in offered("officer2", petition)
            assert not {"answer_urge", "co_answer_urge"} & offered("officer", petition)
            response = at("officer2").post(
                do(petition, "co_answer_urge"),
                {"answer": "adopted", "reason": "本周内办理", **seen(petition)},
            )
            assert response.status_code == 302
            row = petition.urges.get()
            assert (row.answer, row.answer_text, row.answered_by) == (
                "adopted",
                "本周内办理",
                staff("officer2"),
            )
            assert not petition.deadlines.open().filter(rule="urge_answer").exists() and not entries("urged")
            assert "本周内办理" in at("petition_office").get(address(petition)).content.decode()

    def test_lead_and_co_handler_owe_an_answer_each(self, sent):
        with on("2026-03-18"):
            petition = act(sent, "urge", "petition_office", reason="请抓紧", due=in_days(3))
            petition = act(urged(petition), "answer_urge", "officer", answer="partly", reason="按期答复")
            assert petition.urges.waiting().get().organisation == unit(CIVIL_AFFAIRS)
            petition = act(petition, "co_answer_urge", "officer2", answer="adopted", reason="照办")
            assert not petition.urges.waiting().exists()
            assert [row.answer for row in petition.urges.order_by("due")] == ["partly", "adopted"]

    def test_the_lead_s_letter_is_no_mark_on_the_co_handler_s_lists(self, sent, at):
        with on("2026-03-18"):
            act(sent, "urge", "petition_office", reason="请抓紧", due=in_days(3))
            assert "已督办" in at("officer").get(reverse(QUEUE), {"tab": "all"}).content.decode()
            assert "已督办" not in at("officer2").get(reverse(QUEUE), {"tab": "all"}).content.decode()

    def test_the_petitioner_hears_nothing_of_it(self, sent):
        with on("2026-03-18"):
            before = [entry.heading for entry in timeline.entries(sent)]
            petition = urged(sent)
            act(petition, "co_answer_urge", "officer2", answer="adopted", reason="照办")
            assert [entry.heading for entry in timeline.entries(petition)] == before

    def test_only_the_petition_office_urges_and_only_a_co_handler_at_work(self, sent):
        with on("2026-03-18"):
            for who in ("officer", "officer2"):
                with pytest.raises(NotAllowed):
                    urged(sent, who=who)
            for wrong in (unit(AGRICULTURE), unit(TOWNSHIP), None):
                with pytest.raises(RuleViolation):
                    act(sent, "urge_co", "petition_office", co=wrong, reason="催办", due=in_days(3))
            urged(sent)
            with pytest.raises(RuleViolation):
                urged(sent)
            assert "urge_co" not in offered("petition_office", factories.to_transferred())

    def test_the_form_asks_which_one_only_of_those_at_work(self, sent, at):
        with on("2026-03-18"):
            page = at("petition_office").get(do(sent, "urge_co")).content.decode()
            assert "民政局" in page and "督办协办单位" in page
            given = {"co": CIVIL_AFFAIRS, "reason": "请抓紧", "due": in_days(4).isoformat(), **seen(sent)}
            assert at("petition_office").post(do(sent, "urge_co"), given).status_code == 302
        assert Urge.objects.get().organisation == unit(CIVIL_AFFAIRS)

    def test_lead_and_co_handler_of_one_case_are_urged_with_one_click_each_by_a_letter(self, sent, at):
        with on("2026-07-20"):
            version = Petition.objects.get(pk=sent.pk).version
            ticked = [f"{sent.number}.{version}@{CIVIL_AFFAIRS}", f"{sent.number}.{version}"]
            client, where = at("petition_office"), reverse("supervision:urge")
            page = client.post(where, {"case": ticked}).content.decode()
            assert "民政局" in page and "农业农村局" in page and page.count('name="case"') == 2
            given = {"case": ticked, "reason": "请按期办理", "due": in_days(5).isoformat()}
            page = client.post(where, given).content.decode()
            assert page.count("已督办，督办函在件内。") == 2
        codes = {row.organisation.code: row.handling.role for row in Urge.objects.all()}
        assert codes == {CIVIL_AFFAIRS: "co", AGRICULTURE: "lead"}

    def test_a_case_that_somebody_else_changed_meanwhile_is_left_alone(self, sent, at):
        with on("2026-03-18"):
            ticked = f"{sent.number}.{Petition.objects.get(pk=sent.pk).version}@{CIVIL_AFFAIRS}"
            act(sent, "note", "officer", reason="刚写的一条")
            given = {"case": ticked, "reason": "请按期办理", "due": in_days(5).isoformat()}
            page = at("petition_office").post(reverse("supervision:urge"), given).content.decode()
        assert "本件已有变动" in page and not Urge.objects.exists()

    def test_a_letter_is_owed_no_answer_when_the_co_handler_s_work_has_ended(self, sent):
        with on("2026-03-18"):
            petition = act(urged(sent), "start", "officer")
            petition = act(petition, "drop_co", "officer", co=unit(CIVIL_AFFAIRS), reason="不需要")
            assert not petition.urges.waiting().exists() and not entries("urged")
            assert not petition.deadlines.open().filter(rule="urge_answer").exists()


class TestFigures:
    def test_a_monthly_list_has_the_co_handler_under_its_unit_marked_as_such(self, sent, at):
        with on("2026-07-20"):
            made = monthly.make(unit(factories.PETITION_OFFICE), staff("petition_head"))
            parts = {part.name: part for part in monthly.parts(staff("petition_head"), made)}
            assert {name: part.counts["late"] for name, part in parts.items()} == {
                unit(AGRICULTURE).name: 1,
                unit(CIVIL_AFFAIRS).name: 1,
            }
            assert [line.entry.co for line in parts[unit(CIVIL_AFFAIRS).name].lines] == [True]
            own = monthly.parts(staff("officer2_head"), made)
            assert [part.name for part in own] == [unit(CIVIL_AFFAIRS).name]
            page = at("petition_head").get(reverse("supervision:month", args=[made.pk])).content.decode()
            assert page.count(">协办</span>") == 1

    def test_each_unit_is_assessed_by_its_own_limits(self, sent):
        with on("2026-03-25"):
            act(sent, "co_accept", "officer2")
            lines = figures(2026)
        assert (lines[AGRICULTURE]["accept_due"], lines[AGRICULTURE]["accept_in_time"]) == (1, 1)
        assert (lines[CIVIL_AFFAIRS]["accept_due"], lines[CIVIL_AFFAIRS]["accept_in_time"]) == (1, 0)

    def test_a_letter_that_the_co_handler_did_not_answer_counts_against_it_alone(self, sent):
        with on("2026-03-18"):
            urged(sent, days=2)
        with on("2026-03-25"):
            lines = figures(2026)
        assert (lines[CIVIL_AFFAIRS]["urge_due"], lines[CIVIL_AFFAIRS]["urged_late"]) == (1, 1)
        assert lines[AGRICULTURE]["urge_due"] == 0

    def test_whom_the_lead_did_without_is_judged_by_what_had_run_out(self, sent):
        with on("2026-03-20"):
            act(sent, "drop_co", "officer", co=unit(CIVIL_AFFAIRS), reason="不再需要协办")
        with on("2026-03-23"):
            line = figures(2026)[CIVIL_AFFAIRS]
            assert (line["accept_due"], line["accept_in_time"]) == (1, 0)

    def test_whom_the_lead_did_without_in_time_is_not_judged(self, sent):
        with on("2026-03-10"):
            act(sent, "drop_co", "officer", co=unit(CIVIL_AFFAIRS), reason="不再需要协办")
        with on("2026-03-23"):
            assert CIVIL_AFFAIRS not in figures(2026)


def test_the_cases_behind_a_figure_of_a_co_handler_stand_as_its_own(sent, at):
    with on("2026-03-20"):
        cases = "supervision:assessment_cases"
        page = at("petition_head").get(reverse(cases, args=[2026, CIVIL_AFFAIRS, "accept_due"]))
        (row,) = page.context["rows"]
        assert (row.pk, row.owner, row.state) == (sent.pk, unit(CIVIL_AFFAIRS), "forwarded")
        assert row.next_due == datetime.date(2026, 3, 17) and row.as_co
        page = at("petition_head").get(reverse(cases, args=[2026, AGRICULTURE, "accept_due"]))
        (row,) = page.context["rows"]
        assert (row.owner, row.state) == (unit(AGRICULTURE), "accepted"), "the lead's is the case's"
