"""What a visitor sees of the figures: pages, files, lists of the API, and nothing that a case of one's own adds."""

from __future__ import annotations

import csv
import io
import json
import re

import factories
import pytest
import time_machine
from django.test import Client
from factories import staff

from intake.statistics import closing, home
from intake.statistics.counting import Fact
from intake.statistics.models import AnnualReport, Figure
from intake.statistics.periods import Period
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

TOWN, GROUP = "990121103000", "130000"
SECOND, SECOND_TOWN, THIRD = factories.CIVIL_AFFAIRS, "990121201000", "990121-RS"


@pytest.fixture
def site(county):
    return factories.site()


def rows(unit: str, town: str, number: int, late: int = 0) -> list[Fact]:
    row = (unit, town, GROUP)
    everything = [
        Fact(measure, *row) for measure in ("received", "sent", "answered", "due", "rated")
    ] * number
    return everything + [Fact("in_time", *row)] * (number - late) + [Fact("satisfied", *row)] * (number - 6)


def a_year(year: int = 2026, months: int = 12) -> None:
    """Two units with plenty, one with too little, and what is in no row."""
    for month in Period(year, 1, 12).months[:months]:
        facts = rows(factories.AGRICULTURE, TOWN, 21 + month.first, late=5) + rows(SECOND, SECOND_TOWN, 13)
        facts += rows(THIRD, "990121102000", 7)[:10] + rows("", "", 15, late=6)
        closing.close_month(month, today=month.after, facts=facts, apart=9)


def text_of(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_before_a_month_is_closed_the_page_says_what_will_be_there(client):
    assert "还没有" in text_of(client.get("/statistics/"))
    assert client.get("/statistics/2026-03/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/statistics/",
        "/statistics/2026/",
        "/statistics/2026-Q3/",
        "/statistics/2026-08/",
        "/statistics/method/",
        f"/statistics/unit/{factories.AGRICULTURE}/",
        "/statistics/2026/figures.csv",
        "/statistics/2026-08/figures.json",
    ],
)
def test_every_page_is_for_any_cache_and_asks_little(path, django_assert_max_num_queries):
    a_year()
    client = Client()
    client.get(path)
    with django_assert_max_num_queries(8):
        response = client.get(path)
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert not response.cookies and "csrfmiddlewaretoken" not in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")


def test_a_month_shows_the_large_rows_and_holds_the_small_ones_together(client):
    a_year(months=3)
    page = text_of(client.get("/statistics/2026-03/"))
    assert "砚川县农业农村局" in page and "砚川县民政局" in page
    assert "人力资源" not in page
    assert "按时" in page and "2026年3月" in page


def test_every_measure_links_to_how_it_is_computed(client):
    a_year()
    page = client.get("/statistics/2026/").content.decode()
    anchors = set(re.findall(r'id="([a-z_]+)"', client.get("/statistics/method/").content.decode()))
    linked = set(re.findall(r"/statistics/method/#([a-z_]+)", page))
    assert (
        {"received", "sent", "answered", "due", "in_time", "rated", "satisfied", "accusations"}
        <= linked
        <= anchors
    )


def test_the_annual_report_has_the_accusations_of_the_county_and_the_words_of_the_office(client):
    a_year()
    AnnualReport.objects.create(year=2026, words="全年平稳。\n\n<script>", proposals="建议先公示。")
    page = client.get("/statistics/2026/").content.decode()
    assert "全年平稳。" in page and "建议先公示。" in page and "&lt;script&gt;" in page
    assert re.search(r"检举.*?</dt>\s*<dd>9</dd>", page, re.S)
    assert "检举" not in text_of(client.get("/statistics/2026-Q4/")).split("怎么算")[0]


def test_files_and_api_have_the_values_of_the_page_and_no_formulas(client):
    a_year()
    Region.objects.filter(code=TOWN).update(name="=1+1镇")
    table = list(
        csv.DictReader(io.StringIO(client.get("/statistics/2026-Q3/figures.csv").content.decode("utf-8-sig")))
    )
    found = json.loads(client.get("/statistics/2026-Q3/figures.json").content)
    listed = client.get("/api/v1/statistics/", {"period": "2026-Q3", "page_size": 500}).json()["results"]
    expected = sorted(
        (one.dimension, one.key, one.measure, one.value) for one in Figure.objects.of(Period(2026, 7, 9))
    )
    for source in (table, found["figures"], listed):
        assert (
            sorted((one["by"], one["key"], one["measure"], int(one["value"])) for one in source) == expected
        )
    assert {one["name"] for one in table if one["key"] == TOWN} == {"'=1+1镇"}


def test_the_api_filters_and_refuses_what_it_does_not_know(client):
    a_year()
    found = client.get("/api/v1/statistics/", {"length": "year", "by": "unit", "measure": "sent"}).json()
    # The third unit had three a month: too few for any month, enough for the year.
    assert {one["key"] for one in found["results"]} == {factories.AGRICULTURE, SECOND, THIRD, "others"}
    months = client.get(
        "/api/v1/statistics/", {"length": "month", "by": "unit", "key": THIRD, "measure": "sent"}
    )
    assert months.json()["count"] == 0
    assert found["results"][0]["method"].endswith("/statistics/method/#sent")
    for wrong in ({"month": "2026-08"}, {"period": "2026-13"}, {"by": "person"}, {"length": "week"}):
        assert client.get("/api/v1/statistics/", wrong).status_code == 400, wrong


