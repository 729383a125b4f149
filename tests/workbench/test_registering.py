"""The pages of a desk: taking a matter down, its receipt, and who comes with an identity paper."""

from __future__ import annotations

import datetime
import re

import factories
import pytest
import time_machine
from desk import BROUGHT, address
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.petitions.models import IdentityCheck, Petition
from intake.petitions.process import Person, passwords
from privacy.models import AccessRecord

pytestmark = pytest.mark.django_db

ID_NUMBER = "99012119560101001X"
OLD_MAN = Person(name="覃老六", phone="19900010009", id_number=ID_NUMBER, id_type="resident")
INDEX, NEW, GRID, RECEIPT, IDENTITY = (
    reverse(f"desk:{name}") for name in ("index", "new", "grid", "receipt", "identity")
)
LETTER = BROUGHT | {"channel": "letter", "id_number": ID_NUMBER}
AT_THE_DOOR = {
    "petition_class": "appeal",
    "body": "三组的水渠去年冬天就坏了，放不进水，春耕前要修好。",
    "region": factories.VILLAGE,
    "identity": "anonymous",
    "truth": "on",
    "privacy": "on",
}
WRONGDOING = {
    "petition_class": "accusation",
    "body": "荷叶埂村支书把集体的鱼塘用低价包给自己亲戚，没有开村民代表会，钱也没有进村里的账。",
    "reported_party": "荷叶埂村支书",
}


def text(response) -> str:
    return response.content.decode()


def key_of(response) -> str:
    return re.search(r'name="key" value="([^"]+)"', text(response))[1]


def sent(client: Client, page: str, given: dict, **more):
    data = given | {"key": key_of(client.get(page)), "received_on": timezone.localdate().isoformat()}
    return client.post(page, data | more)


def slip(client: Client) -> tuple[str, str]:
    """Number and password on the open receipt."""
    number, password = re.findall(r'<dd class="mono big">([^<]+)</dd>', text(client.get(RECEIPT)))
    return number, password


@pytest.fixture
def discipline(county):
    factories.staff("township_inspector")


def test_a_letter_with_its_scan_is_taken_down_and_the_resident_gets_number_and_password(at):
    desk = at("centre_clerk")
    scan = SimpleUploadedFile("信.txt", "三组的田".encode(), "text/plain")
    came = timezone.localdate() - datetime.timedelta(days=2)
    response = sent(desk, NEW, LETTER, files=scan, received_on=came.isoformat())
    assert response.status_code == 302, re.findall(r'class="err"[^>]*>.*?</p>', text(response), re.S)
    petition = Petition.objects.get()
    assert (petition.channel, petition.petition_class) == ("letter", "appeal")
    assert petition.received_on == came
    assert petition.attachments.get().name == "信.txt"
    assert petition.petitioners.get().id_type == "resident"
    number, password = slip(desk)
    assert passwords.prove(number, password) == petition
    assert "<svg" in text(desk.get(RECEIPT)) and "receipt--a4" in text(desk.get(f"{RECEIPT}?sheet=a4"))


def test_the_receipt_is_shown_until_it_is_left_and_never_after(at):
    desk = at("centre_clerk")
    sent(desk, NEW, LETTER)
    _number, password = slip(desk)
    assert "no-store" in desk.get(RECEIPT)["Cache-Control"]
    assert RECEIPT in text(desk.get(INDEX))
    desk.post(RECEIPT)
    assert desk.get(RECEIPT).status_code == 302
    assert password not in text(desk.get(INDEX))


def test_a_clerk_sees_no_other_s_receipt(at):
    sent(at("centre_clerk"), NEW, LETTER)
    assert at("town_centre").get(RECEIPT).status_code == 302


def test_pressing_twice_makes_one_case_and_something_else_under_the_same_key_is_asked_about(at):
    desk = at("centre_clerk")
    data = LETTER | {"key": key_of(desk.get(NEW)), "received_on": timezone.localdate().isoformat()}
    assert desk.post(NEW, data).status_code == desk.post(NEW, data).status_code == 302
    other = desk.post(NEW, data | {"title": "另一件事"})
    assert other.status_code == 409 and "另一件事" in text(other) and key_of(other) != data["key"]
    assert Petition.objects.count() == 1


