"""Which body reviews an opinion: the next higher one that may know of the case, or one that a person names."""

from __future__ import annotations

import datetime

import factories
import pytest
from factories import (
    AGRICULTURE,
    CITY,
    COUNTY,
    GROUNDS,
    REVIEW_REFUSED,
    act,
    offered,
    received,
    sees,
    staff,
    to_in_review,
    to_replied,
    unit,
)

from accounts.models import Membership, Role
from intake.petitions.errors import RuleViolation
from intake.petitions.process.sweep import sweep
from regions.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def under(code: str) -> None:
    """Let the agriculture bureau's opinions be reviewed by another body, where somebody works who does so."""
    Organisation.objects.filter(code=AGRICULTURE).update(review_unit=unit(code))
    Membership.objects.filter(user=staff("officer2")).update(role=Role.REVIEWER_OFFICER)


def test_one_that_is_complained_of_is_passed_over_for_the_next_higher():
    staff("review_officer")
    under(factories.CIVIL_AFFAIRS)
    petition = received(to_replied())
    petition = act(petition, "accuse", "petition_office", organisation=unit(factories.CIVIL_AFFAIRS))
    petition = act(petition, "request_review", "P", text=GROUNDS)
    assert petition.reviews.get().organisation.code == COUNTY
    assert not sees("officer2", petition)
    receipt = petition.notices.get(code="review_receipt")
    assert unit(factories.CIVIL_AFFAIRS).name not in receipt.body


def test_one_that_comes_to_be_complained_of_loses_it_to_the_next_higher():
    staff("review_officer")
    under(factories.CIVIL_AFFAIRS)
    petition = act(received(to_replied()), "request_review", "P", text=GROUNDS)
    petition = act(petition, "refuse_review", "officer2", **REVIEW_REFUSED)
    petition = act(petition, "accuse", "petition_office", organisation=unit(factories.CIVIL_AFFAIRS))
    review = petition.reviews.get()
    assert (review.organisation.code, review.state) == (COUNTY, "requested")
    assert not sees("officer2", petition) and sees("review_officer", petition)
    assert not petition.approvals.filter(state="asked").exists(), "what it had asked for ends with it"


def test_a_complaint_of_the_county_government_leaves_nobody_in_the_county_to_review_it():
    petition = to_in_review()
    petition = act(petition, "accuse", "petition_office", organisation=unit(COUNTY))
    assert petition.is_accusation and petition.reviews.get().state == "ended"
    for name in ("review_officer", "review_head", "petition_office", "officer"):
        assert not sees(name, petition), name


def test_without_a_review_unit_the_petition_office_names_the_body():
    for name in ("review_officer", "review_head", "city_review_officer", "city_review_head"):
        staff(name)
    Organisation.objects.filter(code=AGRICULTURE).update(review_unit=None)
    petition = act(received(to_replied()), "request_review", "P", text=GROUNDS)
    assert petition.reviews.get().organisation is None and petition.state == "in_review"
    assert not sees("review_officer", petition)
    for wrong in (AGRICULTURE, factories.DISCIPLINE, factories.VILLAGE):
        with pytest.raises(RuleViolation):
            act(
                petition,
                "name_review_body",
                "petition_office",
                organisation=unit(wrong),
                reason="上级机关",
            )
    petition = act(
        petition, "name_review_body", "petition_office", organisation=unit(COUNTY), reason="上级机关"
    )
    assert sees("review_officer", petition)
    assert "name_review_body" not in offered("petition_office", petition), "it is named now"
    assert act(petition, "accept_review", "review_officer").state == "in_review"


def test_where_nobody_reviews_the_petition_office_may_name_another_one():
    petition = act(received(to_replied()), "request_review", "P", text=GROUNDS)
    assert petition.reviews.get().organisation.code == COUNTY
    assert "name_review_body" in offered("petition_office", petition)
    staff("review_officer")
    assert "name_review_body" not in offered("petition_office", petition)


def test_one_that_ends_is_followed_by_the_body_above_it():
    staff("city_review_officer")
    petition = act(to_in_review(), "accept_review", "review_officer")
    was_due = petition.deadlines.open().get(rule="review_opinion_30").due
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    body = unit(COUNTY)
    body.valid_to = yesterday
    body.save()
    sweep()
    petition.refresh_from_db()
    review = petition.reviews.get()
    assert (review.organisation.code, review.state) == (CITY, "requested")
    assert petition.deadlines.open().get(rule="review_opinion_30").due == was_due
    assert sees("city_review_officer", petition) and not sees("review_officer", petition)


def test_who_withdraws_leaves_the_review_to_the_others_of_the_body():
    petition = act(to_in_review(), "accept_review", "review_officer")
    petition = act(petition, "recuse", "review_officer", user=staff("review_officer"), reason="近亲属")
    assert not sees("review_officer", petition) and sees("review_head", petition)
    with pytest.raises(RuleViolation):
        act(petition, "recuse", "review_head", user=staff("review_head"), reason="近亲属")


def test_a_handler_of_the_review_body_does_not_review():
    user = staff("officer2")
    Membership.objects.filter(user=user).update(organisation=unit(COUNTY))
    petition = to_in_review()
    assert sees("officer2", petition)
    assert not {"accept_review", "refuse_review"} & offered("officer2", petition)
