"""People at the desk of notices, and the site of the county around the public pages."""

from __future__ import annotations

from collections.abc import Callable

import factories
import pytest
from django.test import Client
from wagtail.models import Site


@pytest.fixture
def site(county: None) -> Site:
    """Home and the other pages of the county."""
    return factories.site()


@pytest.fixture
def at(county: None) -> Callable[[str], Client]:
    """A browser in which somebody of the county's staff has signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(factories.staff(name))
        return client

    return signed_in
