"""The demo county, as it stands in the file that the product brings."""

from pathlib import Path

import pytest

import regions
from regions.loading import load_regions
from regions.models import Organisation, Region

DEMO_COUNTY = Path(regions.__file__).parent / "data" / "demo-regions.csv"


@pytest.fixture
def no_county(db):
    """A database without any region or organisation."""
    Organisation.supervises.through.objects.all().delete()
    Organisation.objects.update(parent=None, successor=None, review_unit=None)
    Organisation.objects.all().delete()
    Region.objects.update(parent=None, successor=None)
    Region.objects.all().delete()


@pytest.fixture
def first_load(no_county):
    """The report of the first loading of the demo county 砚川县."""
    return load_regions(DEMO_COUNTY)


@pytest.fixture
def county(db):
    """The demo county: city, county, six townships, their villages, departments and discipline units."""
    if not Region.objects.exists():
        load_regions(DEMO_COUNTY)
