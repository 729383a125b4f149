"""The demo's disclosures: written by the clerk and approved by the reviewer, by the commands that their clicks call."""

from __future__ import annotations

import calendar
import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cms.ledgers import process
from cms.ledgers.reading import read_file
from cms.pages.models import CatalogueItem, DisclosureLedger, DisclosurePage, OfficeHolder, RegionPage
from regions.models import Organisation

DISCLOSURES = Path(__file__).parent / "data" / "disclosures.json"


class FaultyTable(ValueError):
    """A table of the demo's own data can't be read without a person."""


def load() -> None:
    """Make what is not there yet: who is in office, what is public, and one disclosure that waits for the review."""
    data = json.loads(DISCLOSURES.read_text(encoding="utf-8"))
    with transaction.atomic():
        for place in data["office_holders"]:
            _put_in_office(RegionPage.objects.get(region__code=place["place"]), place["people"])
        for matter in data["disclosures"]:
            _make(matter, timezone.localdate())


def _put_in_office(page: RegionPage, people: list[list[str]]) -> None:
    if page.office_holders.exists():
        return
    for at, (name, post, duties, phone) in enumerate(people):
        OfficeHolder.objects.create(
            page=page, sort_order=at, name=name, post=post, duties=duties, phone=phone
        )


def _make(matter: dict[str, Any], today: datetime.date) -> None:
    parent = RegionPage.objects.get(region__code=matter["place"])
    slug = f"{matter['item']}-{matter['key']}".lower()
    fields = _fields(matter, parent, today)
    if DisclosurePage.objects.filter(region=parent.region, item=fields["item"], lede=matter["lede"]).exists():
        return
    clerk = User.objects.get(username="clerk")
    page = DisclosurePage(slug=slug, live=False, owner=clerk, **fields)
    parent.add_child(instance=page)
    if "table" in matter:
        page.ledgers.add(DisclosureLedger(version=_ledger(matter, page, clerk)))
    page.save_revision(user=clerk)
    page.get_workflow().start(page, clerk)
    if not matter.get("waits"):
        state = page.current_workflow_task_state
        state.task.specific.on_action(state, User.objects.get(username="reviewer"), "approve")


def _fields(matter: dict[str, Any], parent: RegionPage, today: datetime.date) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "item": CatalogueItem.objects.get(no=matter["item"]),
        "publishing_unit": Organisation.objects.get(code=parent.region.code),
        "lede": matter["lede"],
        "prepared_by": matter["prepared_by"],
        "checked_by": matter["checked_by"],
        "body": [("paragraph", f"<p>{text}</p>") for text in matter.get("text", ())],
    }
    if "months_ago" in matter:
        first = _month(matter, today)
        if matter.get("yearly"):
            whole = {
                "period_from": first.replace(month=1, day=1),
                "period_to": first.replace(month=12, day=31),
            }
            return fields | whole | _published(matter, today)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        fields |= {"period_from": first, "period_to": last}
    return fields | _published(matter, today)


def _published(matter: dict[str, Any], today: datetime.date) -> dict[str, Any]:
    if "published_days_ago" not in matter:
        return {}
    day = today - datetime.timedelta(days=matter["published_days_ago"])
    moment = datetime.datetime.combine(day, datetime.time(9, 30))
    return {"first_published_at": timezone.make_aware(moment)}


def _month(matter: dict[str, Any], today: datetime.date) -> datetime.date:
    months = today.year * 12 + today.month - 1 - matter["months_ago"]
    return datetime.date(months // 12, months % 12 + 1, 1)


def _ledger(matter: dict[str, Any], page: DisclosurePage, clerk: User) -> Any:
    """The table as the clerk's spreadsheet has it, read and stored as an import does. Raises ``FaultyTable``."""
    month = _month(matter, timezone.localdate())
    text = io.StringIO()
    rows = [
        [cell.replace("{year}", str(month.year)).replace("{month}", str(month.month)) for cell in row]
        for row in matter["table"]
    ]
    csv.writer(text).writerows(rows)
    content = text.getvalue().encode()
    reading = read_file(content)
    if reading.verdict != "import":
        raise FaultyTable(f"{matter['key']}: {[problem.message for problem in reading.problems]}")
    source = process.Source.of(f"{matter['key']}.csv", content)
    return process.store(reading.tables[0], region=page.region, by=clerk, source=source)
