"""People at the desk."""

from __future__ import annotations

from collections.abc import Callable

import factories
import pytest
from django.test import Client


@pytest.fixture
def at(county: None) -> Callable[[str], Client]:
    """A browser in which somebody of the county's staff has signed in: ``at("officer")``."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(factories.staff(name))
        return client

    return signed_in
