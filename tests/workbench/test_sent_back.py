"""What a head sent back comes to its asker's form as it was written."""

from __future__ import annotations

import factories
import pytest
from desk import do

pytestmark = pytest.mark.django_db


def test_what_was_sent_back_is_put_right_and_not_typed_anew(at):
    petition = factories.act(factories.to_in_progress(), "issue_opinion", "officer", **factories.OPINION)
    petition = factories.act(petition, "refuse", "officer_head", reason="依据要写到条")
    form = at("officer").get(do(petition, "issue_opinion")).context["form"]
    assert form["facts"].value() == factories.OPINION["facts"]
    assert form["outcome"].value() == factories.OPINION["outcome"]
    factories.act(petition, "assign_officer", "officer_head", user=factories.staff("officer_head"))
    assert not at("officer_head").get(do(petition, "issue_opinion")).context["form"]["facts"].value()
