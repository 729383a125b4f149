"""“I object” beside a disclosure opens a petition about it, and the officer sees which one it is."""

from __future__ import annotations

import factories
import publishing
import pytest
from django.test import Client
from petitions_public.resident import NEW, TRACK, begin, filed, text

from cms.pages.models import DisclosurePage
from cms.pages.publishing import withdraw


@pytest.fixture
def page(county: None) -> DisclosurePage:
    factories.site()
    return publishing.published("D021")


def test_the_form_opens_about_it_and_the_case_leads_back_to_it(page: DisclosurePage, client: Client) -> None:
    shown = client.get(page.path_on_site).content.decode()
    assert f"/petition/new/?about={page.pk}" in shown
    form = client.get(f"{NEW}?about={page.pk}")
    assert form.context["form"]["region"].value() == factories.VILLAGE
    assert form.context["form"]["title"].value() == "I object to “2026年10月各项收入明细” of 荷叶埂村"
    assert form.context["form"]["petition_class"].value() == "appeal"
    petition, password = filed(client, about=str(page.pk))
    assert petition.about == page
    opened = client.post(TRACK, {"number": petition.number, "password": password}, follow=True)
    assert page.path_on_site in opened.content.decode()
    officer = Client()
    officer.force_login(factories.staff("petition_office"))
    assert page.path_on_site in officer.get(f"/admin/cases/{petition.number}/").content.decode()


@pytest.mark.parametrize("about", ["", "x", "0", "99999", "9" * 40, "１", "-1"])
def test_an_address_about_nothing_opens_an_ordinary_form(
    page: DisclosurePage, client: Client, about: str
) -> None:
    form = client.get(NEW, {"about": about})
    assert form.status_code == 200 and "You object to" not in text(form)


def test_nothing_is_said_of_what_is_not_public(page: DisclosurePage, client: Client) -> None:
    draft = publishing.draft("D022")
    withdraw(page, by=factories.staff("reviewer"), reason="重复")
    for one in (draft, page):
        assert one.title not in client.get(NEW, {"about": str(one.pk)}).content.decode()
    unseen = begin(client) | {"about": str(draft.pk)}
    petition, _password = filed(client, unseen=unseen)
    assert petition.about is None
