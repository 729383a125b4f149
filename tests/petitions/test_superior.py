"""A report that the head of the intake sends up to the superior: from then on the intake knows of it no more."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from django.utils import timezone
from factories import accusation, act, offered, sees, staff, unit

from accounts.models import Membership, Role, User
from intake.clock.rules import local_day
from intake.petitions import policies, timeline, visibility
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import CaseKey, Petition
from intake.petitions.process import perform
from intake.petitions.process.following import astray, put_right
from intake.statistics.counting import kept_apart
from records import events
from regions.process import save_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]

SUPERIOR = "990100-JW"
REASON = "被反映人为市管干部"


def sent_up(**given: object) -> Petition:
    return act(accusation(**given).petition, "report_to_superior", "inspector_head", reason=REASON)


def holders(petition: Petition) -> set[str]:
    return set(CaseKey.objects.filter(petition=petition).values_list("key", flat=True))


def test_the_superior_alone_knows_of_it_and_goes_on_with_it():
    petition = sent_up()
    assert (petition.owner.code, petition.state) == (SUPERIOR, "submitted")
    assert holders(petition) == {f"o:{unit(SUPERIOR).pk}"}
    assert not any(sees(name, petition) for name in factories.STAFF if name != "superior_inspector")
    petition = act(petition, "keep", "superior_inspector")
    assert petition.state == "accepted"
    assert holders(petition) == {f"o:{unit(SUPERIOR).pk}"}


def test_only_the_head_of_the_intake_does_it_and_has_to_say_why():
    petition = accusation().petition
    assert "report_to_superior" in offered("inspector_head", petition)
    for name in factories.STAFF:
        assert name == "inspector_head" or "report_to_superior" not in offered(name, petition), name
    with pytest.raises(NotAllowed):
        act(petition, "report_to_superior", "inspector", reason=REASON)
    with pytest.raises(RuleViolation) as refused:
        act(petition, "report_to_superior", "inspector_head")
    assert refused.value.problems[0][0] == "reason"


def test_who_sent_it_up_is_answered_as_if_it_had_never_been():
    petition = sent_up()
    with pytest.raises(NotFound):
        act(petition, "note", "inspector_head", reason="备忘")
    for who in ("inspector", "inspector_head"):
        closed = visibility.closed_to(staff(who))
        assert any(petition.pk in ids.values_list(flat=True) for ids in closed), who
    assert kept_apart(timezone.localdate().year) == 0, "it is in no figure of the county's"
    assert not policies.waiting_for(staff("inspector")).exists()


def test_what_was_asked_for_before_waits_for_nobody():
    petition = act(accusation().petition, "release", "inspector", reason="无人被控", consent="agreed")
    petition = act(petition, "report_to_superior", "inspector_head", reason=REASON)
    assert not petition.approvals.filter(state="asked").exists()
    assert "keep" in offered("superior_inspector", petition)


def test_the_clock_of_acceptance_goes_with_it_and_the_five_days_are_kept_as_met():
    with time_machine.travel("2026-08-03T02:00:00+00:00", tick=False):
        petition = accusation().petition
        accepting = petition.deadlines.get(rule="discipline_accept_15wd")
    with time_machine.travel("2026-08-07T02:00:00+00:00", tick=False):
        petition = act(petition, "report_to_superior", "inspector_head", reason=REASON)
    five = petition.deadlines.get(rule="discipline_lower_5wd")
    assert five.due == datetime.date(2026, 8, 10) and local_day(five.met_at) == datetime.date(2026, 8, 7)
    running = petition.deadlines.open().get()
    assert (running.pk, running.due) == (accepting.pk, accepting.due) and petition.next_due == accepting.due


def test_after_the_five_days_it_still_goes_up_and_shows_that_it_was_late():
    with time_machine.travel("2026-08-03T02:00:00+00:00", tick=False):
        petition = accusation(people=[]).petition
    with time_machine.travel("2026-08-20T02:00:00+00:00", tick=False):
        petition = act(petition, "report_to_superior", "inspector_head", reason=REASON)
    five = petition.deadlines.get()
    assert five.due == datetime.date(2026, 8, 10) and local_day(five.met_at) > five.due
    assert not petition.overdue


def test_the_days_count_anew_for_a_case_that_was_sealed():
    with time_machine.travel("2026-08-03T02:00:00+00:00", tick=False):
        petition = factories.to_registered()
    with time_machine.travel("2026-08-12T02:00:00+00:00", tick=False):
        petition = act(petition, "seal", "petition_office")
        petition = act(petition, "report_to_superior", "inspector_head", reason=REASON)
    assert petition.deadlines.get(rule="discipline_lower_5wd").started_on == datetime.date(2026, 8, 12)


def test_what_was_joined_to_it_goes_up_with_it():
    first, again = accusation().petition, accusation().petition
    again = act(again, "merge", "inspector", first=first.shown_number)
    act(first, "report_to_superior", "inspector_head", reason=REASON)
    again.refresh_from_db()
    assert again.owner.code == SUPERIOR
    assert not sees("inspector", again) and sees("superior_inspector", again)


def test_joined_to_another_of_the_superiors_it_stays_unknown_below():
    first = accusation(reported_party="县纪委监委", title="反映收礼", body="县纪委监委收受礼金。").petition
    sent = act(sent_up(), "merge", "superior_inspector", first=first.shown_number)
    for row in first.accused.all():
        first = act(first, "clear_accused", "superior_inspector", accused=row.pk, reason="只是提到")
    assert not sees("inspector", sent)


def test_lifting_every_bar_does_not_bring_it_back():
    petition = sent_up()
    for row in petition.accused.all():
        petition = act(petition, "clear_accused", "superior_inspector", accused=row.pk, reason="只是提到")
    assert petition.owner.code == SUPERIOR and not sees("inspector", petition)


def test_it_is_not_passed_down_to_who_sent_it_up_but_to_others():
    petition = sent_up(reported_party="")
    with pytest.raises(RuleViolation):
        act(
            petition,
            "pass_on",
            "superior_inspector",
            organisation=unit(factories.DISCIPLINE),
            reason="按管理权限",
        )
    passed = act(
        petition,
        "pass_on",
        "superior_inspector",
        organisation=unit("990121-PZ1"),
        reason="按管理权限",
    )
    assert passed.state == "forwarded" and not sees("inspector", passed)


def test_one_of_the_superiors_who_works_at_the_intake_too_is_kept_out():
    both = User.objects.create(username="both", display_name="试用两处")
    for code in (SUPERIOR, factories.DISCIPLINE):
        Membership.objects.create(user=both, role=Role.DISCIPLINE_INTAKE, organisation=unit(code))
    petition = sent_up(reported_party="")
    assert not policies.visible_to(both).filter(pk=petition.pk).exists()
    assert sees("superior_inspector", petition)


def test_without_a_superior_it_is_refused_in_a_plain_sentence():
    unit(SUPERIOR).supervises.clear()
    save_organisation(unit(SUPERIOR))
    petition = accusation().petition
    with pytest.raises(RuleViolation) as refused:
        act(petition, "report_to_superior", "inspector_head", reason=REASON)
    assert "没有为本单位指定上级" in str(refused.value.problems[0][1])
    assert sees("inspector_head", petition)


def test_where_nobody_at_the_superior_could_open_it_it_stays():
    Membership.objects.filter(organisation__code=SUPERIOR).delete()
    petition = accusation().petition
    with pytest.raises(RuleViolation):
        act(petition, "report_to_superior", "inspector_head", reason=REASON)
    assert sees("inspector_head", petition)


def test_an_accused_superior_does_not_get_it():
    petition = accusation().petition
    petition = act(petition, "accuse", "inspector", organisation=unit(SUPERIOR))
    with pytest.raises(RuleViolation):
        act(petition, "report_to_superior", "inspector_head", reason=REASON)


def test_it_can_not_be_sent_higher_from_the_superior():
    petition = sent_up()
    head = User.objects.create(username="superior_head", display_name="试用上级负责人")
    Membership.objects.create(user=head, role=Role.DISCIPLINE_HEAD, organisation=unit(SUPERIOR))
    with pytest.raises(NotAllowed):
        perform(petition.pk, "report_to_superior", policies.Actor.staff(head), reason=REASON)


def test_the_petitioner_reads_nothing_of_it():
    petition = accusation().petition
    before = [(entry.heading, entry.text) for entry in timeline.entries(petition)]
    petition = act(petition, "report_to_superior", "inspector_head", reason=REASON)
    assert [(entry.heading, entry.text) for entry in timeline.entries(petition)] == before


def test_the_daily_look_at_the_tree_leaves_it_where_it_is():
    petition = sent_up()
    told = events.history("petition", petition.pk).count()
    assert petition.pk in astray()
    put_right(petition.pk)
    assert events.history("petition", petition.pk).count() == told and sees("superior_inspector", petition)
    visibility.refresh_barring()
    assert holders(petition) == {f"o:{unit(SUPERIOR).pk}"}


def test_opened_again_it_is_the_superiors_again():
    petition = sent_up(people=[])
    petition = act(petition, "keep", "superior_inspector")
    petition = act(petition, "dispose", "superior_inspector", disposal="preliminary", reason="初步核实")
    petition = act(petition, "conclude", "superior_inspector", reason="了结")
    second = User.objects.create(username="superior2", display_name="试用上级二")
    Membership.objects.create(user=second, role=Role.DISCIPLINE_INTAKE, organisation=unit(SUPERIOR))
    petition = perform(petition.pk, "grant", policies.Actor.staff(second)).petition
    petition = act(petition, "reopen", "superior_inspector", reason="新线索")
    petition = perform(petition.pk, "grant", policies.Actor.staff(second)).petition
    assert (petition.state, petition.owner.code) == ("submitted", SUPERIOR)
    assert not sees("inspector", petition)
