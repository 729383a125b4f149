"""What came to a department or township itself, taken down by its officer (article 23)."""

from __future__ import annotations

import re

import factories
import pytest
from desk import BROUGHT, address, do, seen
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role
from intake.petitions.models import Petition
from intake.petitions.process import passwords

pytestmark = pytest.mark.django_db

NEW, RECEIPT = reverse("desk:new"), reverse("desk:receipt")
VISIT = BROUGHT | {"key": "a-key-of-this-form", "channel": "visit"}


def text(response) -> str:
    return response.content.decode()


def take_down(desk, **given) -> Petition:
    data = VISIT | {"received_on": timezone.localdate().isoformat()} | given
    assert desk.post(NEW, data).status_code == 302
    return Petition.objects.get()


def test_an_officer_takes_it_down_hands_the_receipt_over_and_finds_the_case_in_the_unit_s_queue(at):
    desk = at("officer")
    page = text(desk.get(NEW))
    assert "农业农村局" in page and 'name="withhold_name"' not in page and 'name="source_office"' not in page
    petition = take_down(desk)
    number, password = re.findall(r'<dd class="mono big">([^<]+)</dd>', text(desk.get(RECEIPT)))
    assert passwords.prove(number, password) == petition
    assert petition.title in text(desk.get(reverse("workbench:queue")))
    assert do(petition, "hand_over") in text(desk.get(address(petition)))


def test_what_is_not_the_unit_s_is_handed_over_and_leaves_its_sight(at):
    desk = at("officer")
    petition = take_down(desk)
    answer = desk.post(do(petition, "hand_over"), seen(petition) | {"reason": "渠道由水利部门管。"})
    assert answer.status_code == 302
    petition.refresh_from_db()
    assert petition.state == "registered" and desk.get(address(petition)).status_code == 404


def test_who_works_for_two_units_says_to_which_of_them_it_was_brought(at):
    desk, other = at("officer"), factories.unit(factories.CIVIL_AFFAIRS)
    Membership.objects.create(user=factories.staff("officer"), role=Role.HANDLER, organisation=other)
    page = text(desk.get(NEW))
    assert 'name="brought_to"' in page and "农业农村局" in page and other.name in page
    assert desk.post(NEW, VISIT | {"received_on": timezone.localdate().isoformat()}).status_code == 422
    assert take_down(desk, brought_to=str(other.pk)).owner == other
    assert 'name="brought_to"' not in text(at("officer2").get(NEW))


def test_what_complains_of_the_unit_is_taken_down_and_never_opens_to_it(at):
    desk = at("officer")
    petition = take_down(desk, reported_party="县农业农村局")
    assert petition.state == "submitted" and desk.get(RECEIPT).status_code == 200
    assert desk.get(address(petition)).status_code == 404
    assert petition.title not in text(desk.get(reverse("workbench:queue")))


def test_a_signed_withdrawal_is_entered_with_its_paper_which_the_petitioner_can_read(at):
    desk, petition = at("officer"), factories.to_in_progress()
    page = text(desk.get(do(petition, "withdraw")))
    assert 'name="signed"' in page and 'name="all_contacts"' not in page and "multipart/form-data" in page
    given = seen(petition) | {"received_on": timezone.localdate().isoformat(), "signed": "on"}
    assert desk.post(do(petition, "withdraw"), given).status_code == 422
    paper = SimpleUploadedFile("撤回申请.txt", "本人自愿撤回。".encode(), "text/plain")
    assert desk.post(do(petition, "withdraw"), given | {"uploads": paper}).status_code == 302
    petition.refresh_from_db()
    assert petition.state == "withdrawn"
    assert petition.attachments.get().from_petitioner and petition.attachments.get().name == "撤回申请.txt"


def test_material_that_was_brought_is_entered_as_the_petitioner_s(at):
    desk = at("petition_office")
    petition = factories.act(
        factories.to_registered(), "ask_supplement", "petition_office", reason="请补合同"
    )
    assert do(petition, "supply") in text(desk.get(address(petition)))
    paper = SimpleUploadedFile("合同.txt", "合同".encode(), "text/plain")
    given = seen(petition) | {"received_on": timezone.localdate().isoformat(), "uploads": paper}
    assert desk.post(do(petition, "supply"), given).status_code == 302
    petition.refresh_from_db()
    assert petition.state == "registered" and petition.attachments.get().from_petitioner


@pytest.mark.parametrize("named", [True, False])
def test_the_desk_of_the_unit_that_it_complains_of_hands_out_no_password(at, named):
    given = {} if named else {"identity": "anonymous", "name": "", "phone": "", "address": ""}
    desk = at("officer")
    petition = take_down(desk, reported_party="县农业农村局", **given)
    page = text(desk.get(RECEIPT))
    assert re.findall(r'<dd class="mono big">([^<]+)</dd>', page) == [petition.shown_number]
    assert "不印查询密码" in page and ("有效身份证件" in page) == named
