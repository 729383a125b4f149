"""Whatever is asked of any address, in whatever manner, the answer is never an error of the server."""

from __future__ import annotations

from urllib.parse import quote

import factories
import pytest
from django.test import Client
from matrix.routes import address, names_of, table

from intake.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

# Wagtail's own trial of its error page.
FAILS_ON_PURPOSE = {"admin/failwhale/"}
# They say so with 503 while no worker runs, and while there is no index.
NOT_READY = {"readyz/", "search/", "api/v1/search/"}
METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]

HOSTILE = [
    "",
    "\x00",
    "' OR 1=1; --",
    "{{7*7}}{% debug %}%(x)s{0.__class__}",
    "<svg onload=alert(1)>\"'>",
    "../../etc/passwd",
    "\u202eCBA\u2066\ufeff",
    "\ud7ff\ue000\uffff",
    "\r\nSet-Cookie: a=b",
    "9" * 400,
    "-1",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "長" * 2000,
]
# What no browser would send.
RAW = [
    "%FF%FE={name}",
    "{name}=%FF%FE",
    "{name}=%",
    "{name}=%zz&{name}=%00",
    "{name}[]=1&{name}=1&{name}=2",
    "&&==;;&{name}",
    "{name}=" + "a" * 30_000,
    "&".join(f"{{name}}={number}" for number in range(399)),
    "&".join(f"{{name}}={number}" for number in range(10_000)),
]
# Pages that read something from their query string, and what.
PUBLIC_QUERIES = {
    "/": ["q", "page"],
    "/petition/new/": ["region", "petition_class"],
    "/track/": ["number"],
    "/track/lost/": ["phone"],
    "/petition/receipt/": ["key"],
    "/accounts/login/": ["next"],
    "/api/v1/schema/": ["format", "lang"],
    "/api/v1/docs/": ["script"],
    "/api/v1/regions/": ["level", "parent", "page", "page_size"],
    "/api/v1/organisations/": ["kind", "region", "page", "page_size"],
    "/api/v1/categories/": ["group_code", "page", "page_size"],
}
DESK_QUERIES = {
    "/admin/cases/": [
        "q",
        "petition_class",
        "group",
        "township",
        "since",
        "until",
        "urgent",
        "mine",
        "tab",
        "p",
    ],
    "/admin/cases/export/": ["q", "group", "township", "since", "tab"],
    "/admin/outbox/": ["q", "state", "p", "ordering"],
}
FORMS = [
    "/petition/new/",
    "/petition/suggest/",
    "/petition/receipt/",
    "/track/",
    "/track/leave/",
    "/track/lost/",
    "/track/lost/code/",
    "/track/lost/new/",
    "/track/case/add/",
    "/track/case/rate/",
    "/track/case/accept/",
    "/track/case/withdraw/",
    "/track/case/contact/",
    "/track/case/publish/",
    "/accounts/login/",
]
# Others need no field to know that there is nothing to do: no case is open, say.
ALWAYS_READ = ["/petition/new/", "/track/", "/track/lost/", "/accounts/login/"]
PLAIN = "application/x-www-form-urlencoded"
# Bodies that are no form, or more of one than anybody needs, and the kind that they claim to be.
BODIES = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "empty boundary": ("multipart/form-data; boundary=", b"----\r\n"),
    "odd boundary": ("multipart/form-data; boundary=\xff\x00", b"--x\r\n"),
    "cut off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n\xff\xd8',
    ),
    "bad base64": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n",
    ),
    "odd file name": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="../\x00\xff"\r\n\r\nx\r\n--x--\r\n',
    ),
    "charset of bytes": ("multipart/form-data; boundary=x; charset=base64", b"--x--\r\n"),
    "charset utf-16": (f"{PLAIN}; charset=utf-16", "title=路".encode("utf-16")),
    "charset unknown": (f"{PLAIN}; charset=klingon", b"title=x"),
    "charset rot13": (f"{PLAIN}; charset=rot13", b"title=x"),
    "no utf-8": (PLAIN, b"title=%FF%FE&number=%ED%A0%80&phone=\xff"),
    "bad percent": (PLAIN, b"title=%&number=%zz&%00=%00"),
    "many fields": (PLAIN, b"a=1&" * 10_000),
    "large field": (PLAIN, b"title=" + b"x" * 10 * 1024 * 1024),
    "json": ("application/json", b"[" * 100_000),
    "no kind": ("", b"title=x"),
}


def paths() -> dict[str, str]:
    """Every address of the site with a case's own parts filled in."""
    factories.site()
    names = names_of(factories.file_petition().petition)
    return {
        pattern: address(pattern, values, names)
        for pattern, values in table().items()
        if pattern not in FAILS_ON_PURPOSE
    }


