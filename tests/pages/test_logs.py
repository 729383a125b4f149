"""The logs: JSON lines with a request id, in which nothing leads back to a resident."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from sunshine.logs import HIDDEN
from sunshine.middleware import RequestIdMiddleware

PHONE = "19900010001"
ID_NUMBER = "990121198001010016"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What the site's own handler writes while the test runs."""
    handler = next(h for h in logging.getLogger().handlers if h.__class__ is logging.StreamHandler)
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    if before is not None:
        handler.setStream(before)


def answer(request: HttpRequest) -> HttpResponse:
    structlog.get_logger("room").info("did something")
    return HttpResponse("")


def test_every_line_of_a_request_has_its_id_and_the_answer_too(lines: Lines) -> None:
    response = RequestIdMiddleware(answer)(RequestFactory().get("/help/"))
    ids = {line["request_id"] for line in lines()}
    assert ids == {response["X-Request-ID"]}


def test_a_proxys_id_is_kept_and_anything_else_is_not(lines: Lines) -> None:
    kept = "0123456789abcdef" * 2
    assert (
        RequestIdMiddleware(answer)(RequestFactory().get("/", headers={"X-Request-ID": kept}))["X-Request-ID"]
        == kept
    )
    for given in ("覃见山", "a b", kept + "\n", PHONE):
        response = RequestIdMiddleware(answer)(RequestFactory().get("/", headers={"X-Request-ID": given}))
        assert response["X-Request-ID"] != given


def test_the_access_log_knows_neither_query_nor_address_nor_browser(lines: Lines) -> None:
    request = RequestFactory(REMOTE_ADDR="203.0.113.7").get(
        "/search/?q=荷叶埂", headers={"User-Agent": "Gecko"}
    )
    RequestIdMiddleware(answer)(request)
    line = next(line for line in lines() if line["event"] == "request")
    assert line["path"] == "/search/"
    assert not any(word in json.dumps(line) for word in ("203.0.113.7", "Gecko", "q="))


@pytest.mark.parametrize("path", ["/petition/new/", "/track/", "/en/track/lost/", "/healthz/"])
def test_residents_steps_leave_no_access_line(lines: Lines, path: str) -> None:
    RequestIdMiddleware(lambda request: HttpResponse(""))(RequestFactory().get(path))
    assert lines() == []


def test_what_django_refuses_on_residents_pages_is_not_noted(lines: Lines) -> None:
    record = {"request": RequestFactory().post("/track/"), "status_code": 403}
    logging.getLogger("django.request").warning("Forbidden: %s", "/track/", extra=record)
    assert lines() == []


@pytest.mark.parametrize("logger", ["django.request", "celery.task", "somebody.elses"])
def test_personal_data_is_masked_in_anybodys_lines(lines: Lines, logger: str) -> None:
    logging.getLogger(logger).error("could not reach %s (%s)", PHONE, ID_NUMBER)
    text = json.dumps(lines(), ensure_ascii=False)
    assert "could not reach" in text
    assert PHONE not in text
    assert ID_NUMBER not in text


def test_personal_data_is_masked_in_tracebacks(lines: Lines) -> None:
    try:
        raise ValueError(f"no such phone {PHONE}")
    except ValueError:
        logging.getLogger("room").exception("failed")
    assert "ValueError" in lines()[0]["exception"]
    assert PHONE not in json.dumps(lines())


def test_personal_data_is_masked_inside_values(lines: Lines) -> None:
    structlog.get_logger("room").warning("odd", data={"list": [PHONE, {"deep": ID_NUMBER}]}, count=3)
    line = lines()[0]
    assert PHONE not in json.dumps(line)
    assert ID_NUMBER not in json.dumps(line)
    assert line["count"] == 3


@pytest.mark.parametrize("key", ["password", "phone", "title", "body", "ip", "Token", "name"])
def test_values_under_telling_names_are_dropped(lines: Lines, key: str) -> None:
    structlog.get_logger("room").warning("odd", **{key: "R7KM4TXQ9HWD"})
    assert lines()[0][key] == HIDDEN


@pytest.mark.parametrize("path", ["/petition/new/?region=990121103204", "/en/track/?number=2026-GDMBYB7-8"])
def test_query_strings_of_residents_pages_disappear_from_every_message(lines: Lines, path: str) -> None:
    logging.getLogger("django.request").error("Internal Server Error: %s", path)
    assert "=" not in lines()[0]["event"]


def test_a_wrong_address_is_logged_with_its_path_alone(lines: Lines, client: Client, db: None) -> None:
    client.get("/nowhere/?phone=" + PHONE)
    assert PHONE not in json.dumps(lines())


@pytest.mark.parametrize("number", ["2026-7K3M9QX-K", "20267K3M9QXK", "2026-7k3m9qx-k"])
@pytest.mark.parametrize("path", ["/admin/cases/{}/", "/api/v1/petitions/{}/", "/nowhere/{}/"])
def test_no_case_number_of_an_address_is_in_any_line(
    lines: Lines, client: Client, db: None, path: str, number: str
) -> None:
    client.get(path.format(number))
    logging.getLogger("room").info("see %s.", number)
    assert lines()
    assert number not in json.dumps(lines())


@pytest.mark.parametrize(
    "number",
    ["2026 7K3M9QX K", "2026-7K3-M9QX-K", "２０２６－７Ｋ３Ｍ９ＱＸ－Ｋ", "2026–7K3M9QX–K", "2026/7K3M9QX/K"],
)
@pytest.mark.parametrize("end", ["", "/", "/x", "?a=1"])
def test_no_spelling_of_a_number_is_in_a_line_whatever_becomes_of_the_request(
    lines: Lines, client: Client, db: None, number: str, end: str
) -> None:
    client.get(f"/api/v1/petitions/{number}{end}")
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/api/v1/petitions/{number}{end}")
    written = json.dumps(lines(), ensure_ascii=False)
    assert "/api/v1/petitions/" in written
    assert not any(part in written for part in ("7K3", "M9QX", "７Ｋ３"))


def test_the_access_log_has_the_route_where_the_path_holds_a_number(
    lines: Lines, client: Client, db: None
) -> None:
    client.get("/api/v1/petitions/2026-7K3M9QX-K/")
    line = next(line for line in lines() if line["event"] == "request")
    assert line["path"] == "/api/v1/petitions/<number>/"
