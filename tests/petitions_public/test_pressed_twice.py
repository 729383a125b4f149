"""A button pressed twice does one thing, and something else sent from the same form is asked about or done: never
dropped."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import act, file_petition
from petitions_public.resident import CASE, NEW, RECEIPT, begin, errors, opened, send, text
from petitions_public.test_form_files import photo

from intake.petitions.models import Petition

LAMPS = {"title": "三组路灯一年没亮", "body": "三组的路灯坏了一年，报过两次，没有人来修。"}


def test_another_matter_from_the_first_ones_form_is_asked_about_and_then_filed(client: Client) -> None:
    unseen = begin(client)
    send(client, unseen)
    first = client.get(RECEIPT).context["petition"]
    page = send(client, unseen, **LAMPS, files=[photo("路灯.jpg")])
    assert page.status_code == 409
    assert "has been received" in text(page) and "Is this another matter?" in text(page)
    assert LAMPS["body"] in page.content.decode() and "覃见山" in page.content.decode()
    assert [file.name for file in page.context["basket"].files] == ["路灯.jpg"]
    assert client.get(RECEIPT).context["petition"] == first, "its number can still be noted"
    carried = {"key": page.context["form"]["key"].value(), "waiting": page.context["basket"].token}
    assert send(client, carried, **LAMPS).status_code == 302
    second = client.get(RECEIPT).context["petition"]
    assert (second.title, second.attachments.count()) == (LAMPS["title"], 1)
    assert Petition.objects.count() == 2


def test_another_matter_sent_after_leaving_the_first_ones_receipt_is_not_called_received(
    client: Client,
) -> None:
    unseen = begin(client)
    send(client, unseen)
    client.post(RECEIPT)
    page = send(client, unseen, **LAMPS)
    assert page.status_code == 409 and LAMPS["body"] in page.content.decode()
    assert "in a new tab" not in text(page), "that receipt is closed"
    assert send(client, {"key": page.context["form"]["key"].value()}, **LAMPS).status_code == 302
    assert client.get(RECEIPT).context["petition"].title == LAMPS["title"]


def test_what_is_wrong_with_the_other_matter_is_said_at_once(client: Client) -> None:
    unseen = begin(client)
    send(client, unseen)
    assert set(errors(send(client, unseen, title="", body=LAMPS["body"]))) == {"title"}


def test_a_corrected_phone_number_is_another_sending(client: Client) -> None:
    unseen = begin(client)
    send(client, unseen)
    assert "199 0009 0009" in send(client, unseen, phone="199 0009 0009").content.decode()


def test_the_same_files_sent_again_are_the_same_sending(client: Client) -> None:
    unseen = begin(client)
    for _press in range(2):
        assert send(client, unseen, files=[photo()]).status_code == 302
    assert Petition.objects.get().attachments.count() == 1


def test_two_presses_after_the_visit_has_run_out_make_one_case() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(NEW)
    unseen = {
        "key": page.context["form"]["key"].value(),
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }
    Session.objects.all().delete()
    presses = []
    for _press in range(2):
        tab = Client(enforce_csrf_checks=True)
        tab.cookies = client.cookies.copy()
        presses.append((tab, send(tab, unseen, files=[photo()])))
    assert not Petition.objects.exists()
    tab, page = presses[1]
    assert page.status_code == 403 and "Please press the button once more" in text(page)
    assert "渠底比我们那一片田高出二十多公分" in page.content.decode()
    again = {
        "key": page.context["form"]["key"].value(),
        "waiting": page.context["basket"].token,
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }
    for _press in range(2):
        assert send(tab, again).status_code == 302
    assert Petition.objects.get().attachments.count() == 1


def test_a_form_left_open_in_another_tab_is_filed_once_after_leaving(client: Client) -> None:
    other_tab = begin(client)
    send(client)
    client.post(RECEIPT)
    assert "Please press the button once more" in text(send(client, other_tab, **LAMPS))
    for _press in range(2):
        assert send(client, other_tab, **LAMPS).status_code == 302
    assert Petition.objects.count() == 2


def test_an_expired_form_needs_one_more_press_and_not_two() -> None:
    client = Client(enforce_csrf_checks=True)
    page = send(client, {"key": "a-form-whose-cookies-are-gone"})
    assert page.status_code == 403
    unseen = {
        "key": page.context["form"]["key"].value(),
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }
    assert send(client, unseen).status_code == 302
    assert Petition.objects.count() == 1


def test_a_form_that_another_site_sends_ends_no_visit() -> None:
    client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    assert not send(client, {"key": "made elsewhere"}).cookies.get(settings.SUNSHINE_VISIT_COOKIE)


def test_material_sent_by_two_presses_is_added_once(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    key = client.get(f"{CASE}add/").context["form"]["key"].value()
    for _press in range(2):
        note = SimpleUploadedFile("说明.txt", "三组的田".encode(), "text/plain")
        typed = {"key": key, "text": "照片在村委会。", "files": [note]}
        page = client.post(f"{CASE}add/", typed, follow=True)
        assert "It is with your case now." in text(page)
    assert made.petition.texts.filter(kind="material").count() == 1
    assert made.petition.attachments.count() == 1


def test_the_second_press_of_what_was_asked_for_is_not_something_added(client: Client) -> None:
    made = file_petition()
    act(
        act(made.petition, "register", "petition_office"),
        "ask_supplement",
        "petition_office",
        reason="写明地点",
    )
    opened(client, made)
    key = client.get(f"{CASE}add/").context["form"]["key"].value()
    for _press in range(2):
        client.post(f"{CASE}add/", {"key": key, "text": "在三组晒谷场旁。"})
    assert made.petition.texts.filter(kind="material").count() == 1


def test_files_that_had_waited_are_added_by_two_presses_once_and_without_a_complaint(client: Client) -> None:
    made = file_petition()
    opened(client, made)
    page = client.post(f"{CASE}add/", {"key": "k", "text": "长" * 5001, "files": [photo()]})
    typed = {"key": page.context["form"]["key"].value(), "waiting": page.context["basket"].token}
    for _press in range(2):
        page = client.post(f"{CASE}add/", typed | {"text": "照片。"}, follow=True)
        assert "It is with your case now." in text(page)
    assert made.petition.attachments.count() == 1


def test_another_text_from_the_same_page_and_the_same_text_from_another_are_both_added(
    client: Client,
) -> None:
    made = file_petition()
    opened(client, made)
    for key, written in (("one", "请快一点。"), ("one", "田埂也塌了。"), ("two", "请快一点。")):
        client.post(f"{CASE}add/", {"key": key, "text": written})
    assert made.petition.texts.filter(kind="material").count() == 3
