"""The site of the invented county, with the pages and texts that come with the product."""

from __future__ import annotations

import pytest
from wagtail.models import Site

from cms.pages.setup import ensure_site
from regions.models import Region


@pytest.fixture
def site(county: None) -> Site:
    """Home, help, privacy, accessibility and office pages."""
    return ensure_site(Region.objects.get(level=Region.Level.COUNTY))
