"""A lost number or password (密码遗失): a code to the registered phone, and new passwords for its cases.

The request does the same for every number, registered or not: it remembers a code and leaves a message in the outbox.
Only the worker looks whether the number has a case, and only then is anything sent. Accusations are renewed at the
discipline intake alone, so they are no reason to send and not among the cases; anonymous ones have no phone.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from delivery import messages, outbox
from intake.petitions.models import Petition
from privacy.crypto import blind_index, keyed_hash, same

from . import passwords

TOPIC = "petitions.lost_code"
CODE_SECONDS = 600
TRIES = 5
MOST_RENEWED = 20  # with one code; for the rest the office is asked


@dataclass(frozen=True)
class Renewed:
    """A case with its new password, to be shown once."""

    petition: Petition
    password: str


@dataclass(frozen=True)
class Redeemed:
    """What a code was good for. ``more`` cases of the phone there are than one code renews."""

    renewed: list[Renewed]
    more: bool = False


def send_code(phone: str, language: str) -> None:
    """Remember a new code for the phone and have it sent, if the phone has a case. Replaces an earlier code."""
    code = f"{secrets.randbelow(10**6):06d}"
    cache.set(_key(phone), _hash(phone, code), CODE_SECONDS)
    cache.delete_many([_try(phone, number) for number in range(TRIES)])
    with transaction.atomic():
        until = timezone.now() + datetime.timedelta(seconds=CODE_SECONDS)
        payload = {"phone": phone, "code": code, "language": language, "until": until}
        outbox.post(TOPIC, f"lost:{secrets.token_hex(16)}", payload)


@outbox.handles(TOPIC)
def deliver_code(payload: dict, key: str) -> None:
    """Send the code by SMS when the phone has a case of its own. Called again, it sends nothing twice.

    Called when the code is over, it sends nothing at all; and an SMS that waits so long is given up.
    """
    until = datetime.datetime.fromisoformat(payload["until"])
    good = timezone.now() < until
    cases = list(passwords.cases_of_phone(payload["phone"]).values_list("pk", flat=True)) if good else []
    if not cases:
        return
    with transaction.atomic():  # a worker handles a message outside of any
        messages.send(
            "sms",
            payload["phone"],
            "lost_code",
            {"code": payload["code"], "minutes": str(CODE_SECONDS // 60)},
            language=payload["language"],
            key=keyed_hash("message", key),
            about=cases,
            until=until,
        )


def redeem(phone: str, code: str) -> Redeemed:
    """New passwords for the phone's newest cases, if the code is right; none for a wrong, used or expired one.

    A code may be tried five times and used once, also by requests at the same moment.
    """
    kept = cache.get(_key(phone))
    may_try = any(cache.add(_try(phone, number), 1, CODE_SECONDS) for number in range(TRIES))
    right = same(kept or _hash(phone, ""), _hash(phone, code))
    if not (may_try and kept and right and cache.add(_used(phone, kept), 1, CODE_SECONDS)):
        return Redeemed([])
    cache.delete(_key(phone))
    cases = list(passwords.cases_of_phone(phone)[: MOST_RENEWED + 1])
    renewed = [Renewed(petition, passwords.renew(petition)) for petition in cases[:MOST_RENEWED]]
    return Redeemed(renewed, more=len(cases) > MOST_RENEWED)


def _hash(phone: str, code: str) -> str:
    return keyed_hash("lost_code", f"{blind_index('phone', phone)}:{code}")


def _key(phone: str) -> str:
    return f"lost:code:{keyed_hash('lost_phone', phone)[:32]}"


def _try(phone: str, number: int) -> str:
    return f"lost:try:{keyed_hash('lost_phone', phone)[:32]}:{number}"


def _used(phone: str, kept: str) -> str:
    return f"lost:used:{kept[:32]}"
