"""The admin's home page for roles that open no petition: what is theirs, and nothing that tells of one."""

from __future__ import annotations

import datetime
import re

import factories
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from delivery import heartbeat
from sunshine.desk_home import KEPT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

HOME = "/admin/"


def home(name: str) -> str:
    client = Client()
    client.force_login(factories.staff(name))
    response = client.get(HOME)
    assert response.status_code == 200
    return response.content.decode()


def parts(page: str) -> dict[str, str]:
    """What the page says of each part of the machine."""
    found = re.findall(r"<dt>([^<]+)</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return {name: re.sub(r"<[^>]+>", "", words) for name, words in found}


def test_the_operator_reads_whether_the_worker_lives():
    with time_machine.travel("2026-11-20T04:00:00+00:00", tick=False) as clock:
        assert "还没有" in parts(home("operator"))["后台进程"]
        heartbeat.beat("worker")
        clock.shift(datetime.timedelta(seconds=20))
        page = home("operator")
        assert "20" in parts(page)["后台进程"] and "st--ok" in page
        clock.shift(datetime.timedelta(minutes=5))
        assert "5" in parts(home("operator"))["后台进程"]


@pytest.mark.parametrize(("chosen", "said"), [("off", "关闭"), ("http", "http"), ("files", "文件")])
def test_the_operator_reads_by_which_way_messages_go_out(settings, chosen, said):
    settings.SUNSHINE_SMS_CHANNEL = chosen
    assert said in parts(home("operator"))["短信"]


def test_every_list_that_the_page_names_opens_for_the_operator():
    client = Client()
    client.force_login(factories.staff("operator"))
    page = client.get(HOME).content.decode()
    for address, _name, _words in KEPT:
        assert f'href="{reverse(address)}"' in page
        assert client.get(reverse(address)).status_code == 200, address


def test_what_the_operator_reads_is_the_same_whatever_was_filed():
    with time_machine.travel("2026-11-20T04:00:00+00:00", tick=False):
        before = parts(home("operator"))
        factories.to_replied()
        factories.accusation()
        assert parts(home("operator")) == before


@pytest.mark.parametrize(
    ("name", "leads_to"), [("leader", 'href="/"'), ("centre_clerk", 'href="/admin/register/"')]
)
def test_a_role_that_opens_no_petition_says_what_it_is_for(name, leads_to):
    page = home(name)
    assert leads_to in page
    assert "这里没有" not in page


def test_who_has_no_such_role_reads_nothing_of_the_machine():
    for name in ("officer", "petition_office", "leader"):
        assert "后台进程" not in parts(home(name)), name
