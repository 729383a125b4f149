"""Recusal (回避), stored: the keys that open a case, computed in one place from holder, accused and memberships.

A key is positive: ``o:7`` opens the case to those who work on cases in organisation 7, ``u:9@7`` to user 9 alone while
working there. Where one member of an organisation is barred, its key is replaced by its other members' own keys, so
that no reader of the keys has to know about bars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Membership, User
from regions import tree
from regions.models import Organisation
from regions.snapshot import snapshot

from . import co_lists, keyring, offices, staffing
from .errors import RuleViolation
from .models import Accused, CaseKey, Handling, Petition, Recusal, Review
from .models.case import PetitionClass
from .models.work import GONE_HANDLING
from .naming import is_named, persons
from .staffing import CASE_ROLES, not_ended
from .undelivered import closed_by_name

# How a unit gets an accusation; by any other entry it had an ordinary petition.
SEALED_ENTRIES = (Handling.Entry.PASSED_ON, Handling.Entry.KEPT)
INTAKE_KINDS = (
    Organisation.Kind.PETITION_OFFICE,
    Organisation.Kind.DISCIPLINE_COMMISSION,
    Organisation.Kind.SUPERIOR_DISCIPLINE,
)


def standing(petition: Petition) -> QuerySet[Accused]:
    """Those complained of in a case, without those who were found to be only mentioned."""
    rows = Accused.objects.filter(petition=petition).exclude(state=Accused.AccusedState.DISMISSED)
    return rows.select_related("organisation")


def barred_organisations(
    petition: Petition, accused: Iterable[Accused] | None = None, roll: staffing.Roll | None = None
) -> set[int]:
    """Ids of every organisation that may not know of the case: the one answer, when it is filed and ever after.

    ``accused`` are the rows that are just being stored with it, else those that it has. Who asks for many cases hands
    over the ``roll``.
    """
    rows = list(standing(petition) if accused is None else accused)
    bodies = [
        row.organisation
        for row in rows
        if row.organisation is not None and (petition.is_accusation or not row.of_institution)
    ]
    bodies += staffing.bodies_of(rows, roll)
    barred = tree.barred_from(bodies, petition.region, wrongdoing=petition.is_accusation)
    return barred | sent_up_by(petition)


def sent_up_by(petition: Petition) -> set[int]:
    """Id of the discipline intake that reported the case to its superior, if it did: to it the case is as closed as to
    those complained of, whatever becomes of it there."""
    if not (petition.at_superior and petition.is_accusation):
        return set()
    try:
        return {offices.discipline_intake(petition.region, set()).pk}
    except RuleViolation:
        return set()  # the place has none any more


def standing_of(cases: Iterable[Petition]) -> dict[UUID, list[Accused]]:
    """Who is complained of in each of several cases, asked for all of them at once."""
    found: dict[UUID, list[Accused]] = {case.pk: [] for case in cases}
    rows = Accused.objects.filter(petition__in=found).exclude(state=Accused.AccusedState.DISMISSED)
    for row in rows.select_related("organisation"):
        found[row.petition_id].append(row)
    return found


def intake_office(petition: Petition, barred: set[int] | None = None) -> Organisation:
    """The office that owns the case while no unit holds it: the petition office, or the discipline intake."""
    if not petition.is_accusation:
        return offices.petition_office(petition.region)
    return offices.discipline_intake(
        petition.region, barred_organisations(petition) if barred is None else barred
    )


def refresh(petition: Petition) -> bool:
    """Compute the keys of a case anew and store the difference; each key carries what lists count and sort by. Says
    whether the holder has one.

    To be called after the case itself is stored, by whoever holds it or has the lock of ``locks`` alone.
    """
    keys = keyring.refresh_batch([petition])[petition.pk]
    return keyring.opens_to(keys, petition.owner_id)


def list_anew(petition: Petition) -> None:
    """Bring what lists count and sort by up to date in the keys of a case, which stay the same."""
    keys = CaseKey.objects.filter(petition=petition)
    keys.filter(co=False).update(**keyring.listed(petition, petition.owner_id))
    for unit, stage in co_lists.stages([petition.pk]).get(petition.pk, {}).items():
        own = Q(key=f"o:{unit}") | Q(key__endswith=f"@{unit}")
        keys.filter(own, co=True).update(**keyring.listed(petition, unit, stage))


def intake_holder(petition: Petition, barred: set[int]) -> set[int]:
    """The intake office, or nobody where the tree has none for the place: then the case stays closed to everybody."""
    try:
        return {intake_office(petition, barred).pk}
    except RuleViolation:
        return set()


def unit_holders(
    petition: Petition,
    handlings: Iterable[tuple[int, str, str, int]],
    reviews: Iterable[tuple[int | None, int]],
) -> set[int]:
    """The units that had the case in its present round and on its present track and did not give it back, and the
    round's review bodies; for one that has ended, the body that took its work over.

    Handlings are told by organisation, entry, state and round, reviews by organisation and round. A unit reads what it
    concluded until the matter is opened again: then it is somebody else's, or its own anew. What was done before it
    was sealed, or by the discipline side before it was released, opens nothing.
    """
    sealed = petition.is_accusation
    holders = {
        organisation
        for organisation, entry, state, round_ in handlings
        if round_ == petition.round and (entry in SEALED_ENTRIES) is sealed and state not in GONE_HANDLING
    }
    if not sealed:
        reviewing = {organisation for organisation, round_ in reviews if round_ == petition.round}
        holders |= {organisation for organisation in reviewing if organisation is not None}
    return _in_force(holders)


def _unit_holders(petition: Petition) -> set[int]:
    handlings = petition.handlings.order_by().values_list("organisation_id", "entry", "state", "round")
    reviews = petition.reviews.order_by().values_list("organisation_id", "round")
    return unit_holders(petition, handlings, reviews) | holders_of_first(petition)


def holders_of_first(petition: Petition) -> set[int]:
    """Of a case that was joined to a first one: who has that one, and so reads what this one adds to it.

    Nobody, where one of the two has become a report of wrongdoing and the other none: they are on different tracks.
    """
    first = petition.merged_into
    if first is None or first.is_accusation is not petition.is_accusation:
        return set()
    return _unit_holders(first) | intake_holder(first, barred_organisations(first))


def _in_force(holders: set[int]) -> set[int]:
    units, today = snapshot(), timezone.localdate()
    current = {units.current_id(holder, today) for holder in holders}
    return {pk for pk in current if not units.units[pk].is_over(today)}


def _succeeded_by(bodies: set[int]) -> set[int]:
    """Those whose work the bodies do today: a case goes on naming the unit that had it."""
    units, today = snapshot(), timezone.localdate()
    return {pk for pk in units.units if units.current_id(pk, today) in bodies}


def _apart(petition: Petition, accused: list[Accused]) -> set[int]:
    """Ids of those who are kept out whatever they are called: recused, or complained of as somebody chosen."""
    chosen = {row.user_id for row in accused if row.user_id is not None}
    return chosen | set(petition.recusals.values_list("user_id", flat=True))


def is_apart(petition: Petition, user: User) -> bool:
    """Whether somebody is kept from a case in person: recused, chosen as one complained of, or of such a name."""
    accused = list(standing(petition))
    return user.pk in _apart(petition, accused) or is_named(user.display_name, persons(accused))


def open_first(petition: Petition, barred: set[int], accused: list[Accused]) -> None:
    """Store the keys of a case that is being filed: its intake office's, from which nobody can have withdrawn yet."""
    wanted = _keys({petition.owner_id} - barred, barred, set(), persons(accused))
    listed = keyring.listed(petition, petition.owner_id)
    CaseKey.objects.bulk_create(CaseKey(petition=petition, key=key, **listed) for key in wanted)


