"""What the desk says of an address that leads nowhere, or to a case that is not open to who asks."""

from __future__ import annotations

import re

import factories
import pytest
from desk import address

pytestmark = pytest.mark.django_db


def page(desk, where: str) -> str:
    """The answer without what is drawn anew for every page."""
    answer = desk.get(where)
    assert answer.status_code == 404
    return re.sub(r'(CSRF_TOKEN": ")[^"]+', r"\1", answer.content.decode())


def test_a_case_that_is_not_open_looks_like_one_that_is_not_there(at):
    desk, petition = at("officer2"), factories.to_transferred()
    closed = page(desk, address(petition))
    assert closed == page(desk, address(petition).replace(petition.shown_number, "2026-9999999-9"))
    assert "不向您开放的信访件" in closed and "回首页" in closed
    assert "不向您开放的信访件" in page(desk, "/admin/no-such-room/")
