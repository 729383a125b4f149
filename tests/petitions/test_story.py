"""The whole way of a petition and of an accusation, by the commands alone."""

from __future__ import annotations

import datetime

import factories
import pytest
from factories import (
    NOT_ACCEPTED,
    OPINION,
    accusation,
    act,
    file_petition,
    offered,
    sees,
    staff,
    to_in_progress,
    to_registered,
    to_replied,
    to_transferred,
    unit,
)

from intake.petitions import numbers
from intake.petitions.errors import Conflict, NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import Person, own, passwords, perform, receipt
from intake.petitions.process.sweep import sweep
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_submitting_transfers_nothing():
    petition = file_petition().petition
    assert petition.owner.code == factories.PETITION_OFFICE
    assert not petition.handlings.exists()
    proposal = petition.proposals.get()
    assert proposal.organisation is not None and 1 <= len(proposal.candidates) <= 3
    assert sees("petition_office", petition)
    assert not sees("officer", petition)


def test_a_petition_is_filed_returned_sent_on_answered_and_rated():
    made = file_petition()
    petition = act(made.petition, "register", "petition_office")
    petition = act(
        petition, "transfer", "petition_office", organisation=unit(factories.CIVIL_AFFAIRS), reason="按职责"
    )
    assert petition.state == "forwarded" and sees("officer2", petition)
    petition = act(petition, "object", "officer2", reason="不属于民政职责")
    petition = act(
        petition,
        "grant_objection",
        "petition_office",
        organisation=unit(factories.AGRICULTURE),
        reason="同意",
    )
    assert petition.owner.code == factories.AGRICULTURE
    assert not sees("officer2", petition)
    petition = act(petition, "accept", "officer")
    petition = act(petition, "start", "officer")
    petition = act(petition, "issue_opinion", "officer", **OPINION)
    assert petition.state == "in_progress", "the head has not approved yet"
    petition = act(petition, "grant", "officer_head")
    assert petition.state == "replied"
    reply = petition.notices.get(code="opinion")
    assert OPINION["decision"] in reply.body and reply.document_number
    receipt.open_notice(petition.pk, reply.pk)
    for subject in ("office", "handler"):
        petition = act(petition, "rate", "P", subject=subject, value="satisfied")
    assert petition.ratings.count() == 2
    assert passwords.prove(petition.shown_number.lower(), made.password.lower()) == petition
    assert passwords.prove(petition.shown_number, "0000-0000-0000-0000") is None


def test_an_accusation_goes_through_the_discipline_intake_and_the_petition_office_knows_nothing():
    petition = accusation().petition
    assert petition.owner.code == factories.DISCIPLINE
    for name in (
        "petition_office",
        "petition_head",
        "officer",
        "township_officer",
        "leader",
        "operator",
        "clerk",
    ):
        assert not sees(name, petition)
    petition = act(
        petition, "pass_on", "inspector", organisation=unit(factories.TOWNSHIP_DISCIPLINE), reason="村一级"
    )
    assert sees("township_inspector", petition)
    petition = act(petition, "accept", "township_inspector")
    petition = act(petition, "dispose", "township_inspector", disposal="preliminary", reason="初步核实")
    petition = act(petition, "conclude", "township_inspector", reason="查实并处理")
    petition = act(petition, "grant", "township_inspector2")
    assert petition.deadlines.open().filter(rule="discipline_feedback_15wd").exists()
    petition = act(petition, "feed_back", "township_inspector", result="反映的问题已查实并处理。")
    assert petition.state == "concluded"
    names = ["县纪委", "柘木湾镇纪", "试用"]
    for notice in petition.notices.all():
        assert not any(name in notice.body for name in names), notice.code


