"""Files in the petition form: cleaned, kept over an error, refused by name, and gone when nobody sends them."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from petitions_public.resident import NEW, RECEIPT, begin, errors, filed, send
from PIL import Image

from intake.petitions.models import Attachment, Petition
from intake.petitions.process.files import DRAFTS, attach, sweep_drafts
from intake.petitions.views.basket import Basket


@pytest.fixture(autouse=True)
def no_files_of_other_tests() -> None:
    sweep_drafts(datetime.date.max)


def photo(name: str = "渠.jpg") -> SimpleUploadedFile:
    """A picture that says where it was taken and by whom."""
    exif = Image.Exif()
    exif[0x010E] = "taken by 韦某 in 荷叶埂"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def waiting_files() -> list[str]:
    storage = storages["private"]
    days = storage.listdir(DRAFTS)[0] if storage.exists(DRAFTS) else []
    return [f"{DRAFTS}/{day}/{name}" for day in days for name in storage.listdir(f"{DRAFTS}/{day}")[1]]


def test_a_photo_is_stored_clean_under_a_random_name(client: Client) -> None:
    petition, _ = filed(client, files=[photo()])
    kept = petition.attachments.get()
    with kept.file.open("rb") as stored:
        content = stored.read()
    assert "韦某".encode() not in content
    assert kept.name == "渠.jpg"
    assert "渠" not in kept.file.name
    assert kept.inline_ok and kept.content_type == "image/jpeg"


def test_chosen_files_survive_an_error_elsewhere(client: Client) -> None:
    unseen = begin(client)
    response = send(client, unseen, truth=None, files=[photo("一.jpg"), photo("二.jpg")])
    html = response.content.decode()
    assert "一.jpg" in html and "二.jpg" in html
    petition, _ = filed(client, **unseen, waiting=response.context["basket"].token)
    assert sorted(petition.attachments.values_list("size", flat=True))
    assert petition.attachments.count() == 2
    assert not waiting_files()


def test_a_file_that_waits_can_be_left_out(client: Client) -> None:
    unseen = begin(client)
    basket = send(client, unseen, truth=None, files=[photo("一.jpg"), photo("二.jpg")]).context["basket"]
    petition, _ = filed(client, **unseen, waiting=basket.token, remove=[basket.files[0].id])
    assert petition.attachments.get().name == "二.jpg"


def test_a_refused_file_is_named_and_the_others_are_kept(client: Client) -> None:
    page = SimpleUploadedFile("合同.html", b"<script>alert(1)</script>", "image/jpeg")
    response = send(client, files=[photo(), page])
    assert "合同.html" in errors(response)["files"][0]
    assert [file.name for file in response.context["basket"].files] == ["渠.jpg"]
    assert not Petition.objects.exists()


def test_the_receipt_says_which_file_was_refused_on_the_way_and_is_not_with_it(client: Client) -> None:
    unseen = begin(client)
    page = SimpleUploadedFile("合同.html", b"<script>alert(1)</script>", "image/jpeg")
    refused = send(client, unseen, files=[photo(), page])
    told = refused.context["left_out"]
    assert told == ["合同.html"] and 'name="left_out" value="合同.html"' in refused.content.decode()
    filed(client, **unseen, waiting=refused.context["basket"].token, left_out=[*told, "视频.mp4"])
    receipt = client.get(RECEIPT).content.decode()
    assert "not with it" in receipt and "合同.html" in receipt and "视频.mp4" in receipt
    assert "渠.jpg" not in receipt and "with 1 file" in receipt


def test_a_file_that_came_in_after_all_is_not_said_to_be_missing(client: Client) -> None:
    filed(client, files=[photo("一.jpg")], left_out=["一.jpg"])
    assert "not with it" not in client.get(RECEIPT).content.decode()


def test_ten_files_are_too_many_and_nine_of_them_are_kept(client: Client) -> None:
    notes = [SimpleUploadedFile(f"{nth}.txt", f"第{nth}张".encode(), "text/plain") for nth in range(10)]
    response = send(client, files=notes)
    assert "At most nine files" in errors(response)["files"][0]
    assert len(response.context["basket"].files) == 9


def test_a_made_up_list_of_waiting_files_is_an_empty_one(client: Client) -> None:
    response = send(client, truth=None, waiting="../../etc/passwd")
    assert response.context["basket"].files == []
    assert Basket("é" * 50).files == []
    assert Basket("A" * 100_000).files == []


def test_a_file_that_is_gone_is_asked_for_again(client: Client) -> None:
    unseen = begin(client)
    basket = send(client, unseen, truth=None, files=[photo()]).context["basket"]
    storages["private"].delete(basket.files[0].path)
    response = send(client, unseen, waiting=basket.token)
    assert "Choose it again" in errors(response)["files"][0]


def test_an_expired_form_says_which_files_to_choose_again() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(NEW, {"title": "路灯", "files": [photo("路灯.jpg")]})
    assert response.context["choose_again"] == ["路灯.jpg"]
    assert "路灯.jpg" in response.content.decode()
    assert not waiting_files()


def test_files_of_forms_that_were_never_sent_are_swept(client: Client) -> None:
    send(client, truth=None, files=[photo()])
    today = datetime.date.today()
    assert sweep_drafts(today) == 0
    assert waiting_files()
    assert sweep_drafts(today + datetime.timedelta(days=5)) == 1
    assert not waiting_files()
    assert sweep_drafts(today + datetime.timedelta(days=5)) == 0


def test_storing_that_fails_half_way_leaves_no_file_behind(client: Client) -> None:
    petition, _ = filed(client)
    storage = storages["private"]

    def everything() -> set[str]:
        return {
            f"{folder}/{name}" for folder in storage.listdir("")[0] for name in storage.listdir(folder)[1]
        }

    before = everything()
    basket = Basket()
    basket.add([photo()])
    broken = basket.files[0].__class__(**(basket.files[0].__dict__ | {"path": "drafts/none/there"}))
    try:
        attach(petition, [*basket.files, broken], petition.submitted_at)
    except FileNotFoundError:
        basket.empty()
    assert everything() == before
    assert not Attachment.objects.filter(petition=petition).exists()
