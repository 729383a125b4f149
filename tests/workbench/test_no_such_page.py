"""What the desk says of an address that leads nowhere, or to a case that is not open to who asks."""

from __future__ import annotations

import factories
import pytest
from desk import address

pytestmark = pytest.mark.django_db


def test_a_case_that_is_not_open_looks_like_a_page_that_is_not_there(at):
    desk, petition = at("officer2"), factories.to_transferred()
    closed, nowhere = desk.get(address(petition)), desk.get("/admin/no-such-room/")
    assert closed.status_code == nowhere.status_code == 404
    assert closed.content == nowhere.content
    assert "不向您开放的信访件" in closed.content.decode() and "回首页" in closed.content.decode()
