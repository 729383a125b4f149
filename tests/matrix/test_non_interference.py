"""Nobody of an accused unit can tell, from anything that the site answers, whether the case is there.

For a user of each kind of accused unit, every address of the site is asked with the case in the database and without
it: status, headers and body must be the same. Tokens that are new in every answer are left out of the comparison.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import factories
import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from factories import OPINION, act, staff, unit
from matrix.routes import address, every_pattern, names_of, table

from accounts.models import Membership, Role, User
from cms.pages.setup import ensure_site
from delivery.knowing import known_to
from delivery.models import OutboxMessage
from delivery.outbox import drain
from intake.petitions.models import DutyContact, Petition
from intake.petitions.process import lost
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

NOON = "2026-11-20T04:00:00+00:00"
# New in every answer, whoever asks and whatever is in the database.
CHANGING = [
    re.compile(rb'name=\\?"csrfmiddlewaretoken\\?" value=\\?"[A-Za-z0-9]{64}'),
    re.compile(rb'"CSRF_TOKEN": "[^"]+"|csrfToken&quot;: ?&quot;[^&]+|"csrfToken": ?"[^"]+"'),
    re.compile(rb'nonce="[^"]+"'),
    re.compile(rb'name="(?:form_key|submission_key|key)" value="[^"]+"'),
    re.compile(rb"(?<=/papers/)[0-9a-f-]{36}"),
    # The page editor's names for paragraphs and blocks.
    re.compile(rb"key\\*&quot;: \\*&quot;[a-z0-9]{5}(?=\\*&quot;)"),
    re.compile(rb"&quot;id&quot;: &quot;[0-9a-f-]{36}"),
    # Visits to the page editor are counted by a sequence, which no rollback sets back.
    re.compile(rb"(?<=/admin/editing-sessions/)(?:ping/wagtailcore/page/\d+/|release/)\d+/"),
    re.compile(rb'data-[a-z-]*csrf[a-z-]*="[^"]+"'),
]
CHANGING_HEADERS = {
    "Date",
    "X-Request-ID",
    "X-Request-Id",
    "Set-Cookie",
    "Content-Security-Policy",
    "Content-Length",
}
# Signing out would make every later answer a visitor's; the last is Wagtail's own trial of its error page.
NOT_ASKED = {"admin/logout/", "accounts/logout/", "admin/failwhale/"}

# Who is complained of → as what the petition is filed, and who must not know of it.
ACCUSED = {
    "village": ("荷叶埂村委会", "appeal", ["clerk"]),
    "township": ("柘木湾镇政府", "appeal", ["township_officer", "township_head", "reviewer"]),
    "department": ("县农业农村局", "appeal", ["officer"]),
    "department accused": ("县农业农村局局长", "accusation", ["officer_head", "petition_office", "operator"]),
    "petition office": ("县信访局", "accusation", ["petition_head", "centre_clerk"]),
    "township discipline unit": ("柘木湾镇纪委", "accusation", ["township_inspector"]),
    "county commission": ("县纪委监委", "accusation", ["inspector"]),
    "county leader": ("县长", "accusation", ["inspector", "operator"]),
}


@pytest.fixture
def site(county):
    """The site's own pages too: an operator, whose unit may be the accused one, edits them. And one office to be told
    of what is urgent."""
    DutyContact.objects.create(organisation=unit("990121-GOV"), duty="government", sms="19900012000")
    return ensure_site(Region.objects.get(level=Region.Level.COUNTY))


def test_every_route_is_in_the_table():
    patterns = set(every_pattern())
    assert patterns - set(table()) == set(), "say in routes.json how these are to be asked"
    assert set(table()) - patterns == set(), "these are gone"


@pytest.mark.parametrize(
    ("accused", "viewer"), [(name, viewer) for name, (_, _, viewers) in ACCUSED.items() for viewer in viewers]
)
def test_the_accused_can_tell_nothing(accused, viewer):
    for name in factories.STAFF:
        staff(name)
    with time_machine.travel(NOON, tick=False):
        nothing_tells(staff(viewer), lambda: a_case_far_along(*ACCUSED[accused][:2]))


# An operator sees what could not be delivered. Word of a case against one's own unit that could not be is not there.
OPERATORS = {
    "of the accused department": ("县农业农村局", "appeal", {"operator": factories.AGRICULTURE}),
    "of another place who works in an accused village too": (
        "荷叶埂村委会",
        "appeal",
        {"operator": "990121-GOV", "clerk": factories.VILLAGE},
    ),
    "of the accused county commission": ("县纪委监委", "accusation", {"operator": factories.DISCIPLINE}),
    "of an accused village, of a report that is urgent": (
        "荷叶埂村支书",
        "accusation",
        {"operator": factories.VILLAGE},
    ),
    "who is a clerk of the petition office too": (
        "荷叶埂村支书",
        "accusation",
        {"operator": "990121-GOV", "petition_officer": factories.PETITION_OFFICE},
    ),
    "of a service centre": ("荷叶埂村支书", "accusation", {"operator": "990121-FWZX"}),
}


@pytest.mark.parametrize("named", OPERATORS)
def test_an_operator_of_an_accused_unit_can_tell_nothing_from_what_could_not_be_delivered(named, settings):
    accused, petition_class, roles = OPERATORS[named]
    for name in factories.STAFF:
        staff(name)
    viewer = User.objects.create(username="an_operator", display_name="试用运维")
    for role, code in roles.items():
        Membership.objects.create(user=viewer, role=role, organisation=unit(code))

    def a_case_of_which_nothing_is_delivered() -> Petition:
        petition = a_case_far_along(accused, petition_class)
        lost.send_code(factories.WRITER.phone, "zh-hans")
        nothing_is_delivered(settings)
        failed = OutboxMessage.objects.exclude(last_error="")
        assert {"pending", "dead"} == set(failed.values_list("state", flat=True))
        assert known_to(staff("superior_inspector"), failed).count() == failed.count() > 0
        return petition

    with time_machine.travel(NOON, tick=False):
        nothing_tells(viewer, a_case_of_which_nothing_is_delivered)


def nothing_is_delivered(settings: Any) -> None:
    """No gateway answers; the first message is given up, the others wait to be tried again."""
    settings.SUNSHINE_SMS_CHANNEL, settings.SUNSHINE_SMS_URL = "http", "http://127.0.0.1:1/"
    drain()
    settings.SUNSHINE_SMS_CHANNEL = "off"
    OutboxMessage.objects.filter(pk=OutboxMessage.objects.filter(topic="sms").first().pk).update(
        next_attempt_at=timezone.now()
    )
    drain()
    settings.SUNSHINE_SMS_CHANNEL = "files"


def nothing_tells(viewer: User, a_case: Callable[[], Petition]) -> None:
    """Every answer that the viewer gets is the same with the case and without it."""
    client = Client()
    client.force_login(viewer)
    cookies = copy.deepcopy(client.cookies)
    mark = transaction.savepoint()
    petition = a_case()
    names = names_of(petition)
    with_case = ask_everything(client, names)
    transaction.savepoint_rollback(mark)
    client.cookies = cookies
    without_case = ask_everything(client, names)
    assert client.get("/admin/").status_code == 200, "the viewer is no longer signed in: nothing was shown"
    assert not Petition.objects.exists()
    different = [path for path in with_case if with_case[path] != without_case[path]]
    assert different == [], first_difference(with_case[different[0]], without_case[different[0]])
    assert [path for path, (status, _, _) in with_case.items() if status == 500] == []


@pytest.mark.parametrize("viewer", ["officer", "petition_office"])
def test_who_is_kept_from_one_case_of_the_own_office_finds_no_gap_in_the_papers_of_the_others(viewer):
    for name in factories.STAFF:
        staff(name)
    Membership.objects.create(user=staff(viewer), organisation=unit(factories.VILLAGE), role=Role.CLERK)
    client = Client()
    with time_machine.travel(NOON, tick=False):
        client.force_login(staff(viewer))
        cookies = copy.deepcopy(client.cookies)
        first, second = (factories.file_petition().petition for _ in range(2))
        names = names_of(second)
        answers = []
        for hidden in (True, False):
            mark = transaction.savepoint()
            client.cookies = copy.deepcopy(cookies)
            _taken_up(first)
            if hidden:
                _taken_up(factories.file_petition(reported_party="荷叶埂村委会").petition)
            _taken_up(second)
            numbers = [notice.document_number for notice in second.notices.order_by("issued_at", "code")]
            answers.append({"numbers": numbers} | ask_everything(client, names))
            transaction.savepoint_rollback(mark)
    with_case, without_case = answers
    assert with_case.pop("numbers") == without_case.pop("numbers")
    different = [path for path in with_case if with_case[path] != without_case[path]]
    assert different == [], first_difference(with_case[different[0]], without_case[different[0]])
    assert any(second.shown_number.encode() in body for _, _, body in with_case.values()), "nothing was shown"


def _taken_up(petition: Petition) -> None:
    """Sent on and accepted, each with its numbered paper, by heads whom no bar of this test touches."""
    department = unit(factories.AGRICULTURE)
    petition = act(petition, "register", "petition_head")
    petition = act(petition, "transfer", "petition_head", organisation=department, reason="按职责")
    act(petition, "accept", "officer_head")


def a_case_far_along(accused: str, petition_class: str) -> Petition:
    """A case against a unit, taken as far as others can take it: papers, files, clocks, events, messages."""
    petition = factories.file_petition(
        reported_party=accused, petition_class=petition_class, joint=True
    ).petition
    if petition.is_accusation:
        return _through_the_discipline_side(petition)
    petition = act(petition, "register", "petition_office")
    petition = act(
        petition, "transfer", "petition_office", organisation=unit(factories.CIVIL_AFFAIRS), reason="按职责"
    )
    petition = act(petition, "report_up", "petition_office", reason="可能造成影响")
    petition = act(petition, "accept", "officer2")
    petition = act(petition, "start", "officer2")
    petition = act(petition, "issue_opinion", "officer2", **OPINION)
    return act(petition, "grant", "officer2_head")


def _through_the_discipline_side(petition: Petition) -> Petition:
    holder = petition.owner.code
    who = "superior_inspector" if holder == "990100-JW" else "inspector"
    petition = act(petition, "keep", who)
    return act(petition, "report_up", who, reason="可能造成影响")


def ask_everything(client: Client, names: dict[str, str]) -> dict[str, tuple[int, Any, bytes]]:
    """Every address by GET, and the searches in which one would look for the case."""
    cache.clear()
    answers = {}
    for pattern, values in table().items():
        if pattern not in NOT_ASKED:
            path = address(pattern, values, names)
            answers[f"{pattern} → {path}"] = plain(client.get(path))
    for path, data in (
        ("/admin/cases/", {"q": names["number"]}),
        ("/admin/cases/", {"q": names["title"]}),
        ("/admin/cases/", {"tab": "all"}),
        ("/admin/cases/export/", {"tab": "all"}),
        ("/admin/outbox/", {"state": "aside"}),
    ):
        answers[f"{path}?{data}"] = plain(client.get(path, data))
    for path, data in (
        ("/admin/cases/by-phone/", {"phone": names["phone"]}),
        ("/admin/outbox/requeue/", {"which": "all"}),
        ("/admin/outbox/set-aside/", {"reason": "told"}),
        ("/admin/outbox/put-back/", {}),
        (f"/admin/cases/{names['number']}/do/accept/", {"seen": "1"}),
        (f"/admin/cases/{names['number']}/unmask/", {"purpose": "handling"}),
        ("/track/", {"number": names["number"], "password": "0000-0000-0000-0000"}),
    ):
        answers[f"POST {path}"] = plain(client.post(path, data))
    return answers


def first_difference(one: tuple[int, Any, bytes], other: tuple[int, Any, bytes]) -> str:
    """Where two answers part, with the words around it: invented people only."""
    if one[:2] != other[:2]:
        return f"{one[:2]} / {other[:2]}"
    at = next((i for i, (a, b) in enumerate(zip(one[2], other[2], strict=False)) if a != b), 0)
    around = slice(max(at - 80, 0), at + 80)
    return " / ".join(answer[2][around].decode(errors="replace") for answer in (one, other))


def plain(response: Any) -> tuple[int, Any, bytes]:
    """What two answers must share."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for changing in CHANGING:
        body = changing.sub(b"", body)
    headers = sorted((name, value) for name, value in response.items() if name not in CHANGING_HEADERS)
    return response.status_code, headers, body