def test_a_discipline_unit_of_one_concludes_with_the_intake_as_second_person():
    petition = act(
        accusation().petition,
        "pass_on",
        "inspector",
        organisation=unit(factories.TOWNSHIP_DISCIPLINE),
        reason="村一级",
    )
    for action, data in (
        ("accept", {}),
        ("dispose", {"disposal": "preliminary", "reason": "核实"}),
        ("conclude", {"reason": "查实"}),
    ):
        petition = act(petition, action, "township_inspector", **data)
    assert "grant" not in offered("township_inspector", petition), "nobody decides what they asked for"
    assert {"grant", "refuse"} <= offered("inspector", petition) & offered("inspector_head", petition)
    assert not {"grant", "refuse"} & offered("dispatched_inspector", petition)
    petition = act(petition, "grant", "inspector")
    assert petition.deadlines.open().filter(rule="discipline_feedback_15wd").exists()


def test_who_withdrew_from_a_case_is_nobodys_second_person():
    petition = act(accusation().petition, "keep", "inspector")
    petition = act(petition, "dispose", "inspector", disposal="preliminary", reason="核实")
    petition = act(petition, "conclude", "inspector", reason="查实")
    petition = act(petition, "recuse", "inspector_head", user=staff("inspector_head"), reason="近亲属")
    assert "grant" not in offered("inspector_head", petition)


def test_an_asker_never_approves_the_own_request():
    petition = act(to_in_progress(), "issue_opinion", "officer_head", **OPINION)
    with pytest.raises(NotAllowed):
        act(petition, "grant", "officer_head")


def test_a_refused_opinion_goes_back_with_words_and_the_clock_runs_on():
    petition = act(to_in_progress(), "issue_opinion", "officer", **OPINION)
    with pytest.raises(RuleViolation):
        act(petition, "refuse", "officer_head")
    petition = act(petition, "refuse", "officer_head", reason="依据写得不清楚")
    assert petition.state == "in_progress"
    assert petition.deadlines.open().filter(rule="handle_60").exists()
    assert "issue_opinion" in offered("officer", petition)


def test_an_objection_after_five_working_days_is_too_late():
    petition = to_transferred()
    clock = petition.deadlines.get(rule="objection_5wd")
    late = datetime.datetime.combine(clock.late_from, datetime.time(9), tzinfo=datetime.UTC)
    with pytest.raises(RuleViolation):
        act(petition, "object", "officer", reason="不属于本局", now=late)


def test_a_unit_that_is_complained_of_never_gets_the_case():
    petition = to_registered(reported_party="县农业农村局")
    with pytest.raises(RuleViolation):
        act(petition, "transfer", "petition_office", organisation=unit(factories.AGRICULTURE), reason="职责")


def test_naming_a_holder_as_accused_takes_the_case_away_at_once():
    petition = to_transferred()
    assert sees("officer", petition)
    petition = act(petition, "accuse", "petition_office", organisation=unit(factories.AGRICULTURE))
    assert not sees("officer", petition)
    assert petition.owner.code == factories.PETITION_OFFICE and petition.state == "registered"
    assert not petition.deadlines.open().filter(rule="notify_forwarded_15").exists()


def test_a_petition_that_accuses_the_petition_office_is_sealed():
    petition = file_petition(reported_party="县信访局").petition
    assert petition.is_accusation and petition.owner.code == factories.DISCIPLINE
    assert not sees("petition_office", petition) and not sees("centre_clerk", petition)


def test_an_accusation_against_the_county_commission_skips_the_county():
    petition = accusation(reported_party="县纪委监委").petition
    assert petition.owner.code == "990100-JW"
    assert not sees("inspector", petition) and not sees("inspector_head", petition)
    assert not sees("township_inspector", petition)
    assert sees("superior_inspector", petition)


def test_a_recused_officer_is_blind_and_a_colleague_is_not():
    petition = to_transferred()
    petition = act(petition, "recuse", "officer_head", user=staff("officer"), reason="近亲属")
    assert not sees("officer", petition) and sees("officer_head", petition)
    with pytest.raises(NotFound):
        act(petition, "accept", "officer")
    with pytest.raises(RuleViolation):
        act(petition, "recuse", "officer_head", user=staff("officer_head"), reason="也有关系")


def test_a_member_of_two_organisations_is_barred_by_either():
    from accounts.models import Membership, Role

    staff("officer_head")  # no case is sent where nobody could open it
    Membership.objects.create(user=staff("officer"), organisation=unit(factories.VILLAGE), role=Role.CLERK)
    petition = to_transferred(reported_party="荷叶埂村委会")
    assert not sees("officer", petition)
    assert sees("officer_head", petition)
    open_case = to_transferred()
    assert sees("officer", open_case)


