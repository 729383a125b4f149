"""Two changes of which neither sees the other yet: the scenes of ``test_keys_at_once``, played on PostgreSQL.

Each scene holds one change open, begins the other beside it, and goes on once the other has ended or waits for a lock:
no clock decides anything. Then both end, and what is stored is told.
"""

from __future__ import annotations

import datetime
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import factories
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import F
from django.utils import timezone
from factories import AGRICULTURE, CIVIL_AFFAIRS, act, file_petition, staff, to_registered, unit

from accounts.models import Membership, Role, User
from intake.petitions import kinship
from intake.petitions.models import Deadline, Petition
from intake.petitions.process import case, recount
from regions.models import Organisation
from regions.process import save_organisation

VILLAGE = "荷叶埂村委会"
DEPARTMENT = "县农业农村局"
# A body of the county that nobody of the story works in, to be put under another.
LOOSE = "990121-SL"

Change = Callable[[], object]
InOrder = Callable[[Change, Change], None]


def side_by_side(first: Change, second: Change, third: Change = lambda: None) -> None:
    """Do the first, hold it open until the second has ended or waits for it, go on with the third, let both end."""
    done, begun = threading.Event(), threading.Event()
    pid: list[int] = []

    def beside() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pid.append(cursor.fetchone()[0])
            begun.set()
            second()
        finally:
            done.set()
            begun.set()
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first()
            ending = other.submit(beside)
            begun.wait()
            while not (done.is_set() or _waits(pid[0])):
                time.sleep(0.01)
            third()
        ending.result()


def _waits(pid: int) -> bool:
    """Whether the other connection waits for something that this one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        return cursor.fetchone()[0]


def keys_of(petition: Petition) -> list[str]:
    """The keys of a case in words: units by code, users by name."""
    return sorted(_in_words(key) for key in petition.keys.values_list("key", flat=True))


def _in_words(key: str) -> str:
    kind, _, what = key.partition(":")
    who, _, where = what.rpartition("@")
    name = f"{User.objects.get(pk=who).username} at " if kind == "u" else ""
    return name + Organisation.objects.get(pk=where).code


def both_orders(scene: Callable[[InOrder], Petition]) -> list[list[str]]:
    """The keys that a scene ends with, with either change first."""
    return [_played(scene, side_by_side), _played(scene, lambda one, other: side_by_side(other, one))]


def _played(scene: Callable[[InOrder], Petition], in_order: InOrder) -> list[str]:
    keys = keys_of(scene(in_order))
    Membership.objects.filter(role=Role.CLERK).delete()
    loose = unit(LOOSE)
    loose.parent = None
    save_organisation(loose)
    return keys


def goes_under(code: str) -> None:
    loose = unit(LOOSE)
    loose.parent = unit(code)
    save_organisation(loose)


def joins(name: str, code: str) -> None:
    Membership.objects.create(user=staff(name), organisation=unit(code), role=Role.CLERK)


def transfer(petition: Petition) -> Petition:
    return act(petition, "transfer", "petition_head", organisation=unit(CIVIL_AFFAIRS), reason="职责所在")


# --- the scenes: each begins a change of the case and one of what its keys rest on ------------------------------


def transfer_and_membership(in_order: InOrder) -> Petition:
    petition = to_registered(reported_party=VILLAGE)
    in_order(lambda: transfer(petition), lambda: joins("officer2", factories.VILLAGE))
    return petition


def transfer_and_tree(in_order: InOrder) -> Petition:
    joins("officer2", LOOSE)
    petition = to_registered(reported_party=DEPARTMENT)
    in_order(lambda: transfer(petition), lambda: goes_under(AGRICULTURE))
    return petition


def transfer_and_recusal(in_order: InOrder) -> Petition:
    petition = to_registered()
    who = staff("petition_office")
    in_order(
        lambda: transfer(petition),
        lambda: act(petition, "recuse", "petition_head", user=who, reason="近亲属"),
    )
    return petition


def accusing_and_membership(in_order: InOrder) -> Petition:
    petition = transfer(to_registered())
    accused = unit(AGRICULTURE)
    in_order(
        lambda: act(petition, "accuse", "petition_head", organisation=accused),
        lambda: joins("officer2", AGRICULTURE),
    )
    return petition


def filing_and_membership(in_order: InOrder) -> Petition:
    made: list[Petition] = []
    in_order(
        lambda: made.append(file_petition(reported_party=VILLAGE).petition),
        lambda: joins("petition_head", factories.VILLAGE),
    )
    return made[0]


def filing_and_tree(in_order: InOrder) -> Petition:
    joins("petition_head", LOOSE)
    made: list[Petition] = []
    in_order(
        lambda: made.append(file_petition(reported_party=DEPARTMENT).petition),
        lambda: goes_under(AGRICULTURE),
    )
    return made[0]


def recount_and_membership(in_order: InOrder) -> Petition:
    """Days off are announced while somebody joins the accused unit: the keys have the date that the case has."""
    petition = transfer(to_registered(reported_party=VILLAGE))
    Deadline.objects.filter(petition=petition).update(due=F("due") - datetime.timedelta(days=3))
    in_order(
        lambda: recount.follow_calendar(timezone.now(), anew=True),
        lambda: joins("officer2", factories.VILLAGE),
    )
    petition.refresh_from_db()
    listed = set(petition.keys.values_list("next_due", flat=True))
    assert listed == {petition.next_due}, f"{listed} in the keys, {petition.next_due} in the case"
    return petition


def linked_from_both_sides(in_order: InOrder) -> Petition:
    """Two clerks link the same two cases, each from another side: neither has what the other waits for."""
    low, high = sorted((to_registered(), to_registered()), key=lambda row: row.pk)
    side_by_side(
        lambda: case.hold(low.pk),
        lambda: act(high, "link", "petition_head", other=low.shown_number),
        lambda: case.hold(high.pk),
    )
    assert kinship.linked_to(low).get() == high
    return low


SCENES = (
    transfer_and_membership,
    transfer_and_tree,
    transfer_and_recusal,
    accusing_and_membership,
    filing_and_membership,
    filing_and_tree,
    recount_and_membership,
    linked_from_both_sides,
)


def play() -> None:
    """Play every scene in both orders and print the keys that each ends with."""
    call_command("migrate", interactive=False, verbosity=0)
    factories.load_county()
    for name in ("officer2", "officer2_head", "petition_office", "petition_head"):
        staff(name)
    print(json.dumps({scene.__name__: both_orders(scene) for scene in SCENES}))
    connections.close_all()
