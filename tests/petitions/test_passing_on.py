"""A discipline unit passes a report on to the body that has the power (再转), as the intake could have done."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from django.utils import translation
from factories import (
    AGRICULTURE,
    PETITION_OFFICE,
    TOWNSHIP,
    TOWNSHIP_DISCIPLINE,
    accusation,
    act,
    offered,
    sees,
    unit,
)

from intake.petitions import timeline, transitions
from intake.petitions.errors import NotFound, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process import case as cases
from intake.workbench.form_table import form_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]

DISPATCHED = "990121-PZ1"
WHY = "按干部管理权限"


def at_township(**given: object) -> Petition:
    petition = accusation(**given).petition
    return act(petition, "pass_on", "inspector", organisation=unit(TOWNSHIP_DISCIPLINE), reason="分级")


def offers(petition: Petition, who: str) -> set[str]:
    """Codes of the bodies that the form of this person offers."""
    row = transitions.find(transitions.Track.ACCUSATION, "pass_on_here")
    assert row is not None
    form = form_for(row, cases.load(petition.pk), factories.actor(who))
    return set(form.fields["organisation"].queryset.values_list("code", flat=True))


def test_the_next_unit_gets_it_with_days_of_its_own_and_the_one_before_knows_of_it_no_more():
    with time_machine.travel("2026-08-03T02:00:00+00:00", tick=False) as clock:
        petition = at_township()
        first = petition.deadlines.open().get(rule="discipline_lower_5wd")
        clock.move_to("2026-08-06T02:00:00+00:00")
        petition = act(
            petition, "pass_on_here", "township_inspector", organisation=unit(DISPATCHED), reason=WHY
        )
    first.refresh_from_db()
    assert first.met_at is not None, "passed on within its five days"
    running = dict(petition.deadlines.open().values_list("rule", "started_on"))
    assert running == dict.fromkeys(
        ("discipline_lower_5wd", "discipline_accept_15wd"), datetime.date(2026, 8, 6)
    )
    assert (petition.state, petition.owner.code) == ("forwarded", DISPATCHED)
    assert sees("dispatched_inspector", petition) and sees("inspector", petition)
    for name in ("township_inspector", "township_inspector2", "petition_office", "township_head"):
        assert not sees(name, petition)
    with pytest.raises(NotFound):
        act(petition, "note", "township_inspector", reason="备忘")
    papers = petition.notices.filter(code="discipline_pass_on_notice")
    assert len(papers) == 2 and not any("纪" in paper.subject + paper.body for paper in papers)
    with translation.override("en"):
        told = [(entry.heading, entry.text) for entry in timeline.entries(petition)]
    assert told.count(("Passed to a body with power", "")) == 2
    assert "accept" in offered("dispatched_inspector", petition)


def test_nobody_gets_it_who_is_complained_of_or_too_near_or_knows_of_no_report():
    petition = at_township()
    act(petition, "accuse", "inspector", organisation=unit(AGRICULTURE))
    barred = (AGRICULTURE, factories.VILLAGE, PETITION_OFFICE, TOWNSHIP, factories.DISCIPLINE)
    for code in (*barred, TOWNSHIP_DISCIPLINE):
        with pytest.raises(RuleViolation):
            act(petition, "pass_on_here", "township_inspector", organisation=unit(code), reason=WHY)
    assert DISPATCHED in offers(petition, "township_inspector")
    assert not offers(petition, "township_inspector") & {*barred, TOWNSHIP_DISCIPLINE}
    petition.refresh_from_db()
    assert petition.owner.code == TOWNSHIP_DISCIPLINE and petition.handlings.count() == 1


def test_units_that_can_not_agree_give_it_back_to_the_intake():
    petition = act(
        at_township(), "pass_on_here", "township_inspector", organisation=unit(DISPATCHED), reason=WHY
    )
    with pytest.raises(RuleViolation):
        act(
            petition,
            "pass_on_here",
            "dispatched_inspector",
            organisation=unit(TOWNSHIP_DISCIPLINE),
            reason=WHY,
        )
    assert TOWNSHIP_DISCIPLINE not in offers(petition, "dispatched_inspector")
    petition = act(petition, "pass_back", "dispatched_inspector", reason="不属本单位管辖")
    assert (petition.state, petition.owner.code) == ("submitted", factories.DISCIPLINE)
    assert petition.returned_often, "twice it was nobody's"


def test_only_the_discipline_unit_that_holds_it_passes_it_on_and_only_before_it_accepts():
    petition = at_township()
    passing = {name for name in factories.STAFF if "pass_on_here" in offered(name, petition)}
    assert passing == {"township_inspector", "township_inspector2"}
    petition = act(petition, "accept", "township_inspector")
    assert "pass_on_here" not in offered("township_inspector", petition)
    elsewhere = act(
        accusation().petition, "pass_on", "inspector", organisation=unit(AGRICULTURE), reason="职责"
    )
    assert "pass_on_here" not in offered("officer", elsewhere), (
        "a body outside gives back what is not its own"
    )
