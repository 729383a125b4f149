"""An operator looks after the wording of papers in the admin; nobody else gets there."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Role, User
from intake.documents import shipped, versions
from intake.documents.models import NoticeTemplate
from intake.documents.shipped import Text
from regions.models import Organisation, Region


def signed_in(role: str) -> Client:
    region, _ = Region.objects.get_or_create(
        code="w-region",
        defaults={"name": "试页县", "short_name": "试页", "level": "county", "kind": "county", "path": "w/"},
    )
    office, _ = Organisation.objects.get_or_create(
        code="w-office",
        defaults={"name": "试页县政府", "short_name": "试页政府", "kind": "county_gov", "region": region},
    )
    user = User.objects.create(username=f"u{uuid.uuid4().hex[:8]}", display_name="覃运维")
    Membership.objects.create(user=user, organisation=office, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def operator(db: None) -> Client:
    return signed_in(Role.OPERATOR)


def address(name: str, *args: object) -> str:
    return reverse(f"notice_templates:{name}", args=args)


EDIT = ("edit", "conclude_notice", "zh-hans")
SHIPPED = shipped.text("conclude_notice", "zh-hans")


def test_the_list_shows_every_paper(operator: Client) -> None:
    page = operator.get(address("index"))
    assert page.status_code == 200
    words = page.content.decode()
    assert "…意〔…〕…号" in words and "不作决定" in words and "随机" in words, (
        "which are numbered, and why not"
    )
    for code in ("receipt", "opinion", "report_up"):
        assert f"<small>{code}</small>" in page.content.decode()


def test_a_preview_shows_the_words_on_sample_data_and_stores_nothing(operator: Client) -> None:
    data = {"seen": 1, "subject": "办结了", "body": SHIPPED.body + "\n<b>再见</b>", "preview": "1"}
    page = operator.post(address(*EDIT), data).content.decode()
    assert "办结了" in page
    assert "2026-7K3M9QX-K" in page
    assert "&lt;b&gt;再见&lt;/b&gt;" in page
    assert "<b>再见</b>" not in page
    assert versions.current("conclude_notice", "zh-hans").version == 1


def test_saving_makes_the_next_version_and_the_list_says_edited(operator: Client) -> None:
    answer = operator.post(
        address(*EDIT), {"seen": 1, "subject": "办结了", "body": SHIPPED.body, "save": "1"}
    )
    assert answer.status_code == 302
    row = versions.current("conclude_notice", "zh-hans")
    assert (row.version, row.subject) == (2, "办结了")
    assert row.created_by is not None
    page = operator.get(address(*EDIT)).content.decode()
    assert "<del>" in page
    assert "覃运维" in page


def test_what_the_rules_ask_for_can_not_be_left_out_and_nothing_typed_is_lost(operator: Client) -> None:
    page = operator.post(address(*EDIT), {"seen": 1, "subject": "x", "body": "我写了很久的话", "save": "1"})
    assert page.status_code == 422
    assert "我写了很久的话" in page.content.decode()
    assert versions.current("conclude_notice", "zh-hans").version == 1


def test_the_second_editor_sees_the_difference_and_keeps_the_draft(operator: Client) -> None:
    operator.post(address(*EDIT), {"seen": 1, "subject": "先存的", "body": SHIPPED.body, "save": "1"})
    draft = {"seen": 1, "subject": "后存的", "body": SHIPPED.body, "save": "1"}
    page = operator.post(address(*EDIT), draft)
    assert page.status_code == 409
    text = page.content.decode()
    assert "先存的" in text
    assert 'value="后存的"' in text
    assert 'name="seen" value="2"' in text
    assert operator.post(address(*EDIT), draft | {"seen": 2}).status_code == 302


def test_an_old_version_and_the_shipped_wording_can_be_put_in_force_again(operator: Client) -> None:
    user = User.objects.get(pk=operator.session["_auth_user_id"])
    versions.edit("conclude_notice", "zh-hans", Text("第二版", SHIPPED.body), by=user, seen=1)
    page = operator.get(address("version", "conclude_notice", "zh-hans", 1))
    assert "第二版" in page.content.decode()
    operator.post(address("restore", "conclude_notice", "zh-hans", 1), {"seen": 2})
    assert versions.current("conclude_notice", "zh-hans").subject == SHIPPED.subject
    operator.post(address("restore", "conclude_notice", "zh-hans", 2), {"seen": 3})
    operator.post(address("restore", "conclude_notice", "zh-hans", 0), {"seen": 4})
    row = versions.current("conclude_notice", "zh-hans")
    assert (row.version, row.subject) == (5, SHIPPED.subject)


def test_a_restore_from_a_stale_page_changes_nothing(operator: Client) -> None:
    user = User.objects.get(pk=operator.session["_auth_user_id"])
    versions.edit("conclude_notice", "zh-hans", Text("第二版", SHIPPED.body), by=user, seen=1)
    operator.post(address("restore", "conclude_notice", "zh-hans", 0), {"seen": 1})
    operator.post(address("restore", "conclude_notice", "zh-hans", 0))
    assert versions.current("conclude_notice", "zh-hans").subject == "第二版"


@pytest.mark.parametrize(
    "path",
    [("edit", "no_such", "en"), ("edit", "receipt", "fr"), ("version", "receipt", "en", 99)],
)
def test_what_is_not_there_is_not_found(operator: Client, path: tuple[object, ...]) -> None:
    assert operator.get(address(*path)).status_code == 404  # type: ignore[arg-type]


def test_nothing_changes_by_following_a_link(operator: Client) -> None:
    assert operator.get(address("restore", "receipt", "en", 0)).status_code == 405


@pytest.mark.parametrize(
    "role", [Role.PETITION_HEAD, Role.DISCIPLINE_INTAKE, Role.LEADER, Role.HANDLER, Role.CLERK]
)
def test_only_operators_get_in(db: None, role: str) -> None:
    client = signed_in(role)
    before = NoticeTemplate.objects.count()
    paths = [
        address("index"),
        address(*EDIT),
        address("version", "receipt", "en", 1),
        reverse("number_prefixes:index"),
    ]
    for path in paths:
        page = client.get(path)
        assert page.status_code in (302, 403)
        assert "notice-templates" not in page.headers.get("Location", "")
    client.post(address(*EDIT), {"seen": 1, "subject": "x", "body": SHIPPED.body, "save": "1"})
    client.post(address("restore", "receipt", "en", 0), {"seen": 1})
    assert NoticeTemplate.objects.count() == before
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert address("index") not in home


def test_prefixes_are_for_operators_and_never_deleted(operator: Client) -> None:
    page = operator.get(reverse("number_prefixes:index"))
    assert page.status_code == 200
    office = Organisation.objects.get(code="w-office")
    answer = operator.post(reverse("number_prefixes:add"), {"organisation": office.pk, "prefix": "试页信"})
    assert answer.status_code == 302
    entry = office.number_prefix  # type: ignore[attr-defined]
    assert entry.prefix == "试页信"
    assert operator.post(reverse("number_prefixes:delete", args=[entry.pk])).status_code in (302, 403)
    entry.refresh_from_db()
