"""The desk's forms for agreements and hearings."""

from __future__ import annotations

import datetime

import pytest
from desk import address, do, seen
from django.utils import timezone
from factories import to_in_progress, to_transferred

from intake.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_a_hearing_is_set_from_its_page(at):
    petition, desk = to_in_progress(), at("officer")
    assert 'type="time"' in desk.get(do(petition, "hear_here")).content.decode()
    day = timezone.localdate() + datetime.timedelta(days=9)
    sent = {"day": day.isoformat(), "time": "09:30", "place": "二楼会议室", "reason": "情况复杂"} | seen(
        petition
    )
    assert desk.post(do(petition, "hear_here"), sent | {"day": "2020-01-01"}).status_code == 422
    assert desk.post(do(petition, "hear_here"), sent | {"reason": ""}).status_code == 422
    assert desk.post(do(petition, "hear_here"), sent).status_code == 302
    assert "09:30" in petition.notices.get(code="hearing_notice").body


def test_why_a_case_is_simple_is_chosen_and_stands_in_its_history(at):
    petition, desk = to_transferred(), at("officer")
    assert "急需解决的日常生活问题" in desk.get(address(petition)).content.decode()
    sent = {"scope": "daily_life"} | seen(petition)
    refused = desk.post(do(petition, "accept_simple"), sent)
    assert refused.status_code == 422 and "按普通程序受理" in refused.content.decode()
    assert desk.post(do(petition, "accept_simple"), sent | {"plain": "on"}).status_code == 302
    assert "急需解决的日常生活问题" in desk.get(address(petition)).content.decode()


def test_an_agreement_needs_the_tick_that_both_signed(at):
    petition, desk = to_in_progress(), at("officer")
    sent = {"other_party": "村委会", "facts": "渠底高。", "agreement": "返工。"} | seen(petition)
    assert desk.post(do(petition, "mediate"), sent).status_code == 422
    assert desk.post(do(petition, "mediate"), sent | {"signed": "on"}).status_code == 302
    assert Petition.objects.get(pk=petition.pk).state == "concluded"
