"""Whom a case names (指名): a member of staff does not know of it, nor does a body that such a person leads."""

from __future__ import annotations

import datetime

import factories
import pytest
from django.utils import timezone
from factories import (
    accusation,
    act,
    file_petition,
    staff,
    to_in_progress,
    to_registered,
    to_transferred,
    unit,
)

from accounts.models import Membership, Role, User
from intake.petitions import naming, policies, visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Accused, Petition
from intake.petitions.policies import Actor
from intake.petitions.process import case as cases
from intake.petitions.process import material, perform
from intake.petitions.process.sweep import sweep
from records import events
from regions.models import Organisation
from regions.process import save_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

SUPERIOR = "990100-JW"


def everybody() -> None:
    factories.hire(*factories.STAFF)


def called(who: str, name: str) -> User:
    """One of ``STAFF`` by the name that a petitioner would write."""
    user = staff(who)
    user.display_name = name
    user.save()
    return user


def sees(name: str, petition: Petition) -> bool:
    return policies.visible_to(staff(name)).filter(pk=petition.pk).exists()


def barred(petition: Petition) -> set[str]:
    ids = visibility.barred_organisations(petition)
    return set(Organisation.objects.filter(pk__in=ids).values_list("code", flat=True))


def a_colleague(name: str, role: str, code: str) -> User:
    user = User.objects.create(username=f"colleague-{code}", display_name=name)
    Membership.objects.create(user=user, role=role, organisation=unit(code))
    return user


def knows(user: User, petition: Petition) -> bool:
    return policies.visible_to(User.objects.get(pk=user.pk)).filter(pk=petition.pk).exists()


@pytest.mark.parametrize("name", ["王建国", "欧阳建国", "买买提·吐尔逊"])
def test_a_member_of_staff_who_is_complained_of_by_name_sees_neither_complaint_nor_report(name):
    everybody()
    officer = a_colleague(name, Role.HANDLER, factories.AGRICULTURE)
    clerk = a_colleague(name, Role.DISCIPLINE_INTAKE, factories.DISCIPLINE)
    complaint = to_transferred(reported_party=name)
    report = accusation(reported_party=name, title="有人收钱", body=f"{name}收了别人的钱。").petition
    assert sees("officer", complaint) and not knows(officer, complaint)
    assert sees("superior_inspector", report), (
        "a report on somebody of the county's intake is for its superior"
    )
    assert not sees("inspector", report) and not knows(clerk, report)
    row = complaint.accused.get()
    complaint = act(complaint, "clear_accused", "petition_office", accused=row.pk, reason="同名的另一人")
    assert knows(officer, complaint)


def test_who_takes_or_leaves_the_name_of_somebody_complained_of_loses_or_regains_the_case():
    officer = a_colleague("王建设", Role.HANDLER, factories.AGRICULTURE)
    petition = to_transferred(reported_party="王建国")
    assert knows(officer, petition)
    for name, known in (("王 建国", False), ("王建设", True)):
        officer.display_name = name
        officer.save()
        assert knows(officer, petition) is known


def test_somebody_who_works_on_the_case_can_be_accused_and_the_unit_goes_on_without():
    everybody()
    officer = a_colleague("王建国", Role.HANDLER, factories.AGRICULTURE)
    petition = perform(to_transferred().pk, "accept", Actor.staff(officer)).petition
    petition = act(petition, "accuse", "petition_office", member=officer)
    assert petition.owner.code == factories.AGRICULTURE
    assert sees("officer", petition) and not knows(officer, petition)
    assert petition.handlings.get().officer is None
    assert events.history("petition", petition.pk).get(action="accuse").data == {"user": str(officer.uuid)}


@pytest.mark.parametrize("how", ["chosen", "by name"])
def test_who_leads_a_unit_loses_the_case_with_all_who_work_there(how):
    everybody()
    head = called("officer_head", "关正堂")
    if how == "chosen":
        petition = act(to_in_progress(), "accuse", "petition_office", member=head)
    else:
        petition = to_registered(reported_party="关正堂")
    assert petition.owner.code == factories.PETITION_OFFICE and petition.state == "registered"
    assert factories.AGRICULTURE in barred(petition)
    assert not sees("officer", petition) and not sees("officer_head", petition)


@pytest.mark.parametrize("how", ["chosen", "by name", "added"])
def test_whoever_works_in_the_petition_office_takes_the_petition_out_of_it(how):
    everybody()
    clerk = called("petition_office", "牛得草")
    if how == "chosen":
        petition = act(to_registered(), "accuse", "petition_head", member=clerk)
    elif how == "by name":
        petition = file_petition(reported_party="牛得草", body="牛得草多次态度恶劣，不给我们登记。").petition
    else:
        petition = act(to_registered(), "accuse", "petition_head", person="牛得草")
    assert petition.is_accusation and petition.owner.code == factories.DISCIPLINE
    assert sees("inspector", petition)
    assert not sees("petition_office", petition) and not sees("petition_head", petition)