def would_open_at(unit: Organisation, barred: set[int], accused: list[Accused]) -> bool:
    """Whether a case that is being filed may go to a unit, and would open to somebody who works there."""
    return unit.pk not in barred and bool(_keys({unit.pk}, barred, set(), persons(accused)))


def _keys(holders: set[int], barred: set[int], recused: set[int], named: list[str]) -> set[str]:
    if not barred and not recused and not named:
        return {f"o:{pk}" for pk in holders}
    return Staff.of(holders).keys(holders, barred, recused, named)


@dataclass(frozen=True)
class Staff:
    """Who works on cases in some organisations, under which name, and where else each of them is a member."""

    working: dict[int, list[tuple[int, str]]]
    members_of: dict[int, set[int]]

    @classmethod
    def of(cls, organisations: set[int]) -> Staff:
        if not organisations:
            return cls({}, {})
        staff = not_ended().filter(organisation_id__in=organisations, role__in=CASE_ROLES)
        working: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for organisation, user, name in staff.values_list("organisation_id", "user_id", "user__display_name"):
            working[organisation].append((user, name))
        members_of: dict[int, set[int]] = defaultdict(set)
        elsewhere = not_ended().filter(user_id__in=staff.values("user_id"))
        for user, organisation in elsewhere.values_list("user_id", "organisation_id"):
            members_of[user].add(organisation)
        return cls(working, members_of)

    def keys(self, holders: set[int], barred: set[int], recused: set[int], named: list[str]) -> set[str]:
        """The keys by which holders open a case: each one's own, or where somebody is barred its other members'."""
        keys: set[str] = set()
        blocked = {
            user
            for holder in holders
            for user, name in self.working.get(holder, ())
            if user in recused or not barred.isdisjoint(self.members_of[user]) or is_named(name, named)
        }
        for holder in holders:
            users = {user for user, _name in self.working.get(holder, ())}
            open_to = {f"u:{pk}@{holder}" for pk in users - blocked}
            keys |= open_to if users & blocked else {f"o:{holder}"}
        return keys


