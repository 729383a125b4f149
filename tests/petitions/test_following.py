"""Open cases follow the tree: units merge and end, offices are succeeded, holders come to be barred."""

from __future__ import annotations

import datetime

import factories
import pytest
from factories import (
    OPINION,
    accusation,
    act,
    file_petition,
    staff,
    to_in_progress,
    to_registered,
    to_replied,
    unit,
)

from accounts.models import Membership, Role, User
from intake.petitions import offices, policies
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import case as cases
from intake.petitions.process import following, perform
from intake.petitions.process.sweep import sweep
from intake.workbench.filters import FilterForm
from intake.workbench.queue import Listing
from records.models import Event
from regions.models import Organisation
from regions.process import save_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]

YESTERDAY = datetime.timedelta(days=-1)


def day(distance: datetime.timedelta = datetime.timedelta()) -> datetime.date:
    from django.utils import timezone

    return timezone.localdate() + distance


def founded(like: Organisation, code: str, name: str, **dates: datetime.date) -> Organisation:
    """A new body of the same kind and place."""
    made = Organisation(
        code=code, name=name, short_name=name, kind=like.kind, region=like.region, parent=like.parent, **dates
    )
    save_organisation(made)
    return made


def ended(organisation: Organisation, successor: Organisation | None = None) -> None:
    """Yesterday was its last day."""
    organisation.valid_to, organisation.successor = day(YESTERDAY), successor
    save_organisation(organisation)


def newcomer(role: str, organisation: Organisation) -> User:
    user = User.objects.create(username=f"new{organisation.code}", display_name="新来的人")
    Membership.objects.create(user=user, role=role, organisation=organisation)
    return User.objects.get(pk=user.pk)


def sees(user: User, petition: Petition) -> bool:
    return policies.visible_to(User.objects.get(pk=user.pk)).filter(pk=petition.pk).exists()


def offered(user: User, petition: Petition) -> set[str]:
    who = Actor.staff(User.objects.get(pk=user.pk))
    return {row.action for row in policies.available_actions(who, cases.load(petition.pk))}


def clocks(petition: Petition) -> set[tuple[str, datetime.date]]:
    return set(petition.deadlines.open().values_list("rule", "due"))


def test_an_open_case_goes_on_at_the_body_that_its_unit_was_merged_into():
    petition = to_in_progress()
    running = clocks(petition)
    old = unit(factories.AGRICULTURE)
    new = founded(old, "990121-NYNC2", "县农业农村和水务局")
    ended(old, new)
    taker = newcomer(Role.HANDLER, new)
    sweep()
    petition.refresh_from_db()
    assert petition.owner == new and petition.state == "in_progress" and clocks(petition) == running
    assert sees(taker, petition) and "issue_opinion" in offered(taker, petition)
    assert not sees(staff("officer"), petition)
    notice = petition.notices.get(code="follow_notice")
    assert "县农业农村和水务局" in notice.body and notice.issued_by.code == factories.PETITION_OFFICE


def test_an_open_case_of_a_unit_that_ended_without_successor_waits_at_the_petition_office():
    petition = act(to_in_progress(), "issue_opinion", "officer", **OPINION)
    ended(unit(factories.AGRICULTURE))
    sweep()
    petition.refresh_from_db()
    assert petition.state == "registered" and petition.owner.code == factories.PETITION_OFFICE
    assert "transfer" in offered(staff("petition_office"), petition)
    assert not petition.approvals.filter(state="asked").exists()


def test_an_office_that_begins_later_takes_nothing_before_its_day():
    petition = to_registered()
    old = unit(factories.PETITION_OFFICE)
    founded(old, "990121-XFJ2", "县委信访工作部", valid_from=day(datetime.timedelta(days=60)))
    assert offices.petition_office(petition.region) == old
    assert "transfer" in offered(staff("petition_office"), petition)


def test_cases_in_hand_pass_to_the_petition_office_that_succeeds():
    waiting, held = to_registered(), to_in_progress()
    closed = act(factories.received(factories.to_replied()), "accept_result", "P")
    asked = act(closed, "ask_reopen", "P", text="返工到今天没有动工。")
    old = unit(factories.PETITION_OFFICE)
    new = founded(old, "990121-XFJ2", "县委信访工作部", valid_from=day())
    ended(old, new)
    clerk = newcomer(Role.PETITION_OFFICER, new)
    sweep()
    waiting.refresh_from_db()
    assert waiting.owner == new
    assert "transfer" in offered(clerk, waiting)
    assert sees(clerk, held) and not sees(staff("petition_office"), held)
    asked.refresh_from_db()
    assert asked.owner == new and {"reopen", "refuse_reopen"} <= offered(clerk, asked)
    assert file_petition().petition.owner == new


