"""The API keeps the word of its own schema, whatever is sent: a machine reads the schema, asks by it, and judges."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import factories
import pytest
import schemathesis
from django.conf import LazySettings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from search import indexing
from sunshine.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

FILE, LOOK_UP = "POST /api/v1/petitions/", "GET /api/v1/petitions/{number}/"
SEARCH = "GET /api/v1/search/"
LISTS = [
    "GET /api/v1/regions/",
    "GET /api/v1/organisations/",
    "GET /api/v1/categories/",
    "GET /api/v1/disclosures/",
    "GET /api/v1/notices/",
    "GET /api/v1/cases/",
    "GET /api/v1/statistics/",
]
ONES = [
    "GET /api/v1/disclosures/{id}/",
    "GET /api/v1/notices/{notice_id}/",
    "GET /api/v1/cases/{case_id}/",
]
# The same questions in every run; what an earlier one found is written down as a test of its own.
ASKED = settings(
    max_examples=50,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# No schema knows which codes exist, nor which digits make a telephone number: those are refused by field.
BEYOND_SCHEMA = [positive_data_acceptance]


def from_an_address(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The application with the visitor's address, which every server gives and the asking library doesn't."""
    return application({"REMOTE_ADDR": "127.0.0.1"} | environ, start_response)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the connection that holds the test's transaction: a server lets go of its own after a request."""
    between = (request_started, request_finished)
    for signal in between:
        signal.disconnect(close_old_connections)
    yield
    for signal in between:
        signal.connect(close_old_connections)


@pytest.fixture
def described(settings: LazySettings) -> BaseSchema:
    """The API's schema as it is served; every other well-formed petition happens in a village that exists."""
    settings.SUNSHINE_SUBMISSIONS_PER_HOUR = 0
    indexing.rebuild()
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", from_an_address)

    @schema.hook
    def map_body(context: Any, body: Any) -> Any:
        region = body.get("region") if isinstance(body, dict) else None
        return body | {"region": factories.VILLAGE} if isinstance(region, str) and len(region) % 2 else body

    return schema


def operation(schema: BaseSchema, label: str) -> Any:
    return next(one.ok() for one in schema.get_all_operations() if one.ok().label == label)


def test_the_table_has_every_operation(described: BaseSchema) -> None:
    known = {FILE, LOOK_UP, SEARCH, *LISTS, *ONES}
    assert {one.ok().label for one in described.get_all_operations()} == known


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("label", [FILE, LOOK_UP, SEARCH, *LISTS, *ONES])
def test_every_answer_is_one_that_the_schema_describes(
    described: BaseSchema, label: str, mode: GenerationMode
) -> None:
    @ASKED
    @given(operation(described, label).as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        cache.clear()  # or the limits on guessing would be all that is ever answered
        case.call_and_validate(excluded_checks=BEYOND_SCHEMA)

    ask()


@pytest.mark.parametrize(
    "made",
    [factories.file_petition, factories.accusation, lambda: factories.file_petition(people=[])],
    ids=["appeal", "accusation", "anonymous"],
)
def test_a_case_that_is_there_looks_as_the_schema_says(described: BaseSchema, made: Any) -> None:
    filed = made()
    case = operation(described, LOOK_UP).Case(
        path_parameters={"number": filed.petition.shown_number},
        headers={"X-Query-Password": filed.password},
    )
    assert case.call_and_validate(excluded_checks=BEYOND_SCHEMA).status_code == 200


def test_a_petition_that_is_filed_is_answered_as_the_schema_says(described: BaseSchema) -> None:
    body = {"title": "路灯不亮", "body": "三组的路灯坏了一年多。", "region": factories.VILLAGE}
    case = operation(described, FILE).Case(body=body, media_type="application/json")
    assert case.call_and_validate().status_code == 201


def test_the_limits_answer_as_the_schema_says(described: BaseSchema, settings: LazySettings) -> None:
    settings.SUNSHINE_SUBMISSIONS_PER_HOUR = 1
    body = {"title": "路灯不亮", "body": "三组的路灯坏了一年多。", "region": factories.VILLAGE}
    case = operation(described, FILE).Case(body=body, media_type="application/json")
    assert [case.call_and_validate().status_code for _ in range(2)] == [201, 429]


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        (FILE, {"201", "400", "406", "413", "415", "422", "429", "507"}),
        (LOOK_UP, {"200", "400", "404", "406", "413", "429", "507"}),
        (SEARCH, {"200", "400", "406", "413", "503", "507"}),
        *((label, {"200", "400", "404", "406", "413", "507"}) for label in [*LISTS, *ONES]),
    ],
)
def test_each_status_is_described_and_each_refusal_is_a_problem(
    client: Client, label: str, codes: set[str]
) -> None:
    method, path = label.lower().split(" ")
    schema = json.loads(client.get("/api/v1/schema/?format=json").content)
    responses = schema["paths"][path][method]["responses"]
    assert set(responses) == codes
    refusals = [responses[code]["content"] for code in codes if code >= "400"]
    assert all(list(content) == ["application/problem+json"] for content in refusals)
