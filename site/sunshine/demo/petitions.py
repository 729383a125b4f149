"""The demo's petitions: each filed and carried on by the commands that people's clicks call, in past time."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from intake.petitions import desks
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import Person, Submission, perform, submit
from intake.petitions.process.behalf import OnBehalf
from intake.petitions.process.receipt import open_notice
from intake.petitions.process.sweep import sweep
from intake.routing.models import Category
from intake.summaries import process as summaries
from intake.summaries.checking import Texts
from regions.models import Organisation, Region

PETITIONS = Path(__file__).parent / "data" / "petitions.json"
PETITIONER = "petitioner"
FIRST_HOUR = 9  # when offices begin to work
AFTER_THE_STORY = datetime.timedelta(days=2)
BETWEEN_STEPS = datetime.timedelta(minutes=40)


def load() -> None:
    """File every petition of the data file and play its story, a transaction each; one filed before stays."""
    now = timezone.localtime()
    for matter in json.loads(PETITIONS.read_text(encoding="utf-8")):
        with transaction.atomic():
            _play(matter, now)
    sweep(now)


def _play(matter: dict[str, Any], now: datetime.datetime) -> None:
    day = now.date() - datetime.timedelta(days=matter["days_ago"])
    filed_at = min(_moment(day, matter["hour"], now), now - BETWEEN_STEPS)
    submitted = submit(_submission(matter, filed_at), now=filed_at)
    if submitted.repeated:
        return
    last = filed_at
    for step in matter.get("story", []):
        on = day + datetime.timedelta(days=step["day"])
        last = min(max(_moment(on, FIRST_HOUR, now), last + BETWEEN_STEPS), now)
        _act(submitted.petition, step, last)
    if "summary" in matter:
        _summarise(submitted.petition, matter["summary"], min(last + AFTER_THE_STORY, now))


def _summarise(petition: Petition, told: dict[str, Any], at: datetime.datetime) -> None:
    """A summary that the petition office wrote, and that its head published where the story says so."""
    writer, head = (User.objects.get(username=name) for name in ("petition_office", "petition_head"))
    region = Region.objects.get(code=told["region"]) if told["region"] else None
    texts = Texts(told["title"], told["question"], told["answer"], region)
    summary = summaries.begin(petition.pk, writer, now=at)
    summary = summaries.send(petition.pk, writer, texts, "", seen=summary.version, now=at)
    if told["published"]:
        summaries.publish(petition.pk, head, seen=summary.version, now=at)


def _moment(day: datetime.date, hour: int, now: datetime.datetime) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=now.tzinfo)


def _submission(matter: dict[str, Any], now: datetime.datetime) -> Submission:
    people = matter.get("contacts") or ([matter["petitioner"]] if matter["petitioner"] else [])
    return Submission(
        title=matter["title"],
        body=matter["body"],
        region=Region.objects.get(code=matter["region"]),
        channel=matter.get("channel", "web"),
        petition_class=matter["class"],
        category=Category.objects.get(code=matter["category"]) if matter["category"] else None,
        reported_party=matter.get("reported_party", ""),
        target_body=matter.get("target_body", ""),
        people=[Person(**person) for person in people],
        joint="contacts" in matter,
        people_count=matter.get("people_count", 1),
        publish_consent=matter["publish"],
        behalf=_behalf(matter["taken_down_by"], now) if "taken_down_by" in matter else None,
        submission_key=f"demo:{matter['key']}",
    )


def _behalf(username: str, now: datetime.datetime) -> OnBehalf:
    """Somebody at a counter who writes it down for the resident who has come."""
    clerk = User.objects.get(username=username)
    desk = desks.office_desk(clerk) or next(iter(desks.unit_desks(clerk)), None)
    assert desk is not None
    return OnBehalf(clerk, desk, now.date())


def _act(petition: Petition, step: dict[str, Any], now: datetime.datetime) -> None:
    if step["do"] == "read":
        reply = petition.notices.filter(is_reply=True).latest("issued_at")
        open_notice(petition.pk, reply.pk, now=now)
        return
    by_petitioner = step["by"] == PETITIONER
    actor = Actor.petitioner() if by_petitioner else Actor.staff(User.objects.get(username=step["by"]))
    data = dict(step.get("with", {}))
    if "organisation" in data:
        data["organisation"] = Organisation.objects.get(code=data["organisation"])
    if "cos" in data:
        data["cos"] = list(Organisation.objects.filter(code__in=data["cos"]))
    if "report_days" in data:
        data["report_due"] = now.date() + datetime.timedelta(days=data.pop("report_days"))
    if step["do"] == "follow_up":
        data["asked_on"] = now.date()
    if "first" in data:
        data["first"] = Petition.objects.get(title_masked=data["first"]).shown_number
    if "due_days" in data:
        data["due"] = now.date() + datetime.timedelta(days=data.pop("due_days"))
    perform(petition.pk, step["do"], actor, reason=step.get("reason", ""), now=now, **data)
