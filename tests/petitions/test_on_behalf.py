"""Letters, visits and calls that a desk takes down, and people who come with their paper."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from django.utils import timezone
from factories import act, staff, unit

from accounts.models import Membership, Role, User
from intake.clock import store
from intake.petitions import desks, timeline
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import IdentityCheck, Petition, Registration
from intake.petitions.process import Person, case, checking, passwords
from intake.petitions.process.behalf import Entered, OnBehalf, entered_on
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

NOON = "2026-11-20T04:00:00+00:00"
ID_NUMBER = "99012119560101001X"
OLD_MAN = Person(name="覃 老六", phone="19900010009", id_number=ID_NUMBER, id_type="resident")
FITS = {"name": "覃老六", "paper": "resident", "id_number": ID_NUMBER}


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def behalf(who: str = "centre_clerk", **given) -> OnBehalf:
    user = staff(who)
    at = desks.office_desk(user) or desks.grid_desk(user) or unit(factories.CIVIL_AFFAIRS)
    return OnBehalf(user, at, **({"received_on": timezone.localdate()} | given))


def letter(**given) -> Petition:
    values = {"channel": "letter", "people": [OLD_MAN], "behalf": behalf()}
    return factories.file_petition(**(values | given)).petition


def dues(petition: Petition) -> dict[str, datetime.date]:
    return {clock.rule: clock.started_on for clock in petition.deadlines.open()}


# --- taking it down ---


def test_limits_run_from_the_day_on_which_a_letter_came_and_the_papers_say_that_day():
    came = timezone.localdate() - datetime.timedelta(days=3)
    petition = letter(behalf=behalf(received_on=came))
    assert dues(petition) == {"transfer_15": came, "register_1wd": came}
    assert petition.deadlines.get(rule="transfer_15").due == store.due("transfer_15", came).due
    assert petition.received_on == came and petition.submitted_at == timezone.now()
    assert "2026年11月17日" in petition.notices.get(code="receipt").body


@pytest.mark.parametrize("days", [1, -61])
def test_a_day_to_come_or_too_long_ago_is_refused_and_nothing_is_stored(days):
    with pytest.raises(RuleViolation) as refused:
        letter(behalf=behalf(received_on=timezone.localdate() + datetime.timedelta(days=days)))
    assert [name for name, _ in refused.value.problems] == ["received_on"]
    assert not Petition.objects.exists() and not Registration.objects.exists()


def test_a_letter_passed_down_from_above_starts_the_county_s_share_which_passing_it_on_meets():
    petition = letter(behalf=behalf(source_office="澄陵市信访局", source_number="2026-88"))
    assert petition.from_above and "county_share_4" in dues(petition)
    assert petition.next_due == min(clock.due for clock in petition.deadlines.open())
    petition = act(petition, "register", "petition_office")
    act(petition, "transfer", "petition_office", organisation=unit(factories.AGRICULTURE), reason="职责")
    assert petition.deadlines.get(rule="county_share_4").met_at


def test_a_report_of_wrongdoing_from_above_has_no_such_share():
    petition = factories.accusation(behalf=behalf(source_office="澄陵市信访局")).petition
    assert "county_share_4" not in dues(petition)


def test_what_the_office_keeps_for_itself_was_owed_word_from_the_day_of_receipt():
    came = timezone.localdate() - datetime.timedelta(days=2)
    petition = act(letter(behalf=behalf("petition_office", received_on=came)), "register", "petition_office")
    act(petition, "handle_here", "petition_office")
    clock = petition.deadlines.get(rule="notify_direct_15")
    assert clock.started_on == came and clock.met_at == timezone.now()


@pytest.mark.parametrize("who", ["officer", "inspector_head", "operator", "leader", "clerk"])
def test_who_has_no_desk_takes_nothing_down(who):
    if who == "inspector_head":
        assert letter(behalf=behalf(who)).registration.user == staff(who)
        return
    with pytest.raises(NotAllowed):
        letter(behalf=behalf(who))
    assert not Petition.objects.exists()


def test_nobody_takes_a_matter_down_at_another_s_desk():
    with pytest.raises(NotAllowed):
        letter(behalf=OnBehalf(staff("town_centre"), unit("990121-FWZX"), timezone.localdate()))


def test_the_history_names_the_clerk_and_the_petitioner_reads_which_desk_it_was():
    petition = letter()
    event = events.history("petition", petition.pk).get(action="submit")
    assert event.actor_id == staff("centre_clerk").uuid and event.organisation_code == "990121-FWZX"
    told = timeline.entries(petition)[0]
    assert "砚川县群众服务中心" in told.text and told.paper is not None


def test_of_a_report_of_wrongdoing_the_petitioner_reads_of_no_desk():
    petition = factories.accusation(behalf=behalf()).petition
    assert "服务中心" not in "".join(f"{e.heading}{e.text}" for e in timeline.entries(petition))


def test_the_clerk_who_entered_it_holds_no_key_of_it():
    for made in (letter(), factories.accusation(behalf=behalf()).petition):
        assert not factories.sees("centre_clerk", made)
    assert not factories.sees(
        "petition_office", factories.accusation(behalf=behalf("petition_office")).petition
    )


def test_the_clerk_s_own_day_is_a_count_and_the_numbers_of_ordinary_matters_whatever_becomes_of_them():
    clerk, day = staff("grid_worker"), timezone.localdate()
    ordinary = letter(behalf=behalf("grid_worker"))
    factories.accusation(behalf=behalf("grid_worker"))
    letter(behalf=behalf("town_centre"))
    listed = [Entered(ordinary.shown_number, reported=False)]
    assert entered_on(clerk, day) == (2, listed)
    act(ordinary, "seal", "petition_office")
    assert entered_on(clerk, day) == (2, listed)
    assert entered_on(clerk, day + datetime.timedelta(days=1)) == (0, [])


# --- looking at a paper ---


def checked(who: str = "centre_clerk", **given) -> checking.Pass | None:
    return checking.check(checking.Shown(**(FITS | given)), staff(who), timezone.now())


def test_the_number_or_the_phone_with_the_paper_finds_the_case_and_it_is_recorded_without_the_number():
    petition = letter()
    for found in (checked(number=petition.shown_number), checked(phone="19900010009")):
        assert found.cases == {str(petition.pk): 0}
    event = events.history("petition", petition.pk).filter(action="identity_checked").first()
    assert event.data == {"paper": "resident", "person": 0} and event.actor_id == staff("centre_clerk").uuid
    assert set(IdentityCheck.objects.values_list("paper", flat=True)) == {"resident"}
    assert any("核验" in entry.heading or "证件" in entry.heading for entry in timeline.entries(petition))


@pytest.mark.parametrize(
    "given",
    [
        {"number": "2026-7K3M9QX-K"},
        {"phone": "19900019999"},
        {"phone": "19900010009", "name": "覃老七"},
        {"phone": "19900010009", "id_number": "990121195601010028"},
    ],
)
def test_what_does_not_fit_finds_nothing_and_is_recorded_all_the_same(given):
    letter()
    assert checked(**given) is None
    assert IdentityCheck.objects.count() == 1


def test_another_name_or_another_paper_does_not_open_a_number():
    petition = letter()
    assert checked(number=petition.shown_number, name="覃老七") is None
    assert checked(number=petition.shown_number, id_number="990121195601010028") is None


def test_a_case_that_holds_no_number_of_a_paper_is_found_by_its_own_number_and_not_by_a_phone():
    petition = letter(people=[Person(name="覃老六", phone="19900010009")])
    assert checked(phone="19900010009") is None
    assert checked(number=petition.shown_number).cases == {str(petition.pk): 0}


def test_reports_of_wrongdoing_and_cases_without_a_name_are_never_told_of():
    sealed = factories.accusation(people=[OLD_MAN]).petition
    nameless = letter(people=[])
    for who in ("centre_clerk", "petition_office"):
        assert checked(who, number=sealed.shown_number) is None
        assert checked(who, phone="19900010009") is None
        assert checked(who, number=nameless.shown_number) is None


def test_a_clerk_of_the_township_complained_of_finds_nothing_where_one_of_the_county_does():
    petition = letter(reported_party="柘木湾镇便民服务中心")
    assert checked("town_centre", number=petition.shown_number) is None
    assert checked("town_centre", phone="19900010009") is None
    assert checked("centre_clerk", number=petition.shown_number).cases == {str(petition.pk): 0}
    other = letter()
    assert checked("town_centre", number=other.shown_number).cases == {str(other.pk): 0}


def called(who: str, name: str) -> User:
    user = staff(who)
    user.display_name = name
    user.save()
    return user


@pytest.mark.parametrize("named", ["the clerk", "the head of the clerk's body"])
def test_a_case_that_names_the_clerk_or_the_clerk_s_head_is_answered_as_one_that_is_not_there(named):
    called("centre_clerk", "牛得草" if named == "the clerk" else "平时安")
    head = User.objects.create(username="centre_head", display_name="关正堂")
    Membership.objects.create(user=head, role=Role.UNIT_HEAD, organisation=unit("990121-FWZX"))
    petition = letter(behalf=behalf("petition_office"))
    leave = checked(number=petition.shown_number)
    assert leave.cases == {str(petition.pk): 0}
    words = "牛得草" if named == "the clerk" else "关正堂"
    complaint = letter(behalf=behalf("petition_office"), reported_party=words)
    assert checked(number=complaint.shown_number) is None
    assert checked(phone="19900010009").cases == {str(petition.pk): 0}
    assert not events.history("petition", complaint.pk).filter(action="identity_checked").exists()
    act(petition, "accuse", "petition_office", person=words)
    assert checking.cases_of(leave, staff("centre_clerk")) == []
    with pytest.raises(NotFound):
        checking.look(leave, str(petition.pk), staff("centre_clerk"))


@pytest.mark.parametrize("who", ["grid_worker", "officer", "inspector", "operator"])
def test_only_an_office_s_counter_looks_at_papers(who):
    petition = letter()
    with pytest.raises(NotAllowed):
        checked(who, number=petition.shown_number)


def test_a_clerk_may_look_at_so_many_papers_in_an_hour(settings):
    settings.SUNSHINE_IDENTITY_CHECKS_PER_HOUR = 2
    checked(phone="19900019999")
    checked(phone="19900019999")
    with pytest.raises(RuleViolation):
        checked(phone="19900019999")
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=61), tick=False):
        assert checked(phone="19900019999") is None


def test_a_new_password_at_the_centre_ends_the_old_one():
    made = factories.file_petition(people=[OLD_MAN])
    leave = checked(number=made.petition.shown_number)
    petition, new = checking.new_password(leave, str(made.petition.pk), staff("centre_clerk"), timezone.now())
    assert passwords.prove(petition.shown_number, new) == made.petition
    assert passwords.prove(petition.shown_number, made.password) is None
    with pytest.raises(RuleViolation):
        checking.new_password(leave, str(petition.pk), staff("centre_clerk"), timezone.now())
    assert passwords.prove(petition.shown_number, new) == made.petition
    event = events.history("petition", petition.pk).get(action="password_changed")
    assert event.organisation_code == "990121-FWZX" and event.data == {"paper": "resident", "person": 0}


def test_a_pass_is_one_clerk_s_and_good_for_a_quarter_of_an_hour():
    petition = letter()
    token = checked(number=petition.shown_number).sealed()
    assert checking.opened(token, staff("centre_clerk"), timezone.now()).cases
    later = timezone.now() + datetime.timedelta(minutes=15)
    for who, when, given in (
        ("centre_clerk", later, token),
        ("town_centre", timezone.now(), token),
        ("centre_clerk", timezone.now(), "made up"),
    ):
        with pytest.raises(NotFound):
            checking.opened(given, staff(who), when)


def test_a_pass_opens_no_other_case_and_none_that_has_become_a_report_of_wrongdoing():
    petition, other = letter(), factories.file_petition().petition
    leave = checked(number=petition.shown_number)
    with pytest.raises(NotFound):
        checking.look(leave, str(other.pk), staff("centre_clerk"))
    act(petition, "seal", "petition_office")
    with pytest.raises(NotFound):
        checking.look(leave, str(petition.pk), staff("centre_clerk"))


def test_a_paper_over_the_counter_is_received_that_day_and_the_petitioner_reads_where():
    petition = factories.to_replied(people=[OLD_MAN])
    leave = checked(number=petition.shown_number)
    notice = petition.notices.get(code="opinion")
    checking.hand_over(leave, str(petition.pk), notice.pk, staff("centre_clerk"), timezone.now())
    notice.refresh_from_db()
    assert notice.received_how == "centre" and "review_request_30" in dues(petition)
    assert any("群众服务中心" in entry.text for entry in timeline.entries(petition))
    assert case.load(petition.pk).petition.version == petition.version
    checking.hand_over(leave, str(petition.pk), notice.pk, staff("centre_clerk"), timezone.now())
    assert events.history("petition", petition.pk).filter(action="delivered").count() == 1
