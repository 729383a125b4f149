"""What a petitioner reads of a decision that a review revoked: it isn't final, and no days of a second review run."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from factories import GROUNDS, OPINION, REVIEW, act, actor, staff, to_in_review
from petitions_public.resident import CASE, answered, read, text

from intake.petitions.models import Petition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def somebody_decides(in_the_county: None) -> None:
    for name in ("review_officer", "review_head", "city_review_officer"):
        staff(name)


def decided(petition: Petition, outcome: str) -> Petition:
    act(petition, "accept_review", "review_officer")
    act(petition, "decide_review", "review_officer", **(REVIEW | {"outcome": outcome}))
    return act(petition, "grant", "review_head")


def test_the_paper_tells_of_the_remedy_that_belongs_to_its_outcome():
    told = decided(to_in_review(), "revoked_redo").notices.get(code="review_redo")
    assert told.subject == "信访事项复查意见书" and told.document_number and told.is_reply
    assert "不是最终处理意见" in told.body and "由砚川县农业农村局在" in told.body
    assert "复核" not in told.body, "there is nothing yet that could be reviewed a second time"
    for outcome in ("maintain", "change"):
        told = decided(to_in_review(), outcome).notices.get(code="review_opinion")
        assert "向澄陵市人民政府请求复核" in told.body and "重新办理" not in told.body


def test_the_page_counts_no_days_from_an_opinion_that_revokes(client: Client):
    petition, _made = answered(client)
    read(client, petition)
    client.post(f"{CASE}review/", {"text": GROUNDS})
    decided(petition, "revoked_redo")
    waiting = text(client.get(CASE))
    assert "It counts as received on the day on which you open it" in waiting
    assert "the days for" not in waiting
    client.post(f"{CASE}notice/{petition.notices.get(code='review_redo').pk}/")
    opened = text(client.get(CASE))
    assert "You opened the review opinion" in opened
    assert "The time for asking for a second review runs from here" not in opened
    assert "is working on it" in opened

    act(petition, "issue_opinion", "officer", **OPINION)
    act(petition, "grant", "officer_head")
    assert "the days for rating it and for asking for review are counted" in text(client.get(CASE))


def test_a_review_opinion_that_stands_counts_the_days_of_a_second_review(client: Client):
    petition, _made = answered(client)
    read(client, petition)
    client.post(f"{CASE}review/", {"text": GROUNDS})
    decided(petition, "maintain")
    assert "the days for asking for a second review are counted" in text(client.get(CASE))


def test_a_review_is_not_said_to_have_more_time_because_the_answer_had(client: Client, county: None):
    petition = to_in_review()
    Petition.objects.filter(pk=petition.pk).update(extended=True)
    client.force_login(actor("petition_office").user)
    desk = client.get(reverse("workbench:case", args=[petition.shown_number])).content.decode()
    assert "复查中" in desk and "已延期" not in desk
    listed = client.get(reverse("workbench:queue"), {"tab": "reviews"}).content.decode()
    assert petition.shown_number in listed and "延期" not in listed
