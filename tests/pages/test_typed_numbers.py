"""No number of a person gets on a page of a place or a disclosure, whichever field it is typed into."""

from __future__ import annotations

import json
from typing import Any

import factories
import publishing
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.pages.blocks import INLINE
from cms.pages.models import CatalogueItem, DisclosurePage, OfficeHolder, RegionIndexPage, RegionPage

MOBILE, ID, CARD = "19900010001", "990121196501010018", "6228480402564890018"
OFFICE = "0990-6221234"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(factories.staff(name))
    return client


def rich(text: str) -> dict[str, Any]:
    return streamfield([("paragraph", rich_text(text, features=INLINE))])


def holder(**changes: str) -> dict[str, str]:
    return {
        "name": "韦向田",
        "post": "村党支部书记",
        "duties": "全面工作",
        "phone": "",
        "term_from": "",
    } | changes


def edit(**changes: Any) -> Any:
    """The form of a village's page as its clerk sends it."""
    data = {"lede": "", "body": streamfield([]), "office_holders": inline_formset([holder()])}
    data |= {"comments": inline_formset([])} | changes
    return signed_in("clerk").post(f"/admin/pages/{publishing.place().pk}/edit/", nested_form_data(data))


def refused(response: Any) -> bool:
    """The form is there again with the reason; of blocks it stands in what their editor is made from."""
    said, shown = "个人的号码", response.content.decode()
    return response.status_code == 200 and (said in shown or json.dumps(said)[1:-1] in shown)


@pytest.mark.parametrize(
    "changes",
    [
        {"lede": f"有事打{MOBILE}。"},
        {"body": rich(f"<p>找会计，身份证{ID}。</p>")},
        {"body": streamfield([("heading", f"联系{MOBILE}")])},
        {"body": rich(f'<p><a href="tel:{MOBILE}">打电话</a></p>')},
        {"office_holders": inline_formset([holder(name=f"韦向田{MOBILE}")])},
        {"office_holders": inline_formset([holder(post=f"书记 {ID}")])},
        {"office_holders": inline_formset([holder(duties=f"收款卡号{CARD}")])},
        {"office_holders": inline_formset([holder(phone=ID)])},
    ],
    ids=["lede", "body", "heading", "link", "name", "post", "duties", "an ID as telephone"],
)
def test_a_page_of_a_place_takes_no_number_of_a_person(site, changes: dict[str, Any]) -> None:
    assert refused(edit(**changes))
    assert publishing.place().get_latest_revision() is None


def test_the_office_s_telephone_is_taken_and_shown(site) -> None:
    fields = {"lede": f"村委会电话{OFFICE}。", "office_holders": inline_formset([holder(phone=OFFICE)])}
    answer = edit(**fields, **{"action-submit": "1"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    page = publishing.place()
    act = (page.pk, "approve", page.current_workflow_task_state.pk)
    signed_in("reviewer").post(reverse("wagtailadmin_pages:workflow_action", args=act))
    assert Client().get(f"/r/{factories.VILLAGE}/").content.decode().count(OFFICE) >= 2


def test_a_private_mobile_number_is_not_the_office_s(site) -> None:
    answer = edit(office_holders=inline_formset([holder(phone=MOBILE)]))
    assert "像是私人手机号" in answer.content.decode()


@pytest.mark.parametrize("field", ["prepared_by", "checked_by", "lede"])
def test_a_disclosure_takes_none_where_people_are_named(site, field: str) -> None:
    form = {
        "item": CatalogueItem.objects.get(no="D021").pk, "period_from": "2026-10-01", "period_to": "2026-10-31",
        "publishing_unit": publishing.draft_unit().pk, "lede": "", "prepared_by": "韦向田", "checked_by": "覃守正",
        "display_days": "", "body": streamfield([]), "attachments": inline_formset([]),
        "comments": inline_formset([]),
    }  # fmt: skip
    add = f"/admin/pages/add/pages/disclosurepage/{publishing.place().pk}/"
    clerk = signed_in("clerk")
    assert refused(clerk.post(add, nested_form_data(form | {field: f"韦向田 {MOBILE}"})))
    assert not DisclosurePage.objects.exists()
    assert clerk.post(add, nested_form_data(form)).status_code == 302


@pytest.mark.parametrize("field", ["title", "title_en", "lede", "lede_en", "search_description"])
def test_the_list_of_places_takes_none(site, field: str) -> None:
    page = RegionIndexPage.objects.get()
    setattr(page, field, f"打{MOBILE}")
    with pytest.raises(ValidationError):
        page.save()


def draft_from_before(**fields: Any) -> RegionPage:
    """What a clerk sent in before there was a rule against it."""
    page = publishing.place()
    page.lede = fields.get("lede", "")
    page.office_holders = [OfficeHolder(**one) for one in fields.get("holders", [])]
    page.save_revision(user=factories.staff("clerk"), clean=False)
    publishing.send_in(page)
    return page


@pytest.mark.parametrize(
    "fields",
    [
        {"lede": f"有事打{MOBILE}。"},
        {"holders": [{"name": "韦向田", "post": "书记", "phone": MOBILE}]},
        {"holders": [{"name": "韦向田", "post": f"书记{ID}"}]},
    ],
    ids=["lede", "telephone", "post"],
)
def test_a_draft_from_before_the_rule_is_not_published_and_the_reviewer_reads_why(
    site, fields: dict[str, Any]
) -> None:
    page = draft_from_before(**fields)
    address, reviewer = reverse("disclosure_review", args=[page.pk]), signed_in("reviewer")
    data = {"action": "approve", "state": page.current_workflow_task_state.pk}
    answer = reviewer.post(address, data)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    public = Client().get(f"/r/{factories.VILLAGE}/").content.decode()
    assert MOBILE not in public and ID not in public
    sent_back = reviewer.post(address, data | {"action": "reject", "comment": "去掉号码"})
    assert sent_back.status_code == 302
    assert edit(lede="本村在河湾。").status_code == 302, "the clerk puts it right"


def test_a_place_is_renamed_whatever_stands_on_its_page(site) -> None:
    from regions.process import save_region

    RegionPage.objects.filter(region__code=factories.VILLAGE).update(lede=f"有事打{MOBILE}。")
    village = publishing.place().region
    village.name = "望江亭社区"
    save_region(village)
    assert publishing.place().title == "望江亭社区"
