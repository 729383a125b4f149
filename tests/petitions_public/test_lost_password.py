"""A lost number or password: by SMS to the registered phone, the same pages for everybody, nothing for accusations."""

from __future__ import annotations

import datetime
import re
import shutil
import uuid
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from factories import accusation, file_petition
from petitions_public.resident import LOST, text
from services.own_database import run
from web import serving

from delivery.channels.files import folder
from delivery.outbox import drain
from intake.petitions.models import Petition
from intake.petitions.process import lost as process
from intake.petitions.process import passwords
from intake.petitions.process.passwords import prove

PHONE = "19900010001"
CODE = f"{LOST}code/"
NEW = f"{LOST}new/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_messages_of_other_tests() -> None:
    shutil.rmtree(folder("sms"), ignore_errors=True)


def sent_codes() -> list[str]:
    """The codes in the SMS that went out, oldest first."""
    drain()
    messages = sorted(folder("sms").glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)
    found = (re.search(r"(?<!\d)\d{6}(?!\d)", message.read_text(encoding="utf-8")) for message in messages)
    return [code[0] for code in found if code]


def ask(client: Client, phone: str = PHONE) -> None:
    response = client.post(LOST, {"phone": phone})
    assert response.status_code == 302
    assert response["Location"] == CODE


def test_one_code_renews_so_many_petitions_and_the_page_says_that_there_are_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MOST_RENEWED", 2)
    oldest, *newest = (file_petition() for _ in range(3))
    ask(client)
    (code,) = sent_codes()
    client.post(CODE, {"code": code})
    page = client.get(NEW)
    assert {number for number, _ in page.context["cases"]} == {made.petition.shown_number for made in newest}
    assert b'class="callout"' in page.content
    assert prove(oldest.petition.number, oldest.password) == oldest.petition, "the rest keep theirs"


def test_the_phone_gets_a_code_and_the_code_a_new_password(client: Client) -> None:
    first, second = file_petition(), file_petition()
    ask(client, "+86 199 0001 0001")
    (code,) = sent_codes()
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    page = client.get(NEW)
    shown = dict(page.context["cases"])
    assert set(shown) == {first.petition.shown_number, second.petition.shown_number}
    for made in (first, second):
        assert prove(made.petition.number, made.password) is None
        assert prove(made.petition.number, shown[made.petition.shown_number]) == made.petition
    assert client.get(NEW).context["cases"] == page.context["cases"]  # reload
    client.post(NEW)
    assert client.get(NEW).status_code == 302


ELSEWHERE = """
import django; django.setup()
import json
import factories
from delivery.models import OutboxMessage
from delivery.outbox import drain
from intake.petitions.process import lost
factories.file_petition()
lost.send_code(factories.WRITER.phone, "zh-hans")
drain()
print(json.dumps(sorted(OutboxMessage.objects.exclude(topic="index").values_list("topic", "state"))))
"""


@pytest.mark.own_site
def test_a_worker_which_has_no_transaction_open_sends_it_too(site_template: Path, tmp_path: Path) -> None:
    """In the other tests of this file everything happens in the test's own transaction."""
    serving.copy(site_template, tmp_path / "var")
    assert run(ELSEWHERE, tmp_path / "var") == [
        ["petitions.lost_code", "done"],
        ["sms", "done"],
        ["sms", "done"],
    ]


def test_an_unknown_phone_sees_the_same_pages_and_gets_no_message() -> None:
    file_petition()
    known, unknown = Client(REMOTE_ADDR="203.0.113.1"), Client(REMOTE_ADDR="203.0.113.2")
    ask(known)
    ask(unknown, "19900099999")
    assert len(sent_codes()) == 1
    pages = [re.sub(r'value="[^"]*"', "", client.get(CODE).content.decode()) for client in (known, unknown)]
    assert pages[0] == pages[1]
    refusals = [
        re.sub(r'value="[^"]*"', "", client.post(CODE, {"code": "000000"}).content.decode())
        for client in (known, unknown)
    ]
    assert refusals[0] == refusals[1]


