"""A resident in front of the pages: what is typed, and what comes back. English pages, so that words are the code's."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client
from factories import AGRICULTURE, OPINION, TOWNSHIP_DISCIPLINE, VILLAGE, act, file_petition, unit

from intake.petitions.models import Petition
from intake.petitions.process import Submitted

NEW = "/en/petition/new/"
RECEIPT = "/en/petition/receipt/"
TRACK = "/en/track/"
CASE = "/en/track/case/"
LOST = "/en/track/lost/"

MATTER = {
    "petition_class": "appeal",
    "title": "高标准农田的渠比田高",
    "body": "今年新修的渠，渠底比我们那一片田高出二十多公分，水放不进去，要求返工。",
    "region": VILLAGE,
    "identity": "named",
    "name": "覃见山",
    "phone": "199 0001 0001",
    "truth": "on",
    "privacy": "on",
}
WRONGDOING = {
    "petition_class": "accusation",
    "title": "村支书把集体鱼塘低价包给亲戚",
    "body": "荷叶埂村支书把集体的鱼塘用低价包给自己亲戚，没有开村民代表会，钱也没有进村里的账。",
    "reported_party": "荷叶埂村支书",
}


def begin(client: Client) -> dict[str, Any]:
    """Open the form; what it carries unseen. What is open of an earlier petition is closed on the way."""
    page = client.get(NEW)
    if "form" not in page.context:
        page = client.post(RECEIPT, {"begin": "on"}, follow=True)
    assert page.status_code == 200
    return {"key": page.context["form"]["key"].value()}


def send(client: Client, unseen: dict[str, Any] | None = None, **typed: Any) -> HttpResponse:
    """Fill the form as ``MATTER`` with changes (None leaves a field out) and press the button once."""
    fields = MATTER | (begin(client) if unseen is None else unseen) | typed
    return client.post(NEW, {name: value for name, value in fields.items() if value is not None})


def filed(client: Client, **typed: Any) -> tuple[Petition, str]:
    """File a petition through the pages; the case, and the password as the receipt shows it."""
    response = send(client, **typed)
    assert response.status_code == 302, errors(response)
    receipt = client.get(RECEIPT)
    return receipt.context["petition"], receipt.context["password"]


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """What the page says is wrong, by field."""
    form = response.context["form"]
    return {name: list(problems) for name, problems in form.errors.items()}


def text(response: HttpResponse) -> str:
    """The words of a page, tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def visit_cookie(client: Client) -> str:
    """The name of this browser's visit, which is no session of staff."""
    return client.cookies[settings.SUNSHINE_VISIT_COOKIE].value


def remembered(client: Client) -> dict[str, Any]:
    """What the site remembers of this browser between two of its pages."""
    return dict(SessionStore(visit_cookie(client)).items())


def open_case(client: Client, petition: Petition, password: str) -> HttpResponse:
    """Go through the door with number and password."""
    response = client.post(TRACK, {"number": petition.shown_number, "password": password})
    assert response.status_code == 302, errors(response)
    return client.get(CASE)


def opened(client: Client, made: Submitted) -> HttpResponse:
    return open_case(client, made.petition, made.password)


def reopened(client: Client, petition: Petition, made: Submitted) -> HttpResponse:
    return open_case(client, petition, made.password)


def answered(client: Client, **given: object) -> tuple[Petition, Submitted]:
    """A case that was answered, open in the client's hands."""
    made = file_petition(**given)
    petition = made.petition
    for action, who, data in (
        ("register", "petition_office", {}),
        ("transfer", "petition_office", {"organisation": unit(AGRICULTURE), "reason": "职责所在"}),
        ("accept", "officer", {}),
        ("start", "officer", {}),
        ("issue_opinion", "officer", OPINION),
        ("grant", "officer_head", {}),
    ):
        petition = act(petition, action, who, **data)
    opened(client, made)
    return petition, made


def read(client: Client, petition: Petition) -> HttpResponse:
    """Open the answer with its button."""
    reply = petition.notices.get(code="opinion")
    response = client.post(f"{CASE}notice/{reply.pk}/", follow=True)
    assert response.status_code == 200
    return response


def passed_on(petition: Petition) -> Petition:
    """The accusation at the township's discipline unit."""
    return act(petition, "pass_on", "inspector", organisation=unit(TOWNSHIP_DISCIPLINE), reason="按权限")
