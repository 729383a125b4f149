"""Who a programme reads that a case is with."""

from __future__ import annotations

import factories
import pytest

pytestmark = pytest.mark.django_db


def test_a_closed_case_is_with_the_unit_that_handled_it(client, county):
    made = factories.file_petition()
    petition = factories.act(made.petition, "register", "petition_office")
    to = factories.unit(factories.AGRICULTURE)
    for action, who, data in (
        ("transfer", "petition_office", {"organisation": to, "reason": "职责所在"}),
        ("accept", "officer", {}),
        ("start", "officer", {}),
        ("issue_opinion", "officer", factories.OPINION),
        ("grant", "officer_head", {}),
    ):
        petition = factories.act(petition, action, who, **data)
    factories.act(factories.received(petition), "accept_result", "P")
    found = client.get(
        f"/api/v1/petitions/{petition.shown_number}/", headers={"X-Query-Password": made.password}
    ).json()
    assert (found["status"], found["holder"]) == ("concluded", "砚川县农业农村局")
