"""When something is refused or fails, a page in the look says what happened and what to do."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import ResolverMatch, path
from wagtail.models import Site

from sunshine import urls, views


def raising(error: Exception):
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


def shown_again(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"again: {request.POST['body']}")


form.csrf_failed = shown_again  # type: ignore[attr-defined]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


handler400 = "sunshine.views.bad_request"
handler403 = "sunshine.views.permission_denied"
handler404 = "sunshine.views.page_not_found"
handler500 = "sunshine.views.server_error"
urlpatterns = [
    path("bad/", raising(BadRequest("姓名 覃见山"))),
    path("closed/", raising(PermissionDenied())),
    path("large/", raising(RequestDataTooBig())),
    path("many/", raising(TooManyFieldsSent())),
    path("broken/", raising(DatabaseError("199 0001 0001"))),
    path("api/broken/", raising(DatabaseError())),
    path("api/large/", raising(RequestDataTooBig())),
    path("form/", form),
    path("plain/", plain),
    *urls.urlpatterns,
]
here = override_settings(ROOT_URLCONF=__name__)
WORDS = {
    "/bad/": (400, "请求看不懂"),
    "/closed/": (403, "不对您开放"),
    "/nowhere/": (404, "没有这一页"),
    "/large/": (413, "收不下"),
}


@here
@pytest.mark.parametrize("address", WORDS)
def test_a_refusal_says_what_happened_and_what_to_do(site: Site, client: Client, address: str) -> None:
    status, words = WORDS[address]
    response = client.get(address)
    page = response.content.decode().replace("<wbr>", "")
    assert response.status_code == status
    assert words in page
    assert "您可以" in page
    assert "砚川阳光" in page


@here
def test_too_many_fields_are_refused_like_too_much_text(site: Site, client: Client) -> None:
    assert client.get("/many/").status_code == 413


@here
def test_a_fault_shows_a_page_that_needs_no_database(client: Client) -> None:
    """No fixture gives this test a database: the page asks for none."""
    client.raise_request_exception = False
    response = client.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "本站出了故障" in page
    assert "没有收到" in page
    assert "199" not in page


@here
def test_a_form_that_meets_a_fault_is_in_the_page_to_be_sent_again(client: Client) -> None:
    client.raise_request_exception = False
    page = client.post("/broken/", {"body": "渠比田高，水放不进去，要求返工，并请答复。"}).content.decode()
    assert "要求返工" in page
    assert "再提交一次" in page


@here
def test_a_form_of_staff_with_a_password_in_it_is_repeated_nowhere(client: Client) -> None:
    client.raise_request_exception = False
    page = client.post("/broken/", {"login": "officer", "password": "七步之内必有芳草"}).content.decode()
    assert "officer" not in page
    assert "七步" not in page


def test_a_form_that_was_not_found_to_be_ours_is_not_offered_with_our_token() -> None:
    request = RequestFactory().post("/admin/", {"body": "别处的表单替您写好的内容，您不知道。"})
    assert "替您写好" not in views.server_error(request).content.decode()


def test_a_form_that_cannot_be_read_is_left_out() -> None:
    sent = "multipart/form-data; boundary=" + "x" * 300
    request = RequestFactory().generic("POST", "/petition/new/", b"--x", content_type=sent)
    request.csrf_processing_done = True  # type: ignore[attr-defined]
    assert "<form" not in views.server_error(request).content.decode()


@here
def test_a_fault_on_an_english_page_is_told_in_english(client: Client) -> None:
    request = RequestFactory().get("/en/help/")
    assert '<html lang="en">' in views.server_error(request).content.decode()


@here
@pytest.mark.parametrize(
    ("address", "status"), [("/api/nowhere/", 404), ("/api/large/", 413), ("/api/broken/", 500)]
)
def test_the_api_answers_with_problem_details(site: Site, client: Client, address: str, status: int) -> None:
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["status"] == status


@here
def test_an_expired_form_that_knows_how_is_shown_again_with_what_was_typed(site: Site) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/form/", {"body": "渠比田高"})
    assert response.content.decode() == "again: 渠比田高"


@here
def test_any_other_form_without_a_token_is_refused_in_words(site: Site) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/plain/", {"body": "渠比田高"})
    assert response.status_code == 403
    assert "再按一次" in response.content.decode().replace("<wbr>", "")


def test_a_class_based_view_can_show_its_form_again_too() -> None:
    class View:
        csrf_failed = staticmethod(lambda request: HttpResponse("again"))

    def dispatch(request: HttpRequest) -> HttpResponse:
        return HttpResponse("sent")

    dispatch.view_class = View  # type: ignore[attr-defined]
    request = RequestFactory().post("/form/")
    request.resolver_match = ResolverMatch(dispatch, (), {})
    assert views.csrf_failure(request).content == b"again"
