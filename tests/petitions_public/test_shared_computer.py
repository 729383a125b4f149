"""A computer that many people use: what one resident typed or was given is not there for the next."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from petitions_public.resident import NEW


@pytest.mark.parametrize("field", ["title", "reported_party", "target_body"])
def test_a_browser_is_told_not_to_remember_whom_people_report(client: Client, field: str) -> None:
    (written,) = re.findall(rf'<input[^>]*name="{field}"[^>]*>', client.get(NEW).content.decode())
    assert 'autocomplete="off"' in written