def hidden_from_some(petition: Petition, issuer: Organisation) -> bool:
    """Whether somebody who works where the issuer's papers are read may not know of this case.

    A unit's papers are read there and at the intake office: who sees all of its numbers but one would know of a case
    that he is kept from.
    """
    accused = list(standing(petition))
    barred = barred_organisations(petition, accused)
    apart = _apart(petition, accused)
    if not accused and not barred and not apart:
        return False  # who reads the papers need not be asked
    readers = (intake_holder(petition, barred) | _unit_holders(petition) | {issuer.pk}) - barred
    return _some_apart(readers, barred, apart, accused)


def bars_somebody_at(petition: Petition, unit: Organisation) -> bool:
    """Whether somebody who works on cases at a unit may not know of this one."""
    accused = list(standing(petition))
    barred, apart = barred_organisations(petition, accused), _apart(petition, accused)
    return _some_apart({unit.pk}, barred, apart, accused)


def _some_apart(units: set[int], barred: set[int], apart: set[int], accused: list[Accused]) -> bool:
    """Whether some of those units' own keys would not open the case to all who work there."""
    return _keys(units, barred, apart, persons(accused)) != {f"o:{pk}" for pk in units}


def closed_to(user: User) -> list[QuerySet]:
    """Cases that a user may not know of whatever else one is: as a member of a unit that they bar, now or to come,
    recused, or as somebody of the petition office, which knows of no accusation. Ids, as querysets to ask with. It is
    ``barred_organisations`` asked for all cases at once."""
    own = set(not_ended().filter(user=user).values_list("organisation_id", flat=True))
    accused = Accused.objects.filter(organisation__isnull=False).exclude(state=Accused.AccusedState.DISMISSED)
    report = Q(petition__petition_class=PetitionClass.ACCUSATION)
    named = accused.order_by().values_list("organisation_id", flat=True).distinct()
    barring = tree.barring(own, (pk for pk in named if pk is not None))
    mine = Q(pk__in=[])
    for county in tree.counties_of(own):
        mine |= Q(organisation__region__path=county) | Q(petition__region__path__startswith=county)
    leaders = report & Q(organisation__kind__in=tree.LEADS_ITS_COUNTY)
    ordinary_only = Organisation.objects.filter(pk__in=own, kind__in=offices.KNOW_OF_NO_ACCUSATION).exists()
    accusations = Petition.objects.filter(petition_class=PetitionClass.ACCUSATION)
    intakes = Organisation.objects.filter(pk__in=own, kind=Organisation.Kind.DISCIPLINE_COMMISSION)
    served = Q(pk__in=[])
    for path in intakes.values_list("region__path", flat=True):
        served |= Q(region__path__startswith=path)
    return [
        *([accusations.values("pk")] if ordinary_only else []),
        accusations.filter(served, at_superior=True).values("pk"),
        accused.filter(Q(of_institution=False) | report, organisation_id__in=barring).values("petition_id"),
        accused.filter(leaders & mine).values("petition_id"),
        Recusal.objects.filter(user=user).values("petition_id"),
        Petition.objects.filter(pk__in=closed_by_name(user, own)).values("pk"),
        Accused.objects.filter(user=user).exclude(state=Accused.AccusedState.DISMISSED).values("petition_id"),
    ]