def test_of_two_presses_under_way_at_once_the_later_session_knows_what_was_sent(at):
    desk = at("grid_worker")
    data = AT_THE_DOOR | {"key": key_of(desk.get(GRID)), "received_on": timezone.localdate().isoformat()}
    both_began_with = dict(desk.session)
    assert desk.post(GRID, data).status_code == 302
    rewound = desk.session
    rewound.clear()
    rewound.update(both_began_with)
    rewound.save()
    assert desk.post(GRID, data)["Location"] == RECEIPT
    desk.post(RECEIPT)
    assert sent(desk, GRID, AT_THE_DOOR).status_code == 409
    assert Petition.objects.count() == 1


def test_the_same_words_in_a_form_fetched_anew_are_asked_about_and_go_on_if_it_is_another_matter(at):
    desk = at("grid_worker")
    assert sent(desk, GRID, AT_THE_DOOR).status_code == 302
    assert sent(desk, GRID, AT_THE_DOOR)["Location"] == RECEIPT, "while its receipt is open, it is shown"
    desk.post(RECEIPT)
    asked = sent(desk, GRID, AT_THE_DOOR)
    assert asked.status_code == 409 and Petition.objects.count() == 1
    assert desk.post(GRID, AT_THE_DOOR | {"key": key_of(asked), "another": "yes"}).status_code == 302
    assert Petition.objects.count() == 2


def test_what_is_wrong_is_said_and_what_was_typed_stays(at):
    desk = at("centre_clerk")
    response = sent(desk, NEW, LETTER | {"truth": "", "received_on": ""}, received_on="2030-01-01")
    assert response.status_code == 422
    assert "高标准农田的渠比田高" in text(response) and 'value="2030-01-01"' in text(response)
    assert not Petition.objects.exists()


def test_more_than_five_contacts_are_refused(at):
    others = "\n".join(f"韦{name} 1990001100{place}" for place, name in enumerate("甲乙丙丁戊"))
    response = sent(
        at("centre_clerk"), NEW, LETTER | {"joint": "on", "people_count": "9", "contacts": others}
    )
    assert response.status_code == 422 and not Petition.objects.exists()


def test_the_receipt_speaks_the_resident_s_language(at):
    desk = at("centre_clerk")
    sent(desk, NEW, LETTER | {"language": "en"})
    assert "What happens next" in text(desk.get(RECEIPT)) and '<html lang="en"' in text(desk.get(RECEIPT))
    assert Petition.objects.get().language == "en"


def test_a_text_that_reads_like_a_report_of_wrongdoing_is_asked_about_before_anything_is_stored(
    at, discipline
):
    desk = at("centre_clerk")
    told = LETTER | WRONGDOING | {"petition_class": "appeal"}
    response = sent(desk, NEW, told)
    assert response.status_code == 422 and "accusation_answer" in text(response)
    assert not Petition.objects.exists()
    sent(desk, NEW, told | {"accusation_answer": "seal"})
    assert Petition.objects.get().is_accusation


def test_of_a_report_of_wrongdoing_the_clerk_keeps_nothing_but_the_count(at, discipline):
    for who in ("centre_clerk", "petition_office"):
        desk = at(who)
        assert sent(desk, NEW, LETTER | WRONGDOING).status_code == 302
        number, password = slip(desk)
        page = text(desk.get(RECEIPT))
        assert LETTER["title"] not in page and "纪委" not in page
        desk.post(RECEIPT)
        assert (
            number not in text(desk.get(INDEX))
            and "1" in re.search(r'wb-count">([^<]+)<', text(desk.get(INDEX)))[1]
        )
        petition = Petition.objects.get(number=number.replace("-", ""))
        assert desk.get(address(petition)).status_code == 404
        assert passwords.prove(number, password) == petition


def test_a_grid_worker_takes_a_matter_down_with_a_few_fields_for_the_own_village(at):
    desk = at("grid_worker")
    page = text(desk.get(GRID))
    assert f'value="{factories.VILLAGE}" selected' in page
    assert 'name="title"' not in page and 'name="id_number"' not in page
    assert sent(desk, GRID, AT_THE_DOOR).status_code == 302
    petition = Petition.objects.get()
    assert petition.anonymous and petition.channel == "visit" and petition.title.startswith("三组的水渠")
    assert passwords.prove(*slip(desk)) == petition
    assert petition.shown_number in text(desk.get(INDEX))


def test_a_name_at_the_door_needs_a_way_to_answer(at):
    desk = at("grid_worker")
    assert sent(desk, GRID, AT_THE_DOOR | {"identity": "named", "name": "覃老六"}).status_code == 422
    assert (
        sent(
            desk, GRID, AT_THE_DOOR | {"identity": "named", "name": "覃老六", "phone": "19900010009"}
        ).status_code
        == 302
    )


