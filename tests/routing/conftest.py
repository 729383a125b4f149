"""Asking for proposals in the invented county: 砚川县."""

import pytest

from intake.routing.service import propose
from regions.models import Region

VILLAGE = "990121103204"  # 荷叶埂村, 柘木湾镇


@pytest.fixture
def proposal(county):
    """The proposal for a text, told from 荷叶埂村 unless another place is named."""

    def proposal(body, title="情况反映", region=VILLAGE, **more):
        return propose(title=title, body=body, region=Region.objects.get(code=region), **more)

    return proposal


@pytest.fixture
def lead(proposal):
    """The code of the body that is proposed, without the county's prefix."""

    def lead(body, **more):
        found = proposal(body, **more)
        return found.organisation.code.removeprefix("990121") if found.organisation else ""

    return lead
