"""Text messages by HTTP: one JSON POST to the operator's gateway.

The request is ``{"to": "19900001234", "text": "…"}`` with ``Authorization: Bearer`` and ``Idempotency-Key``;
any 2xx is taken for delivered. A small adapter in front of a gateway that speaks otherwise keeps its ways
out of here.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings

from delivery.errors import Undeliverable
from privacy.crypto import normal_phone

TIMEOUT_SECONDS = 10
MOBILE = re.compile(r"1[3-9][0-9]{9}")

# The gateway has read the message and will not have it; whatever else it answers may pass.
REFUSALS = {400, 410, 413, 422}


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect could carry a phone number and our token anywhere: it is an error."""

    def redirect_request(self, *args: Any) -> None:
        return None


# Straight to the gateway: proxies named in the environment are not asked.
_opener = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler({}))


def send(message: dict, key: str) -> None:
    """Hand one text message to the gateway."""
    phone = normal_phone(message["to"])
    if not MOBILE.fullmatch(phone):
        raise Undeliverable("not_a_mobile_number")
    request = urllib.request.Request(  # noqa: S310  the operator's own address, checked at the start
        settings.SUNSHINE_SMS_URL,
        data=json.dumps({"to": phone, "text": message["body"]}, ensure_ascii=False).encode(),
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {settings.SUNSHINE_SMS_TOKEN}",
            "Idempotency-Key": key,
        },
        method="POST",
    )
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS):
            return
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in REFUSALS:
            raise Undeliverable(f"gateway_refused_{error.code}") from None
        raise
