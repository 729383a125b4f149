"""Which cases may be published: by state, class, consent, seal, and whether somebody is complained of."""

from __future__ import annotations

from collections.abc import Callable

import factories
import pytest
from factories import act
from summaries.conftest import answered, person

from intake.petitions.errors import NotAllowed, NotFound
from intake.petitions.models import Petition
from intake.petitions.process import own
from intake.summaries import policies, process

pytestmark = pytest.mark.django_db


def closed() -> Petition:
    return act(answered(), "accept_result", "P")


def opened_again() -> Petition:
    return act(act(closed(), "reopen", "petition_office", reason="又坏了"), "grant", "petition_head")


def released_from_the_discipline_side() -> Petition:
    """It was an accusation once, and was answered as an ordinary petition later."""
    petition = factories.accusation(publish_consent=True).petition
    petition = act(petition, "release", "inspector", reason="没有指控任何人", consent="agreed")
    petition = act(petition, "grant", "inspector_head")
    own.set_publishing(petition.pk, True)
    return petition


def concluded_accusation() -> Petition:
    petition = act(factories.accusation().petition, "keep", "inspector")
    petition = act(petition, "dispose", "inspector", reason="初步核实")
    petition = act(petition, "conclude", "inspector", reason="查清")
    petition = act(petition, "grant", "inspector_head")
    Petition.objects.filter(pk=petition.pk).update(publish_consent=True)  # whatever the database says
    return petition


CASES: dict[str, tuple[Callable[[], Petition], bool]] = {
    "answered and read": (answered, True),
    "closed with consent": (closed, True),
    "answered, without consent": (lambda: answered(publish_consent=False), False),
    "answered, not read yet": (lambda: factories.to_replied(publish_consent=True), False),
    "still being worked on": (lambda: factories.to_in_progress(publish_consent=True), False),
    "opened again": (opened_again, False),
    "complains of a unit": (lambda: answered(reported_party="荷叶埂村委会"), False),
    "an accusation that is over": (concluded_accusation, False),
    "an accusation once": (released_from_the_discipline_side, False),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_may_be_published_only_answered_agreed_and_accusing_nobody(name: str, county: None) -> None:
    make, allowed = CASES[name]
    petition = Petition.objects.get(pk=make().pk)
    assert policies.may_be_published(petition) is allowed
    assert bool(policies.why_not(petition)) is not allowed
    listed = policies.of_office(person("petition_office")).filter(pk__in=policies.publishable().values("pk"))
    assert listed.filter(pk=petition.pk).exists() is allowed
    if not allowed:
        with pytest.raises((NotAllowed, NotFound)):
            process.begin(petition.pk, person("petition_office"))


@pytest.mark.parametrize(
    "name", ["officer", "officer_head", "leader", "operator", "inspector", "clerk", "township_head"]
)
def test_nobody_but_the_petition_office_writes_a_summary(name: str, county: None) -> None:
    petition = answered()
    with pytest.raises(NotFound):
        process.begin(petition.pk, person(name))


def test_a_clerk_who_withdrew_from_the_case_neither_writes_nor_sees_it(county: None) -> None:
    petition = answered()
    act(petition, "recuse", "petition_head", reason="亲属", user=person("second"))
    assert not policies.of_office(person("second")).exists()
    with pytest.raises(NotFound):
        process.begin(petition.pk, person("second"))
