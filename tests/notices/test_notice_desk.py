"""The desk of notices: from a draft to the public by its pages alone, and nothing of another body's."""

from __future__ import annotations

import datetime
import re
from typing import Any

import factories
import notice_making as making
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.notices import process
from cms.notices.models import Notice, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture(autouse=True)
def november() -> object:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        yield


def page(client: Client, notice: Notice, name: str = "notice") -> str:
    response = client.get(reverse(f"notices_desk:{name}", args=[notice.pk]))
    assert response.status_code == 200
    return response.content.decode()


def do(client: Client, notice: Notice, code: str, **given: Any) -> Any:
    seen = Notice.objects.get(pk=notice.pk).version
    return client.post(reverse("notices_desk:do", args=[notice.pk, code]), {"seen": seen, **given})


def offered(client: Client, notice: Notice) -> set[str]:
    return set(re.findall(rf"{notice.pk}/do/(\w+)/", page(client, notice)))


def filled(form: BeautifulSoup) -> dict[str, Any]:
    """A form as a browser sends it."""
    sent: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name or (field.get("type") == "checkbox" and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            sent[name] = chosen["value"] if chosen else ""
        else:
            value = field.text if field.name == "textarea" else field.get("value", _usual(field))
            sent.setdefault(name, []).append(value.lstrip("\n"))
    return sent


def _usual(field: Any) -> str:
    return "on" if field.get("type") == "checkbox" else ""


def the_form(response: Any) -> BeautifulSoup:
    found = BeautifulSoup(response.content, "html.parser").select_one(".nd form")
    assert found is not None
    return found


def test_from_a_draft_to_the_public_by_the_desk_alone(at: Any, client: Client) -> None:
    drafter, head = at("inspector"), at("inspector_head")
    new = reverse("notices_desk:new")
    sent = filled(the_form(drafter.get(new))) | {
        "title": "关于1起优亲厚友问题的通报",
        "number": "砚纪通〔2026〕12号",
        "approved_by": "县纪委常委会",
        "approved_on": "2026-11-18",
        "opening": "现将1起典型问题通报如下。",
        "cases-0-unit": factories.unit("990121001201").pk,
        "cases-0-problem": "favours",
        "cases-0-facts": "尚官渡明知亲属不符合条件，仍为其申报最低生活保障。",
        "cases-0-measures": ["party_warning"],
        "cases-0-decided_on": "2026-10-15",
        "cases-0-decided_by": "墨池街道纪检监察工委",
        "cases-0-basis": "《中国共产党纪律处分条例》",
        "cases-0-persons-0-name": "尚官渡",
        "cases-0-persons-0-post": "原书记",
        "cases-0-persons-0-post_kind": "village",
        "cases-0-persons-0-in_full": "on",
    }
    more = drafter.post(new, sent | {"add_case": "1"})
    assert "尚官渡" in more.content.decode() and "cases-1-facts" in more.content.decode()
    assert not Notice.objects.exists()
    assert drafter.post(new, sent).status_code == 302
    notice = Notice.objects.get()
    edit = reverse("notices_desk:edit", args=[notice.pk])
    again = filled(the_form(drafter.get(edit)))
    assert drafter.post(edit, again | {"closing": "引以为戒。"}).status_code == 302
    assert Person.objects.get().in_full and Notice.objects.get().closing == "引以为戒。"
    assert "尚某" in page(drafter, notice, "preview")

    assert offered(drafter, notice) == {"submit"} and "submit" in offered(head, notice)
    assert do(drafter, notice, "submit").status_code == 302
    assert offered(head, notice) == {"publish", "send_back"} and offered(drafter, notice) == set()
    assert do(head, notice, "send_back", comment="").status_code == 422
    assert do(head, notice, "send_back", comment="结尾请写具体").status_code == 302
    assert "结尾请写具体" in page(drafter, notice)
    do(drafter, notice, "submit")
    approve = reverse("notices_desk:decide", args=[notice.pk, "name", Person.objects.get().pk])
    assert approve not in page(drafter, notice) and approve in page(head, notice)
    assert head.post(approve).status_code == 302
    assert do(head, notice, "publish").status_code == 302
    assert "原书记尚官渡" in client.get(f"/notices/{notice.pk}/").content.decode().replace("<wbr>", "")


def test_a_draft_with_faults_says_them_and_stays(at: Any) -> None:
    notice = making.drafted(making.with_first(facts="联系电话19900012345。"))
    refused = do(at("inspector"), notice, "submit")
    assert refused.status_code == 422 and "电话号码" in refused.content.decode()
    assert Notice.objects.get().state == "draft"


def test_follow_up_correction_redaction_and_take_down_are_there_for_whom_they_are(at: Any) -> None:
    notice, member, head = making.published(), at("inspector"), at("inspector_head")
    assert offered(member, notice) == {"follow_up", "correct"}
    assert offered(head, notice) == {"follow_up", "correct", "redact", "take_down"}
    assert do(member, notice, "follow_up", on="2026-11-20", text="已回访。").status_code == 302
    assert (
        do(member, notice, "correct", what="title:", value="关于两起问题的通报", reason="起数").status_code
        == 302
    )
    for decision, row in (("release", notice.follow_ups.get()), ("accept", notice.changes.get())):
        address = reverse("notices_desk:decide", args=[notice.pk, decision, row.pk])
        assert address not in page(member, notice) and address in page(head, notice)
        member.post(address)
        assert head.post(address).status_code == 302
    assert notice.follow_ups.get().released_at and Notice.objects.get().title == "关于两起问题的通报"
    assert do(head, notice, "redact", words="没有的字").status_code == 422
    assert do(member, notice, "take_down", why="revoked", reason="撤销").status_code == 302
    assert Notice.objects.get().state == "published"
    assert do(head, notice, "take_down", why="revoked", reason="复审撤销").status_code == 302
    assert Notice.objects.get().state == "taken_down"


def test_a_moment_to_come_is_taken_as_the_county_s_time(at: Any) -> None:
    notice = making.submitted()
    assert do(at("inspector_head"), notice, "publish", publish_at="2026-11-21T08:30").status_code == 302
    moment = datetime.datetime.fromisoformat("2026-11-21T08:30+08:00")
    assert Notice.objects.get().published_at == moment
    assert "待公开" in page(at("inspector"), notice)


@pytest.mark.parametrize("who", ["township_inspector", "petition_office", "leader", "clerk", "operator"])
def test_another_body_s_notice_does_not_exist(at: Any, who: str) -> None:
    notice = making.submitted()
    client = at(who)
    for name in ("notice", "edit", "preview"):
        assert client.get(reverse(f"notices_desk:{name}", args=[notice.pk])).status_code == 404
    assert do(client, notice, "publish").status_code == 404
    listed = client.get(reverse("notices_desk:list"))
    assert listed.status_code == (200 if who == "township_inspector" else 404)
    assert notice.title not in listed.content.decode()


def test_the_head_of_the_county_sees_what_its_units_write_and_a_member_does_not(at: Any) -> None:
    notice = process.create(
        factories.staff("township_inspector"), factories.unit(factories.TOWNSHIP_DISCIPLINE), making.data()
    )
    assert notice.title in page(at("inspector_head"), notice)
    assert at("inspector").get(reverse("notices_desk:notice", args=[notice.pk])).status_code == 404


def test_the_menu_has_the_room_for_discipline_bodies_alone(at: Any) -> None:
    address = reverse("notices_desk:list")
    assert address in at("inspector").get("/admin/").content.decode()
    assert address not in at("petition_office").get("/admin/").content.decode()
