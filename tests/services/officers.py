"""Twenty officers of one unit at the same five cases in the same moment: the story of ``test_officers_at_once``.

Each reads the five, then all send what they drafted at once. What each was answered, and what is stored, is told.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import factories
from desk import address, do
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from factories import AGRICULTURE, OPINION, to_in_progress, unit

from accounts.models import Membership, Role, User
from intake.petitions.models import Approval, Petition
from intake.petitions.process.approvals import draft_of
from records import events

OFFICERS, CASES = 20, 5


def hired() -> list[User]:
    office = unit(AGRICULTURE)
    found = []
    for number in range(OFFICERS):
        user = User.objects.create(username=f"many{number:02}", display_name=f"试用many{number:02}")
        Membership.objects.create(user=user, role=Role.HANDLER, organisation=office)
        found.append(user)
    return found


def draft(user: User, petition: Petition) -> str:
    """Words that only this officer wrote, about this case."""
    return f"草稿{user.username}/{petition.number}。"


def at_work(user: User, petitions: list[Petition], ready: Barrier) -> dict[str, Any]:
    """Read the cases, wait for the others, then put one's own opinion before the head."""
    try:
        client = Client()
        client.force_login(user)
        versions = {petition.pk: Petition.objects.get(pk=petition.pk).version for petition in petitions}
        connection.close()  # back to the pool, which is smaller than the number of officers
        ready.wait(100)
        told: dict[str, Any] = {}
        for petition in petitions:
            answer = client.post(
                do(petition, "issue_opinion"),
                {"seen": versions[petition.pk], **OPINION, "facts": draft(user, petition)},
            )
            connection.close()
            page = answer.content.decode() if answer.status_code == 409 else ""
            told[petition.number] = {
                "status": answer.status_code,
                "kept": draft(user, petition) in page,
                "changed": "many" in page.replace(user.username, ""),
            }
        return told
    finally:
        connection.close()


def stored(petition: Petition) -> dict[str, Any]:
    petition = Petition.objects.get(pk=petition.pk)
    asked = list(Approval.objects.filter(petition=petition, action="issue_opinion"))
    history = [
        event for event in events.history("petition", petition.pk) if event.action == "ask.issue_opinion"
    ]
    return {
        "asked": [[row.asked_by.username, draft_of(row)["data"]["facts"]] for row in asked],
        "events": len(history),
    }


def main() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    factories.load_county()
    users = hired()
    petitions = [to_in_progress(title=f"第{number}件") for number in range(CASES)]
    assert Client().get(address(petitions[0])).status_code == 302
    ready = Barrier(OFFICERS)
    with ThreadPoolExecutor(OFFICERS) as people:
        orders = [petitions[first % CASES :] + petitions[: first % CASES] for first in range(OFFICERS)]
        answers = list(people.map(lambda user, order: at_work(user, order, ready), users, orders))
    told = dict(zip((user.username for user in users), answers, strict=True))
    print(json.dumps({"told": told, "stored": {one.number: stored(one) for one in petitions}}))
    connections.close_all()
