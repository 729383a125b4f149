"""Nobody of an accused unit can tell, from anything that the site answers, whether the case is there.

For a user of each kind of accused unit, every address of the site is asked with the case in the database and without
it: status, headers, body and what is in the session must be the same. Tokens that are new in every answer are left out
of the comparison. The second time is spared where it could show nothing: see ``matrix.reading``.
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
from matrix import kept
from matrix.reading import SESSIONS, Trace, tables_there, to_ask_again, traced, world
from matrix.routes import address, every_pattern, names_of, table
from summaries.conftest import answered, publish
from wagtail.users.models import UserProfile

from accounts.models import Membership, Role, User
from delivery.knowing import known_to
from delivery.models import OutboxMessage
from delivery.outbox import drain
from intake.petitions.models import DutyContact, Petition
from intake.petitions.process import lost
from intake.petitions.process.receipt import open_notice
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
    # How long a search took: a busy machine tells no secret.
    re.compile(rb'"took_ms": ?\d+'),
]
CHANGING_HEADERS = {
    "Date",
    "X-Request-ID",
    "X-Request-Id",
    "Set-Cookie",
    "Content-Security-Policy",
    "Content-Length",
    "ETag",  # is reckoned from the body, which is compared
}
# Signing out would make every later answer a visitor's; the last is Wagtail's own trial of its error page.
NOT_ASKED = {"admin/logout/", "accounts/logout/", "admin/failwhale/"}

# Who is complained of → as what the petition is filed, and who must not know of it.
ACCUSED = {
    "village": ("荷叶埂村委会", "appeal", ["clerk", "grid_worker"]),
    "township": ("柘木湾镇政府", "appeal", ["township_officer", "township_head", "reviewer", "town_centre"]),
    "village cadre": ("荷叶埂村支书", "accusation", ["grid_worker"]),
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
    return factories.site()


def test_every_route_is_in_the_table():
    patterns = set(every_pattern())
    assert patterns - set(table()) == set(), "say in routes.json how these are to be asked"
    assert set(table()) - patterns == set(), "these are gone"


# On servers the first viewer of each kind is asked, who stands for the queries that all of them cause.
@pytest.mark.parametrize(
    ("accused", "viewer"),
    [
        pytest.param(name, viewer, marks=[pytest.mark.one_server] if viewer != viewers[0] else [])
        for name, (_, _, viewers) in ACCUSED.items()
        for viewer in viewers
    ],
)
def test_the_accused_can_tell_nothing(accused, viewer):
    factories.hire(*factories.STAFF)
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


@pytest.mark.parametrize(
    "named",
    [pytest.param(name, marks=[pytest.mark.one_server] if nth else []) for nth, name in enumerate(OPERATORS)],
)
def test_an_operator_of_an_accused_unit_can_tell_nothing_from_what_could_not_be_delivered(named, settings):
    accused, petition_class, roles = OPERATORS[named]
    factories.hire(*factories.STAFF)
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
    client = signed_in(viewer)
    cookies = copy.deepcopy(client.cookies)
    mark = transaction.savepoint()
    petition = a_case()
    names = names_of(petition)
    there = world()
    with_case, traces = ask(client, everything(names))
    transaction.savepoint_rollback(mark)
    assert not Petition.objects.exists()
    client.cookies = cookies
    nothing_differs(client, names, with_case, set(to_ask_again(traces, there, world())))
    assert client.get("/admin/").status_code == 200, "the viewer is no longer signed in: nothing was shown"


def signed_in(viewer: User) -> Client:
    """A browser of the viewer, who has a profile: the first page of the admin would make it, and all others read it."""
    kept.keep(viewer)
    client = Client()
    client.force_login(viewer)
    UserProfile.get_for_user(viewer)
    return client


def nothing_differs(client: Client, names: dict[str, str], earlier: dict[str, Any], again: set[str]) -> None:
    """What could be other now is not."""
    now, _traces = ask(client, {name: asked for name, asked in everything(names).items() if name in again})
    assert now, "nothing was asked again"
    different = [name for name in now if earlier[name] != now[name]]
    assert different == [], first_difference(earlier[different[0]], now[different[0]])
    assert [name for name, (status, *_) in earlier.items() if status == 500] == []


@pytest.mark.parametrize("viewer", ["inspector", "inspector_head"])
def test_the_intake_can_tell_nothing_of_what_its_head_sent_up_to_the_superior(viewer):
    factories.hire(*factories.STAFF)

    def a_case_sent_up() -> Petition:
        petition = factories.accusation(title="反映市管干部", joint=True, people_count=3).petition
        again = factories.accusation(title="再次反映").petition
        act(again, "merge", "inspector", first=petition.shown_number)
        petition = act(petition, "report_to_superior", "inspector_head", reason="被反映人为市管干部")
        petition = act(petition, "keep", "superior_inspector")
        return act(petition, "report_up", "superior_inspector", reason="可能造成影响")

    with time_machine.travel(NOON, tick=False):
        nothing_tells(staff(viewer), a_case_sent_up)


@pytest.mark.parametrize("viewer", ["officer", "petition_office"])
def test_who_has_what_was_split_off_a_report_can_not_tell_that_there_is_one(viewer):
    factories.hire(*factories.STAFF)
    with time_machine.travel(NOON, tick=False):
        client = signed_in(staff(viewer))
        cookies = copy.deepcopy(client.cookies)
        report = factories.accusation(
            reported_party="县农业农村局局长", body="县农业农村局局长收受礼金。"
        ).petition
        report = act(
            report,
            "split_off",
            "inspector",
            title="请求修渠",
            body="高标准农田的渠底比田高，水放不进，请求县农业农村局返工。",
            petition_class="appeal",
            region=Region.objects.get(code=factories.VILLAGE),
            accused_may_know=True,
            agreed_how="phone",
            agreed_on=timezone.localdate(),
            reason="电话征得同意",
        )
        made = Petition.objects.get(pk=report.split_offs.get().made)
        _taken_up(made)
        names, there, mark = names_of(made), world(), transaction.savepoint()
        with_report, traces = ask(client, everything(names))
        transaction.savepoint_rollback(mark)
        report.delete()
        client.cookies = cookies
        nothing_differs(client, names, with_report, set(to_ask_again(traces, there, world())))
    assert any(made.shown_number.encode() in body for _, _, body, _ in with_report.values())


@pytest.mark.parametrize("viewer", ["officer", "petition_office"])
def test_who_is_kept_from_one_case_of_the_own_office_finds_no_gap_in_the_papers_of_the_others(viewer):
    factories.hire(*factories.STAFF)
    Membership.objects.create(user=staff(viewer), organisation=unit(factories.VILLAGE), role=Role.CLERK)
    with time_machine.travel(NOON, tick=False):
        client = signed_in(staff(viewer))
        cookies = copy.deepcopy(client.cookies)
        first, second = (factories.file_petition().petition for _ in range(2))
        names = names_of(second)
        mark = transaction.savepoint()
        hidden_numbers = _numbers_around(first, second, hidden=True)
        names["hidden"] = kept.hidden_beside(first, second).shown_number
        there = world()
        with_case, traces = ask(client, everything(names))
        transaction.savepoint_rollback(mark)
        client.cookies = cookies
        assert hidden_numbers == _numbers_around(first, second, hidden=False)
        nothing_differs(client, names, with_case, set(to_ask_again(traces, there, world())))
    assert any(second.shown_number.encode() in body for _, _, body, _ in with_case.values()), (
        "nothing was shown"
    )


def test_who_withdrew_from_a_case_can_tell_nothing_though_a_summary_of_it_was_public():
    factories.hire(*factories.STAFF)
    viewer = User.objects.create(username="another_clerk", display_name="试用另一位")
    office = unit(factories.PETITION_OFFICE)
    Membership.objects.create(user=viewer, role=Role.PETITION_OFFICER, organisation=office)

    def a_case_that_was_public() -> Petition:
        petition = answered()
        publish(petition)
        return act(petition, "recuse", "petition_head", reason="近亲属", user=viewer)

    with time_machine.travel(NOON, tick=False):
        nothing_tells(viewer, a_case_that_was_public)


def _numbers_around(first: Petition, second: Petition, *, hidden: bool) -> list[str]:
    """The numbers of the second case's papers, with or without a case of the same office between the two."""
    _taken_up(first)
    for days in (kept.LATE, kept.NEAR) if hidden else ():
        petition = factories.file_petition(reported_party="荷叶埂村委会").petition
        _taken_up(petition)
        kept.put_on_lists(petition, days)
    _taken_up(second)
    return [notice.document_number for notice in second.notices.order_by("issued_at", "code")]


