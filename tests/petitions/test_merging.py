"""Cases that belong together: joined to a first one, linked with another, or beyond handling at all."""

from __future__ import annotations

import pytest
from django.utils import timezone
from factories import (
    AGRICULTURE,
    CIVIL_AFFAIRS,
    WRITER,
    accusation,
    act,
    file_petition,
    offered,
    sees,
    staff,
    to_registered,
    to_transferred,
    unit,
)

from intake.petitions import outlook, status, steps_ahead, timeline
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import Person, perform
from intake.petitions.process import case as cases
from intake.petitions.process.sweep import sweep
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

OTHER = Person(name="向远山", phone="19900010002", address="柘木湾镇荷叶埂村五组")


@pytest.fixture(autouse=True)
def everybody(county: None) -> None:
    for name in ("officer", "officer_head", "officer2", "petition_office", "petition_head"):
        staff(name)


def joined(
    first: Petition, reason: str = "与首次信访件系同一事项", same: bool = True, **given: object
) -> Petition:
    """``same``: the office says that it knows the writers to be the same."""
    again = file_petition(**given).petition
    return act(again, "merge", "petition_office", first=first.shown_number, reason=reason, same=same)


def words(petition: Petition) -> str:
    return outlook.headline(cases.load(petition.pk)).words


def test_a_repeat_goes_on_as_part_of_the_first_case_and_has_no_clock_of_its_own():
    first = to_transferred()
    again = joined(first)
    assert again.state == "merged" and again.merged_into == first and again.repeat
    assert not again.deadlines.open().exists() and again.next_due is None
    assert offered("P", again) <= {"rate", "ask_reopen"}


def test_who_handles_the_first_case_reads_what_was_joined_and_whoever_gets_it_later_too():
    first = to_registered()
    again = joined(first)
    assert not sees("officer", again) and sees("petition_office", again)
    act(first, "transfer", "petition_office", organisation=unit(AGRICULTURE), reason="职责")
    assert sees("officer", again)
    act(first, "recall", "petition_office", reason="重新研究")
    assert not sees("officer", again)


def test_a_writer_reads_the_first_number_and_follows_the_case_where_it_was_the_same_writers():
    first = to_transferred()
    again = joined(first)
    assert first.shown_number in again.notices.get(code="merge_notice").body
    assert first.shown_number in words(again) and unit(AGRICULTURE).name in words(again)
    act(first, "accept", "officer")
    assert words(again).endswith(words(first))
    assert [entry.paper.code for entry in timeline.entries(again) if entry.paper][-1] == "merge_notice"


def test_another_writer_hears_that_the_matter_is_in_hand_and_no_number():
    first = to_transferred()
    again = joined(first, people=[OTHER])
    notice = again.notices.get(code="merge_notice")
    assert first.shown_number not in notice.body and not again.first_told
    assert first.shown_number not in words(again) and unit(AGRICULTURE).name not in words(again)


def test_a_case_in_which_nothing_shows_the_same_writer_is_joined_only_if_the_office_says_that_it_knows():
    first = to_transferred()
    for people in ([OTHER], []):
        with pytest.raises(RuleViolation) as refused:
            joined(first, same=False, people=people)
        assert [field for field, _words in refused.value.problems] == ["same"]
    together = joined(first, same=False, people=[WRITER, OTHER], joint=True, people_count=2)
    assert together.state == joined(first, same=False).state == "merged"


def test_the_first_number_is_told_only_if_it_was_everybodys_who_is_told():
    first = to_transferred()
    again = joined(first, people=[WRITER, OTHER], joint=True, people_count=2)
    assert not again.first_told and first.shown_number not in again.notices.get(code="merge_notice").body


@pytest.mark.parametrize("how", ["{shown}", "{plain}", "{lower}"])
def test_the_office_cannot_tell_another_writer_the_first_number_in_its_own_words(how):
    first = to_transferred()
    number = how.format(shown=first.shown_number, plain=first.number, lower=first.shown_number.lower())
    with pytest.raises(RuleViolation) as refused:
        joined(first, reason=f"已并入 {number} 办理", people=[OTHER])
    assert [field for field, _words in refused.value.problems] == ["reason"]
    assert joined(first, reason=f"已并入 {number} 办理").state == "merged"


def test_a_case_is_not_joined_to_one_whose_handler_it_complains_of():
    first = to_transferred()
    again = file_petition(reported_party="县农业农村局").petition
    with pytest.raises(RuleViolation):
        act(again, "merge", "petition_office", first=first.shown_number, reason="同一事项")
    assert not sees("officer", again) and Petition.objects.get(pk=again.pk).state == "submitted"


def test_nor_to_one_with_a_co_handler_that_it_complains_of():
    first = act(
        to_registered(),
        "transfer",
        "petition_office",
        organisation=unit(AGRICULTURE),
        cos=[unit(CIVIL_AFFAIRS)],
        reason="主办和协办",
    )
    again = file_petition(reported_party="县民政局").petition
    with pytest.raises(RuleViolation):
        act(again, "merge", "petition_office", first=first.shown_number, reason="同一事项")


def test_a_first_case_is_never_sent_to_a_unit_that_the_joined_one_complains_of():
    first = to_registered()
    again = joined(first, reported_party="县农业农村局")
    with pytest.raises(RuleViolation):
        act(first, "transfer", "petition_office", organisation=unit(AGRICULTURE), reason="职责")
    act(first, "transfer", "petition_office", organisation=unit(CIVIL_AFFAIRS), reason="职责")
    assert sees("officer2", again) and not sees("officer", again)


