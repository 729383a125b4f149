"""Each test in the invented county, with a browser that keeps its session."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_county(county: None) -> None:
    """Regions, offices, categories and calendar."""