@pytest.mark.parametrize("who", ["inspector", "inspector_head"])
def test_a_report_on_somebody_of_the_county_s_intake_is_for_its_superior(who):
    everybody()
    named = called(who, "马识途")
    filed = accusation(reported_party="马识途", title="反映收受礼金", body="马识途收受礼金。").petition
    colleague = "inspector_head" if who == "inspector" else "inspector"
    later = act(accusation().petition, "accuse", colleague, member=named)
    for petition in (filed, later):
        assert petition.owner.code == SUPERIOR and sees("superior_inspector", petition)
        assert not sees("inspector", petition) and not sees("inspector_head", petition)


def test_a_discipline_unit_gives_back_a_report_on_one_of_its_own():
    everybody()
    petition = act(
        accusation().petition,
        "pass_on",
        "inspector",
        organisation=unit(factories.TOWNSHIP_DISCIPLINE),
        reason="分级办理",
    )
    petition = act(petition, "accuse", "inspector", member=staff("township_inspector2"))
    assert petition.owner.code == factories.DISCIPLINE and factories.TOWNSHIP_DISCIPLINE in barred(petition)
    assert not sees("township_inspector", petition)


def test_a_report_on_a_county_leader_by_name_is_for_the_superior():
    everybody()
    called("leader", "甘如饴")
    petition = accusation(reported_party="甘如饴", title="反映收受礼金", body="甘如饴收受礼金。").petition
    assert petition.owner.code == SUPERIOR and not sees("inspector", petition)


def test_a_unit_led_by_whom_a_petition_names_is_not_proposed_for_it():
    everybody()
    assert proposed(file_petition().petition) == factories.AGRICULTURE
    called("officer_head", "关正堂")
    assert proposed(file_petition(reported_party="关正堂").petition) != factories.AGRICULTURE


def proposed(petition: Petition) -> str:
    organisation = petition.proposals.get().organisation
    return organisation.code if organisation else ""


def test_a_name_whose_unit_is_known_bars_that_unit_and_no_other_where_somebody_is_called_so():
    everybody()
    called("inspector", "王建国")
    petition = accusation(
        reported_party="县民政局王建国", title="反映收受礼金", body="县民政局王建国收受礼金。"
    ).petition
    assert factories.CIVIL_AFFAIRS in barred(petition) and factories.DISCIPLINE not in barred(petition)
    assert not sees("inspector", petition) and sees("inspector_head", petition)


def test_who_is_put_at_the_head_of_a_unit_takes_its_cases_along():
    everybody()
    officer = called("officer", "邬见川")
    petition = act(to_transferred(), "accuse", "petition_office", member=officer)
    assert sees("officer_head", petition)
    Membership.objects.create(user=officer, role=Role.UNIT_HEAD, organisation=unit(factories.AGRICULTURE))
    assert not sees("officer_head", petition) and factories.AGRICULTURE in barred(petition)


def test_who_was_chosen_by_a_clerk_stays_barred_under_another_name():
    everybody()
    officer = called("officer", "邬见川")
    petition = act(to_transferred(), "accuse", "petition_office", member=officer)
    called("officer", "邬建川")
    assert not sees("officer", petition) and sees("officer_head", petition)


def test_a_unit_under_a_body_loses_the_case_when_whom_it_names_is_put_at_that_body_s_head():
    everybody()
    petition = to_transferred("990121-SL", reported_party="关正堂")
    worker = a_colleague("蓝水生", Role.HANDLER, "990121-SL")
    assert knows(worker, petition)
    below = unit("990121-SL")
    below.parent = unit(factories.AGRICULTURE)
    save_organisation(below)
    a_colleague("关正堂", Role.UNIT_HEAD, factories.AGRICULTURE)
    assert not knows(worker, petition)


def offered(name: str, petition: Petition) -> set[str]:
    who = Actor.staff(staff(name))
    return {row.action for row in policies.available_actions(who, cases.load(petition.pk))}


def test_the_only_officer_of_a_unit_who_is_complained_of_leaves_the_case_to_the_petition_office():
    petition = act(to_in_progress(), "accuse", "petition_office", member=staff("officer"))
    assert petition.owner.code == factories.PETITION_OFFICE and petition.state == "registered"
    assert "transfer" in offered("petition_office", petition) and not sees("officer", petition)
    with pytest.raises(RuleViolation):
        act(petition, "transfer", "petition_office", organisation=unit(factories.AGRICULTURE), reason="职责")


def test_a_case_that_a_unit_took_up_goes_back_when_nobody_works_there_any_more():
    petition = to_in_progress()
    Membership.objects.filter(user=staff("officer")).delete()
    sweep(timezone.now())
    petition = Petition.objects.get(pk=petition.pk)
    assert petition.owner.code == factories.PETITION_OFFICE and "transfer" in offered(
        "petition_office", petition
    )


def test_a_case_goes_back_once_all_who_may_know_of_it_have_left_the_unit():
    everybody()
    petition = act(to_in_progress(), "accuse", "petition_office", member=staff("officer"))
    assert petition.owner.code == factories.AGRICULTURE
    sweep(timezone.now())
    Membership.objects.filter(user=staff("officer_head")).delete()
    sweep(timezone.now() + datetime.timedelta(days=1))
    petition = Petition.objects.get(pk=petition.pk)
    assert petition.owner.code == factories.PETITION_OFFICE