def unbroken(client: Client) -> Client:
    """A browser that sees an error of the server as a page, as others do."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("method", METHODS)
def test_no_address_breaks_under_any_method(client: Client, method: str) -> None:
    asked = unbroken(client)
    answers = {
        pattern: asked.generic(method, path).status_code
        for pattern, path in paths().items()
        if pattern not in NOT_READY
    }
    assert {pattern: status for pattern, status in answers.items() if status >= 500} == {}
    assert Petition.objects.count() == 1


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "TRACE"])
def test_no_address_of_the_desk_breaks_under_any_method(client: Client, method: str) -> None:
    asked = unbroken(client)
    asked.force_login(factories.staff("petition_office"))
    own = ("admin/cases/", "admin/outbox/", "admin/register/", "admin/texts/", "admin/regions/", "documents/")
    answers = {
        path: asked.generic(method, path).status_code
        for pattern, path in paths().items()
        if pattern.startswith(own)
    }
    assert len(answers) > 10
    assert {path: status for path, status in answers.items() if status >= 500} == {}


def queries(names: list[str]) -> list[str]:
    one_by_one = [f"{name}={quote(typed)}" for typed in HOSTILE for name in names]
    at_once = ["&".join(f"{name}={quote(typed)}" for name in names) for typed in HOSTILE]
    return one_by_one + at_once + [raw.replace("{name}", name) for raw in RAW for name in names[:2]]


def broken_by(client: Client, path: str, names: list[str]) -> dict[str, int]:
    asked = unbroken(client)
    answers = {
        query[:60]: asked.generic("GET", path, QUERY_STRING=query).status_code for query in queries(names)
    }
    return {query: status for query, status in answers.items() if status >= 500}


@pytest.mark.parametrize("path", PUBLIC_QUERIES)
def test_no_query_breaks_a_public_page(client: Client, path: str) -> None:
    assert broken_by(client, path, PUBLIC_QUERIES[path]) == {}


@pytest.mark.parametrize("path", DESK_QUERIES)
def test_no_query_breaks_a_page_of_the_desk(client: Client, path: str) -> None:
    client.force_login(factories.staff("operator" if "outbox" in path else "petition_office"))
    assert client.get(path).status_code == 200
    assert broken_by(client, path, DESK_QUERIES[path]) == {}


@pytest.mark.parametrize("path", FORMS)
def test_no_body_breaks_a_form(client: Client, path: str) -> None:
    made = factories.file_petition()
    client.post("/track/", {"number": made.petition.shown_number, "password": made.password})
    asked = unbroken(client)
    answers = {
        name: asked.generic("POST", path, body, content_type=kind).status_code
        for name, (kind, body) in BODIES.items()
    }
    assert {name: status for name, status in answers.items() if status >= 500} == {}
    if path in ALWAYS_READ:
        assert answers["many fields"] == answers["large field"] == 413
    assert Petition.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "elsewhere.example"},
        {"Host": "a b"},
        {"Host": "[::1"},
        {"Host": "x" * 5000},
        {"X-Forwarded-For": "'; DROP TABLE"},
        {"X-Forwarded-Proto": "gopher"},
        {"X-Request-ID": "\r\n"},
        {"Cookie": "sessionid=\xff; csrftoken=" + "x" * 5000},
        {"Cookie": "sessionid=../../x; messages=[[1"},
        {"Accept-Language": "x" * 5000},
        {"Accept": "\xff"},
        {"Referer": "javascript:\x00"},
        {"If-None-Match": '"' * 500},
        {"If-Modified-Since": "yesterday"},
        {"Range": "bytes=-9" * 50},
        {"Content-Length": "-1"},
        {"Content-Length": "many"},
    ],
    ids=lambda headers: " ".join(headers),
)
def test_no_header_breaks_a_page(client: Client, headers: dict[str, str]) -> None:
    asked = unbroken(client)
    for path in ("/", "/en/", "/petition/new/", "/track/", "/api/v1/regions/", "/accounts/login/", "/admin/"):
        assert asked.get(path, headers=headers).status_code < 500, path
        assert asked.post(path, {"number": "x"}, headers=headers).status_code < 500, path


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/%FF%FE/",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//elsewhere.example/",
        "/" + "a/" * 2000,
        "/en/" + "x" * 8000,
        "/%E2%80%AE/",
        "/track/case/notice/' OR 1=1/",
        "/{{7*7}}/",
        "/admin/cases/%00/",
        "/static/%00",
        "/static/../../settings.py",
        "/documents/99999999999999999999/x",
    ],
    ids=lambda path: path[:30],
)
def test_no_path_breaks_the_site(client: Client, path: str) -> None:
    asked = unbroken(client)
    asked.force_login(factories.staff("petition_office"))
    assert asked.get(path).status_code < 500
