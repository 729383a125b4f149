"""The code for a lost password as the worker sends it.

On a site of its own: a worker has no transaction open when it takes a message, while a test with a database of its own
always has one, and so never saw that a handler left something in the outbox without any.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from web import serving

pytestmark = pytest.mark.own_site

ASK = """
import factories, time_machine
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from delivery import worker
from delivery.channels.files import folder
from delivery.models import OutboxMessage
factories.file_petition()
def ask():
    answer = Client().post("/track/lost/", {"phone": "19900010001"})
    assert answer.status_code == 302, answer.content
def later(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))
def codes():
    return [path.read_text() for path in folder("sms").glob("*.txt") if path.name not in before]
worker.run_once()
before = {path.name for path in folder("sms").glob("*.txt")}
"""


@pytest.fixture(scope="module")
def site(site_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lost-code") / "var"
    serving.copy(site_template, folder)
    return folder


def test_the_worker_sends_the_code_by_sms(site: Path) -> None:
    sent = serving.fresh(site, f"{ASK}\nask()\nworker.run_once()\nprint(len(codes()), codes()[0])")
    assert sent.startswith("1 To: 19900010001")


def test_a_worker_that_was_away_longer_than_the_code_holds_sends_nothing(site: Path) -> None:
    said = serving.fresh(site, f"{ASK}\nask()\nwith later(11): worker.run_once()\nprint(codes())")
    assert said.strip() == "[]"


def test_an_sms_that_could_not_be_sent_while_the_code_held_is_given_up(site: Path) -> None:
    said = serving.fresh(
        site,
        f"{ASK}\nask()\n"
        "from delivery import outbox\n"
        "outbox.drain(limit=1)\n"  # the request is handled; its SMS waits
        "with later(11): worker.run_once()\n"
        "print(codes(), OutboxMessage.objects.filter(last_error='too_late', state='dead').count())",
    )
    assert said.strip() == "[] 1"
