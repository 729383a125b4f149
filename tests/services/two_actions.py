"""Two officers of one unit who do different things to the same case at once: a story of ``test_officers_at_once``.

Both have read the case. What the first does is held open until the other's waits for it, on PostgreSQL: no clock
decides anything. What each was answered, and what is stored, is told of either order.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import factories
from desk import do, seen
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from factories import AGRICULTURE, to_in_progress, to_transferred, unit
from services.racing import side_by_side

from accounts.models import Membership, Role, User
from intake.petitions.models import Approval, Petition
from records import events

# What the two do → the case to which they do it.
PAIRS: dict[tuple[str, str], Callable[..., Petition]] = {
    ("accept", "object"): to_transferred,
    ("extend", "withdraw"): to_in_progress,
    ("extend", "mediate"): to_in_progress,
}


def typed(action: str) -> tuple[str, dict[str, Any]]:
    """The officer's own words in what is sent with an action, and all of it. An acceptance has none."""
    draft = f"草稿{action}。"
    if action == "accept":
        return "", {}
    if action == "mediate":
        return draft, {"other_party": "村委会", "facts": draft, "agreement": "返工。", "signed": "on"}
    if action == "withdraw":
        day = (timezone.localdate() - datetime.timedelta(days=2)).isoformat()
        paper = SimpleUploadedFile("撤回申请.txt", "本人自愿撤回。".encode(), "text/plain")
        return day, {"received_on": day, "signed": "on", "uploads": paper}
    return draft, {"reason": draft}


class Officer:
    """One who read the case and sends an action; ``told`` is what came of it."""

    def __init__(self, name: str, action: str, petition: Petition) -> None:
        self.client, self.petition, self.action = Client(), petition, action
        self.client.force_login(User.objects.get(username=name))
        self.words, given = typed(action)
        self.given = given | seen(petition)
        self.told: dict[str, Any] = {}

    def sends(self) -> None:
        answer = self.client.post(do(self.petition, self.action), self.given)
        page = answer.content.decode()
        self.told = {"status": answer.status_code, "kept": self.words in page, "first": "试用first" in page}


def hired() -> None:
    for name in ("first", "second"):
        user = User.objects.create(username=name, display_name=f"试用{name}")
        Membership.objects.create(user=user, role=Role.HANDLER, organisation=unit(AGRICULTURE))


def at_once(pair: tuple[str, str], make: Callable[..., Petition]) -> dict[str, Any]:
    """What both officers are told, and what the case is like then."""
    petition = make()
    before = events.history("petition", petition.pk).count()
    first, second = Officer("first", pair[0], petition), Officer("second", pair[1], petition)
    side_by_side(first.sends, second.sends)
    stored = Petition.objects.get(pk=petition.pk)
    return {
        "first": first.told,
        "second": second.told,
        "done": [event.action for event in events.history("petition", petition.pk)[before:]],
        "handling": stored.handlings.get().state,
        "asked": list(
            Approval.objects.filter(petition=stored, state="asked").values_list("action", flat=True)
        ),
        "files": stored.attachments.count(),
    }


def main() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    factories.load_county()
    hired()
    told = {}
    for pair, make in PAIRS.items():
        for order in (pair, pair[::-1]):
            told["/".join(order)] = at_once(order, make)
    print(json.dumps(told))
    connections.close_all()
