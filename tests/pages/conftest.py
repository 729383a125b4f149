"""The site of the invented county, with the pages and texts that come with the product."""

from __future__ import annotations

import factories
import pytest
from wagtail.models import Site


@pytest.fixture
def site(county: None) -> Site:
    """Home, help, privacy, accessibility and office pages."""
    return factories.site()
