"""What every list of the desk and of the supervision room costs: few questions, and no more for many cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import factories
import pytest
from crowd import Crowd
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.routing.models import Category
from intake.supervision.models import MonthlyList
from intake.workbench.models import SavedFilter
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

MOST = 15
ROLES = ("petition_head", "officer_head", "officer2", "review_head", "inspector_head")
# The home page has several tables, each with a question or more of its own.
MOST_OF_A_HOME = 24


def of_the_queue() -> Iterator[str]:
    """Tabs, filters and pages."""
    queue = reverse("workbench:queue")
    group = Category.objects.earliest("pk").group_code
    township = Region.objects.filter(level=Region.Level.TOWNSHIP).earliest("code").code
    yield from (f"{queue}?tab={tab}" for tab in ("working", "all", "all&p=2", "overdue", "reviews"))
    yield f"{queue}?tab=all&select=all"
    for narrowed in (
        "q=水渠",
        "q=7K",
        "petition_class=appeal",
        f"group={group}",
        f"township={township}",
        "since=2020-01-01&until=2030-12-30",
        "urgent=on",
        "mine=on",
        f"q=水渠&petition_class=appeal&township={township}&group={group}&since=2020-01-01&urgent=on&mine=on",
    ):
        yield f"{queue}?tab=all&{narrowed}"
    yield f"{queue}?tab=all&p=2&q=水渠"
    yield f"{queue}?tab=overdue&p=2&petition_class=appeal"


def of_the_desk() -> Iterator[str]:
    for name in ("approvals", "mentions", "phrases", "filters", "hand_over"):
        yield reverse(f"workbench:{name}")
    yield f"{reverse('workbench:approvals')}?p=2"
    yield f"{reverse('workbench:mentions')}?p=2"
    for who in ("officer", "officer2"):
        unit, person = factories.unit(factories.STAFF[who][1]), factories.staff(who)
        yield f"{reverse('workbench:hand_over')}?whose=officer-{unit.pk}-{person.pk}"
    yield reverse("desk:index")


def of_the_room() -> Iterator[str]:
    room, unit = reverse("supervision:list"), factories.AGRICULTURE
    yield room
    for rule in ("late", "urged", "dissatisfied", "returned", "unread", "near", "repeated"):
        yield f"{room}?rule={rule}"
    yield f"{room}?rule=late&unit={unit}&p=2"
    yield reverse("supervision:months")
    for listed in MonthlyList.objects.all():
        yield reverse("supervision:month", args=[listed.pk])


def of_figures() -> Iterator[str]:
    for name in ("assessment", "survey", "bulletin"):
        yield reverse(f"supervision:{name}")
    year = timezone.localdate().year
    yield reverse("supervision:assessment_cases", args=[year, factories.AGRICULTURE, "answer_due"])


def of_the_home() -> Iterator[str]:
    yield reverse("wagtailadmin_home")


def asked(client: Client, address: str, expected: int) -> int:
    """How many questions a page takes; nothing for one that is not there for who asks. A first look may also write down
    who looked, or bring up to date what all readers share: then the second one counts."""
    for _look in range(2):
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(address).status_code
        if shown != 200:
            return 0
        if len(queries) <= expected:
            break
    return len(queries)


def costs(addresses: Callable[[], Iterator[str]], most: int) -> dict[tuple[str, str], list[int]]:
    """How many questions each list takes of each role, with few cases and with many."""
    crowd, found = Crowd(), {}
    clients = {name: Client() for name in ROLES}
    for name, client in clients.items():
        client.force_login(factories.staff(name))
        SavedFilter.objects.create(user=factories.staff(name), name="水渠", query="tab=all&q=水渠")
    for more in (60, 240):
        crowd.add(more)
        clients["petition_head"].post(reverse("supervision:make_month"))
        for name, client in clients.items():
            client.get(reverse("workbench:queue"), {"tab": "all"})  # what is kept for a minute is there
            for address in addresses():
                before = found.setdefault((name, address), [])
                before.append(asked(client, address, *before or [most]))
    return found


@pytest.mark.parametrize(
    ("addresses", "most"),
    [
        (of_the_queue, MOST),
        (of_the_desk, MOST),
        (of_the_room, MOST),
        (of_figures, MOST),
        (of_the_home, MOST_OF_A_HOME),
    ],
)
def test_a_list_takes_few_questions_and_no_more_for_many_cases(addresses, most):
    found = costs(addresses, most)
    dear = {of: counts for of, counts in found.items() if max(counts) > most or counts[-1] > counts[0]}
    assert not dear, "\n".join(f"{counts} {of}" for of, counts in dear.items())
    there = {address for (_name, address), counts in found.items() if min(counts)}
    assert there == {address for _name, address in found}, "each is there for somebody"
