"""What stands between a signed-in person and the admin: limits of the session, then the gates."""

from __future__ import annotations

import re
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from . import sessions
from .models import User
from .rights import memberships, sync_rights

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Gate = Callable[[HttpRequest, User], HttpResponse | None]

ADMIN = "/admin/"
# The way out is open to everybody.
SIGN_OUT = "/admin/logout/"
ACCOUNTS = re.compile(r"/(?:[a-z-]+/)?accounts/")
LONGEST_FORM = 16_000  # bytes; the longest is what a security key says of itself


class ShortFormsMiddleware:
    """Refuses what is too long to be a form of signing in, before anything of it is read.

    Names, passwords and the address to go on to pass through libraries that bring them into a normal form without
    a bound, and everybody may send them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if ACCOUNTS.match(request.path_info):
            length = request.headers.get("Content-Length", "0")
            if length.isdecimal() and int(length) > LONGEST_FORM:
                raise RequestDataTooBig("a form of signing in is shorter")
        return self.get_response(request)


class SessionLimitMiddleware:
    """Ends a session that was left alone too long or has lasted too long.

    The session is looked at when somebody asks who the user is, and not before: a public page asks nobody,
    and stays the same for all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.user
        request.user = SimpleLazyObject(lambda: _within_limits(request, asked))  # type: ignore[assignment]
        return self.get_response(request)


def _within_limits(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    if not user.is_authenticated:
        return user
    if sessions.is_over(request.session):
        request.session.flush()
        return AnonymousUser()
    sessions.note_use(request.session)
    return user


class SecondFactorMiddleware:
    """Lets a signed-in person into the admin only with a role, a password of one's own and a second factor.

    Which roles need a second factor is said by ``SUNSHINE_SECOND_FACTOR_ROLES``. It must have been shown in
    this very session: a session that a password alone has opened, by whatever door, gets no further than
    showing it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ADMIN) and request.path != SIGN_OUT and isinstance(request.user, User):
            for gate in GATES:
                if answer := gate(request, request.user):
                    return answer
        return self.get_response(request)


def own_language(request: HttpRequest, user: User) -> None:
    """Speak the language that the user chose in the profile, else the one of the page on which they signed in."""
    profile = getattr(user, "wagtail_userprofile", None)
    language = (profile.preferred_language if profile else "") or sessions.language(request.session)
    translation.activate(language)
    request.LANGUAGE_CODE = language


def rights_of_today(request: HttpRequest, user: User) -> None:
    """Derive the rights anew once a day: a membership may have begun or ended at midnight."""
    if not sessions.rights_are_of_today(request.session):
        sync_rights(user)
        sessions.note_rights(request.session)


def a_role(request: HttpRequest, user: User) -> HttpResponse | None:
    """Somebody without a role has nothing to do here; sent to sign in again, they would be back at once."""
    if user.has_perm("wagtailadmin.access_admin"):
        return None
    return render(request, "account/no_role.html", status=403)


def own_password(request: HttpRequest, user: User) -> HttpResponse | None:
    """A password that somebody else chose is good for choosing one's own."""
    return redirect("account_change_password") if user.must_change_password else None


def second_factor(request: HttpRequest, user: User) -> HttpResponse | None:
    """The way to set up or show the second factor, if one is needed and was not shown."""
    if not needs_second_factor(user) or sessions.has_second_factor(request.session, user):
        return None
    if not is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
        return redirect("mfa_index")
    ways = get_adapter().get_reauthentication_methods(user)
    way = next(way["url"] for way in ways if way["id"].startswith("mfa_"))
    came_for = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return redirect(f"{way}?{urlencode({'next': came_for})}")


def needs_second_factor(user: User) -> bool:
    """Whether one of the user's roles is among those that sign in with a second factor."""
    asked = set(settings.SUNSHINE_SECOND_FACTOR_ROLES)
    if not asked or "*" in asked:
        return bool(asked)
    return any(membership.role in asked for membership in memberships(user))


GATES: tuple[Gate, ...] = (
    own_language,
    rights_of_today,
    a_role,
    own_password,
    second_factor,
)
