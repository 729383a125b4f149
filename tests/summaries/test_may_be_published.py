"""Which cases may be published: by state, class, consent, seal, and whether somebody is complained of."""

from __future__ import annotations

from collections.abc import Callable

import factories
import pytest
from factories import act
from summaries.conftest import answered, drafted, person

from accounts.models import User
from intake.petitions.errors import NotAllowed, NotFound
from intake.petitions.models import Petition
from intake.petitions.process import own
from intake.petitions.process.case import load
from intake.summaries import policies, process
from intake.summaries.models import Summary
from intake.summaries.views.desk import TABS

pytestmark = pytest.mark.django_db

DESK = "/admin/summaries/"


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
    petition = act(petition, "dispose", "inspector", disposal="preliminary", reason="初步核实")
    petition = act(petition, "conclude", "inspector", reason="查清")
    petition = act(petition, "grant", "inspector_head")
    Petition.objects.filter(pk=petition.pk).update(publish_consent=True)  # whatever the database says
    return petition


def withdrawn_from(petition: Petition | None = None) -> Petition:
    """``second`` was withdrawn from it by the head."""
    case = petition or answered()
    return act(case, "recuse", "petition_head", reason="亲属", user=person("second"))


def admitted_again() -> Petition:
    return act(withdrawn_from(), "admit_again", "petition_head", reason="查无此关系", user=person("second"))


CASES: dict[str, tuple[Callable[[], Petition], bool]] = {
    "answered and read": (answered, True),
    "closed with consent": (closed, True),
    "answered, without consent": (lambda: answered(publish_consent=False), False),
    "answered, not read yet": (lambda: factories.to_replied(publish_consent=True), False),
    "still being worked on": (lambda: factories.to_in_progress(publish_consent=True), False),
    "opened again": (opened_again, False),
    "complains of a unit": (lambda: answered(reported_party="荷叶埂村委会"), False),
    "somebody withdrew from it": (withdrawn_from, False),
    "who withdrew was admitted again": (admitted_again, True),
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


def as_it_is_stored(petition: Petition, user: User, summary: Summary) -> tuple[bool, bool]:
    case = load(petition.pk)
    return policies.may_write(user, case), policies.may_review(user, case, summary)


def test_a_clerk_who_withdrew_from_the_case_neither_writes_nor_reviews_nor_sees_it(county: None) -> None:
    petition = answered()
    summary, second = drafted(petition), person("second")
    assert as_it_is_stored(petition, second, summary) == (True, True)
    withdrawn_from(petition)
    assert not policies.of_office(second).exists()
    assert as_it_is_stored(petition, second, summary) == (False, False)
    for step in (process.begin, lambda pk, user: process.publish(pk, user, seen=summary.version)):
        with pytest.raises(NotFound):
            step(petition.pk, second)


def test_words_of_somebody_who_withdraws_are_published_by_nobody(county: None) -> None:
    petition, writer = answered(), person("petition_office")
    summary = drafted(petition)
    person("second"), person("petition_head")
    act(petition, "recuse", "petition_office", reason="亲属", user=writer)
    assert not Summary.objects.exists()
    with pytest.raises(NotAllowed):
        process.publish(petition.pk, person("petition_head"), seen=summary.version)
    act(petition, "admit_again", "petition_head", reason="查无此关系", user=writer)
    assert process.begin(petition.pk, person("petition_head")).state == Summary.State.DRAFT


@pytest.mark.parametrize("tab", TABS)
def test_the_desk_shows_a_case_in_no_tab_to_who_withdrew_from_it(tab: str, at: Callable, site: None) -> None:
    petition = answered()
    summary = None if tab == "waiting" else process.begin(petition.pk, person("petition_office"))
    withdrawn_from(petition)
    if summary is not None:  # as if the end of it had been missed
        summary.state = tab
        summary.save(force_insert=True)
    path = f"{DESK}{petition.shown_number}/"
    desk = at("second").get(DESK, {"tab": tab}).content.decode()
    assert petition.title_masked not in desk and petition.shown_number not in desk
    assert at("second").get(path).status_code == 404
    assert at("second").post(f"{path}do/decline/", {"reason": "无", "seen": "1"}).status_code == 404
    assert "回避" in at("petition_head").get(path).content.decode(), "the office is told why"
