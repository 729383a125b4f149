"""Bodies that review an answer (复查、复核) in the supervision room: listed, urged, judged for their own lateness."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from desk import QUEUE, address, do, seen
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from factories import CITY, COUNTY, GROUNDS, act, offered, staff, unit

from intake.petitions.errors import NotAllowed
from intake.petitions.models import Petition
from intake.statistics.periods import Period
from intake.supervision import assessing, facts, monthly
from intake.supervision.listing import for_user, page_of
from regions.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def on(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T02:00:00+00:00", tick=False)


@pytest.fixture
def asked() -> Petition:
    """Answered, and put before the county government on 2 March: it has until 1 April."""
    staff("petition_head")
    with on("2026-03-02"):
        return factories.to_in_review()


def entries(rule: str, who: str = "petition_office", **more: str) -> list[tuple[object, str]]:
    query = QueryDict(f"rule={rule}" + "".join(f"&{name}={value}" for name, value in more.items()))
    page = page_of(staff(who), query)
    assert page.total == len(page.rows)
    assert more or page.total == for_user(staff(who)).counts()[rule]
    return [(row.pk, row.unit_here.code) for row in page.rows]


def in_days(count: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=count)


def urged(petition: Petition, days: int = 7) -> Petition:
    return act(petition, "urge_review", "petition_office", reason="复查逾期", due=in_days(days))


def figures() -> dict[str, dict[str, int]]:
    return {line.unit.code: line.figures for line in assessing.table_for(staff("petition_head"), 2026).lines}


def test_a_late_review_stands_under_the_body_that_reviews_and_under_no_other(asked, at):
    with on("2026-04-01"):
        assert entries("near") == [(asked.pk, COUNTY)] and not entries("late")
    with on("2026-04-02"):
        assert entries("late") == entries("late", unit=COUNTY) == [(asked.pk, COUNTY)]
        assert not entries("near") and not entries("late", "officer_head")
        own, there = at("review_head"), reverse("supervision:list")
        assert entries("late", "review_head") == [(asked.pk, COUNTY)]
        page = own.get(there).content.decode()
        assert asked.shown_number in page and reverse("supervision:assessment") not in page
        assert own.get(reverse("supervision:assessment")).status_code == 404
        assert not entries("late", "city_review_head") and at("review_officer").get(there).status_code == 404
        assert for_user(staff("petition_head")).counts()["late"] == 1
        made = monthly.make(unit(factories.PETITION_OFFICE), staff("petition_head"))
        (part,) = monthly.parts(staff("petition_head"), made)
        assert (part.name, part.counts["late"]) == (unit(COUNTY).name, 1)
        assert [(line.entry.state, line.entry.co) for line in part.lines] == [("in_review", False)]
        table = at("petition_office").get(reverse("supervision:export"), {"rule": "late"})
        assert str(unit(COUNTY)) in table.content.decode("utf-8-sig")
        line = figures()[COUNTY]
        assert (line["review_due"], line["review_in_time"]) == (1, 0)
        act(asked, "recuse", "petition_head", user=staff("petition_office"), reason="近亲属")
        assert not entries("late") and not any(for_user(staff("petition_office")).counts().values())
        assert COUNTY not in figures(), "where anybody is kept from it, it counts for no unit"


def test_with_the_lead_answered_the_review_body_is_urged_from_the_list_and_answers_by_the_day(asked, at):
    with on("2026-04-02"):
        assert "urge_review" in offered("petition_office", asked)
        with pytest.raises(NotAllowed):
            act(asked, "urge", "petition_office", reason="请抓紧", due=in_days(3))
        where, ticked = reverse("supervision:urge"), [f"{asked.number}.{asked.version}"]
        client = at("petition_office")
        assert str(unit(COUNTY)) in client.post(where, {"case": ticked}).content.decode()
        given = {"case": ticked, "reason": "请按期复查", "due": in_days(5).isoformat()}
        assert "已督办" in client.post(where, given).content.decode()
        petition = Petition.objects.get(pk=asked.pk)
        letter, clock = petition.notices.get(code="urge_letter"), petition.deadlines.get(rule="urge_answer")
        assert letter.to_organisation == unit(COUNTY) and "请按期复查" in letter.body
        assert (clock.review, clock.due) == (petition.reviews.get(), in_days(5))
        assert petition.urged and entries("urged") == [(asked.pk, COUNTY)]
        assert "已督办" in at("review_officer").get(reverse(QUEUE), {"tab": "all"}).content.decode()
        assert "review_answer_urge" not in offered("officer", petition) | offered("petition_office", petition)
        answer = {"answer": "adopted", "reason": "本周内作出复查意见", **seen(petition)}
        assert at("review_officer").post(do(petition, "review_answer_urge"), answer).status_code == 302
        row = petition.urges.get()
        assert (row.answer, row.answered_by) == ("adopted", staff("review_officer"))
        petition.refresh_from_db()
        assert not petition.urged and not entries("urged")
        assert not petition.deadlines.open().filter(rule="urge_answer").exists()
    with on("2026-04-09"):
        assert (figures()[COUNTY]["urge_due"], figures()[COUNTY]["urged_late"]) == (1, 0)


def test_a_letter_to_a_body_whose_review_has_ended_is_owed_no_answer(asked, at):
    with on("2026-03-10"):
        petition = urged(asked, days=20)
        panel = at("review_officer").get(address(petition)).context["page"].review
        assert panel.received_on == datetime.date(2026, 3, 2), (
            "the day of the letter is not that of the request"
        )
        petition = act(petition, "withdraw_review", "P")
        assert not petition.urged and not petition.urges.waiting().exists()
        assert not petition.deadlines.open().filter(rule="urge_answer").exists()
    with on("2026-04-02"):
        assert not entries("late") and not entries("urged")
        assert (figures()[COUNTY]["urge_due"], figures()[COUNTY]["urged_late"]) == (1, 0)
        assert figures()[COUNTY]["review_due"] == 0, "it was taken back in time"


def test_a_hearing_stops_the_clock_of_the_review_and_not_the_day_of_the_letter():
    with on("2026-03-02"):
        petition = act(factories.to_in_rereview(), "accept_review", "city_review_officer")
        petition = urged(petition, days=10)
        told = {"hearing_on": "3月20日上午", "place": "会议室", "reason": "复杂"}
        petition = act(petition, "hear", "city_review_officer", **told)
    with on("2026-03-13"):
        assert entries("late") == [(petition.pk, CITY)]
        petition = act(
            petition, "review_answer_urge", "city_review_officer", answer="partly", reason="待听证"
        )
    with on("2026-06-01"):
        assert not entries("late")


def test_a_review_that_was_late_before_its_hearing_opened_stays_late():
    with on("2026-03-02"):
        petition = act(factories.to_in_rereview(), "accept_review", "city_review_officer")
    told = {"hearing_on": "4月20日上午", "place": "会议室", "reason": "复杂"}
    with on("2026-04-03"):
        act(petition, "hear", "city_review_officer", **told)
    with on("2026-06-01"):
        assert entries("late") == [(petition.pk, CITY)] and not entries("near")
        counted = facts.gather(facts.facts_of(unit(factories.PETITION_OFFICE), Period(2026, 1, 12)))
        assert counted["review_due"][unit(CITY).pk] == [petition.pk]
        assert unit(CITY).pk not in counted["review_in_time"]
        assert CITY not in figures(), "the county assesses nobody above it"


def test_a_review_that_no_body_is_named_for_waits_for_the_petition_office():
    with on("2026-03-02"):
        Organisation.objects.filter(code=factories.AGRICULTURE).update(review_unit=None)
        petition = act(factories.received(factories.to_replied()), "request_review", "P", text=GROUNDS)
        assert petition.reviews.get().organisation is None
    with on("2026-04-02"):
        assert entries("late") == [(petition.pk, factories.PETITION_OFFICE)]
        assert not {"urge", "urge_review"} & offered("petition_office", petition)