def test_an_accusation_is_left_out_without_a_word(client: Client) -> None:
    sealed = accusation()
    ask(client)
    assert sent_codes() == []
    ordinary = file_petition()
    ask(client)
    (code,) = sent_codes()
    client.post(CODE, {"code": code})
    assert [number for number, _ in client.get(NEW).context["cases"]] == [ordinary.petition.shown_number]
    assert prove(sealed.petition.number, sealed.password) == sealed.petition


def test_a_code_is_tried_five_times_and_no_more(client: Client) -> None:
    file_petition()
    ask(client)
    (code,) = sent_codes()
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        assert client.post(CODE, {"code": wrong}).status_code == 200
    assert "not right" in text(client.post(CODE, {"code": code}))


def test_a_code_works_once(client: Client) -> None:
    file_petition()
    ask(client)
    (code,) = sent_codes()
    twin = Client()
    twin.cookies = client.cookies.copy()
    client.post(CODE, {"code": code})
    passwords = client.get(NEW).context["cases"]
    client.post(CODE, {"code": code})
    assert client.get(NEW).context["cases"] == passwords


def test_a_second_code_replaces_the_first(client: Client) -> None:
    file_petition()
    ask(client)
    ask(client)
    old, new = sent_codes()
    if old != new:
        assert client.post(CODE, {"code": old}).status_code == 200
    assert client.post(CODE, {"code": new}).status_code == 302


def test_codes_are_not_sent_without_end() -> None:
    file_petition()
    for nth in range(3):
        ask(Client(REMOTE_ADDR=f"203.0.113.{nth}"))
    response = Client(REMOTE_ADDR="203.0.113.99").post(LOST, {"phone": PHONE})
    assert response.status_code == 429
    assert len(sent_codes()) == 3


def test_one_phone_gets_six_codes_in_a_day_however_they_are_spread() -> None:
    file_petition()
    morning = datetime.datetime(2026, 3, 2, 0, 1, tzinfo=datetime.UTC)
    outcomes = []
    for hour in range(9):
        with time_machine.travel(morning + datetime.timedelta(hours=hour), tick=False):
            visitor = Client(REMOTE_ADDR=f"203.0.113.{hour}")
            outcomes.append(visitor.post(LOST, {"phone": PHONE}))
    assert [response.status_code for response in outcomes] == [302] * 6 + [429] * 3
    assert "tomorrow" in text(outcomes[-1])
    with time_machine.travel(morning + datetime.timedelta(days=1), tick=False):
        assert Client().post(LOST, {"phone": PHONE}).status_code == 302


def test_an_address_over_its_limit_uses_up_nobodys_codes() -> None:
    file_petition()
    flood = Client(REMOTE_ADDR="203.0.113.1")
    for nth in range(10):
        ask(flood, f"199000200{nth:02d}")
    for _again in range(6):
        assert flood.post(LOST, {"phone": PHONE}).status_code == 429
    for nth in range(3):
        ask(Client(REMOTE_ADDR=f"203.0.113.{10 + nth}"))


def test_the_code_page_opens_only_after_asking(client: Client) -> None:
    assert client.get(CODE)["Location"] == LOST
    assert client.post(CODE, {"code": "123456"})["Location"] == LOST


def test_it_is_said_where_nothing_can_be_replaced(client: Client) -> None:
    words = text(client.get(LOST))
    assert "nothing can be replaced" in words
    assert "discipline inspectors' reception" in words.replace("&#x27;", "'")


def test_the_code_is_in_no_log_and_not_readable_in_the_database(client: Client, caplog) -> None:
    file_petition()
    ask(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM delivery_outboxmessage")
        waiting = repr(cursor.fetchall())
    (code,) = sent_codes()
    assert code not in waiting
    assert PHONE not in waiting
    assert code not in caplog.text


def test_many_accusations_do_not_crowd_out_an_ordinary_case() -> None:
    ordinary = file_petition().petition
    sealed = accusation().petition
    for nth in range(process.MOST_RENEWED):
        other = Petition.objects.get(pk=sealed.pk)
        writer = other.petitioners.get()
        other.pk, other.number, other.submission_key = uuid.uuid4(), f"2026{nth:08d}", None
        other.save(force_insert=True)
        writer.pk, writer.petition = None, other
        writer._state.adding = True
        writer.save()
    assert list(passwords.cases_of_phone(PHONE)) == [ordinary]
