"""The petitioner asks that a closed case be opened again (申请重新启动), and the office answers, whichever way."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from django.utils import timezone, translation
from factories import AGRICULTURE, NOT_ACCEPTED, accusation, act, offered, sees, staff, unit

from intake.petitions import outlook, timeline
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process.case import load
from intake.petitions.process.sweep import sweep
from intake.supervision.listing import for_user
from intake.supervision.rules import BY_CODE
from intake.workbench.filters import FilterForm
from intake.workbench.queue import Listing
from intake.workbench.tabs import TABS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

NEW_FACTS = "答复里写的返工到今天没有动工，我拍了照片，邻居也可以作证。"
REFUSED = {"reason": "没有新的事实。", "destination": "县人民法院"}


@pytest.fixture(autouse=True)
def people(county: None) -> None:
    for name in ("petition_head", "inspector", "inspector_head", "township_inspector2", "superior_inspector"):
        staff(name)


def concluded() -> Petition:
    return act(factories.received(factories.to_replied()), "accept_result", "P")


def concluded_report() -> Petition:
    """A report without a name, which ends with the work on it."""
    petition = act(accusation(people=[]).petition, "keep", "inspector")
    petition = act(petition, "dispose", "inspector", disposal="preliminary", reason="初步核实")
    petition = act(petition, "conclude", "inspector", reason="未发现问题")
    return act(petition, "grant", "inspector_head")


def waits_for(who: str, petition: Petition) -> bool:
    """Whether it stands among what this person's office is asked to decide, in the list and in the menu's number."""
    listing = Listing(staff(who), FilterForm(None, user=staff(who)))
    tab = next(tab for tab in TABS if tab.code == "reopening")
    listed = petition.pk in {row.pk for row in listing.cases(tab, 0, 9)}
    assert listing.count(tab) == listed == listing.in_hand
    return listed


def test_a_request_is_receipted_stands_in_the_offices_list_and_opens_the_case_with_its_reason():
    with time_machine.travel("2026-03-02T02:00:00+00:00", tick=False):
        petition = concluded()
        assert "ask_reopen" in offered("P", petition) and not waits_for("petition_office", petition)
        assert not {"refuse_reopen"} & offered("petition_office", petition), "nobody has asked"
        with pytest.raises(RuleViolation):
            act(petition, "ask_reopen", "P", text=" ")
        petition = act(petition, "ask_reopen", "P", text=NEW_FACTS)
        assert petition.state == "concluded" and petition.reopen_asked_at is not None
        assert petition.next_due == datetime.date(2026, 3, 17)
        assert "2026年3月17日" in petition.notices.get(code="reopen_receipt").body
        assert "2026年3月17日" in outlook.headline(load(petition.pk)).by
        assert waits_for("petition_office", petition)
        with pytest.raises(NotAllowed):
            act(petition, "ask_reopen", "P", text="再说一次。")
        assert "add_material" in offered("P", petition)
        petition = act(petition, "add_material", "P", text="照片的说明")
        petition = act(petition, "reopen", "petition_office", reason=NEW_FACTS)
        assert petition.reopen_asked_at is not None, "the head has not approved yet"
        petition = act(petition, "grant", "petition_head")
    assert (petition.state, petition.reopen_asked_at) == ("registered", None)
    assert NEW_FACTS in petition.notices.get(code="reopen_notice").body
    answered = petition.deadlines.get(rule="reopen_answer_15")
    assert answered.met_at is not None and answered.cancelled_at is None
    with translation.override("en"):
        told = [entry.heading for entry in timeline.entries(petition)]
    assert told.index("You asked to have it opened again") < told.index("Opened again")


def test_a_refusal_says_why_and_where_to_go_and_leaves_the_case_as_it_was():
    petition = act(concluded(), "ask_reopen", "P", text=NEW_FACTS)
    with pytest.raises(RuleViolation) as refused:
        act(petition, "refuse_reopen", "petition_office", reason="没有新的事实。")
    assert refused.value.problems[0][0] == "destination"
    petition = act(petition, "refuse_reopen", "petition_office", **REFUSED)
    assert petition.reopen_asked_at is not None and petition.next_due is not None
    petition = act(petition, "grant", "petition_head")
    assert (petition.state, petition.reopen_asked_at, petition.next_due) == ("concluded", None, None)
    notice = petition.notices.get(code="reopen_refuse_notice")
    assert REFUSED["reason"] in notice.body and REFUSED["destination"] in notice.body
    assert timeline.entries(petition)[-1].paper == notice
    assert "ask_reopen" in offered("P", petition), "with other facts one may ask again"


def test_nobody_lets_a_request_lie():
    with time_machine.travel("2026-03-02T02:00:00+00:00", tick=False) as clock:
        petition = act(concluded(), "ask_reopen", "P", text=NEW_FACTS)
        clock.move_to("2026-03-18T02:00:00+00:00")
        sweep()
        petition.refresh_from_db()
        assert petition.overdue and petition.state == "concluded"
        late = for_user(staff("petition_head"))
        found = [row[0] for row in late.entries(BY_CODE["late"])]
        assert found == [petition.pk] and late.counts()["late"] == 1


def test_what_was_never_accepted_may_be_asked_for_and_what_is_final_may_not():
    petition = act(
        factories.to_registered(), "not_accept", "petition_office", reason="不属于本机关职权", **NOT_ACCEPTED
    )
    petition = act(petition, "grant", "petition_head")
    assert "ask_reopen" in offered("P", petition)
    assert "ask_reopen" not in offered("P", factories.to_final())
    assert "ask_reopen" not in offered("P", factories.to_registered())


def test_what_came_on_paper_counts_from_the_day_on_which_it_came():
    petition = concluded()
    came = timezone.localdate() - datetime.timedelta(days=3)
    petition = act(petition, "ask_reopen", "petition_office", text=NEW_FACTS, received_on=came)
    assert petition.deadlines.get(rule="reopen_answer_15").started_on == came


def test_whom_the_new_facts_charge_does_not_get_to_read_them():
    petition = concluded()
    assert sees("officer", petition)
    petition = act(petition, "ask_reopen", "P", text="县农业农村局局长收受回扣。")
    assert not sees("officer", petition) and sees("petition_office", petition)

    petition = concluded()
    came = timezone.localdate() - datetime.timedelta(days=8)
    charge = "县信访局的工作人员收受好处费，把我的信压着不转。"
    petition = act(petition, "ask_reopen", "petition_office", text=charge, received_on=came)
    assert petition.is_accusation and petition.state == "submitted" and petition.reopen_asked_at is None
    assert not sees("petition_office", petition) and sees("inspector", petition)
    running = petition.deadlines.open().values_list("rule", "started_on")
    assert list(running) == [("discipline_accept_15wd", came)], "its days count from when the letter came"
    with pytest.raises(NotFound):
        act(petition, "note", "petition_office", reason="备忘")


def test_of_a_report_the_discipline_intake_decides_and_its_papers_name_nobody():
    petition = act(concluded_report(), "ask_reopen", "P", text="又发现一份承包合同。")
    assert waits_for("inspector", petition) and not waits_for("petition_office", petition)
    assert not any(sees(name, petition) for name in ("petition_office", "petition_head", "officer"))
    assert not {"ask_reopen", "refuse_reopen", "reopen"} & offered("township_inspector2", petition)
    petition = act(petition, "refuse_reopen", "inspector", reason="属于重复反映。")
    petition = act(petition, "grant", "inspector_head")
    papers = petition.notices.filter(code__in=("reopen_receipt", "discipline_reopen_refuse"))
    assert len(papers) == 2 and "属于重复反映。" in papers.get(code="discipline_reopen_refuse").body
    assert not any("纪" in paper.subject + paper.body for paper in papers)
    petition = act(petition, "ask_reopen", "P", text="又发现一份承包合同，合同附后。")
    petition = act(petition, "reopen", "inspector", reason="有新线索")
    petition = act(petition, "grant", "inspector_head")
    assert (petition.state, petition.reopen_asked_at) == ("submitted", None)


def test_new_facts_about_the_intake_itself_go_to_its_superior():
    petition = act(concluded_report(), "ask_reopen", "P", text="县纪委监委收受礼金，压着不查。")
    assert petition.owner.code == "990100-JW" and petition.reopen_asked_at is not None
    assert waits_for("superior_inspector", petition) and not sees("inspector", petition)


def told(petition: Petition) -> list[str]:
    with translation.override("en"):
        return [entry.heading for entry in timeline.entries(petition)]


def on_paper(petition: Petition, came: str) -> Petition:
    day = datetime.date.fromisoformat(came)
    return act(petition, "request_review", "petition_office", text=factories.GROUNDS, received_on=day)


def test_a_request_rests_while_a_review_runs_that_came_on_paper_and_comes_back_if_that_decides_nothing():
    """What is reviewed is open again: nobody is asked to open it."""
    for name in ("review_officer", "review_head"):
        staff(name)
    with time_machine.travel("2026-03-02T02:00:00+00:00", tick=False) as clock:
        petition = factories.received(factories.to_replied())
        clock.move_to("2026-04-03T02:00:00+00:00")
        sweep()
        petition = act(petition, "ask_reopen", "P", text=NEW_FACTS)
        petition = on_paper(petition, "2026-03-30")
        assert (petition.state, petition.reopen_asked_at) == ("in_review", None)
        assert not petition.deadlines.open().filter(rule="reopen_answer_15").exists()
        assert unit(AGRICULTURE).pk == petition.handlings.get().organisation_id
        assert told(petition)[-1] == "Your request to open it again rests"
        clock.move_to("2026-04-10T02:00:00+00:00")
        petition = act(petition, "refuse_review", "review_officer", **factories.REVIEW_REFUSED)
        petition = act(petition, "grant", "review_head")
        assert petition.state == "concluded" and waits_for("petition_office", petition)
        assert petition.deadlines.open().get(rule="reopen_answer_15").started_on == datetime.date(2026, 4, 10)
        assert told(petition)[-1] == "Your request to open it again is looked at"


def test_a_request_that_rested_waits_for_the_petitioners_own_days_to_end_and_comes_back_once():
    staff("review_officer")
    with time_machine.travel("2026-03-02T02:00:00+00:00", tick=False) as clock:
        petition = factories.received(factories.to_replied())
        clock.move_to("2026-03-10T02:00:00+00:00")
        petition = act(act(petition, "accept_result", "P"), "ask_reopen", "P", text=NEW_FACTS)
        clock.move_to("2026-03-12T02:00:00+00:00")
        petition = act(on_paper(petition, "2026-03-09"), "withdraw_review", "P")
        assert (petition.state, petition.reopen_asked_at) == ("replied", None)
        clock.move_to("2026-04-03T02:00:00+00:00")
        sweep()
        petition.refresh_from_db()
        assert petition.state == "concluded" and waits_for("petition_office", petition)
        sweep()
        assert told(petition).count("Your request to open it again is looked at") == 1
