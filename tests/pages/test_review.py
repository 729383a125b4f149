"""A clerk writes for her own place and sends it in; another person of the township publishes. There is no other way."""

from __future__ import annotations

import datetime

import factories
import publishing
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts.models import Membership, Role
from cms.pages import schedule
from cms.pages.models import CatalogueItem, DisclosurePage
from cms.pages.publishing import Refused, withdraw
from records import events


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(factories.staff(name))
    return client


def form(**changes: str) -> dict[str, str]:
    item = CatalogueItem.objects.get(no="D021")
    unit = publishing.draft_unit()
    return nested_form_data(
        {"item": item.pk, "period_from": "2026-10-01", "period_to": "2026-10-31", "lede": "十月收支。"}
        | {"publishing_unit": unit.pk, "prepared_by": "", "checked_by": "", "display_days": ""}
        | {"body": streamfield([]), "attachments": inline_formset([]), "comments": inline_formset([])}
        | changes
    )


def write(client: Client, of: str = factories.VILLAGE, **changes: str):
    parent = publishing.place(of)
    return client.post(f"/admin/pages/add/pages/disclosurepage/{parent.pk}/", form(**changes))


@pytest.fixture
def draft(site) -> DisclosurePage:
    clerk = signed_in("clerk")
    response = write(clerk)
    assert response.status_code == 302, response.content.decode()[:2000]
    return DisclosurePage.objects.get()


def test_a_clerk_writes_for_her_own_village(draft: DisclosurePage) -> None:
    assert (draft.title, draft.slug, draft.live) == ("2026年10月各项收入明细", "d021-2026-10", False)
    assert draft.region.code == factories.VILLAGE
    assert draft.unit_name == f"{draft.publishing_unit.name}村民委员会"
    assert "提交给乡镇审核" in signed_in("clerk").get(f"/admin/pages/{draft.pk}/edit/").content.decode()


def test_a_community_discloses_in_the_name_of_its_residents(site) -> None:
    page = publishing.draft(of="990121001001")
    assert page.unit_name == f"{page.publishing_unit.name}居民委员会"


@pytest.mark.parametrize("of", [factories.OTHER_VILLAGE, "990121103000", "990121000000"])
def test_she_writes_for_no_other_place_by_any_address(site, of: str) -> None:
    clerk = signed_in("clerk")
    assert write(clerk, of).status_code in (302, 403)
    other = publishing.draft("D022", of=of)
    addresses = ("edit", "delete", "move", "copy", "unpublish", "history")
    for address in addresses:
        path = f"/admin/pages/{other.pk}/{address}/"
        assert clerk.get(path).status_code in (302, 403, 404), path
        clerk.post(path, form())
    own = publishing.draft("D023")
    clerk.post(f"/admin/pages/{own.pk}/move/{publishing.place(of).pk}/confirm/", {})
    clerk.post(
        f"/admin/bulk/wagtailcore/page/move/?id={own.pk}&next=/admin/", {"chooser": publishing.place(of).pk}
    )
    clerk.post(
        f"/admin/pages/{own.pk}/copy/",
        {"new_title": "x", "new_slug": "x", "new_parent_page": publishing.place(of).pk},
    )
    assert list(DisclosurePage.objects.filter(region__code=of)) == [other]


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_whatever_a_clerk_presses_nothing_is_public_before_the_review(
    draft: DisclosurePage, action: str
) -> None:
    signed_in("clerk").post(f"/admin/pages/{draft.pk}/edit/", form(**{action: "1"}))
    signed_in("clerk").post(f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}&next=/admin/", {})
    draft.refresh_from_db()
    assert not draft.live
    assert Client().get(draft.path_on_site).status_code == 404


def sent_in(draft: DisclosurePage):
    signed_in("clerk").post(f"/admin/pages/{draft.pk}/edit/", form(**{"action-submit": "1"}))
    draft.refresh_from_db()
    return draft.current_workflow_task_state


def act(client: Client, draft: DisclosurePage, state, action: str, **data: str):
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=(draft.pk, action, state.pk)), data)


def test_the_township_publishes_and_it_is_recorded(draft: DisclosurePage) -> None:
    state = sent_in(draft)
    reviewer = signed_in("reviewer")
    assert "2026年10月各项收入明细" in reviewer.get("/admin/").content.decode()
    assert reviewer.get(f"/admin/pages/{draft.pk}/edit/").status_code == 200
    act(reviewer, draft, state, "approve")
    draft.refresh_from_db()
    assert draft.live and draft.legal_basis
    assert Client().get(draft.path_on_site).status_code == 200
    assert [event.action for event in events.history("page", draft.translation_key)] == ["approve"]


