"""What somebody asked a head to approve (审批) ends when that person, or the body, may no longer know of the case."""

from __future__ import annotations

import factories
import pytest
from factories import OPINION, accusation, act, staff, to_in_progress, unit

from accounts.models import Membership, Role, User
from intake.petitions.errors import NotAllowed
from intake.petitions.models import Petition
from intake.petitions.process import case as cases
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def asked_for_an_opinion() -> Petition:
    staff("officer_head")
    return act(to_in_progress(), "issue_opinion", "officer", **OPINION)


def is_asked(petition: Petition) -> bool:
    return petition.approvals.filter(state="asked").exists()


@pytest.mark.parametrize("how", ["chosen", "by name", "recused"])
def test_an_officer_who_is_kept_from_the_case_has_asked_for_nothing(how):
    petition = asked_for_an_opinion()
    officer = staff("officer")
    if how == "recused":
        petition = act(petition, "recuse", "officer_head", user=officer, reason="近亲属")
    elif how == "chosen":
        petition = act(petition, "accuse", "petition_office", member=officer)
    else:
        petition = act(petition, "accuse", "petition_office", person=officer.display_name)
    assert petition.state == "in_progress" and not is_asked(petition)
    with pytest.raises(NotAllowed):
        act(petition, "grant", "officer_head")
    petition = act(petition, "issue_opinion", "officer_head", **OPINION)
    assert is_asked(petition), "the unit goes on without"
    assert not events.history("petition", petition.pk).filter(action="issue_opinion").exists()


def test_what_another_officer_asked_for_waits_on():
    petition = asked_for_an_opinion()
    other = User.objects.create(username="other", display_name="蓝水生")
    Membership.objects.create(user=other, role=Role.HANDLER, organisation=unit(factories.AGRICULTURE))
    petition = act(petition, "recuse", "officer_head", user=other, reason="近亲属")
    assert is_asked(petition)


def test_who_asked_a_head_may_withdraw_though_there_is_no_other_head_left():
    staff("officer")
    petition = act(to_in_progress(), "issue_opinion", "officer_head", **OPINION)
    petition = act(petition, "recuse", "officer_head", user=staff("officer_head"), reason="近亲属")
    assert not is_asked(petition)


def test_what_a_body_asked_for_that_is_barred_now_is_not_the_superior_s_to_decide():
    for name in ("superior_inspector", "inspector_head"):
        staff(name)
    petition = act(accusation().petition, "release", "inspector", reason="无人被控告", consent="agreed")
    assert is_asked(petition)
    petition = act(petition, "accuse", "inspector_head", organisation=unit(factories.DISCIPLINE))
    assert petition.owner.code == "990100-JW"
    assert cases.load(petition.pk).approval is None and not is_asked(petition)
    assert act(petition, "keep", "superior_inspector").state == "accepted"
