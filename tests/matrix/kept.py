"""What a viewer keeps at the desk, in both worlds alike: a filter, phrases, the list of a month. What lists show of a
case that the viewer may not know of; and what is sent from lists, with such a case ticked among others."""

from __future__ import annotations

import datetime
from typing import Any

import factories
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from accounts.models import User
from intake.petitions import keyring
from intake.petitions.models import Handling, Notice, Petition, Petitioner, Rating, Registration
from intake.supervision import monthly
from intake.supervision.listing import for_user
from intake.supervision.models import Assessment, Issue, MonthlyEntry, MonthlyList
from intake.supervision.rules import RULES
from intake.workbench.models import Phrase, SavedFilter

DAY = datetime.timedelta(days=1)
ROOM = "/admin/supervision/"
# Two cases are on all lists together: one late and answered on paper, one that its unit has not looked at.
LATE, NEAR = -1, 3


def keep(viewer: User) -> None:
    """Rows of the viewer's own, and last month's list, made while no case was there."""
    SavedFilter.objects.create(user=viewer, name="水渠", query="tab=all&q=水渠")
    Phrase.objects.create(user=viewer, title="已核实", text="已到现场核实。")
    for membership in viewer.memberships.select_related("organisation"):
        Phrase.objects.get_or_create(
            organisation=membership.organisation, title="请补充", defaults={"text": "请补充合同。"}
        )
    monthly.make(factories.unit(factories.PETITION_OFFICE), None, timezone.now() - 31 * DAY)


def names_of_what_is_kept() -> dict[str, str]:
    rows = {"filter": SavedFilter, "phrase": Phrase, "month": MonthlyList}
    return {
        name: str(model.objects.values_list("pk", flat=True).first() or 1) for name, model in rows.items()
    }


def put_on_lists(petition: Petition, days: int) -> None:
    """A case that a unit has, straight in the tables: with its date so many days from now, and all else by which a rule
    or the list of a month finds it."""
    today, now = timezone.localdate(), timezone.now()
    Petition.objects.filter(pk=petition.pk).update(
        state="replied" if days < 0 else "forwarded",
        next_due=today + days * DAY,
        promise_due=today + days * DAY,
        returned_often=True,
        repeat=True,
        urged=True,
        urgent=True,
        overdue=days < 0,
    )
    keyring.refresh(Petition.objects.filter(pk=petition.pk))
    lead = Handling.objects.get(
        petition=petition, role="lead", organisation=factories.unit(factories.AGRICULTURE)
    )
    Handling.objects.filter(pk=lead.pk).update(
        state="replied" if days < 0 else "pending", received_at=now - 30 * DAY
    )
    for subject in Rating.Subject.values:
        unit = lead.organisation
        Rating.objects.create(
            petition=petition, subject=subject, organisation=unit, value="dissatisfied", rated_at=now
        )
    MonthlyEntry.objects.bulk_create(
        MonthlyEntry(
            listed=MonthlyList.objects.get(),
            petition=petition,
            rule=rule,
            unit=lead.organisation,
            unit_name=lead.organisation.name,
            state="forwarded",
            since=today,
        )
        for rule in monthly.LISTED
    )
    _answer_on_paper(petition, lead)


def hidden_beside(*others: Petition) -> Petition:
    """One of the cases that were put on the lists, of which every rule has some."""
    counts = for_user(factories.staff("petition_head")).counts()
    assert all(counts.values()), f"a rule has nothing to hide: {counts}"
    return Petition.objects.exclude(pk__in=[one.pk for one in others]).earliest("submitted_at", "pk")


def _answer_on_paper(petition: Petition, lead: Handling) -> None:
    """An answer whose receipt nobody noted, to somebody without a telephone."""
    Petitioner.objects.filter(petition=petition).update(phone_index="")
    clerk, issued = factories.staff("petition_head"), timezone.now() - 20 * DAY
    Registration.objects.create(
        petition=petition, user=clerk, organisation=petition.owner, entered_at=issued, listed=False
    )
    Notice.objects.create(
        petition=petition,
        handling=lead,
        code="opinion",
        template_version=1,
        subject="答复",
        body="答复",
        issued_by=lead.organisation,
        issued_at=issued,
        is_reply=True,
    )


def requests(names: dict[str, str]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every list of the supervision room, and what is sent from lists."""
    asked: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for rule in RULES:
        for path in (ROOM, f"{ROOM}export/"):
            asked[f"{path}?rule={rule.code}"] = ("get", path, {"rule": rule.code})
    ticked = {"case": [f"{number}.1" for number in (names["hidden"], names["number"])]}
    colleague = str(factories.staff("petition_head").pk)
    made = f"{ROOM}months/{int(names['month']) + 1}/"
    year = f"{ROOM}assessment/2025/"
    for method, path, data in (
        ("post", f"/admin/cases/filters/{names['filter']}/", {"do": "first"}),
        ("get", "/admin/cases/", {}),
        ("post", f"/admin/cases/phrases/{names['phrase']}/", {"title": "已核实", "text": "已核实。"}),
        ("post", "/admin/cases/selected/assign/", ticked),
        ("post", "/admin/cases/selected/export/", ticked),
        ("post", "/admin/cases/selected/print/", ticked),
        ("post", f"{ROOM}urge/", ticked | {"rule": "late"}),
        ("post", f"{ROOM}urge/", ticked | {"reason": "请按期办理。", "due": "2026-12-01"}),
        ("post", "/admin/cases/selected/assign/", ticked | {"user": colleague}),
        ("post", f"{ROOM}months/make/", {}),
        ("get", made, {}),
        ("get", f"{made}print/", {}),
        ("post", f"{year}freeze/", {}),
        ("get", year, {}),
    ):
        asked[f"{method} {path} {data} when lists are sent"] = (method, path, data)
    return asked


def same_numbers() -> None:
    """A rollback takes back no number of a sequence: what is made next has the same number in either world."""
    statements = connection.ops.sequence_reset_sql(no_style(), [MonthlyList, Issue, Assessment])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
