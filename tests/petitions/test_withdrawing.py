"""Withdrawing from a case (回避): anybody oneself, a head others, and the head may take it back. All of it is kept."""

from __future__ import annotations

import pytest
from desk import do
from factories import accusation, act, staff, to_in_progress, to_registered

from intake.petitions import policies
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import case as cases
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def sees(name: str, petition: Petition) -> bool:
    return policies.visible_to(staff(name)).filter(pk=petition.pk).exists()


def offered(name: str, petition: Petition) -> set[str]:
    who = Actor.staff(staff(name))
    return {row.action for row in policies.available_actions(who, cases.load(petition.pk))}


@pytest.mark.parametrize(
    ("clerk", "head"),
    [("petition_office", "petition_head"), ("officer", "officer_head"), ("inspector", "inspector_head")],
)
def test_a_clerk_withdraws_alone_and_no_head_while_a_head_withdraws_the_clerk(clerk, head):
    made = {"petition_office": to_registered, "officer": to_in_progress, "inspector": accusation}[clerk]()
    petition = getattr(made, "petition", made)
    staff(clerk), staff(head)
    with pytest.raises(RuleViolation):
        act(petition, "recuse", clerk, user=staff(head), reason="无")
    assert sees(head, petition)
    petition = act(petition, "recuse", head, user=staff(clerk), reason="近亲属")
    assert not sees(clerk, petition) and sees(head, petition)


def test_whoever_withdrew_is_admitted_again_by_the_head_and_both_are_kept():
    petition = to_registered()
    assert "admit_again" not in offered("petition_head", petition)
    petition = act(petition, "recuse", "petition_office", user=staff("petition_office"), reason="近亲属")
    assert not sees("petition_office", petition) and "admit_again" in offered("petition_head", petition)
    petition = act(
        petition, "admit_again", "petition_head", user=staff("petition_office"), reason="查无此关系"
    )
    assert sees("petition_office", petition)
    history = events.history("petition", petition.pk).filter(action__in=["recuse", "admit_again"])
    assert [event.data["user"] for event in history] == [str(staff("petition_office").uuid)] * 2
    assert {"近亲属", "查无此关系"} <= {text.text for text in petition.texts.all()}


def test_a_head_admits_nobody_of_another_office_and_a_clerk_nobody_at_all():
    staff("officer_head"), staff("petition_head")
    petition = to_in_progress()
    petition = act(petition, "recuse", "officer", user=staff("officer"), reason="近亲属")
    with pytest.raises(RuleViolation):
        act(petition, "admit_again", "petition_head", user=staff("officer"), reason="同意")
    with pytest.raises(NotAllowed):
        act(petition, "admit_again", "petition_office", user=staff("officer"), reason="同意")


def test_the_form_lets_a_clerk_choose_nobody_else(client):
    petition = to_registered()
    head = staff("petition_head")
    client.force_login(staff("petition_office"))
    page = client.get(do(petition, "recuse")).content.decode()
    assert f'<option value="{staff("petition_office").pk}">' in page
    assert f'<option value="{head.pk}">' not in page