def affected_by(user_id: int) -> QuerySet[Petition]:
    """Cases whose keys may change with a user's memberships: those with a bar that the user's organisations hold, or
    that were held by a body whose work they took over, and those that already name the user."""
    own = set(Membership.objects.filter(user_id=user_id).values_list("organisation_id", flat=True))
    for body in staffing.led_by(user_id):  # barred with the user, and all under it
        own |= tree.barred(body)
    holders = own | _succeeded_by(own)
    opened = CaseKey.objects.filter(key__in=[f"o:{pk}" for pk in own])
    held = (
        Q(owner_id__in=holders)
        | Q(pk__in=Handling.objects.filter(organisation_id__in=holders).values("petition_id"))
        | Q(pk__in=Review.objects.filter(organisation_id__in=holders).values("petition_id"))
        | Q(pk__in=opened.values("petition_id"))
    )
    joined_to = Handling.objects.filter(organisation_id__in=holders).values("petition_id")
    held |= _of_its_intake(own) | Q(merged_into__in=joined_to)
    named = CaseKey.objects.filter(key__startswith=f"u:{user_id}@").values("petition_id")
    return Petition.objects.filter((held & _barring()) | Q(pk__in=named))


def _of_its_intake(own: set[int]) -> Q:
    """Cases of the kind that the user's offices take in: an intake office may know of what it no longer holds."""
    units = snapshot().units
    kinds = {units[pk].kind for pk in own}
    report = Q(petition_class=PetitionClass.ACCUSATION)
    found = Q(pk__in=[])
    if Organisation.Kind.PETITION_OFFICE in kinds:
        found |= ~report
    if kinds & (set(INTAKE_KINDS) - {Organisation.Kind.PETITION_OFFICE}):
        found |= report
    return found


def _barring() -> Q:
    """Cases in which somebody is complained of or recused, or that an intake sent up. Asked without joins: rows are
    long, and sorting out repeats of them costs a large database more than all the rest."""
    accused = Accused.objects.values("petition_id")
    return Q(pk__in=accused) | Q(pk__in=Recusal.objects.values("petition_id")) | Q(at_superior=True)


def barring() -> set[UUID]:
    """Ids of every case that bars somebody: an organisation's first or last day may change its keys."""
    named = set(Accused.objects.values_list("petition_id", flat=True))
    recused = set(Recusal.objects.values_list("petition_id", flat=True))
    return named | recused | set(Petition.objects.filter(at_superior=True).values_list("pk", flat=True))


def refresh_barring() -> None:
    """Compute the keys of every case that bars somebody: after a change of the tree."""
    keyring.refresh(Petition.objects.filter(_barring()))


def staff_for(petition: Petition, organisation: Organisation) -> QuerySet[Membership]:
    """The memberships by which somebody may work on the case at the organisation today."""
    keys = _own_keys(petition, organisation.pk)
    staff = Membership.objects.active().filter(organisation=organisation, role__in=CASE_ROLES)
    if f"o:{organisation.pk}" in keys:
        return staff
    return staff.filter(user_id__in=[key[2:].partition("@")[0] for key in keys])


def _own_keys(petition: Petition, organisation: int) -> set[str]:
    """The keys by which those who work at an organisation would open the case if it held it."""
    accused = list(standing(petition))
    recused = _apart(petition, accused)
    return _keys({organisation}, barred_organisations(petition, accused), recused, persons(accused))


def readers(petition: Petition) -> QuerySet[User]:
    """Who may open the case today, in whatever office: those who hold one of its keys."""
    offices: set[int] = set()
    alone: dict[int, set[int]] = defaultdict(set)
    for key in petition.keys.values_list("key", flat=True):
        user, _at, office = key[2:].rpartition("@")
        if user:
            alone[int(office)].add(int(user))
        else:
            offices.add(int(office))
    by_key = Q(organisation__in=offices)
    for office_id, users in alone.items():
        by_key |= Q(organisation=office_id, user__in=users)
    staff = Membership.objects.active().filter(by_key, role__in=CASE_ROLES)
    return User.objects.filter(pk__in=staff.values("user_id")).order_by("display_name", "pk")


def is_deserted(petition: Petition, organisation: Organisation) -> bool:
    """Whether everybody who works on cases at an organisation is kept from this one. Where nobody works yet, somebody
    may come."""
    staff = Membership.objects.active().filter(organisation=organisation, role__in=CASE_ROLES)
    working = set(staff.values_list("user_id", flat=True))
    if not working:
        return False
    at = organisation.pk
    return _own_keys(petition, at).isdisjoint({f"o:{at}", *(f"u:{user}@{at}" for user in working)})
