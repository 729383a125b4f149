"""Filters that people keep under names of their own."""

from __future__ import annotations

import factories
import pytest
from desk import QUEUE
from django.urls import reverse

from intake.workbench.models import SavedFilter
from intake.workbench.saved import MOST

pytestmark = pytest.mark.django_db

FILTERS = reverse("workbench:filters")


def save(client, query: str, name: str = "我的急件", **more):
    return client.post(FILTERS, {"name": name, "query": query, **more})


def html(response) -> str:
    return response.content.decode()


def test_a_filter_is_kept_under_its_name_and_stands_as_a_chip_over_the_queue(at):
    response = save(at("officer"), "tab=working&urgent=on&mine=on&p=3")
    assert response["Location"] == f"{reverse(QUEUE)}?tab=working&urgent=on&mine=on"
    page = html(at("officer").get(response["Location"]))
    assert '<a href="?tab=working&amp;urgent=on&amp;mine=on" aria-current="page">我的急件</a>' in page
    assert "我的急件" not in html(at("officer_head").get(reverse(QUEUE)))


def test_the_queue_opens_with_the_one_chosen_for_that_until_another_is_or_none(at):
    officer = at("officer")
    save(officer, "tab=overdue", first="on")
    save(officer, "tab=working", "在办")
    assert officer.get(reverse(QUEUE))["Location"] == f"{reverse(QUEUE)}?tab=overdue"
    assert officer.get(reverse(QUEUE), {"tab": "all"}).status_code == 200
    overdue, working = (SavedFilter.objects.get(query=f"tab={code}") for code in ("overdue", "working"))
    officer.post(reverse("workbench:filter", args=[working.pk]), {"do": "first"})
    assert officer.get(reverse(QUEUE))["Location"] == f"{reverse(QUEUE)}?tab=working"
    officer.post(reverse("workbench:filter", args=[overdue.pk]), {"do": "not_first"})
    assert officer.get(reverse(QUEUE)).status_code == 200


def test_the_same_name_again_replaces_it(at):
    save(at("officer"), "tab=working")
    save(at("officer"), "tab=overdue")
    assert SavedFilter.objects.get().query == "tab=overdue"


@pytest.mark.parametrize("query", ["tab=all&since=gestern", "q=19900010001", "township=1", "group=x"])
def test_what_the_queue_would_not_understand_is_not_kept(at, query):
    response = save(at("officer"), query)
    assert response.status_code == 422 and not SavedFilter.objects.exists()


def test_only_tab_and_filters_are_kept_and_no_tab_of_another_role(at):
    save(at("officer"), "tab=sealed&next=https://example.org&urgent=on&case=1")
    assert SavedFilter.objects.get().query == "tab=to_accept&urgent=on"


def test_what_is_kept_is_what_was_understood_and_too_long_a_filter_is_refused(at):
    save(at("officer"), "tab=all&q=%20%EF%BC%91%EF%BC%92%20&urgent=yes")
    assert SavedFilter.objects.get().query == "tab=all&q=12&urgent=on"
    longest = "&".join(("tab=all&since=2026-01-01&urgent=on", "q=" + "%F0%AA%9F%9D" * 40))
    assert save(at("officer"), longest, "长").status_code == 422 and SavedFilter.objects.count() == 1


def test_a_filter_saved_in_one_office_finds_nothing_more_than_its_owner_may_see(at):
    factories.accusation(title="检举鱼塘")
    save(at("petition_office"), "tab=all&q=鱼塘")
    page = html(at("petition_office").get(f"{reverse(QUEUE)}?{SavedFilter.objects.get().query}"))
    assert "检举鱼塘" not in page


def test_nobody_changes_or_deletes_anothers(at):
    save(at("officer"), "tab=working")
    row = SavedFilter.objects.get()
    for what in ("delete", "first"):
        assert (
            at("officer_head").post(reverse("workbench:filter", args=[row.pk]), {"do": what}).status_code
            == 404
        )
    assert SavedFilter.objects.get().first is False
    at("officer").post(reverse("workbench:filter", args=[row.pk]), {"do": "delete"})
    assert not SavedFilter.objects.exists()
    assert "还没有保存" in html(at("officer").get(FILTERS))


def test_there_is_an_end_to_how_many_one_keeps_and_it_is_said(at):
    user = factories.staff("officer")
    SavedFilter.objects.bulk_create(SavedFilter(user=user, name=str(n), query="tab=all") for n in range(MOST))
    response = save(at("officer"), "tab=all")
    assert response.status_code == 422 and SavedFilter.objects.count() == MOST
    assert save(at("officer"), "tab=working", "1").status_code == 302


def test_who_works_on_no_case_keeps_no_filter(at):
    assert at("leader").get(FILTERS).status_code == 404
    assert save(at("leader"), "tab=all").status_code == 404