def test_a_unit_is_shown_through_time_and_one_with_too_little_has_the_same_page_empty(client):
    a_year()
    assert "2026年第三季度" in text_of(client.get(f"/statistics/unit/{factories.AGRICULTURE}/"))
    assert "没有可以公布" in text_of(client.get("/statistics/unit/990121-SL/"))
    assert client.get("/statistics/unit/nobody/").status_code == 404


def test_a_correction_is_named_on_the_page_with_its_reason(client):
    a_year(months=3)
    closing.correct_month(Period(2026, 3, 3), "三月重复登记了两件")
    assert "三月重复登记了两件" in text_of(client.get("/statistics/2026-03/"))
    assert "三月重复登记了两件" in text_of(client.get("/statistics/2026-Q1/"))
    assert "三月重复登记了两件" not in text_of(client.get("/statistics/2026-02/"))


def test_the_home_page_has_the_newest_quarter(client):
    a_year(months=7)
    page = text_of(client.get("/"))
    assert "2026年第二季度" in page
    assert client.get("/").content.decode().count('href="/statistics/2026-Q2/"') == 1


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_place_has_its_own_newest_figures_and_leads_to_all_of_them(client, prefix):
    a_year(months=7)
    town = client.get(f"{prefix}/r/{TOWN}/").content.decode()
    figures = town.split('id="figures"')[1].split("</section>")[0]
    # April to June of the one township: 25, 26 and 27 came, of which 15 were late.
    assert re.findall(r"<dd>(\d+)", figures) == ["78", "78", "63", "60"]
    assert f'href="{prefix}/statistics/region/{TOWN}/"' in figures
    county = client.get(f"{prefix}/r/990121000000/").content.decode()
    assert f'href="{prefix}/statistics/2026-Q2/"' in county.split('id="figures"')[1]


@pytest.mark.parametrize("place", ["990121102000", factories.VILLAGE, "990121101000"])
def test_a_place_of_which_nothing_is_published_has_no_figures_on_its_page(client, place):
    a_year(months=7)
    page = client.get(f"/r/{place}/").content.decode()
    assert 'id="figures"' not in page and "/statistics/region/" not in page


def test_a_small_township_is_shown_with_the_year_that_has_enough_of_it(client):
    a_year()
    a_year(2027, months=4)
    assert "2026年" in text_of(client.get("/r/990121102000/")).split("信访数字")[1][:40]


def test_figures_that_a_correction_hid_are_on_no_page_of_a_place(client):
    a_year(months=3)
    Figure.objects.filter(key=TOWN).update(replaced=True)
    assert 'id="figures"' not in client.get(f"/r/{TOWN}/").content.decode()


def test_the_figures_of_a_place_take_two_questions(django_assert_num_queries):
    a_year()
    county, town = (Region.objects.get(code=code) for code in ("990121000000", TOWN))
    for place, asked in ((county, 2), (town, 2), (Region.objects.get(code=factories.VILLAGE), 0)):
        with django_assert_num_queries(asked):
            home.newest_of(place)


def test_only_the_head_of_the_petition_office_writes_the_annual_report(client):
    client.force_login(staff("petition_head"))
    assert client.get("/admin/annual-reports/").status_code == 200
    client.force_login(staff("operator"))
    assert client.get("/admin/annual-reports/").status_code in (302, 403)


# Who is complained of, in a petition or an accusation.
NAMED = {
    "a township": ("柘木湾镇政府", "appeal"),
    "a department": ("县农业农村局", "appeal"),
    "the petition office": ("县信访局", "accusation"),
    "the county's discipline commission": ("县纪委监委", "accusation"),
}


@pytest.mark.parametrize("named", NAMED)
def test_whoever_is_complained_of_finds_the_same_rows_with_the_case_and_without(named):
    accused, petition_class = NAMED[named]
    published = []
    for with_case in (False, True):
        Figure.objects.all().delete()
        closing.MonthFigure.objects.all().delete()
        closing.Closing.objects.all().delete()
        with time_machine.travel("2026-03-02T02:00:00+00:00", tick=False):
            if with_case:
                factories.file_petition(reported_party=accused, petition_class=petition_class)
            else:
                for _ in range(6):
                    factories.file_petition()
                    factories.file_petition(region=factories.OTHER_VILLAGE)
                for _ in range(11):
                    factories.file_petition(region="990121102001", people=[])
        closing.close_month(Period(2026, 3, 3), today=Period(2026, 3, 3).after)
        figures = Figure.objects.exclude(key__in=("all", "others") if petition_class == "appeal" else ())
        published.append(sorted(figures.values_list("dimension", "key", "measure", "value")))
    assert published[0] == published[1] != []
