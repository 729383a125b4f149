"""Slowing those who guess passwords, without locking out those who are guessed at.

Only failures count; a sign-in that succeeds gives back what it used. Three counts stand side by side:

- per address, over all accounts, against one who tries many people;
- per account and address together, against one who tries one person;
- per account over all addresses, against many machines that try one person. This one refuses nobody: while it
  is full, every address has one try a minute for this account instead of several. So the owner, at whatever
  address, still gets in.

One who sits at the owner's own address could still use up the tries there. Therefore a browser in which
somebody has signed in before keeps a signed cookie that says so, and has a count of its own for that account,
which nobody else can fill. The cookie opens nothing. It lives below ``/accounts/`` alone, so that it does not
go along when a member of staff files a petition of their own; residents never get one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from privacy.crypto import keyed_hash

RATES = {
    "staff_address": "20/5m/ip",
    "staff_account_at_address": "5/5m/key",
    "staff_account": "30/10m/key",
    "staff_account_besieged": "1/m/key",
    "staff_browser": "5/5m/key",
}

COOKIE = "sunshine_browser"
_SALT = "accounts.known-browser"
_COOKIE_AGE = 180 * 24 * 3600
# So many people may share a browser and each be known in it.
_MOST_PEOPLE = 8


@dataclass
class Attempt:
    """The tries that one attempt to sign in has used up."""

    usages: list[ratelimit.RateLimitUsage] = field(default_factory=list)

    def rollback(self) -> None:
        """Give them back, because the attempt succeeded."""
        for usage in self.usages:
            usage.rollback()


def attempt(request: HttpRequest, username: str) -> Attempt | None:
    """Use up a try at signing in as ``username``, whether or not that person exists. None: no try is left."""
    found = Attempt()
    person = _person(username)
    browser = _people_known(request).get(person)
    if browser:
        return found if _use(found, request, "staff_browser", f"{person} {browser}") else None
    if not _use(found, request, "staff_address"):
        return None
    besieged = not _use(found, request, "staff_account", person)
    count = "staff_account_besieged" if besieged else "staff_account_at_address"
    return found if _use(found, request, count, f"{person} {network_of(request)}") else None


def network_of(request: HttpRequest) -> str:
    """Where the visitor is, for counting: the address, or of IPv6 the /64 of which one household has every address."""
    return str(ratelimit.truncate_ip(get_adapter().get_client_ip(request)))


def remember_browser(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Leave the cookie by which this browser is known for this person at the next sign-in."""
    people = _people_known(request)
    kept = dict(list(people.items())[-_MOST_PEOPLE + 1 :])
    kept[_person(username)] = people.get(_person(username)) or secrets.token_urlsafe(12)
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=_COOKIE_AGE,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _use(found: Attempt, request: HttpRequest, action: str, key: str | None = None) -> bool:
    usage = ratelimit.consume(request, app="accounts", action=action, config=RATES, key=key)
    if usage is None:
        return False
    found.usages.append(usage)
    return True


def _people_known(request: HttpRequest) -> dict[str, str]:
    try:
        people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_COOKIE_AGE)
    except signing.BadSignature:  # none, altered, or too old: a browser like any other
        return {}
    return people


def _person(username: str) -> str:
    return keyed_hash("accounts.known-browser", username.strip().casefold())[:24]