def test_each_desk_is_there_for_those_who_stand_at_it_alone(at):
    allowed = {
        "centre_clerk": {INDEX, NEW, IDENTITY},
        "petition_office": {INDEX, NEW, IDENTITY},
        "grid_worker": {INDEX, GRID},
        "inspector": {INDEX, NEW},
        "officer": {INDEX, NEW},
        "leader": set(),
        "clerk": set(),
    }
    for who, pages in allowed.items():
        desk = at(who)
        opened = {page for page in (INDEX, NEW, GRID, IDENTITY) if desk.get(page).status_code == 200}
        assert opened == pages, who
        assert (INDEX in text(desk.get("/admin/"))) is bool(pages), who


# --- with an identity paper ---

SEEN = {"paper": "resident", "name": "覃老六", "id_number": ID_NUMBER, "seen": "on"}


def token_of(response) -> str:
    return re.search(r'name="token" value="([^"]+)"', text(response))[1]


def test_who_lost_everything_is_found_by_phone_and_paper_and_gets_status_and_password(at):
    petition = factories.to_transferred(people=[OLD_MAN])
    factories.act(petition, "note", "officer", reason="内部备注不外传")
    desk = at("centre_clerk")
    found = desk.post(IDENTITY, SEEN | {"phone": "19900010009"})
    assert petition.shown_number in text(found)
    assert petition.title not in text(found) and "19900010009" not in text(found)
    form = {"token": token_of(found), "case": str(petition.pk)}
    sheet = text(desk.post(reverse("desk:standing"), form))
    assert petition.title in sheet and "农业农村局" in sheet
    assert "内部备注" not in sheet and petition.body not in sheet
    new = re.findall(r'<dd class="mono">([^<]+)</dd>', text(desk.post(reverse("desk:password"), form)))[1]
    assert passwords.prove(petition.shown_number, new) == petition
    asked = desk.post(reverse("desk:password"), form)
    assert asked.status_code == 409 and passwords.prove(petition.shown_number, new) == petition
    assert 'name="again"' in text(asked) and desk.post(reverse("desk:password"), form | {"again": "on"})
    assert passwords.prove(petition.shown_number, new) is None


def test_a_paper_is_printed_and_its_receipt_noted(at):
    petition = factories.to_replied(people=[OLD_MAN])
    desk = at("centre_clerk")
    form = {
        "token": token_of(desk.post(IDENTITY, SEEN | {"number": petition.shown_number})),
        "case": petition.pk,
    }
    notice = petition.notices.get(code="opinion")
    sheet = text(desk.post(reverse("desk:paper"), form | {"paper": notice.pk}))
    assert "渠底比田面高二十二公分" in sheet
    notice.refresh_from_db()
    assert notice.received_how == "centre"
    resident = Client()
    new = passwords.renew(petition)
    resident.post("/track/", {"number": petition.shown_number, "password": new})
    assert "服务中心" in text(resident.get(f"/track/case/notice/{notice.pk}/"))


def test_of_a_released_report_a_desk_shows_and_hands_over_nothing_from_the_sealed_time(at):
    petition = factories.accusation(people=[OLD_MAN], reported_party="").petition
    factories.act(petition, "release", "inspector", reason="无人被反映", consent="agreed")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        factories.act(petition, "grant", "inspector_head")
        factories.act(petition, "register", "petition_office")
        given = {"organisation": factories.unit(factories.AGRICULTURE), "reason": "职责"}
        factories.act(petition, "transfer", "petition_office", **given)
        desk = at("centre_clerk")
        found = desk.post(IDENTITY, SEEN | {"number": petition.shown_number})
        sealed = petition.notices.get(code="receipt")
        after = petition.notices.filter(to_organisation=None).last()
        assert str(after.pk) in text(found) and str(sealed.pk) not in text(found)
        form = {"token": token_of(found), "case": str(petition.pk)}
        sheet = desk.post(reverse("desk:standing"), form)
        assert sheet.context["papers"] == [after]
        assert timezone.localdate() <= timezone.localdate(sheet.context["entries"][0].at)
        refused = desk.post(reverse("desk:paper"), form | {"paper": str(sealed.pk)})
        assert refused.status_code == 403 and sealed.subject not in text(refused)
        assert desk.post(reverse("desk:paper"), form | {"paper": str(after.pk)}).status_code == 200


