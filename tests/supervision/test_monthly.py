"""The list of a month: frozen when it is made, and read by nobody who is kept from a case in it."""

from __future__ import annotations

import datetime
import re
from io import StringIO

import factories
import pytest
import time_machine
from desk import many
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from factories import act

from intake.supervision import monthly
from intake.supervision.models import MonthlyEntry, MonthlyList

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def on(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T02:00:00+00:00", tick=False)


def said(who: str, listed: MonthlyList) -> dict[str, list[int]]:
    return {part.name: part.numbers for part in monthly.parts(factories.staff(who), listed)}


def office():
    return factories.unit(factories.PETITION_OFFICE)


def test_a_list_keeps_what_it_said_when_the_cases_go_on(at):
    with on("2026-03-02"):
        late = factories.to_transferred()
        factories.to_registered()
    with on("2026-03-20"):
        made = at("petition_office").post(reverse("supervision:make_month"), follow=True)
        listed = MonthlyList.objects.get()
        numbers = {"砚川县农业农村局": [1, 0, 0, 0], "砚川县信访局": [1, 0, 0, 0]}
        assert made.redirect_chain[-1][0] == reverse("supervision:month", args=[listed.pk])
        assert said("petition_office", listed) == numbers
        act(late, "accept", "officer")
        assert said("petition_office", listed) == numbers
        page = at("petition_office").get(reverse("supervision:print_month", args=[listed.pk]))
        assert late.shown_number in page.content.decode()


def test_a_month_has_one_list():
    with on("2026-03-20"):
        monthly.make(office(), None)
        with pytest.raises(monthly.Refused):
            monthly.make(office(), None)
    with on("2026-04-01"):
        monthly.make(office(), None)
    assert MonthlyList.objects.count() == 2


def test_who_is_kept_from_a_case_finds_it_in_no_line_and_no_number():
    with on("2026-03-02"):
        before, after = factories.to_transferred(), factories.to_transferred(factories.CIVIL_AFFAIRS)
        act(before, "recuse", "petition_head", user=factories.staff("petition_office"), reason="近亲属")
    with on("2026-03-20"):
        listed = monthly.make(office(), None)
        assert said("petition_head", listed) == {
            "砚川县农业农村局": [1, 0, 0, 0],
            "砚川县民政局": [1, 0, 0, 0],
        }
        assert said("petition_office", listed) == {"砚川县民政局": [1, 0, 0, 0]}
        act(after, "recuse", "petition_head", user=factories.staff("petition_office"), reason="近亲属")
        assert said("petition_office", listed) == {}


def test_a_report_of_wrongdoing_is_in_no_list():
    with on("2026-03-02"):
        factories.accusation()
    with on("2026-06-20"):
        monthly.make(office(), None)
    assert not MonthlyEntry.objects.exists()


def test_the_head_of_a_unit_reads_the_own_units_part_and_makes_none(at):
    with on("2026-03-02"):
        factories.to_transferred()
        factories.to_transferred(factories.CIVIL_AFFAIRS)
    with on("2026-03-20"):
        listed = monthly.make(office(), None)
        assert said("officer_head", listed) == {"砚川县农业农村局": [1, 0, 0, 0]}
        page = at("officer_head").get(reverse("supervision:month", args=[listed.pk])).content.decode()
        assert "砚川县民政局" not in page
        assert at("township_head").get(reverse("supervision:month", args=[listed.pk])).status_code == 404
        assert at("officer_head").post(reverse("supervision:make_month")).status_code == 404


def test_the_command_makes_the_list_once():
    with on("2026-03-20"):
        for _time in range(2):
            call_command("make_monthly_lists", stdout=StringIO())
    assert MonthlyList.objects.filter(office=office()).count() == 1


def test_on_the_screen_a_long_list_has_pages_and_on_paper_it_is_whole(at):
    many(120, next_due=timezone.localdate() - datetime.timedelta(days=1))
    listed, head = monthly.make(office(), None), at("petition_head")
    address = reverse("supervision:month", args=[listed.pk])
    pages = [head.get(address, {"p": number}).content.decode() for number in (1, 2, 3)]
    links = [set(re.findall(r"/cases/([0-9A-Z-]+)/", page)) for page in pages]
    assert [len(found) for found in links] == [50, 50, 20] and len(set.union(*links)) == 120
    assert all("<td>120</td>" in page for page in pages), "each says how many there are in all"
    paper = head.get(reverse("supervision:print_month", args=[listed.pk])).content.decode()
    assert paper.count('<td class="mono">') == 120
    beyond = head.get(address, {"p": 9})
    assert (beyond.status_code, beyond["Location"]) == (302, f"{address}?p=3")
    assert head.get(address, {"p": "0"}).status_code == 200
