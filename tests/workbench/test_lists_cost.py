"""What every list of the desk and of the supervision room costs: few questions, and no more for many cases."""

from __future__ import annotations

import datetime
import re
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
from intake.supervision import assessing, monthly
from intake.supervision.models import AssessedUnit, Assessment, MonthlyList
from intake.supervision.rules import RULES
from intake.workbench.models import SavedFilter
from intake.workbench.tabs import TABS
from regions.models import Organisation, Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

MOST = 15
ROLES = ("petition_head", "officer_head", "officer2", "review_head", "inspector_head")
# The home page has several tables, each with a question or more of its own.
MOST_OF_A_HOME = 24
# A list of a month never changes: the longer one of a month to come stands for it, at an address of its own.
MONTH = re.compile(r"(?<=/months/)\d+")


def of_the_queue() -> Iterator[str]:
    """Tabs, filters and pages."""
    queue = reverse("workbench:queue")
    group = Category.objects.earliest("pk").group_code
    township = Region.objects.filter(level=Region.Level.TOWNSHIP).earliest("code").code
    yield from (f"{queue}?tab={tab.code}" for tab in TABS)
    yield f"{queue}?tab=all&p=2"
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
    for rule in RULES:
        yield f"{room}?rule={rule.code}"
        yield f"{room}?rule={rule.code}&unit={unit}"
    yield f"{room}?rule=late&unit={unit}&p=2"
    yield reverse("supervision:months")
    for listed in MonthlyList.objects.all()[:1]:
        yield reverse("supervision:month", args=[listed.pk])
        yield reverse("supervision:print_month", args=[listed.pk])


def of_figures() -> Iterator[str]:
    for name in ("assessment", "survey", "bulletin"):
        yield reverse(f"supervision:{name}")
    year = timezone.localdate().year
    yield reverse("supervision:assessment_cases", args=[year, factories.AGRICULTURE, "answer_due"])


def of_what_is_frozen() -> Iterator[str]:
    """The assessment of a year that is over, of ever more units."""
    office = factories.unit(factories.PETITION_OFFICE)
    year = (timezone.localdate() - datetime.timedelta(days=40)).year  # in which the crowd wrote
    frozen = Assessment.objects.filter(office=office, year=year).first()
    if frozen is None:
        after = timezone.now() + datetime.timedelta(days=366)
        frozen = assessing.freeze(office, year, factories.staff("petition_head"), after)
    like = frozen.units.earliest("pk")
    others = Organisation.objects.exclude(pk__in=frozen.units.values("unit")).order_by("code")
    AssessedUnit.objects.bulk_create(
        AssessedUnit(
            assessment=frozen, unit=unit, unit_name=unit.name, figures=like.figures, points=like.points
        )
        for unit in others[: 5 * frozen.units.count()]
    )
    yield reverse("supervision:assessment_of", args=[year])
    yield reverse("supervision:assessment_csv", args=[year])


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
    for turn, more in enumerate((60, 240)):
        crowd.add(more)
        with (
            connection.cursor() as cursor
        ):  # a database that was told no sizes reads what earlier tests left behind
            cursor.execute("ANALYZE")
        made_on = timezone.now() + turn * datetime.timedelta(days=31)
        monthly.make(factories.unit(factories.PETITION_OFFICE), factories.staff("petition_head"), made_on)
        for name, client in clients.items():
            client.get(reverse("workbench:queue"), {"tab": "all"})  # what is kept for a minute is there
            for address in addresses():
                before = found.setdefault((name, MONTH.sub("newest", address)), [])
                before.append(asked(client, address, *before or [most]))
    return found


@pytest.mark.parametrize(
    ("addresses", "most"),
    [
        (of_the_queue, MOST),
        (of_the_desk, MOST),
        (of_the_room, MOST),
        (of_figures, MOST),
        (of_what_is_frozen, MOST),
        (of_the_home, MOST_OF_A_HOME),
    ],
)
def test_a_list_takes_few_questions_and_no_more_for_many_cases(addresses, most):
    found = costs(addresses, most)
    dear = {of: counts for of, counts in found.items() if max(counts) > most or counts[-1] > counts[0]}
    assert not dear, "\n".join(f"{counts} {of}" for of, counts in dear.items())
    there = {address for (_name, address), counts in found.items() if min(counts)}
    assert there == {address for _name, address in found}, "each is there for somebody"


def test_every_tab_and_every_rule_has_some_of_the_crowd_in_it_for_somebody():
    """Else what it costs would be that of an empty list."""
    Crowd().add(60)
    full: set[str] = set()
    for name in ROLES:
        client = Client()
        client.force_login(factories.staff(name))
        for tab in TABS:
            page = client.get(reverse("workbench:queue"), {"tab": tab.code}).context["page"]
            full |= {page.tab.code} if page.rows else set()
        for rule in RULES:
            shown = client.get(reverse("supervision:list"), {"rule": rule.code})
            listed = shown.status_code == 200 and shown.context["page"].rows
            full |= {f"rule {rule.code}"} if listed else set()
    assert full == {tab.code for tab in TABS} | {f"rule {rule.code}" for rule in RULES}
