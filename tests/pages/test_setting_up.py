"""``sunshine set-up-site``: the pages of a new county, by one command that may be given again."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page

from cms.pages.models import HomePage, SiteSettings
from regions.models import Region


def said(code: str) -> str:
    out = StringIO()
    call_command("set_up_site", code, stdout=out)
    return out.getvalue()


def test_the_command_makes_the_pages_of_the_county_and_says_where_they_are(
    county: None, client: Client
) -> None:
    here = Region.objects.get(level=Region.Level.COUNTY)
    assert here.name in said(here.code)
    assert SiteSettings.objects.get().county == here
    for path in ("/", "/help/", "/privacy/", "/accessibility/", "/office/", "/en/office/"):
        assert client.get(path).status_code == 200, path


def test_given_again_it_changes_nothing_that_people_wrote(county: None) -> None:
    code = Region.objects.get(level=Region.Level.COUNTY).code
    said(code)
    page = Page.objects.get(slug="help").specific
    page.title = "帮助（本县改过）"
    page.save_revision().publish()
    SiteSettings.objects.update(phone="0990-000 4321")
    before = Page.objects.count()
    said(code)
    assert Page.objects.count() == before
    assert Page.objects.get(slug="help").title == "帮助（本县改过）"
    assert SiteSettings.objects.get().phone == "0990-000 4321"


@pytest.mark.parametrize("code", ["990199000000", "990121103204", "nonsense"])
def test_a_code_of_no_county_is_refused_and_nothing_is_made(county: None, code: str) -> None:
    with pytest.raises(CommandError, match=code):
        said(code)
    assert not HomePage.objects.exists()


def test_a_site_of_one_county_is_not_handed_to_another(county: None) -> None:
    here = Region.objects.get(level=Region.Level.COUNTY)
    said(here.code)
    Region.objects.create(
        code="9902", name="甲县", short_name="甲", level="county", kind="county", path="9902/"
    )
    with pytest.raises(CommandError, match=here.name):
        said("9902")
    assert SiteSettings.objects.get().county == here
