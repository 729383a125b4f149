"""A report of wrongdoing has a door of its own: nobody is sent to the petition office with one."""

from __future__ import annotations

from django.test import Client
from factories import DISCIPLINE, VILLAGE, unit
from petitions_public.resident import CASE, MATTER, RECEIPT, WRONGDOING, filed, open_case
from wagtail.models import Site

from cms.pages.models import SiteSettings

OFFICE, INSPECTORS = "0990-000 1234", "0990-000 1256"


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_form_the_large_start_page_and_the_foot_give_both_numbers(site: Site, client: Client) -> None:
    for path in ("/petition/new/", "/elder/", "/", "/office/", "/en/petition/new/"):
        page = shown(client, path)
        assert OFFICE in page and INSPECTORS in page, path


def test_on_the_pages_of_a_report_stands_the_inspectors_number_alone(site: Site, client: Client) -> None:
    petition, password = filed(client, **WRONGDOING)
    receipt = shown(client, RECEIPT)
    open_case(client, petition, password)
    for page in (receipt, shown(client, CASE), shown(client, f"{CASE}withdraw/")):
        assert INSPECTORS in page
        assert OFFICE not in page


def test_who_reports_the_inspectors_themselves_is_not_sent_to_them(site: Site, client: Client) -> None:
    petition, password = filed(client, **(WRONGDOING | {"reported_party": unit(DISCIPLINE).name}))
    assert petition.owner.code == "990100-JW"
    receipt = shown(client, RECEIPT)
    open_case(client, petition, password)
    for page in (receipt, shown(client, CASE)):
        assert INSPECTORS not in page and OFFICE not in page


def test_an_ordinary_petition_keeps_the_petition_offices_number(site: Site, client: Client) -> None:
    filed(client, **(MATTER | {"region": VILLAGE}))
    assert OFFICE in shown(client, RECEIPT)


def test_whoever_is_told_to_come_is_told_when_somebody_is_there(site: Site, client: Client) -> None:
    settings = SiteSettings.for_site(site)
    settings.discipline_hours = settings.discipline_hours_en = "Mon Wed 8:30"
    settings.discipline_address = settings.discipline_address_en = "East gate"
    settings.save()
    before = shown(client, "/petition/new/")
    filed(client, **WRONGDOING)
    for page in (before, shown(client, RECEIPT), shown(client, "/track/lost/")):
        assert "East gate" in page
        assert "Mon Wed 8:30" in page
