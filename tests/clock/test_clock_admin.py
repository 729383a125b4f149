"""Operators keep the calendar and the open deadlines; others don't see that the lists are there."""

import datetime

import factories
import pytest

from intake.clock.models import Holiday, RuleSetting

pytestmark = pytest.mark.django_db

PAGES = ["", "results/", "new/", "edit/{pk}/", "delete/{pk}/", "history/{pk}/", "usage/{pk}/"]


@pytest.fixture
def rows(county):
    return {
        "holidays": Holiday.objects.create(date=datetime.date(2027, 1, 1), kind="off", name="元旦"),
        "deadline-lengths": RuleSetting.objects.create(rule="rating_30", days=20),
    }


@pytest.mark.parametrize("name", ["officer", "leader", "petition_head", "inspector", "clerk"])
@pytest.mark.parametrize("page", PAGES)
def test_nobody_but_operators_gets_in(client, rows, name, page):
    client.force_login(factories.staff(name))
    for listing, row in rows.items():
        for ask in (client.get, client.post):
            assert ask(f"/admin/{listing}/{page.format(pk=row.pk)}").headers["Location"] == "/admin/"


@pytest.mark.parametrize("page", PAGES)
def test_operators_see_every_page(client, rows, page):
    client.force_login(factories.staff("operator"))
    for listing, row in rows.items():
        assert client.get(f"/admin/{listing}/{page.format(pk=row.pk)}").status_code == 200


def test_an_operator_enters_a_day_off_and_changes_a_deadline(client, rows):
    client.force_login(factories.staff("operator"))
    client.post("/admin/holidays/new/", {"date": "2027-02-05", "kind": "off", "name": "春节"})
    assert Holiday.objects.get(date="2027-02-05").year == 2027
    setting = f"/admin/deadline-lengths/edit/{rows['deadline-lengths'].pk}/"
    client.post(setting, {"rule": "rating_30", "days": 40})
    assert RuleSetting.objects.get(rule="rating_30").days == 40


def test_a_make_up_workday_on_a_weekday_and_a_second_row_for_a_day_are_refused(client, rows):
    client.force_login(factories.staff("operator"))
    for sent in (
        {"date": "2027-02-03", "kind": "work", "name": "春节"},
        {"date": "2027-01-01", "kind": "off", "name": "元旦"},
    ):
        response = client.post("/admin/holidays/new/", sent)
        assert response.status_code == 200
        assert response.context["form"].errors
