"""What the petitioner reads of a case that was taken away, sealed, or let go again: what is true, and its papers."""

from __future__ import annotations

import factories
import pytest
from factories import accusation, act, staff, to_in_progress, to_transferred, unit

from delivery.models import OutboxMessage
from intake.petitions import timeline
from intake.petitions.models import Petition
from intake.petitions.process import material

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def told(petition: Petition) -> list[str]:
    """The headings of the petitioner's timeline, oldest first."""
    return [entry.heading for entry in timeline.entries(Petition.objects.get(pk=petition.pk))]


def words_sent() -> int:
    return OutboxMessage.objects.count()


def released(petition: Petition) -> Petition:
    staff("inspector_head")
    petition = act(petition, "release", "inspector", reason="无人被控告", consent="agreed")
    return act(petition, "grant", "inspector_head")


def test_each_line_links_the_paper_that_came_with_it_after_a_sealing_too():
    petition = act(to_transferred(), "recall", "petition_office", reason="转错了")
    petition = act(released(act(petition, "seal", "petition_office")), "register", "petition_office")
    civil = unit(factories.CIVIL_AFFAIRS)
    petition = act(petition, "transfer", "petition_office", organisation=civil, reason="职责")
    papers = [entry.paper for entry in timeline.entries(petition) if civil.name in entry.heading]
    assert [civil.name in paper.body for paper in papers if paper] == [True]


TAKEN = "县农业农村局局长收了施工方的钱，请查处县农业农村局。"
SEALED = "县信访局局长收了红包，把我的信压着不转。"


@pytest.mark.parametrize("how", ["named", "added"])
def test_a_case_taken_from_a_barred_unit_says_so_and_the_petitioner_gets_word(how):
    petition, before = to_transferred(), words_sent()
    if how == "named":
        act(petition, "accuse", "petition_office", organisation=unit(factories.AGRICULTURE))
    else:
        material.add(petition.pk, TAKEN, [])
    assert told(petition)[-1] == "已收回"
    assert words_sent() == before + 1


@pytest.mark.parametrize("how", ["named", "added"])
def test_a_case_sealed_by_a_bar_is_said_to_be_with_the_discipline_side_and_not_to_be_accepted(how):
    petition, before = to_in_progress(), words_sent()
    if how == "named":
        act(petition, "accuse", "petition_office", organisation=unit(factories.PETITION_OFFICE))
    else:
        material.add(petition.pk, SEALED, [])
    lines = told(petition)
    assert lines[-1] == "已交纪检监察机关" and "已受理" not in lines
    assert not any("农业农村局" in line for line in lines)
    assert words_sent() == before + 1


def test_what_was_withdrawn_before_it_was_sealed_is_not_said_to_be_noted_by_the_discipline_side():
    staff("petition_head")
    petition = act(to_transferred(), "withdraw", "P")
    petition = act(petition, "reopen", "petition_office", reason="本人要求")
    petition, before = act(petition, "grant", "petition_head"), words_sent()
    petition = act(petition, "seal", "petition_office")
    assert words_sent() == before + 1
    assert "您撤回了反映" in told(petition) and "已记下您要撤回" not in told(petition)


def test_a_sealed_case_that_is_kept_is_said_to_be_accepted():
    petition = act(
        act(to_transferred(), "recall", "petition_office", reason="转错了"), "seal", "petition_office"
    )
    assert told(act(petition, "keep", "inspector"))[-1] == "已受理"


def test_a_report_taken_from_a_barred_discipline_unit_names_nobody():
    staff("township_inspector")
    near = unit(factories.TOWNSHIP_DISCIPLINE)
    petition = act(accusation().petition, "pass_on", "inspector", organisation=near, reason="分级")
    act(petition, "accuse", "inspector", organisation=near)
    assert told(petition)[-1] == "已收回"