def test_it_is_sent_back_with_a_word_and_comes_again(draft: DisclosurePage) -> None:
    state = sent_in(draft)
    act(signed_in("reviewer"), draft, state, "reject", comment="第三笔没有摘要")
    assert "第三笔没有摘要" in signed_in("clerk").get("/admin/").content.decode()
    again = sent_in(draft)
    assert again is not None and again.pk != state.pk
    act(signed_in("reviewer"), draft, again, "approve")
    assert Client().get(draft.path_on_site).status_code == 200


@pytest.mark.parametrize(
    ("name", "role", "of"),
    [
        ("clerk", None, ""),
        ("clerk", Role.REVIEWER, factories.TOWNSHIP),
        ("officer", None, ""),
        ("operator", None, ""),
        ("officer", Role.REVIEWER, "990121201-GOV"),
        ("officer", Role.REVIEWER, factories.VILLAGE),
    ],
    ids=[
        "the clerk",
        "the clerk who reviews too",
        "an officer",
        "an operator",
        "another township",
        "the village",
    ],
)
def test_nobody_else_publishes_it(draft: DisclosurePage, name: str, role: str | None, of: str) -> None:
    state = sent_in(draft)
    if role:
        Membership.objects.create(user=factories.staff(name), role=role, organisation=factories.unit(of))
    act(signed_in(name), draft, state, "approve")
    draft.refresh_from_db()
    assert not draft.live


def test_what_is_withdrawn_says_so_at_its_address_and_is_nowhere_else(site, client: Client) -> None:
    page = publishing.published("D021")
    with pytest.raises(Refused):
        withdraw(page, by=factories.staff("clerk"), reason="重复公开")
    withdraw(page, by=factories.staff("reviewer"), reason="重复公开，以9月那一期为准")
    answer = client.get(page.path_on_site)
    assert answer.status_code == 410 and "以9月那一期为准" in answer.content.decode()
    for path in (
        "/disclosures/",
        "/disclosures/feed/",
        f"/r/{factories.VILLAGE}/",
        f"/r/{factories.VILLAGE}/feed/",
    ):
        assert "各项收入明细" not in client.get(path).content.decode(), path
    assert [event.action for event in events.history("page", page.translation_key)] == ["approve", "withdraw"]


def test_a_page_scheduled_for_later_is_not_there_before_its_time(site, client: Client) -> None:
    page = publishing.draft("D021")
    page.go_live_at = timezone.now() + datetime.timedelta(days=2)
    page.expire_at = page.go_live_at + datetime.timedelta(days=10)
    page.save_revision().publish()
    assert client.get(page.path_on_site).status_code == 404
    with time_machine.travel(page.go_live_at + datetime.timedelta(hours=1)):
        schedule.on_time()
        assert client.get(page.path_on_site).status_code == 200
    with time_machine.travel(page.expire_at + datetime.timedelta(hours=1)):
        schedule.on_time()
        assert client.get(page.path_on_site).status_code == 404


def test_no_operator_publishes_past_the_review(draft: DisclosurePage) -> None:
    sent_in(draft)
    operator = signed_in("operator")
    operator.post(f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}&next=/admin/", {})
    operator.post(f"/admin/pages/{draft.pk}/edit/", form(**{"action-publish": "1"}))
    draft.refresh_from_db()
    assert not draft.live and draft.workflow_in_progress
    for address in ("view_draft", f"revisions/{draft.latest_revision_id}/view", "edit"):
        assert operator.get(f"/admin/pages/{draft.pk}/{address}/").status_code in (302, 403, 404)


def test_what_is_withdrawn_stays_so_whatever_is_saved_or_waits(site, client: Client) -> None:
    page = publishing.published("D021")
    page.lede = "再改一次。"
    page.save_revision(user=factories.staff("clerk"))
    state = publishing.send_in(page)
    page = DisclosurePage.objects.get(pk=page.pk)
    withdraw(page, by=factories.staff("reviewer"), reason="重复公开")
    act(signed_in("reviewer"), page, state, "approve")
    signed_in("clerk").post(f"/admin/pages/{page.pk}/edit/", form())
    assert client.get(page.path_on_site).status_code == 410


def test_who_wrote_a_part_of_it_does_not_approve_it_when_another_sends_it_in(draft: DisclosurePage) -> None:
    other = factories.staff("officer")
    for role, code in ((Role.CLERK, factories.VILLAGE), (Role.REVIEWER, factories.TOWNSHIP)):
        Membership.objects.create(user=other, role=role, organisation=factories.unit(code))
    draft.save_revision(user=other)
    state = sent_in(draft)
    act(signed_in("officer"), draft, state, "approve")
    draft.refresh_from_db()
    assert not draft.live
