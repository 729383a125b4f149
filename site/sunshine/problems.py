"""The API's errors, all as problem details (RFC 9457): one entry for each field, in the visitor's language."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status

from intake.petitions.errors import CaseError, NotAllowed, NotFound, RuleViolation

CONTENT_TYPE = "application/problem+json"


def problem(
    code: int, title: str, errors: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None
) -> JsonResponse:
    """One problem as a response. ``errors`` holds ``field``, ``code`` and ``message`` of each thing to put right.

    Not left to a view's renderer: of a view that makes HTML, or none that the caller accepts, a refusal is JSON too.
    """
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": int(code)}
    if errors:
        body["errors"] = errors
    return JsonResponse(
        body,
        status=code,
        headers=headers,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def exception_handler(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Turn what a view raised into a problem. What is not foreseen here is a server error and stays one."""
    if isinstance(exc, exceptions.NotFound):  # a page of a list, beyond its last
        return problem(status.HTTP_404_NOT_FOUND, _("There is nothing here."))
    if isinstance(exc, Http404 | NotFound):
        return problem(status.HTTP_404_NOT_FOUND, _("There is nothing here, or the password does not fit."))
    if isinstance(exc, RuleViolation):
        errors = [
            {"field": field, "code": "rule", "message": str(message)} for field, message in exc.problems
        ]
        return problem(status.HTTP_422_UNPROCESSABLE_ENTITY, _("The rules do not allow this."), errors)
    if isinstance(exc, NotAllowed):
        return problem(status.HTTP_409_CONFLICT, _("This can't be done with the case as it is now."))
    if isinstance(exc, CaseError):
        return problem(status.HTTP_409_CONFLICT, _("The case has changed meanwhile."))
    if isinstance(exc, exceptions.ValidationError):
        return problem(
            status.HTTP_400_BAD_REQUEST, _("Some fields need another look."), list(_flatten(exc.detail))
        )
    if isinstance(exc, PermissionDenied):
        return problem(status.HTTP_403_FORBIDDEN, _("This is not open to you."))
    if isinstance(exc, exceptions.Throttled):
        headers = {"Retry-After": str(int(getattr(exc, "wait", None) or 60))}
        return problem(exc.status_code, _("Too many requests. Try again later."), headers=headers)
    if isinstance(exc, exceptions.APIException):
        wait = getattr(exc, "wait", None)
        headers = {"Retry-After": str(int(wait))} if wait else {}
        return problem(exc.status_code, str(exc.detail), headers=headers)
    return None


def _flatten(detail: Any, path: str = "") -> Any:
    """Every message of a nested validation error with the dotted path of its field."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from _flatten(inner, f"{path}.{step}".strip(".") if path else step)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flatten(inner, path)
    else:
        yield {"field": path, "code": getattr(detail, "code", "invalid"), "message": str(detail)}


def not_found(request: HttpRequest) -> JsonResponse:
    """The answer to an API address that does not exist."""
    return problem(status.HTTP_404_NOT_FOUND, _("There is nothing here."))