def test_a_case_whose_holder_comes_to_be_barred_with_a_new_head_moves_with_the_next_sweep():
    everybody()
    report = act(accusation(reported_party="关正堂").petition, "keep", "inspector")
    assert report.owner.code == factories.DISCIPLINE
    sweep(timezone.now())
    a_colleague("关正堂", Role.DISCIPLINE_OFFICER, factories.DISCIPLINE)
    assert not sees("inspector", report)
    sweep(timezone.now())
    report = Petition.objects.get(pk=report.pk)
    assert report.owner.code == SUPERIOR and "keep" in offered("superior_inspector", report)


def test_an_open_case_that_is_closed_to_everybody_says_so_in_history_and_log(caplog):
    everybody()
    petition = act(accusation().petition, "accuse", "inspector", member=staff("superior_inspector"))
    petition = act(petition, "accuse", "inspector", member=staff("inspector_head"))
    assert not petition.keys.exists() and petition.number not in caplog.text
    assert events.history("petition", petition.pk).filter(action="no_office").exists()
    assert "a sealed case has no office" in caplog.text


NAMED_IN_WORDS = [
    "经办人邬见川收了施工队的红包。",
    "邬见川收受施工队红包。",
    "举报邬见川，他收了施工队的红包。",
    "农业农村局的邬见川收了施工队的红包，请换人办理。",
]


@pytest.mark.parametrize("text", NAMED_IN_WORDS)
@pytest.mark.parametrize("when", ["filed", "added"])
def test_an_officer_whom_only_the_words_name_does_not_read_them(text, when):
    everybody()
    officer = called("officer2", "邬见川")
    if when == "filed":
        petition = to_transferred(factories.CIVIL_AFFAIRS, body=text + "请处理。")
    else:
        petition = to_transferred(factories.CIVIL_AFFAIRS)
        assert sees("officer2", petition)
        material.add(petition.pk, text, [])
    assert not knows(officer, petition) and sees("officer2_head", petition)


@pytest.mark.parametrize("text", NAMED_IN_WORDS)
def test_an_inspector_whom_only_the_words_name_does_not_read_the_report(text):
    everybody()
    inspector = called("inspector", "邬见川")
    report = accusation(body=text + "请处理。", title="反映问题", reported_party="").petition
    assert not knows(inspector, report)
    assert report.keys.exists()


def test_an_inspector_whom_a_report_only_mentions_does_not_read_it_and_the_intake_does():
    everybody()
    inspector = called("inspector", "邬见川")
    report = accusation(body="荷叶埂村支书冒领补贴，我向邬见川反映过。").petition
    assert report.owner.code == factories.DISCIPLINE
    assert not knows(inspector, report) and sees("inspector_head", report)
    row = report.accused.get(organisation=None)
    report = act(report, "clear_accused", "inspector_head", accused=row.pk, reason="只是提到")
    assert knows(inspector, report)


def test_a_report_that_mentions_the_only_inspector_is_for_the_superior():
    staff("superior_inspector")
    called("inspector", "邬见川")
    report = accusation(body="荷叶埂村支书冒领补贴，我向邬见川反映过。").petition
    assert report.owner.code == SUPERIOR and sees("superior_inspector", report)
    assert not sees("inspector", report)


def test_a_writer_who_is_called_like_an_officer_is_not_taken_for_that_officer():
    everybody()
    called("officer", "覃见山")
    petition = to_transferred(body="我叫覃见山，施工队给村支书送红包，渠没有修好。")
    assert sees("officer", petition)


def test_whom_a_clerk_found_only_mentioned_is_not_suspected_again_when_the_case_is_sealed():
    everybody()
    officer = called("officer", "邬见川")
    petition = to_registered(body="邬见川收了施工队的红包，请处理。")
    row = petition.accused.get()
    assert (row.person, row.state) == ("邬见川", "suspected")
    petition = act(petition, "clear_accused", "petition_office", accused=row.pk, reason="同名的另一人")
    petition = act(petition, "seal", "petition_office")
    assert petition.accused.count() == 1 and not visibility.standing(petition).exists()
    material.add(petition.pk, "邬见川又收了红包。", [])
    assert visibility.standing(petition).count() == 1, "new words are decided on anew"
    assert not knows(officer, petition)


@pytest.mark.parametrize(
    ("called", "written"),
    [
        ("阿力木·江", "阿力木•江"),
        ("阿力木·江", "阿力木・江"),
        ("阿力木·江", "阿力木江"),
        ("ＡＢ", "ab"),
        ("张三丰（信访局）", "张三丰"),
        ("张三丰(科员)", "县信访局工作人员张三丰"),
        ("王 建国", "“王建国”"),
    ],
)
def test_a_name_is_known_however_it_is_written(called, written):
    assert naming.is_named(called, naming.persons([Accused(person=written)]))


def test_another_name_is_another_s():
    assert not naming.is_named("张三丰（李四光）", naming.persons([Accused(person="李四光")]))
