"""The cache's server is away: petitions are filed and followed, staff sign in, and guessing stays slow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import factories
import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from petitions_public.resident import MATTER, NEW, RECEIPT, TRACK, begin, open_case
from redis import exceptions
from structlog.testing import capture_logs

from delivery import heartbeat
from intake.petitions.models import Petition
from sunshine.settings import production

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def away(county: None) -> Iterator[None]:
    with override_settings(CACHES={"default": production.redis(NOBODY_LISTENS)}):
        cache.clear()
        yield
        cache.clear()


@pytest.mark.usefixtures("away")
def test_a_petition_is_filed_and_followed(client: Client) -> None:
    assert client.post(NEW, MATTER | begin(client)).status_code == 302
    receipt = client.get(RECEIPT).context
    assert open_case(Client(), receipt["petition"], receipt["password"]).status_code == 200


@pytest.mark.usefixtures("away")
def test_the_api_takes_petitions_and_shows_them(client: Client) -> None:
    body = {"title": "路灯不亮", "body": "三组的路灯坏了一年多。", "region": factories.VILLAGE}
    made = client.post("/api/v1/petitions/", json.dumps(body), content_type="application/json")
    assert made.status_code == 201
    path = f"/api/v1/petitions/{made.json()['number']}/"
    assert client.get(path, headers={"X-Query-Password": made.json()["password"]}).status_code == 200


@pytest.mark.usefixtures("away")
def test_a_code_is_sent_for_a_lost_password(client: Client) -> None:
    assert client.post("/en/track/lost/", {"phone": "19900010001"}).status_code == 302


@pytest.mark.usefixtures("away")
def test_guessing_a_password_is_slowed_all_the_same(client: Client) -> None:
    made = factories.file_petition()
    guess = {"number": made.petition.number, "password": "ZZZZ-ZZZZ-ZZZZ-ZZZZ"}
    assert [client.post(TRACK, guess).status_code for _ in range(11)] == [200] * 10 + [429]


@pytest.mark.usefixtures("away")
def test_staff_sign_in_and_those_who_guess_at_them_are_slowed(client: Client) -> None:
    user = factories.staff("officer")
    user.set_password("七步之内必有芳草 2026")
    user.save()

    def sign_in(password: str) -> Any:
        return client.post("/en/accounts/login/", {"login": user.username, "password": password})

    wrong = [sign_in("a wrong guess").context["form"].non_field_errors().as_data()[0].code for _ in range(6)]
    assert wrong[0] != "too_many_login_attempts"
    assert wrong[5] == "too_many_login_attempts"
    cache.clear()
    assert sign_in("七步之内必有芳草 2026").status_code == 302


@pytest.mark.usefixtures("away")
def test_the_probe_names_the_cache_and_the_worker_too(client: Client) -> None:
    problems = client.get("/readyz/").json()["problems"]
    assert problems["cache"] == "ConnectionError"
    assert "worker" in problems
    heartbeat.beat("worker")
    response = client.get("/readyz/")
    assert (response.status_code, list(response.json()["problems"])) == (503, ["cache"])


@pytest.mark.usefixtures("away")
def test_the_log_says_so_once_and_names_no_address() -> None:
    from sunshine.cache import Outage

    now = [0.0]
    outage = Outage(clock=lambda: now[0])
    with capture_logs() as lines:
        for _second in range(59):
            outage.ask(refused, str)
            now[0] += 1
        assert len(lines) == 1
        now[0] += 10
        outage.ask(refused, str)
    assert [line["error"] for line in lines] == ["ConnectionError"] * 2
    assert "127.0.0.1" not in json.dumps(lines)


def refused() -> None:
    raise exceptions.ConnectionError("Error 111 connecting to 127.0.0.1:1")


def test_a_server_that_is_away_is_left_alone_for_some_seconds_and_then_asked_again() -> None:
    from sunshine.cache import AWAY_SECONDS, Outage

    now, asked = [0.0], []
    outage = Outage(clock=lambda: now[0])

    def server() -> str:
        asked.append(now[0])
        return "server" if now[0] > 6 else refused()

    answers = []
    for _second in range(12):
        answers.append(outage.ask(server, lambda: "stand-in"))
        now[0] += 1
    assert asked[:2] == [0.0, AWAY_SECONDS]
    assert answers == ["stand-in"] * 10 + ["server"] * 2
    assert outage.fault == ""


def test_what_is_not_the_servers_absence_is_not_hidden() -> None:
    from sunshine.cache import Outage

    def wrong() -> None:
        raise exceptions.ResponseError("WRONGTYPE")

    with pytest.raises(exceptions.ResponseError):
        Outage().ask(wrong, str)


@pytest.mark.services("REDIS_URL")
def test_with_its_server_there_the_cache_is_the_servers(db: None) -> None:
    cache.set("kept", 1, 60)
    assert cache.incr("kept") == 2
    assert cache.get_many(["kept", "not kept"]) == {"kept": 2}
    assert getattr(cache, "fault", "no such cache") == ""
    assert Petition.objects.count() == 0
