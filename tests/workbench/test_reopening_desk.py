"""The desk on a petitioner's request to open a closed case again: what it shows, and the two answers."""

from __future__ import annotations

from typing import Any

import factories
import pytest
from desk import address, do, seen
from django.urls import reverse
from factories import act, staff

pytestmark = pytest.mark.django_db

WORDS = "返工没有动工，请打19900010001联系我。"


def test_the_office_reads_the_request_and_answers_it_in_either_way(county: None, at: Any) -> None:
    staff("petition_head")
    petition = act(factories.received(factories.to_replied()), "accept_result", "P")
    act(petition, "ask_reopen", "P", text=WORDS)
    office = at("petition_office")
    page = office.get(address(petition))
    assert 'id="reopening"' in page.content.decode() and "19900010001" not in page.content.decode()
    reason = office.get(do(petition, "reopen")).context["form"]["reason"].value()
    assert reason.startswith("返工没有动工") and "19900010001" not in reason, "covered as the office reads it"
    assert petition.shown_number in office.get(f"{reverse('workbench:queue')}?tab=reopening").content.decode()
    assert office.post(do(petition, "refuse_reopen"), seen(petition) | {"reason": "无"}).status_code == 422
    given = seen(petition) | {"reason": "没有新的事实", "destination": "县人民法院"}
    assert office.post(do(petition, "refuse_reopen"), given).status_code == 302
    assert petition.approvals.get(state="asked").action == "refuse_reopen"
    assert at("petition_head").post(do(petition, "grant"), seen(petition)).status_code == 302
    assert 'id="reopening"' not in office.get(address(petition)).content.decode()
    form = office.get(do(petition, "ask_reopen")).context["form"]
    assert {"received_on", "text"} <= set(form.fields), "one that comes on paper is entered"
