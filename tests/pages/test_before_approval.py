"""What a reviewer is told before approving: what stays readable, what comes later, what is there already."""

from __future__ import annotations

import datetime

import factories
import publishing
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from ledgers import made

from cms.ledgers import process
from cms.ledgers.deciding import Decisions
from cms.ledgers.reading import read_file
from cms.pages.forms import units_of
from cms.pages.models import DisclosureLedger, DisclosurePage
from regions.models import Region


def told(page: DisclosurePage) -> str:
    """What stands on the review's page beside the page itself."""
    reviewer = Client()
    reviewer.force_login(factories.staff("reviewer"))
    shown = reviewer.get(reverse("disclosure_review", args=[page.pk]))
    return " ".join(BeautifulSoup(shown.content, "html.parser").get_text(" ").split())


def test_personal_data_that_stays_readable_is_named_by_cell_with_its_reason(site) -> None:
    clerk, content = factories.staff("clerk"), made.personal_data_in_remarks().content
    page = publishing.draft("D021")
    version = process.store(
        read_file(content).tables[0],
        region=page.region,
        by=clerk,
        source=process.Source.of("a.xlsx", content),
        decisions=Decisions(masked=frozenset({"E4", "F4", "F5"}), justified={"B3": "合作社对外公布的电话"}),
    )
    page.ledgers.add(DisclosureLedger(version=version))
    page.save_revision(user=clerk)
    publishing.send_in(page)
    words = told(page)
    assert "B3单元格" in words and "手机号" in words and "合作社对外公布的电话" in words
    assert "F4" not in words and "19900010001" not in words


def test_what_is_for_later_and_what_holds_nothing_is_said_before_the_button(site) -> None:
    hour = datetime.datetime(2027, 3, 5, 1, tzinfo=datetime.UTC)
    page = publishing.draft("D021", go_live_at=hour)
    publishing.send_in(page)
    words = told(page)
    assert "2027年3月5日" in words and "不是立即公开" in words
    assert "里面还没有内容" in words


def test_the_same_month_once_more_is_named_to_clerk_and_reviewer(site) -> None:
    content = made.monthly().content
    first = publishing.approve(publishing.with_ledger(publishing.draft("D021"), content))
    again = publishing.with_ledger(publishing.draft("D021"), content)
    publishing.send_in(again)
    assert f"“{first.title}”已经有了" in told(again)


def test_a_village_speaks_for_itself_or_by_its_township(site) -> None:
    village = Region.objects.get(code=factories.VILLAGE)
    units = list(units_of(village))
    assert units[0].region == village
    assert {unit.region.level for unit in units} == {Region.Level.VILLAGE, Region.Level.TOWNSHIP}
