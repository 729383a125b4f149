"""A report of wrongdoing goes to nobody who stands too near to those whom it complains of."""

from __future__ import annotations

import factories
import pytest
from factories import accusation, act, unit

from intake.petitions.errors import RuleViolation
from intake.petitions.process import case as cases
from intake.workbench import choosers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]


@pytest.mark.parametrize("party", ["柘木湾镇政府", "柘木湾镇镇长", "柘木湾镇党委书记"])
def test_a_report_on_a_township_or_its_leaders_is_never_passed_to_that_township_s_discipline_unit(party):
    body = f"{party}收受开发商礼金，请严肃处理。"
    petition = accusation(reported_party=party, title="反映收受礼金", body=body).petition
    near = unit(factories.TOWNSHIP_DISCIPLINE)
    assert near not in choosers.bodies_with_power(cases.load(petition.pk))
    with pytest.raises(RuleViolation):
        act(petition, "pass_on", "inspector", organisation=near, reason="分级")


def test_a_report_on_a_township_s_staff_may_go_there_until_the_township_itself_is_complained_of():
    near = unit(factories.TOWNSHIP_DISCIPLINE)
    staff_only = accusation(
        reported_party="镇农技站站长", title="反映收受礼金", body="镇农技站站长收受礼金。"
    ).petition
    assert near in choosers.bodies_with_power(cases.load(staff_only.pk))
    village = act(accusation().petition, "accuse", "inspector", organisation=unit(factories.TOWNSHIP))
    with pytest.raises(RuleViolation):
        act(village, "pass_on", "inspector", organisation=near, reason="分级")