def test_what_is_not_there_and_what_may_not_be_told_are_answered_alike(at):
    barred = factories.file_petition(people=[OLD_MAN], reported_party="柘木湾镇便民服务中心").petition
    sealed = factories.accusation(people=[OLD_MAN]).petition
    desk = at("town_centre")
    answers = {
        re.sub(
            r'(csrfmiddlewaretoken"|nonce=|"number"|csrf)[^>]*',
            "",
            text(desk.post(IDENTITY, SEEN | {"number": number})).replace(number, ""),
        ).split('class="errsum"')[1][:1500]
        for number in (barred.shown_number, sealed.shown_number, "2026-7K3M9QX-K")
    }
    assert len(answers) == 1


def test_without_having_seen_the_paper_nothing_is_looked_for(at):
    petition = factories.file_petition(people=[OLD_MAN]).petition
    response = at("centre_clerk").post(IDENTITY, SEEN | {"number": petition.shown_number, "seen": ""})
    assert response.status_code == 422 and not IdentityCheck.objects.exists()


def test_a_form_without_its_pass_tells_nothing(at):
    petition = factories.file_petition(people=[OLD_MAN]).petition
    for page in ("standing", "password", "paper"):
        response = at("centre_clerk").post(reverse(f"desk:{page}"), {"token": "x", "case": petition.pk})
        assert response.status_code == 403 and petition.shown_number not in text(response)


# --- on the case's own pages ---


def test_the_office_reads_who_entered_a_letter_and_from_where_it_was_passed_down(at):
    desk = at("centre_clerk")
    sent(desk, NEW, LETTER | {"source_office": "澄陵市信访局", "source_number": "澄信2026-88"})
    petition = Petition.objects.get()
    page = text(at("petition_office").get(address(petition)))
    assert "试用centre_clerk" in page and "澄陵市信访局" in page and "澄信2026-88" in page
    queue = text(at("petition_office").get(reverse("workbench:queue") + "?tab=all"))
    assert "上级转来" in queue


def test_an_officer_notes_a_signed_receipt_on_the_page_of_the_paper(at):
    petition = factories.to_replied()
    notice = petition.notices.get(code="opinion")
    desk = at("officer")
    page = address(petition, "received", notice.pk)
    assert page in text(desk.get(address(petition, "paper", notice.pk)))
    wrong = desk.post(page, {"how": "signed", "on": "2020-01-01"})
    assert wrong.status_code == 422 and "2020-01-01" in text(wrong)
    assert desk.post(page, {"how": "signed", "on": timezone.localdate().isoformat()}).status_code == 302
    notice.refresh_from_db()
    assert notice.received_how == "signed"
    assert at("officer2").post(page, {"how": "signed", "on": "2026-01-01"}).status_code == 404


def test_who_notes_the_receipt_of_a_paper_prints_it_as_the_petitioner_gets_it(at):
    petition = factories.to_replied()
    notice = petition.notices.get(code="opinion")
    name = factories.WRITER.name
    page = address(petition, "print_out", notice.pk)
    for who in ("officer", "petition_office"):
        desk = at(who)
        shown = text(desk.get(address(petition, "paper", notice.pk)))
        assert page in shown and name not in shown
        assert desk.get(page).status_code == 405, "a look at the address uncovers nothing"
        assert name in text(desk.post(page)) and name in notice.body
    assert AccessRecord.objects.filter(object_id=petition.pk, purpose__startswith="unmask").count() == 2
    letter = petition.notices.exclude(to_organisation=None).first()
    assert at("officer").post(address(petition, "print_out", letter.pk)).status_code == 404
    assert at("officer2").post(page).status_code == 404
    notice.refresh_from_db()
    assert notice.received_at is None


def test_a_unit_that_may_not_learn_the_name_leaves_posting_to_the_petition_office(at):
    petition = factories.to_replied(withhold_name=True)
    notice = petition.notices.get(code="opinion")
    page = address(petition, "print_out", notice.pk)
    assert page not in text(at("officer").get(address(petition, "paper", notice.pk)))
    assert at("officer").post(page).status_code == 404
    assert factories.WRITER.name in text(at("petition_office").post(page))


def test_a_paper_of_a_report_is_printed_without_the_bodys_name_and_by_nobody_else(at):
    petition = factories.accusation().petition
    receipt = petition.notices.get(code="receipt")
    page = address(petition, "print_out", receipt.pk)
    sheet = text(at("inspector").post(page))
    assert receipt.subject in sheet and receipt.issued_by.name not in sheet.replace(receipt.body, "")
    assert at("petition_office").post(page).status_code == 404
