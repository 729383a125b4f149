"""Liveness: the process answers. Readiness: database and worker do too, or it says what is wrong."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from delivery import heartbeat


def test_the_process_is_alive_without_a_database(client: Client) -> None:
    response = client.get("/healthz/")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_the_site_is_not_ready_before_its_worker_was_seen(db: None, client: Client) -> None:
    response = client.get("/readyz/")
    assert response.status_code == 503
    assert "worker" in response.json()["problems"]


def test_the_site_is_ready_while_its_worker_is(db: None, client: Client) -> None:
    heartbeat.beat("worker")
    response = client.get("/readyz/")
    assert (response.status_code, response.json()["problems"]) == (200, {})


def test_a_worker_that_fell_silent_is_named(db: None, client: Client) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        heartbeat.beat("worker")
    with time_machine.travel(now + datetime.timedelta(seconds=59), tick=False):
        assert client.get("/readyz/").status_code == 200
    with time_machine.travel(now + datetime.timedelta(seconds=60), tick=False):
        response = client.get("/readyz/")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "problems": {"worker": "was last seen 60 s ago"}}


@pytest.mark.parametrize("path", ["/healthz/", "/readyz/"])
def test_probes_take_no_orders(db: None, client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_crawlers_are_told_to_leave_residents_pages_alone(client: Client) -> None:
    rules = client.get("/robots.txt").content.decode()
    for path in ("/petition/", "/track/", "/en/petition/", "/admin/", "/api/"):
        assert f"Disallow: {path}" in rules
