"""Which body reviews an opinion (复查、复核机关): the next higher one that may know of the case, or a person names it.

The tree says who reviews whom (``Organisation.review_unit``). A body that is complained of is passed over for the one
above it; where nobody is left, or nobody there could open the case, the petition office names one.
"""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Membership, Role
from regions import tree
from regions.models import Organisation

from . import visibility
from .models import Petition, Review

Kind = Organisation.Kind

REVIEW_ROLES = (Role.REVIEWER_OFFICER, Role.REVIEW_HEAD)
# Bodies that may stand above another one in a matter of administration.
REVIEWING_KINDS = (
    Kind.COUNTY_GOVERNMENT,
    Kind.SUPERIOR_GOVERNMENT,
    Kind.TOWNSHIP_GOVERNMENT,
    Kind.DEPARTMENT,
    Kind.PARTY_DEPARTMENT,
    Kind.MASS_ORGANISATION,
)


def next_body(petition: Petition, decided_by: Organisation) -> Organisation | None:
    """The body that reviews what a body has decided on this case; None where a person has to name it."""
    barred = visibility.barred_organisations(petition)
    seen, body = {decided_by.pk}, decided_by.review_unit
    while body is not None:
        body = tree.current(body)
        if body.pk in seen:
            return None
        seen.add(body.pk)
        if body.is_current() and body.pk not in barred and not _all_apart(petition, body):
            return body
        body = body.review_unit
    return None


def staff_at(petition: Petition, body: Organisation) -> QuerySet[Membership]:
    """The memberships by which somebody may work on a review of the case at a body today."""
    return visibility.staff_for(petition, body).filter(role__in=REVIEW_ROLES)


def _all_apart(petition: Petition, body: Organisation) -> bool:
    """Whether everybody who reviews there is kept from this case. Where nobody does yet, somebody may come."""
    reviewing = Membership.objects.active().filter(organisation=body, role__in=REVIEW_ROLES)
    return reviewing.exists() and not staff_at(petition, body).exists()


def wants_body(review: Review) -> bool:
    """Whether the petition office has to name the body: there is none, or nobody works on reviews there."""
    return review.organisation is None or not staff_at(review.petition, review.organisation).exists()


def has_to_leave(review: Review) -> bool:
    """Whether the review can't stay at its body: that has ended, is complained of, or nobody is left there."""
    body = review.organisation
    if body is None:
        return False
    barred = visibility.barred_organisations(review.petition)
    return not body.is_current() or body.pk in barred or _all_apart(review.petition, body)


def decided_by(petition: Petition, review: Review) -> set[int]:
    """Ids of those whose opinions the review is about: the unit that answered, and the body of the first review."""
    units = petition.handlings.filter(role="lead", round=petition.round).values_list(
        "organisation", flat=True
    )
    before = petition.reviews.filter(round=petition.round, state=Review.ReviewState.DECIDED).exclude(
        pk=review.pk
    )
    return {*units, *before.values_list("organisation", flat=True)} - {None}


def bodies_for(petition: Petition, review: Review) -> QuerySet[Organisation]:
    """The bodies that the petition office may name: in force, not complained of, and none that decided before."""
    apart = visibility.barred_organisations(petition) | decided_by(petition, review)
    bodies = Organisation.objects.current().filter(kind__in=REVIEWING_KINDS).exclude(pk__in=apart)
    return bodies.order_by("kind", "code")
