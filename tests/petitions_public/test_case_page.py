"""The case as its petitioner sees it: where it stands, what happened, the papers, and what can be done now."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import (
    AGRICULTURE,
    OPINION,
    TOWNSHIP_DISCIPLINE,
    WRITER,
    accusation,
    act,
    file_petition,
    to_in_progress,
    to_registered,
    to_replied,
    to_transferred,
    unit,
)
from petitions_public.resident import CASE, TRACK, answered, errors, open_case, opened, passed_on, read, text
from petitions_public.test_form_files import photo

from intake.petitions.process import Person


def test_it_says_who_has_it_and_by_when(client: Client) -> None:
    made = file_petition()
    page = opened(client, made)
    words = text(page)
    assert made.petition.owner.name in words
    assert "you are told which unit it went to." in words
    due = made.petition.deadlines.get(rule="transfer_15").due
    assert due.isoformat() in page.content.decode()


def test_chinese_names_and_words_are_marked_on_the_english_page(client: Client) -> None:
    petition, _ = answered(client)
    html = client.get(CASE).content.decode()
    assert f'<span lang="zh-Hans">{unit(AGRICULTURE).name}</span>' in html
    assert f'<div class="prose" lang="zh-Hans"><p>{petition.body}' in html
    assert '<span lang="zh-Hans">' not in client.get("/track/case/").content.decode()


def test_each_step_is_told_in_plain_words_and_with_its_paper(client: Client) -> None:
    petition, _ = answered(client)
    page = client.get(CASE)
    words = text(page)
    bureau = unit(AGRICULTURE).name
    for sentence in (
        "You sent this in",
        "Registered",
        f"Passed to {bureau}",
        "Accepted",
        "Work has begun",
        "Answered",
    ):
        assert sentence in words, sentence
    linked = [entry.paper.code for entry in page.context["entries"] if entry.paper]
    assert linked == ["receipt", "forwarded_notice", "accept_notice", "opinion"]
    assert petition.shown_number in words
    assert petition.shown_number not in page.content.decode().split("</title>")[0]
    assert petition.title not in page.content.decode().split("</title>")[0]


def test_what_offices_do_among_themselves_is_not_told(client: Client) -> None:
    made = file_petition()
    petition = act(made.petition, "register", "petition_office")
    petition = act(petition, "note", "petition_office", reason="内部：先问镇里。")
    petition = act(petition, "transfer", "petition_office", organisation=unit(AGRICULTURE), reason="职责")
    petition = act(petition, "object", "officer", reason="属镇政府职责，内部意见。")
    page = opened(client, made)
    words = text(page)
    assert "内部" not in words and "属镇政府职责" not in words
    letters = petition.notices.exclude(to_organisation=None)
    assert letters.exists()
    for letter in letters:
        assert str(letter.pk) not in page.content.decode()
        assert client.get(f"{CASE}notice/{letter.pk}/").status_code == 404


def test_an_accusation_names_no_unit_and_nobody_at_any_step(client: Client) -> None:
    made = accusation()
    petition = passed_on(made.petition)
    petition = act(petition, "accept", "township_inspector")
    petition = act(petition, "dispose", "township_inspector", disposal="preliminary", reason="初步核实")
    page = opened(client, made)
    words = text(page)
    for name in (unit(TOWNSHIP_DISCIPLINE), petition.owner, unit("990121-JW")):
        assert name.name not in words and name.short_name not in words
    assert page.context["state"] == "accepted"
    assert "初步核实" not in words
    assert "Passed to a body with power" in words
    copy = client.get(f"{CASE}copy/").content.decode()
    assert unit(TOWNSHIP_DISCIPLINE).name not in copy


def test_a_get_opens_no_paper(client: Client) -> None:
    petition, _ = answered(client)
    reply = petition.notices.get(code="opinion")
    page = client.get(f"{CASE}notice/{reply.pk}/")
    assert OPINION["decision"] not in page.content.decode()
    reply.refresh_from_db()
    assert reply.opened_at is None and reply.received_at is None
    assert OPINION["decision"] in read(client, petition).content.decode()
    reply.refresh_from_db()
    assert reply.received_how == "opened"
    assert petition.deadlines.filter(rule="review_request_30").exists()
    assert "You opened the answer" in text(client.get(CASE))


def test_a_paper_that_is_no_answer_shows_at_once_and_is_not_marked_by_it(client: Client) -> None:
    petition, _ = answered(client)
    paper = petition.notices.get(code="accept_notice")
    page = client.get(f"{CASE}notice/{paper.pk}/")
    assert paper.document_number in page.content.decode()
    assert "Your petition is accepted" in text(page) or "受理" in text(page)
    assert "Open it" not in text(page)
    paper.refresh_from_db()
    assert paper.opened_at is None


def test_a_paper_of_another_case_is_not_found(client: Client) -> None:
    opened(client, file_petition())
    other = file_petition().petition.notices.get(code="receipt")
    assert client.get(f"{CASE}notice/{other.pk}/").status_code == 404
    assert client.post(f"{CASE}notice/{other.pk}/").status_code == 404
    assert client.get(f"{CASE}notice/{uuid.uuid4()}/").status_code == 404


def test_material_is_added_with_words_and_files(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    done = client.post(
        f"{CASE}add/", {"text": "渠边的田埂也塌了。", "files": [photo("田埂.jpg")]}, follow=True
    )
    words = text(done)
    assert "It is with your case now." in words
    assert "You added material" in words
    assert "田埂.jpg" in words and "渠边的田埂也塌了。" in words
    kept = made.petition.attachments.get()
    assert kept.from_petitioner


def test_a_refused_file_keeps_the_words_and_the_other_files(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    bad = SimpleUploadedFile("证据.zip", b"PK\x03\x04zip", "application/zip")
    page = client.post(f"{CASE}add/", {"text": "田埂塌了。", "files": [photo("田埂.jpg"), bad]})
    assert "证据.zip" in errors(page)["files"][0]
    assert "田埂塌了。" in page.content.decode()
    client.post(f"{CASE}add/", {"text": "田埂塌了。", "waiting": page.context["basket"].token})
    assert made.petition.attachments.get().name == "田埂.jpg"


def test_files_of_one_name_are_told_apart_by_a_number(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    client.post(f"{CASE}add/", {"files": [photo("田埂.jpg"), photo("田埂.jpg")]})
    client.post(f"{CASE}add/", {"files": [photo("田埂.jpg")]})
    names = sorted(file.name for file in made.petition.attachments.all())
    assert names == ["田埂 (2).jpg", "田埂 (3).jpg", "田埂.jpg"]


def test_nothing_is_not_material(client: Client) -> None:
    opened(client, file_petition())
    assert "text" in errors(client.post(f"{CASE}add/", {"text": " "}))


def test_what_was_asked_for_moves_the_case_on(client: Client) -> None:
    made = file_petition()
    petition = act(made.petition, "register", "petition_office")
    petition = act(petition, "ask_supplement", "petition_office", reason="请补充田块位置。")
    page = opened(client, made)
    assert "needs more from you" in text(page)
    assert "Send what was asked for" in text(page)
    client.post(f"{CASE}add/", {"text": "荷叶埂村三组，电站后面。"})
    petition.refresh_from_db()
    assert petition.state == "registered"


def test_what_is_wanted_and_by_when_stands_on_the_case_and_over_the_form(client: Client) -> None:
    made = file_petition()
    petition = act(made.petition, "register", "petition_office")
    act(petition, "ask_supplement", "petition_office", reason="请补充田块位置。")
    due = petition.deadlines.get(rule="supplement_15").due.isoformat()
    for page in (opened(client, made), client.get(f"{CASE}add/")):
        html = page.content.decode()
        assert "请补充田块位置。" in html
        assert f'datetime="{due}"' in html
        assert "Please send it by" in html
    client.post(f"{CASE}add/", {"text": "电站后面。"})
    assert "请补充田块位置。" not in client.get(CASE).content.decode()


def test_what_is_wanted_of_a_report_is_said_without_a_unit(client: Client) -> None:
    made = accusation()
    petition = passed_on(made.petition)
    act(petition, "ask_supplement_here", "township_inspector", reason="请补充转账的时间。")
    for page in (opened(client, made), client.get(f"{CASE}add/")):
        words = text(page)
        assert "请补充转账的时间。" in words
        assert unit(TOWNSHIP_DISCIPLINE).name not in words and unit("990121-JW").name not in words


def test_the_unit_can_ask_too(client: Client) -> None:
    made = file_petition()
    petition = act(made.petition, "register", "petition_office")
    petition = act(petition, "transfer", "petition_office", organisation=unit(AGRICULTURE), reason="职责")
    petition = act(petition, "ask_supplement_here", "officer", reason="请补充照片。")
    opened(client, made)
    client.post(f"{CASE}add/", {"files": [photo()]})
    petition.refresh_from_db()
    assert petition.state == "forwarded"
    assert petition.attachments.count() == 1


def test_withdrawing_is_asked_twice_and_needs_the_password(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    assert "Do you really want to withdraw?" in text(client.get(f"{CASE}withdraw/"))
    assert "confirm_password" in errors(client.post(f"{CASE}withdraw/", {"confirm_password": "wrong"}))
    made.petition.refresh_from_db()
    assert made.petition.state == "submitted"
    page = client.post(f"{CASE}withdraw/", {"confirm_password": made.password}, follow=True)
    made.petition.refresh_from_db()
    assert made.petition.state == "withdrawn"
    assert "You withdrew it" in text(page)
    assert client.get(f"{CASE}withdraw/").status_code == 302


def test_a_joint_petition_is_withdrawn_by_all_its_contacts(client: Client) -> None:
    people = [WRITER, Person(name="韦甲", phone="19900020001")]
    made = file_petition(joint=True, people_count=12, people=people)
    opened(client, made)
    page = client.post(f"{CASE}withdraw/", {"confirm_password": made.password})
    assert "all_contacts" in errors(page)
    client.post(f"{CASE}withdraw/", {"confirm_password": made.password, "all_contacts": "on"})
    made.petition.refresh_from_db()
    assert made.petition.state == "withdrawn"


def test_withdrawing_an_accusation_is_noted_and_it_goes_on(client: Client) -> None:
    made = accusation()
    opened(client, made)
    page = client.post(f"{CASE}withdraw/", {"confirm_password": made.password}, follow=True)
    made.petition.refresh_from_db()
    assert made.petition.state == "submitted" and made.petition.withdrawal_noted
    assert "Your withdrawal was noted" in text(page)


def test_an_accusation_is_not_rated_and_not_published(client: Client) -> None:
    made = accusation()
    page = opened(client, made)
    assert not page.context["can"].rate and not page.context["can"].publish
    assert client.post(f"{CASE}publish/", {"agreed": "yes"}).status_code == 404
    made.petition.refresh_from_db()
    assert not made.petition.publish_consent


def test_accepting_the_answer_closes_the_case_and_is_confirmed(client: Client) -> None:
    petition, _ = answered(client)
    assert client.get(f"{CASE}accept/").status_code == 302  # nobody accepts an answer unread
    read(client, petition)
    assert "sure" in errors(client.post(f"{CASE}accept/", {}))
    client.post(f"{CASE}accept/", {"sure": "on"})
    petition.refresh_from_db()
    assert petition.state == "concluded"


def test_consent_to_publishing_can_be_taken_back_at_any_time(client: Client) -> None:
    made = file_petition(publish_consent=True)
    opened(client, made)
    page = client.post(f"{CASE}publish/", {"agreed": "no"}, follow=True)
    made.petition.refresh_from_db()
    assert not made.petition.publish_consent
    assert "You no longer agree to publishing" in text(page)
    client.post(f"{CASE}publish/", {"agreed": "yes"})
    made.petition.refresh_from_db()
    assert made.petition.publish_consent
    assert client.post(f"{CASE}publish/", {"agreed": "maybe"}).status_code == 404


def test_phone_and_address_can_be_corrected(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    assert "phone" in errors(client.post(f"{CASE}contact/", {"phone": "", "address": ""}))
    client.post(f"{CASE}contact/", {"phone": "199 0009 0009", "address": "", "email": "a@example.org"})
    writer = made.petition.petitioners.get()
    assert (writer.phone, writer.address, writer.email) == ("19900090009", "", "a@example.org")
    from intake.petitions.process.passwords import cases_of_phone

    assert list(cases_of_phone("19900090009")) == [made.petition]
    assert list(cases_of_phone("19900010001")) == []


def test_an_anonymous_case_has_no_contact_to_correct(client: Client) -> None:
    made = file_petition(people=[])
    assert not opened(client, made).context["can"].correct
    assert client.get(f"{CASE}contact/").status_code == 404


def test_a_copy_of_ones_data_is_a_page_to_read_and_a_file_and_both_are_complete(client: Client) -> None:
    petition, _ = answered(client)
    client.post(f"{CASE}add/", {"text": "渠边的田埂也塌了。", "files": [photo("田埂.jpg")]})
    unread = client.get(f"{CASE}copy/").content.decode()
    assert OPINION["decision"] not in unread and "Not opened yet" in unread
    read(client, petition)
    page = client.get(f"{CASE}copy/").content.decode()
    response = client.get(f"{CASE}copy/?as=file")
    assert response["Content-Disposition"].startswith("attachment")
    file = response.content.decode()
    for kept in (
        petition.title,
        petition.body,
        "19900010001",
        "渠边的田埂也塌了。",
        "田埂.jpg",
        OPINION["decision"],
    ):
        assert kept in page and kept in file, kept
    papers = json.loads(file)["Papers for you"]
    assert len(papers) == petition.notices.filter(to_organisation=None).count()


def test_the_copy_has_chinese_words_and_the_countys_time_on_the_chinese_site(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    copy = json.loads(client.get("/track/case/copy/?as=file").content)
    assert copy["信访事项"]["编号"] == made.petition.shown_number
    assert copy["信访事项"]["提交时间"].endswith("+08:00")
    assert copy["信访人"][0]["电话"] == "19900010001"


def test_ones_own_file_comes_back_harmless(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    note = SimpleUploadedFile("说明.txt", "三组的田".encode(), "text/plain")
    client.post(f"{CASE}add/", {"files": [photo("田埂.jpg"), note]})
    picture, words = made.petition.attachments.order_by("content_type")
    for row, disposition in ((picture, "inline"), (words, "attachment")):
        response = client.get(f"{CASE}file/{row.pk}/")
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith(disposition)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert response["Cache-Control"] == "no-store"
    assert b"".join(client.get(f"{CASE}file/{words.pk}/").streaming_content) == "三组的田".encode()


def test_a_file_of_another_case_or_of_an_office_is_not_found(client: Client) -> None:
    other = file_petition()
    opened(client, other)
    client.post(f"{CASE}add/", {"files": [photo()]})
    theirs = other.petition.attachments.get()
    mine = file_petition()
    opened(client, mine)
    assert client.get(f"{CASE}file/{theirs.pk}/").status_code == 404
    theirs.petition, theirs.from_petitioner = mine.petition, False
    theirs.save()
    assert client.get(f"{CASE}file/{theirs.pk}/").status_code == 404


def test_without_the_door_nothing_opens() -> None:
    petition = to_replied()
    notice = petition.notices.get(code="opinion")
    client = Client()
    for path in ("", "add/", "rate/", "accept/", "withdraw/", "contact/", "copy/", f"notice/{notice.pk}/"):
        response = client.get(f"{CASE}{path}")
        assert response.status_code == 302 and response["Location"] == TRACK, path
        assert "You typed" not in response.content.decode()
    client.post(f"{CASE}notice/{notice.pk}/")
    notice.refresh_from_db()
    assert notice.opened_at is None


@pytest.mark.parametrize("make", [file_petition, to_registered, to_transferred, to_in_progress, to_replied])
def test_no_page_of_a_case_is_kept_by_a_cache_or_indexed(client: Client, make) -> None:
    made = make()
    petition = getattr(made, "petition", made)
    from intake.petitions.process import passwords

    page = open_case(client, petition, passwords.renew(petition))
    assert page["Cache-Control"] == "no-store"
    assert (
        page["Referrer-Policy"] == "same-origin"
    )  # nothing leaves for another site; our own forms need their Origin
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_unknown_acts_are_not_found(client: Client) -> None:
    opened(client, file_petition())
    assert client.post(f"{CASE}register/").status_code == 404
    assert client.post(f"{CASE}publish/", {"publish_consent": "1", "state": "concluded"}).status_code == 404
