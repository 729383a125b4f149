"""A button pressed twice does one thing, and something else sent from the same form is asked about or done: never
dropped."""

from __future__ import annotations

from django.test import Client
from petitions_public.resident import NEW, RECEIPT, begin, errors, send, text
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