def _taken_up(petition: Petition) -> None:
    """Sent on and accepted, each with its numbered paper, by heads whom no bar of this test touches."""
    department = unit(factories.AGRICULTURE)
    petition = act(petition, "register", "petition_head")
    petition = act(petition, "transfer", "petition_head", organisation=department, reason="按职责")
    act(petition, "accept", "officer_head")


def a_case_far_along(accused: str, petition_class: str) -> Petition:
    """A case against a unit, taken as far as others can take it: papers, files, clocks, events, messages."""
    petition = factories.file_petition(
        reported_party=accused, petition_class=petition_class, joint=True, publish_consent=True
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
    petition = act(petition, "grant", "officer2_head")
    open_notice(petition.pk, petition.notices.get(is_reply=True).pk)
    return petition


def _through_the_discipline_side(petition: Petition) -> Petition:
    holder = petition.owner.code
    who = "superior_inspector" if holder == "990100-JW" else "inspector"
    petition = act(petition, "keep", who)
    return act(petition, "report_up", who, reason="可能造成影响")


def everything(names: dict[str, str]) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Every address by GET, and the searches in which one would look for the case: method, address, data."""
    asked = {}
    for pattern, values in table().items():
        if pattern not in NOT_ASKED:
            path = address(pattern, values, names)
            asked[f"{pattern} → {path}"] = ("get", path, {})
    for path, data in (
        ("/admin/cases/", {"q": names["number"]}),
        ("/admin/cases/", {"q": names["title"]}),
        ("/admin/cases/", {"tab": "all"}),
        ("/admin/cases/export/", {"tab": "all"}),
        ("/admin/outbox/", {"state": "aside"}),
    ):
        asked[f"{path}?{data}"] = ("get", path, data)
    for path, data in (
        ("/admin/cases/by-phone/", {"phone": names["phone"]}),
        ("/admin/outbox/requeue/", {"which": "all"}),
        ("/admin/outbox/set-aside/", {"reason": "told"}),
        ("/admin/outbox/put-back/", {}),
        (f"/admin/cases/{names['number']}/do/accept/", {"seen": "1"}),
        (f"/admin/summaries/{names['number']}/original/", {}),
        (f"/admin/summaries/{names['number']}/do/begin/", {}),
        (f"/admin/summaries/{names['number']}/do/decline/", {"reason": "1"}),
        (f"/admin/cases/{names['number']}/unmask/", {"purpose": "handling"}),
        ("/track/", {"number": names["number"], "password": "0000-0000-0000-0000"}),
    ):
        asked[f"POST {path}"] = ("post", path, data)
    return asked | kept.requests(names)


Answer = tuple[int, Any, bytes, dict[str, Any] | None]


def ask(client: Client, requests: dict[str, Any]) -> tuple[dict[str, Answer], dict[str, Trace]]:
    """The answers to requests in their order, each with the session that it left, and what each was made of."""
    cache.clear()
    kept.same_numbers()
    answers, traces, tables = {}, {}, tables_there()
    for name, (method, path, data) in requests.items():
        with traced(tables) as traces[name]:
            answer = plain(getattr(client, method)(path, data))
        answers[name] = (*answer, dict(client.session) if SESSIONS in traces[name].wrote else None)
    return answers, traces


def first_difference(one: Answer, other: Answer) -> str:
    """Where two answers part, with the words around it: invented people only."""
    if one[:2] != other[:2] or one[3] != other[3]:
        return f"{one[:2]} {one[3]} / {other[:2]} {other[3]}"
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
