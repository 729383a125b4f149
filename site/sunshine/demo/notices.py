"""The demo's accountability notices: written and published by the commands that people's clicks call, in past time."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cms.notices import process
from cms.notices.models import Notice
from cms.notices.process import CaseData, NoticeData, PersonData
from regions.models import Organisation

NOTICES = Path(__file__).parent / "data" / "notices.json"


def load() -> None:
    """Write every notice of the data file, a transaction each; one that is there stays."""
    now = timezone.localtime()
    for story in json.loads(NOTICES.read_text(encoding="utf-8")):
        number = story["number"].format(year=_day(now, story["days_ago"]).year)
        issuer = Organisation.objects.get(code=story["issuer"])
        if not Notice.objects.filter(number=number, issuer=issuer).exists():
            with transaction.atomic():
                _play(story, issuer, number, now)
    process.sweep(now)


def _play(story: dict[str, Any], issuer: Organisation, number: str, now: datetime.datetime) -> None:
    on = now - datetime.timedelta(days=story["days_ago"])
    writer = User.objects.get(username=story["by"])
    notice = process.create(writer, issuer, _data(story, number, now), now=on)
    process.submit(notice.pk, writer, now=on)
    if not story["head"]:
        return
    head = User.objects.get(username=story["head"])
    process.publish(notice.pk, head, now=on)
    if entry := story.get("follow_up"):
        then = now - datetime.timedelta(days=entry["days_ago"])
        written = process.add_follow_up(notice.pk, writer, entry["text"], then.date(), now=then)
        process.release_follow_up(notice.pk, written.pk, head, now=then)
    if change := story.get("correction"):
        then = now - datetime.timedelta(days=change["days_ago"])
        case = notice.cases.get(position=change["case"])
        asked = process.ask_correction(
            notice.pk, writer, change["field"], change["value"], change["reason"], case_id=case.pk, now=then
        )
        process.decide_correction(notice.pk, asked.pk, head, accept=True, now=then)


def _data(story: dict[str, Any], number: str, now: datetime.datetime) -> NoticeData:
    names = ("title", "drive", "approved_by", "opening", "closing")
    return NoticeData(
        number=number,
        approved_on=_day(now, story["approved_days"]),
        cases=[_case(case, now) for case in story["cases"]],
        **{name: story[name] for name in names},
    )


def _case(case: dict[str, Any], now: datetime.datetime) -> CaseData:
    begin, end = case["period"]
    names = ("problem", "measures", "facts", "ruling", "decided_by", "basis")
    return CaseData(
        unit=Organisation.objects.get(code=case["unit"]),
        persons=[PersonData(**person) for person in case["persons"]],
        period_from=_day(now, begin),
        period_to=_day(now, end) if end is not None else None,
        amount=Decimal(case["amount"]) if case["amount"] else None,
        decided_on=_day(now, case["decided_days"]),
        **{name: case[name] for name in names},
    )


def _day(now: datetime.datetime, days_ago: int) -> datetime.date:
    return now.date() - datetime.timedelta(days=days_ago)