def test_a_case_of_which_one_may_not_know_is_no_case_to_join_to():
    sealed, again = accusation().petition, file_petition().petition
    said = []
    for number in (sealed.shown_number, "2026-0000000-0", again.shown_number, ""):
        with pytest.raises(RuleViolation) as refused:
            act(again, "merge", "petition_office", first=number, reason="同一事项")
        said.append(str(refused.value.problems))
    assert len(set(said)) == 1, "the words do not tell a hidden case from none"


def test_a_closed_case_takes_nothing_in():
    first = act(to_registered(), "withdraw", "P")
    with pytest.raises(RuleViolation):
        joined(first)


def test_what_was_joined_goes_along_when_its_first_case_is_joined_to_another():
    oldest, first = to_transferred(), to_registered()
    again = joined(first)
    act(first, "merge", "petition_office", first=oldest.shown_number, reason="同一事项")
    again.refresh_from_db()
    assert again.merged_into == oldest and sees("officer", again)


def test_a_wrong_merge_is_undone_by_opening_the_case_again():
    first = to_transferred()
    again = act(joined(first), "reopen", "petition_office", reason="并非同一事项")
    again = act(again, "grant", "petition_head")
    assert again.state == "registered" and again.merged_into is None
    assert not sees("officer", again) and again.deadlines.open().filter(rule="transfer_15").exists()


def test_a_second_report_of_wrongdoing_is_kept_for_reference_and_nobody_is_told_again():
    first = act(accusation().petition, "keep", "inspector")
    again = accusation().petition
    papers = again.notices.count()
    again = act(again, "merge", "inspector", first=first.shown_number)
    assert again.state == "merged" and again.notices.count() == papers
    assert not again.deadlines.open().exists() and not sees("petition_office", again)
    assert status.public_code(again) == "received"
    assert first.shown_number not in words(again) and steps_ahead.ahead(cases.load(again.pk)) == []


def test_linked_cases_keep_their_own_clocks_and_owners():
    one, other = to_transferred(), to_registered(people=[OTHER])
    due = one.next_due, other.next_due
    act(one, "link", "petition_office", other=other.shown_number)
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.next_due, other.next_due) == due and not sees("officer", other)
    with pytest.raises(RuleViolation):
        act(other, "link", "petition_office", other=one.shown_number)
    act(other, "unlink", "petition_office", other=one.shown_number, reason="并非同一事项")
    assert "unlink" not in offered("petition_office", one)


def test_a_link_hides_behind_no_change_of_version():
    one, other = to_transferred(), to_registered(people=[OTHER])
    act(one, "link", "petition_office", other=other.shown_number)
    assert act(one, "accept", "officer", seen=one.version).state == "accepted"
    assert events.history("petition", other.pk).filter(action="link").count() == 1


def test_what_another_wrote_goes_on_alone_when_the_petitioner_of_the_first_withdraws_it():
    first = to_transferred()
    own, others = joined(first), joined(first, people=[OTHER])
    act(first, "withdraw", "P")
    assert sweep(timezone.now()).failed == 0
    own.refresh_from_db()
    others.refresh_from_db()
    assert own.state == "merged" and others.state == "registered" and others.merged_into is None
    (clock,) = others.deadlines.open()
    assert clock.rule == "transfer_15" and others.next_due == clock.due
    assert "单独继续办理" in others.notices.get(code="reopen_notice").body
    assert first.shown_number not in others.notices.get(code="reopen_notice").body
    assert "transfer" in offered("petition_office", others) and not sees("officer", others)
    assert sweep(timezone.now()).failed == 0
    assert others.notices.filter(code="reopen_notice").count() == 1


def test_what_was_joined_to_a_case_that_is_sealed_goes_on_alone():
    first = to_registered()
    own, others = joined(first), joined(first, people=[OTHER])
    act(first, "seal", "petition_office")
    assert sweep(timezone.now()).failed == 0
    for petition in (own, others):
        petition.refresh_from_db()
        assert petition.state == "registered" and petition.deadlines.open().get().rule == "transfer_15"
        assert sees("petition_office", petition) and first.shown_number not in words(petition)


def test_a_desk_that_knows_of_the_joined_case_alone_reads_nothing_of_the_first():
    first = to_transferred()
    case = cases.load(joined(first).pk)
    assert first.shown_number in outlook.headline(case).words
    told = outlook.headline(case, with_first=False)
    assert first.shown_number not in told.words and "农业农村局" not in told.words and told.clock is None


def test_what_was_joined_stays_so_while_its_first_case_was_not_withdrawn():
    others = joined(to_transferred(), people=[OTHER])
    with pytest.raises(NotAllowed):
        perform(others.pk, "go_on_alone", Actor.system())


def test_what_nobody_can_make_out_lapses_when_the_head_agrees():
    petition = act(to_registered(), "ask_supplement", "petition_office", reason="请说明是哪个村")
    petition = act(petition, "lapse", "petition_office", reason="无法确定地点")
    assert petition.state == "supplement_wanted"
    petition = act(petition, "grant", "petition_head")
    assert petition.state == "lapsed" and not petition.deadlines.open().exists()
    told = petition.notices.get(code="lapse_notice").body
    assert "无法确定地点" in told and "持本告知书向上一级机关、单位反映" in told
    assert "reopen" in offered("petition_office", petition)


def test_what_a_unit_asks_for_does_not_lapse_at_the_office():
    petition = act(to_transferred(), "ask_supplement_here", "officer", reason="请补充合同")
    assert "lapse" not in offered("petition_office", petition)


def test_a_repeat_is_marked_at_registration():
    petition = act(file_petition().petition, "register", "petition_office", repeat=True)
    assert petition.repeat
