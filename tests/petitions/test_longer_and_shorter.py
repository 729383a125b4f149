"""The simple procedure (简易办理) and the extension of the 60 days (延期), on the days that the rules name."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from factories import (
    AGRICULTURE,
    CIVIL_AFFAIRS,
    OPINION,
    SIMPLE,
    TOWNSHIP,
    act,
    offered,
    staff,
    to_registered,
    to_transferred,
    unit,
)

from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.outlook import headline
from intake.petitions.process import case as cases
from intake.petitions.process.sweep import sweep
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

SHANGHAI = ZoneInfo("Asia/Shanghai")
ANSWER = {"facts": "已到现场查看。", "decision": "路灯今晚修好。"}


def noon(month: int, day: int, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, month, day, 12, tzinfo=SHANGHAI)


def on(month: int, day: int, year: int = 2026) -> time_machine.travel:
    return time_machine.travel(noon(month, day, year), tick=False)


def clock(petition: Petition, rule: str):
    return petition.deadlines.filter(rule=rule).get()


def received(month: int, day: int, **given) -> Petition:
    with on(month, day):
        return to_transferred(**given)


def accepted(month: int, day: int) -> Petition:
    with on(month, day):
        return act(act(to_transferred(), "accept", "officer"), "start", "officer")


def extension_asked(month: int, day: int, petition: Petition) -> Petition:
    with on(month, day):
        return act(petition, "extend", "officer", reason="须等上级鉴定结果")


def test_a_plain_case_is_answered_in_the_simple_procedure_with_its_own_ten_working_days():
    petition = received(3, 2)
    with on(3, 3):
        petition = act(petition, "accept_simple", "officer", **SIMPLE)
        assert petition.state == "simple_in_progress"
        assert clock(petition, "simple_decision_10wd").due == datetime.date(2026, 3, 17)
        assert clock(petition, "handle_60").due == datetime.date(2026, 5, 6)
        assert petition.next_due == datetime.date(2026, 3, 17)
        assert headline(cases.load(petition.pk)).clock.rule == "simple_decision_10wd"
        petition = act(petition, "reply_simple", "officer", **ANSWER)
    assert petition.state == "replied" and petition.next_due is None
    reply = petition.notices.get(code="simple_reply")
    assert reply.is_reply and ANSWER["decision"] in reply.body and "简" in reply.document_number
    assert all(
        row.met_at for row in petition.deadlines.filter(rule__in=("simple_decision_10wd", "handle_60"))
    )


def test_a_simple_reply_may_be_rated_but_not_taken_to_review():
    petition = received(3, 2)
    with on(3, 3):
        petition = act(
            act(petition, "accept_simple", "officer", **SIMPLE), "reply_simple", "officer", **ANSWER
        )
    sweep(noon(3, 11))
    rules = set(petition.deadlines.open().values_list("rule", flat=True))
    assert "rating_30" in rules and "review_request_30" not in rules
    sweep(noon(5, 20))
    assert Petition.objects.get(pk=petition.pk).state == "concluded"


@pytest.mark.parametrize(
    ("first", "last", "after"),
    [
        # Three working days after receipt; the days of the Spring Festival and a working Saturday on the way.
        ((3, 2), (3, 5), (3, 6)),
        ((2, 13), (2, 25), (2, 26)),
        ((9, 29), (10, 9), (10, 10)),
    ],
)
def test_the_simple_procedure_is_chosen_within_three_working_days_of_receipt(first, last, after):
    petition = received(*first)
    with on(*last):
        assert "accept_simple" in offered("officer", petition)
    with on(*after):
        assert "accept_simple" not in offered("officer", petition)
        with pytest.raises(NotAllowed):
            act(petition, "accept_simple", "officer", **SIMPLE)
        assert act(petition, "accept", "officer").state == "accepted"


def test_why_a_case_is_simple_is_said_and_kept_and_what_is_not_plain_is_refused_with_the_reason():
    petition = received(3, 2)
    with on(3, 3):
        for given, field in (
            ({}, "scope"),
            ({"scope": "easy", "plain": True}, "scope"),
            ({"scope": "clear"}, "plain"),
        ):
            with pytest.raises(RuleViolation) as refused:
                act(petition, "accept_simple", "officer", **given)
            assert [name for name, _words in refused.value.problems] == [field]
        act(petition, "accept_simple", "officer", scope="daily_life", plain=True)
    (kept,) = [row for row in events.history("petition", petition.pk) if row.action == "accept_simple"]
    assert kept.data["scope"] == "daily_life"


def test_a_joint_petition_and_a_threat_are_not_simple():
    joint = received(3, 2, joint=True, people_count=12)
    threat = received(3, 2)
    with on(3, 2):
        threat = act(threat, "report_up", "officer", reason="扬言到县里闹", threat=True)
        assert "accept_simple" not in offered("officer", joint) | offered("officer", threat)


def test_what_turns_out_less_plain_goes_on_in_the_ordinary_procedure_from_the_same_acceptance():
    petition = received(3, 2)
    with on(3, 3):
        petition = act(petition, "accept_simple", "officer", **SIMPLE)
    with on(3, 12):
        petition = act(petition, "to_ordinary", "officer", reason="涉及两家土地界线")
    assert petition.state == "in_progress"
    assert clock(petition, "simple_decision_10wd").cancelled_at is not None
    assert petition.next_due == clock(petition, "handle_60").due == datetime.date(2026, 5, 6)
    told = petition.notices.get(code="ordinary_notice")
    assert "涉及两家土地界线" in told.body and "2026年5月6日" in told.body
    with on(3, 13):
        assert "extend" in offered("officer", petition) and "reply_simple" not in offered("officer", petition)


def test_a_suggestion_may_be_answered_in_the_simple_procedure_too():
    petition = received(3, 2, petition_class="suggestion")
    with on(3, 3):
        petition = act(petition, "accept_simple", "officer", **SIMPLE)
        assert not petition.deadlines.filter(rule="handle_60").exists()
        petition = act(petition, "reply_simple", "officer", **ANSWER)
    assert (
        petition.state == "replied"
        and not petition.deadlines.open().filter(rule="suggestion_reply_60").exists()
    )


def test_a_question_is_answered_at_once_by_the_unit_that_has_it_and_may_be_rated():
    petition = received(3, 2, petition_class="suggestion", title="请问补贴哪天发")
    with on(3, 3):
        petition = act(petition, "answer_short_here", "officer", decision="本月十五日前发到一卡通。")
    reply = petition.notices.get(code="short_reply")
    assert petition.state == "replied" and "本月十五日前" in reply.body and "当即答复" in reply.body
    assert clock(petition, "notify_forwarded_15").met_at and petition.next_due is None
    assert not petition.deadlines.open().exists()
    lead = petition.handlings.get()
    assert lead.accepted_at == noon(3, 3) and lead.officer == staff("officer")
    sweep(noon(3, 11))
    assert set(petition.deadlines.open().values_list("rule", flat=True)) == {"rating_30"}


def test_the_petition_office_answers_a_question_itself_and_has_told_in_time():
    with on(3, 2):
        petition = to_registered(petition_class="suggestion")
    with on(3, 4):
        petition = act(petition, "answer_short", "petition_office", decision="凭身份证到窗口查询。")
    assert petition.state == "replied"
    assert clock(petition, "transfer_15").met_at and clock(petition, "notify_direct_15").met_at
    assert clock(petition, "notify_direct_15").started_on == datetime.date(2026, 3, 2)
    assert petition.handlings.get().organisation == unit("990121-XFJ")


def test_an_order_that_was_only_a_question_is_reported_as_answered_at_once():
    with on(3, 2):
        petition = act(
            to_registered(petition_class="suggestion"),
            "assign",
            "petition_office",
            organisation=unit(AGRICULTURE),
            report_due=datetime.date(2026, 3, 20),
            reason="交办",
        )
        act(petition, "answer_short_here", "officer", decision="已经修好。")
    report = petition.notices.get(code="closing_report")
    assert "已经修好" in report.body and "当即答复" in report.body


def test_what_asks_for_a_decision_is_never_answered_at_once_nor_is_a_joint_one_nor_an_empty_answer_given():
    appeal, joint = received(3, 2), received(3, 2, petition_class="suggestion", joint=True, people_count=9)
    question = received(3, 2, petition_class="suggestion")
    with on(3, 2):
        assert "answer_short_here" not in offered("officer", appeal) | offered("officer", joint)
        assert "answer_short" not in offered("petition_office", to_registered())
        with pytest.raises(RuleViolation):
            act(question, "answer_short_here", "officer", decision=" ")
    assert Petition.objects.get(pk=question.pk).state == "forwarded"


def test_a_simple_reply_says_what_was_found_and_what_is_done():
    petition = received(3, 2)
    with on(3, 3):
        petition = act(petition, "accept_simple", "officer", **SIMPLE)
        with pytest.raises(RuleViolation) as refused:
            act(petition, "reply_simple", "officer", facts=" ")
    assert {name for name, _text in refused.value.problems} == {"facts", "decision"}


def test_an_extension_counts_to_day_ninety_from_the_unmoved_day_sixty():
    # Accepted on 2 March: day 60 is 1 May, moved to 6 May; day 90 is 31 May, moved to 1 June.
    petition = extension_asked(4, 20, accepted(3, 2))
    assert not petition.extended and clock(petition, "handle_60").is_open
    with on(4, 21):
        petition = act(petition, "grant", "officer_head")
    longer = clock(petition, "handle_60_ext")
    assert (longer.started_on, longer.due_unmoved, longer.due) == (
        datetime.date(2026, 3, 2),
        datetime.date(2026, 5, 31),
        datetime.date(2026, 6, 1),
    )
    assert petition.extended and petition.next_due == longer.due
    assert clock(petition, "handle_60").cancelled_at is not None
    told = petition.notices.get(code="extension_notice")
    assert "须等上级鉴定结果" in told.body and "2026年6月1日" in told.body and "延" in told.document_number
    assert "向砚川县信访局反映" in told.body and "请求复查" in told.body, "what can be done next"


@pytest.mark.parametrize(
    ("start", "due"),
    [((8, 3), (2026, 11, 2)), ((9, 21), (2026, 12, 21)), ((2, 10), (2026, 5, 11)), ((4, 20), (2026, 7, 20))],
)
def test_an_extended_case_is_due_as_the_rules_own_vectors_say(start, due):
    petition = accepted(*start)
    with on(*start):
        petition = act(act(petition, "extend", "officer", reason="案情复杂"), "grant", "officer_head")
    assert clock(petition, "handle_60_ext").due == datetime.date(*due)


def test_co_handlers_have_the_longer_time_with_the_lead_unless_they_have_a_day_of_their_own():
    for name in ("officer_head", "officer2", "township_officer"):
        staff(name)
    petition = accepted(3, 2)
    units = {name: unit(code) for name, code in (("joins", CIVIL_AFFAIRS), ("by_day", TOWNSHIP))}
    with on(3, 4):
        petition = act(petition, "add_co", "officer", cos=[units["joins"]], reason="涉及补贴")
        own_day = {"cos": [units["by_day"]], "report_due": datetime.date(2026, 4, 30), "reason": "核实用水"}
        petition = act(petition, "add_co", "officer", **own_day)
        petition = act(act(petition, "co_accept", "officer2"), "co_accept", "township_officer")
    with on(4, 21):
        petition = act(extension_asked(4, 20, petition), "grant", "officer_head")
        joins, by_day = (petition.handlings.get(role="co", organisation=one) for one in units.values())
        longer = joins.deadlines.open().get()
        assert (longer.rule, longer.due, joins.extended) == ("handle_60_ext", datetime.date(2026, 6, 1), True)
        assert set(by_day.deadlines.open().values_list("rule", flat=True)) == {"handle_60", "report_due"}
        assert not by_day.extended
        event = events.history("petition", petition.pk).get(action="co_extended")
        assert (event.data["organisation"], event.data["due"]) == (CIVIL_AFFAIRS, "2026-06-01")
    with on(5, 20):
        petition = act(petition, "report_to_lead", "officer2", reason="补贴已到户")
        assert not joins.deadlines.open().exists()


def test_a_refused_extension_leaves_the_sixty_days_as_they_are_and_tells_the_petitioner_nothing():
    petition = extension_asked(4, 20, accepted(3, 2))
    with on(4, 21):
        petition = act(petition, "refuse", "officer_head", reason="抓紧办结")
    assert not petition.extended and petition.next_due == datetime.date(2026, 5, 6)
    assert not petition.notices.filter(code="extension_notice").exists()
    with on(4, 22):
        assert "extend" in offered("officer", petition)


def test_whoever_asks_for_more_time_does_not_allow_it():
    petition = extension_asked(4, 20, accepted(3, 2))
    with on(4, 21):
        assert "grant" not in offered("officer", petition)
        assert {"grant", "refuse"} <= offered("officer_head", petition)


def test_a_case_is_extended_once():
    petition = extension_asked(4, 20, accepted(3, 2))
    with on(4, 21):
        petition = act(petition, "grant", "officer_head")
        assert "extend" not in offered("officer", petition)


def test_an_extension_is_asked_and_allowed_before_the_sixty_days_are_over():
    petition = accepted(3, 2)
    with on(5, 6):
        assert "extend" in offered("officer", petition)
    with on(5, 7):
        assert "extend" not in offered("officer", petition)
    asked = extension_asked(5, 6, petition)
    with on(5, 7), pytest.raises(RuleViolation):
        act(asked, "grant", "officer_head")
    asked = Petition.objects.get(pk=asked.pk)
    assert not asked.extended and clock(asked, "handle_60").is_open


def test_a_suggestion_has_no_sixty_days_to_extend():
    petition = received(3, 2, petition_class="suggestion")
    with on(3, 3):
        petition = act(act(petition, "accept", "officer"), "start", "officer")
        assert "extend" not in offered("officer", petition)


def test_an_extended_case_that_is_opened_again_has_sixty_days_of_its_own():
    petition = extension_asked(4, 20, accepted(3, 2))
    with on(4, 21):
        petition = act(act(petition, "grant", "officer_head"), "issue_opinion", "officer", **OPINION)
        petition = act(act(petition, "grant", "officer_head"), "accept_result", "P")
        petition = act(petition, "reopen", "petition_office", reason="承诺没有兑现")
        petition = act(petition, "grant", "petition_head")
        again = unit(AGRICULTURE)
        petition = act(petition, "transfer", "petition_office", organisation=again, reason="原单位")
        assert not petition.extended
        petition = act(petition, "accept", "officer")
        assert "extend" in offered("officer", petition) and "accept_simple" not in offered(
            "officer", petition
        )


def test_only_the_unit_that_has_the_case_chooses_its_procedure():
    petition = received(3, 2)
    staff("officer2")
    with on(3, 3):
        for who in ("petition_office", "officer2"):
            with pytest.raises((NotAllowed, NotFound)):
                act(petition, "accept_simple", who, **SIMPLE)
        assert "accept_simple" not in offered("petition_office", to_registered())
