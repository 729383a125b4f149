"""What was approved for a later hour is stopped at the desk, with a reason: then the hour comes and nothing happens."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import factories
import publishing
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.pages import schedule
from cms.pages.models import DisclosurePage
from cms.pages.publishing import Refused, stop, withdraw
from records import events

NOON = datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC)
HOUR = NOON + datetime.timedelta(days=2)
WHY = "合计与明细对不上"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def approved(site, clock) -> DisclosurePage:
    """A disclosure that nobody can read yet: approved for the day after tomorrow."""
    return publishing.approve(publishing.draft("D021", go_live_at=HOUR))


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(factories.staff(name))
    return client


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def address(page: DisclosurePage) -> str:
    return reverse("disclosure_withdraw", args=[page.pk])


def take(client: Client, page: DisclosurePage, what: str, reason: str = WHY):
    return client.post(address(page), {"what": what, "reason": reason}, follow=True)


def the_hour_comes(clock: time_machine.Traveller) -> None:
    clock.move_to(HOUR + datetime.timedelta(minutes=1))
    schedule.on_time()


def test_what_is_approved_for_later_is_public_from_its_hour_unless_somebody_stops_it(approved, clock) -> None:
    assert approved.approved_schedule and not approved.live
    the_hour_comes(clock)
    assert Client().get(approved.path_on_site).status_code == 200


def test_a_reviewer_stops_it_at_the_desk_and_its_hour_passes(approved, clock) -> None:
    reviewer = signed_in("reviewer")
    listed = reviewer.get("/admin/disclosures/")
    assert address(approved) in listed.content.decode() and "2026年11月22日" in text(listed)
    assert "在公开前停止" in text(reviewer.get(address(approved)))
    take(reviewer, approved, "stop")
    page = DisclosurePage.objects.get()
    assert not page.approved_schedule and (page.stopped_because, page.withdrawn_on) == (WHY, None)
    the_hour_comes(clock)
    assert not DisclosurePage.objects.get().live
    for path in (approved.path_on_site, f"/en{approved.path_on_site}"):
        assert Client().get(path).status_code == 404, "nothing was public: nothing was withdrawn"
    assert approved.title not in Client().get("/disclosures/").content.decode()


def test_who_stopped_it_is_recorded_and_the_clerk_reads_why(approved) -> None:
    assert "起公开" in text(signed_in("clerk").get("/admin/"))
    take(signed_in("reviewer"), approved, "stop")
    last = list(events.history("page", approved.translation_key))[-1]
    assert (last.action, last.actor_id) == ("stop", factories.staff("reviewer").uuid)
    for name, path in (
        ("clerk", "/admin/"),
        ("clerk", "/admin/disclosures/"),
        ("reviewer", "/admin/disclosures/"),
    ):
        said = text(signed_in(name).get(path))
        assert "2026年11月20日 在公开前停止" in said and WHY in said, (name, path)
        assert "已撤回" not in said


def test_it_is_put_right_and_comes_again(approved, clock) -> None:
    take(signed_in("reviewer"), approved, "stop")
    page = DisclosurePage.objects.get().get_latest_revision_as_object()
    page.lede = "合计已更正。"
    page.save_revision(user=factories.staff("clerk"))
    again = publishing.approve(DisclosurePage.objects.get())
    assert again.approved_schedule
    assert "起公开" in text(signed_in("reviewer").get("/admin/disclosures/"))
    the_hour_comes(clock)
    page = DisclosurePage.objects.get()
    assert page.live and (page.stopped_on, page.stopped_because) == (None, "")


@pytest.mark.parametrize("name", ["clerk", "operator", "officer"])
def test_nobody_but_a_reviewer_of_the_place_stops_it(approved, name: str) -> None:
    assert take(signed_in(name), approved, "stop").status_code in (403, 404)
    with pytest.raises(Refused):
        stop(approved, by=factories.staff(name), reason=WHY)
    assert DisclosurePage.objects.get().approved_schedule


@pytest.mark.parametrize("reason", ["", "  ", "问19900010001", "长" * 301])
def test_a_reason_is_given_and_holds_no_number_of_a_person(approved, reason: str) -> None:
    assert take(signed_in("reviewer"), approved, "stop", reason).status_code == 422
    assert DisclosurePage.objects.get().approved_schedule


def test_what_has_become_public_meanwhile_is_not_withdrawn_with_words_for_the_clerk(approved, clock) -> None:
    the_hour_comes(clock)
    answer = take(signed_in("reviewer"), approved, "stop")
    assert answer.status_code == 422 and "所有人" in text(answer)
    with pytest.raises(Refused):
        stop(DisclosurePage.objects.get(), by=factories.staff("reviewer"), reason=WHY)
    assert Client().get(approved.path_on_site).status_code == 200


def test_a_draft_that_waits_for_no_hour_is_neither_stopped_nor_withdrawn(site) -> None:
    page = publishing.draft("D021")
    for what in ("stop", "withdraw"):
        assert take(signed_in("reviewer"), page, what).status_code == 422
    assert not events.history("page", page.translation_key)


def test_withdrawing_what_is_public_stops_its_newer_version_too(site, clock) -> None:
    page = publishing.published("D021")
    page.lede, page.go_live_at = "更正后的说明。", HOUR
    page.save_revision(user=factories.staff("clerk"))
    page = publishing.approve(page)
    assert page.live and page.approved_schedule
    assert "2026年11月22日" in text(signed_in("reviewer").get(address(page)))
    withdraw(page, by=factories.staff("reviewer"), reason="重复公开")
    the_hour_comes(clock)
    assert Client().get(page.path_on_site).status_code == 410
