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
