"""Cases that belong together: one writer's (重复信访), joined (并入), or others' on the same matter (关联)."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from . import staffing, visibility
from .models import CaseLink, Petition, Petitioner, PetitionQuerySet


def same_writer(petition: Petition) -> PetitionQuerySet:
    """Other cases whose writer or contact has the telephone or the identity number of one of this case's.

    To be narrowed to what a reader may know of. Nobody's name is compared: many people share one.
    """
    phones, papers = _indexes(petition)
    of_them = Petitioner.objects.filter(Q(phone_index__in=phones) | Q(id_index__in=papers))
    return Petition.objects.filter(pk__in=of_them.values("petition_id")).exclude(pk=petition.pk)


def share_a_writer(petition: Petition, other: Petition) -> bool:
    """Whether somebody who is reached about one of two cases is reached about the other too."""
    return same_writer(petition).filter(pk=other.pk).exists()


def is_of_the_writers_of(first: Petition, petition: Petition) -> bool:
    """Whether all who are reached about ``petition`` wrote ``first`` too: then its number was theirs already."""
    phones, papers = _indexes(first)
    people = list(petition.petitioners.all())
    return bool(people) and all(
        person.phone_index in phones or person.id_index in papers for person in people
    )


def _indexes(petition: Petition) -> tuple[set[str], set[str]]:
    """Blind indexes of the telephones and of the identity numbers of a case's people."""
    rows = list(petition.petitioners.values_list("phone_index", "id_index"))
    return {phone for phone, _paper in rows} - {""}, {paper for _phone, paper in rows} - {""}


def linked_to(petition: Petition) -> PetitionQuerySet:
    """Cases of other people on the same matter. To be narrowed to what a reader may know of."""
    found: PetitionQuerySet = Petition.objects.filter(pk__in=_others(petition))
    return found


def _others(petition: Petition) -> set[uuid.UUID]:
    pairs = links_of(petition).values_list("one_id", "other_id")
    return {pk for pair in pairs for pk in pair} - {petition.pk}


def links_of(petition: Petition) -> QuerySet[CaseLink]:
    return CaseLink.objects.filter(Q(one=petition) | Q(other=petition))


def barred_with_joined(petition: Petition) -> set[int]:
    """Organisations that may not handle a case: those that it bars, and those that one joined to it bars.

    Who handles the first case reads what was joined to it.
    """
    cases = [petition, *petition.merged.select_related("region")]
    named, roll = visibility.standing_of(cases), staffing.roll()
    return set().union(*(visibility.barred_organisations(case, named[case.pk], roll) for case in cases))