def test_a_new_membership_in_an_accused_unit_closes_the_case_at_once():
    from accounts.models import Membership, Role

    petition = to_transferred(reported_party="荷叶埂村委会")
    assert sees("officer", petition)
    membership = Membership.objects.create(
        user=staff("officer"), organisation=unit(factories.VILLAGE), role=Role.CLERK
    )
    assert not sees("officer", petition)
    membership.delete()
    assert sees("officer", petition)


def test_a_second_officer_learns_what_changed():
    petition = to_transferred()
    seen = petition.version
    act(petition, "accept", "officer", seen=seen)
    with pytest.raises(Conflict) as conflict:
        act(petition, "object", "officer_head", seen=seen, reason="不属于本局")
    assert [event.action for event in conflict.value.events] == ["accept"]


def test_what_the_petitioner_says_of_publishing_hides_no_change_from_a_second_officer():
    petition = to_transferred()
    seen = petition.version
    act(petition, "accept", "officer", seen=seen)
    for agreed in (True, False):
        own.set_publishing(petition.pk, agreed)
    with pytest.raises(Conflict) as conflict:
        act(petition, "object", "officer_head", seen=seen, reason="不属于本局")
    assert [event.action for event in conflict.value.events] == ["withdraw_consent", "consent", "accept"]


@pytest.mark.parametrize(
    ("writer", "owed"),
    [
        (Person(name="覃见山", phone="19900010001"), True),
        (Person(name="覃见山", address="柘木湾镇荷叶埂村三组"), True),
        (Person(phone="19900010001"), False),
        (Person(name="覃见山"), False),
        (None, False),
    ],
)
def test_word_by_a_date_is_owed_to_a_reporter_with_a_name_who_can_be_reached_and_to_nobody_else(writer, owed):
    petition = accusation(people=[writer] if writer else []).petition
    assert petition.real_name == owed and petition.anonymous == (writer is None)
    assert petition.deadlines.filter(rule="discipline_accept_15wd").exists() == owed
    petition = act(petition, "keep", "inspector")
    petition = act(petition, "dispose", "inspector", disposal="preliminary", reason="初步核实")
    petition = act(petition, "conclude", "inspector", reason="查实并处理")
    petition = act(petition, "grant", "inspector_head")
    assert petition.deadlines.open().filter(rule="discipline_feedback_15wd").exists() == owed
    assert (petition.state == "concluded") != owed
    petition = act(petition, "feed_back", "inspector", result="反映的问题已查实并处理。")
    assert petition.state == "concluded" and not petition.deadlines.open().exists()


@pytest.mark.parametrize("class_", ["appeal", "accusation"])
def test_nobody_files_with_more_than_five_contacts_by_any_way(class_):
    seven = [Person(name=f"覃{name}", phone=f"1990001000{n}") for n, name in enumerate("甲乙丙丁戊己庚")]
    with pytest.raises(RuleViolation) as refused:
        file_petition(petition_class=class_, joint=True, people_count=9, people=seven)
    assert [name for name, _words in refused.value.problems] == ["contacts"]
    assert "第二十条" in str(refused.value.problems[0][1])
    assert file_petition(joint=True, people_count=9, people=seven[:5]).petition.petitioners.count() == 5


def test_withdrawing_ends_an_ordinary_case_and_only_marks_an_accusation():
    petition = act(to_in_progress(), "withdraw", "P")
    assert petition.state == "withdrawn" and not petition.deadlines.open().exists()
    sealed = act(accusation().petition, "withdraw", "P")
    assert sealed.state == "submitted" and sealed.withdrawal_noted
    assert sealed.deadlines.open().exists()