def test_a_holder_into_which_the_accused_was_merged_gives_the_case_back():
    petition = act(
        to_registered(reported_party="县民政局"),
        "transfer",
        "petition_office",
        organisation=unit(factories.AGRICULTURE),
        reason="职责",
    )
    petition = act(petition, "accept", "officer")
    ended(unit(factories.CIVIL_AFFAIRS), unit(factories.AGRICULTURE))
    assert not sees(staff("officer"), petition)  # with the change itself
    sweep()
    petition.refresh_from_db()
    assert petition.owner.code == factories.PETITION_OFFICE and petition.state == "registered"


def test_a_petition_office_into_which_the_accused_was_merged_loses_the_case_to_the_discipline_side():
    petition = to_registered(reported_party="县民政局")
    ended(unit(factories.CIVIL_AFFAIRS), unit(factories.PETITION_OFFICE))
    sweep()
    petition.refresh_from_db()
    assert petition.is_accusation and sees(staff("inspector"), petition)
    assert not sees(staff("petition_office"), petition)


def test_a_case_without_an_office_stays_a_case_and_stops_no_other():
    petition = to_in_progress()
    ended(unit(factories.PETITION_OFFICE))
    sweep()
    assert cases.load(petition.pk).owner.code == factories.AGRICULTURE
    assert "issue_opinion" in offered(staff("officer"), petition)


def test_looking_twice_changes_nothing_more():
    to_in_progress()
    old = unit(factories.AGRICULTURE)
    ended(old, founded(old, "990121-NYNC2", "县农业农村和水务局"))
    sweep()
    before = Event.objects.count()
    for astray in following.astray():
        following.put_right(astray)
    assert Event.objects.count() == before


def test_the_intake_passes_nothing_to_a_unit_where_nobody_could_open_it():
    petition = accusation().petition
    with pytest.raises(RuleViolation):
        act(petition, "pass_on", "inspector", organisation=unit("990121-PZ2"), reason="管理权限")


def test_the_intake_takes_back_what_nobody_accepts():
    petition = act(
        accusation().petition,
        "pass_on",
        "inspector",
        organisation=unit(factories.TOWNSHIP_DISCIPLINE),
        reason="管理权限",
    )
    petition = act(petition, "recall", "inspector", reason="该单位无人")
    assert petition.state == "submitted" and "pass_on" in offered(staff("inspector"), petition)
    assert not sees(staff("township_inspector"), petition)


def test_nobody_withdraws_whose_only_colleague_can_no_longer_sign_in():
    colleague = staff("officer_head")
    colleague.is_active = False
    colleague.save()
    petition = to_in_progress()
    with pytest.raises(RuleViolation):
        act(petition, "recuse", "officer", user=staff("officer"), reason="近亲属")


def test_the_only_head_stays_so_that_what_is_asked_for_can_be_decided():
    petition = act(to_in_progress(), "issue_opinion", "officer", **OPINION)
    with pytest.raises(RuleViolation):
        act(petition, "recuse", "officer_head", user=staff("officer_head"), reason="近亲属")


@pytest.mark.parametrize("joins_last", [factories.VILLAGE, "990121-SL"], ids=["the accused", "the successor"])
def test_an_answered_case_of_a_unit_that_ended_is_closed_to_who_also_works_where_it_complains_of(joins_last):
    petition = to_replied(reported_party="荷叶埂村委会")
    ended(unit(factories.AGRICULTURE), unit("990121-SL"))
    sweep()
    user = User.objects.create(username="between", display_name="两处任职的人")
    roles = {"990121-SL": Role.HANDLER, factories.VILLAGE: Role.CLERK}
    for code in sorted(roles, key=lambda code: code == joins_last):
        Membership.objects.create(user=user, role=roles[code], organisation=unit(code))
    assert not sees(user, petition)
    assert sees(newcomer(Role.HANDLER, unit("990121-SL")), petition)


def test_what_a_merged_unit_promised_is_kept_and_its_papers_are_delivered_by_its_successor():
    petition = act(factories.received(to_replied()), "accept_result", "P")
    due = day(datetime.timedelta(days=10))
    said = {"said": "not_yet", "way": "phone", "asked_on": day(), "due": due, "reason": "渠道还没修"}
    petition = act(petition, "follow_up", "petition_office", **said)
    old = unit(factories.AGRICULTURE)
    merged = founded(old, "farm-and-forest", "县农林局")
    ended(old, merged)
    sweep()
    heir = newcomer(Role.HANDLER, merged)
    assert "promise_kept" in offered(heir, petition)
    assert Listing(heir, FilterForm(None, user=heir)).in_hand == 1
    opinion = petition.notices.get(code="opinion")
    assert policies.delivers_for(Actor.staff(heir), cases.load(petition.pk), opinion) == merged
    perform(petition.pk, "promise_kept", Actor.staff(heir), reason="渠底已按要求返工")
    kept = Event.objects.filter(action="promise_kept").get()
    assert kept.organisation_code == merged.code and "promise_kept" not in offered(heir, petition)