def test_a_reply_never_opened_counts_as_received_after_seven_days_and_closes_when_the_windows_passed():
    petition = to_replied()
    reply = petition.notices.get(code="opinion")
    sweep(reply.issued_at + datetime.timedelta(days=6))
    assert not petition.deadlines.filter(rule="review_request_30").exists()
    sweep(reply.issued_at + datetime.timedelta(days=7, minutes=1))
    reply.refresh_from_db()
    assert reply.received_how == "posted"
    window = petition.deadlines.get(rule="review_request_30")
    sweep(datetime.datetime.combine(window.due, datetime.time(12), tzinfo=datetime.UTC))
    assert Petition.objects.get(pk=petition.pk).state == "replied"
    sweep(datetime.datetime.combine(window.late_from, datetime.time(1), tzinfo=datetime.UTC))
    assert Petition.objects.get(pk=petition.pk).state == "concluded"


def test_a_late_clock_is_marked_once_however_often_the_sweep_runs():
    petition = to_transferred()
    later = petition.submitted_at + datetime.timedelta(days=40)
    sweep(later)
    sweep(later + datetime.timedelta(hours=1))
    marked = events.history("petition", petition.pk).filter(action="mark_overdue")
    assert marked.count() == 1, (
        "the unit's duty to tell, once; that its right to object lapsed makes nobody late"
    )
    assert Petition.objects.get(pk=petition.pk).overdue


def test_the_same_key_makes_one_case():
    first = file_petition(submission_key="form-1")
    again = file_petition(submission_key="form-1")
    assert again.petition == first.petition and again.repeated and not again.password
    assert Petition.objects.count() == 1


def test_a_dump_of_the_rows_shows_nothing_personal():
    from django.db import connection

    file_petition(body="我叫覃见山，电话19900010001，求核实渠的高度。")
    shown = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("petitions_", "records_", "delivery_", "privacy_")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                shown += [
                    str(bytes(v) if isinstance(v, memoryview) else v)
                    for row in cursor.fetchall()
                    for v in row
                ]
    everything = "\n".join(shown)
    for secret in ("覃见山", "19900010001", "荷叶埂村三组"):
        assert secret not in everything


@pytest.mark.parametrize("by", ["petition_office", "officer"])
def test_a_petition_that_is_not_accepted_is_told_where_to_go_next_and_who_hears_a_disagreement(by):
    if by == "petition_office":
        petition = act(to_registered(), "not_accept", by, reason="县水利局已经受理", **NOT_ACCEPTED)
        petition, issuer = act(petition, "grant", "petition_head"), factories.PETITION_OFFICE
    else:
        petition = act(to_transferred(), "not_accept_here", by, reason="县水利局已经受理", **NOT_ACCEPTED)
        petition, issuer = act(petition, "grant", "officer_head"), factories.AGRICULTURE
    notice = petition.notices.get(code="not_accept_notice")
    above = unit(issuer).review_unit
    for said in (
        "覃见山",
        petition.shown_number,
        petition.title,
        "县水利局已经受理",
        NOT_ACCEPTED["basis"],
        f"请向下列机关、单位提出或者查询：{NOT_ACCEPTED['destination']}",
        f"可以持本告知书向{above.name if above else '上一级机关、单位'}反映",
        f"{unit(issuer).name}（盖章）",
    ):
        assert said in notice.body, said


def test_reopening_needs_the_head_and_keeps_the_old_round():
    petition = act(
        to_registered(),
        "redirect",
        "petition_office",
        reason="不属本县",
        basis="条例第二十二条",
        destination="县人民法院",
    )
    assert petition.state == "redirected"
    petition = act(petition, "reopen", "petition_office", reason="有新事实")
    assert petition.state == "redirected"
    petition = act(petition, "grant", "petition_head")
    assert petition.state == "registered" and petition.round == 2
    assert petition.deadlines.open().filter(rule="transfer_15").exists()


def test_system_actions_are_not_for_people():
    petition = to_replied()
    with pytest.raises(NotAllowed):
        perform(petition.pk, "close", Actor.staff(staff("officer")))


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch):
    taken, draw = iter([file_petition().petition.number]), numbers.draw_number
    monkeypatch.setattr(numbers, "draw_number", lambda year: next(taken, "") or draw(year))
    petition = file_petition().petition
    assert next(taken, "all drawn") == "all drawn"
    assert Petition.objects.exclude(pk=petition.pk).exclude(number=petition.number).count() == 1
