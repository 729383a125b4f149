"""Filing a petition on the web: nothing typed is lost, nobody's name is refused, one press or two make one case."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client
from factories import OTHER_VILLAGE, VILLAGE
from petitions_public.resident import NEW, RECEIPT, WRONGDOING, begin, errors, filed, send, text

from intake.petitions.models import Petition, Petitioner


def test_a_resident_files_and_gets_a_number_and_a_password(client: Client) -> None:
    petition, password = filed(client)
    assert petition.title == "高标准农田的渠比田高"
    assert petition.channel == "web"
    assert petition.region.code == VILLAGE
    assert petition.state == "submitted"
    assert len(password.replace("-", "")) >= 13
    assert petition.petitioners.get().phone == "19900010001"


def test_the_form_says_who_reads_it_and_by_when_before_it_is_sent(client: Client) -> None:
    words = text(client.get(NEW))
    assert "Who will read it, and by when they must answer" in words
    assert "15" in words and "60" in words
    assert "discipline inspectors alone" in words
    assert "can never be replaced" in words  # anonymous: said before sending
    assert "liable by law" in words and "An honest mistake is not punished" in words


def test_everything_missing_is_named_at_once(client: Client) -> None:
    response = client.post(NEW, begin(client))
    wrong = errors(response)
    assert {"petition_class", "title", "body", "region", "identity", "truth", "privacy"} <= set(wrong)
    assert 'role="alert"' in response.content.decode()
    assert 'href="#id_title"' in response.content.decode()
    assert not Petition.objects.exists()


def test_an_error_loses_nothing_that_was_typed(client: Client) -> None:
    response = send(
        client, truth=None, body="三组的水渠去年冬天就坏了。", target_body="水利局", people_count="x"
    )
    html = response.content.decode()
    for typed in (
        "三组的水渠去年冬天就坏了。",
        "水利局",
        "覃见山",
        "199 0001 0001",
        f'value="{VILLAGE}" selected',
    ):
        assert typed in html
    assert set(errors(response)) == {"truth"}


@pytest.mark.parametrize(
    "name", ["㐂", "𠮷野", "阿卜杜热依木·买买提", "Jean-Luc", "欧阳 一", "\ue123氏", "О'Нил"]
)
def test_every_name_is_a_name(client: Client, name: str) -> None:
    petition, _ = filed(client, name=name)
    assert petition.petitioners.get().name == name


@pytest.mark.parametrize("name", ["123", "···", "👍"])
def test_what_has_no_letter_is_no_name(client: Client, name: str) -> None:
    assert "name" in errors(send(client, name=name))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+86 199-0001-0001", "19900010001"),
        ("１９９０００１０００１", "19900010001"),
        ("0990-000 1234", "09900001234"),
        ("(0990) 0001234", "09900001234"),
    ],
)
def test_a_phone_number_is_read_however_it_is_grouped(client: Client, typed: str, kept: str) -> None:
    petition, _ = filed(client, phone=typed)
    assert petition.petitioners.get().phone == kept


def test_named_needs_a_phone_or_an_address(client: Client) -> None:
    assert "phone" in errors(send(client, phone=""))
    petition, _ = filed(client, phone="", address="荷叶埂村三组")
    assert petition.petitioners.get().address == "荷叶埂村三组"


def test_an_identity_number_is_checked_by_its_last_digit(client: Client) -> None:
    assert "id_number" in errors(send(client, id_type="resident", id_number="990121199001010091"))
    petition, _ = filed(client, id_type="resident", id_number="99012119900101009x")
    writer = petition.petitioners.get()
    assert writer.id_number == "99012119900101009X"
    assert writer.id_type == "resident"


def test_an_anonymous_petition_keeps_nothing_of_the_person(client: Client) -> None:
    petition, _ = filed(client, identity="anonymous", email="x", id_number="12", joint=None)
    assert petition.anonymous
    assert not Petitioner.objects.filter(petition=petition).exists()
    assert petition.withhold_name is False


def test_no_address_and_no_browser_of_a_resident_is_stored_anywhere() -> None:
    client = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="TelltaleBrowser/1")
    filed(client, identity="anonymous")
    client.get(RECEIPT)
    for connection in connections.all():
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                kept = repr(cursor.fetchall())
                assert "203.0.113.77" not in kept, table
                assert "TelltaleBrowser" not in kept, table


def test_five_contacts_represent_a_joint_petition(client: Client) -> None:
    four = "\n".join(f"韦{name}　199-0002-000{nth}" for nth, name in enumerate("甲乙丙丁"))
    petition, _ = filed(client, joint="on", people_count="37", contacts=four)
    assert petition.joint and petition.people_count == 37
    assert [person.phone for person in petition.petitioners.all()] == [
        "19900010001", "19900020000", "19900020001", "19900020002", "19900020003",
    ]  # fmt: skip


def test_a_sixth_contact_is_refused_with_the_rules_words(client: Client) -> None:
    five = "\n".join(f"韦{name}，1990002000{nth}" for nth, name in enumerate("甲乙丙丁戊"))
    response = send(client, joint="on", people_count="37", contacts=five)
    assert "Article 20" in errors(response)["contacts"][0]
    assert "five" in errors(response)["contacts"][0]
    assert "韦戊，19900020004" in response.content.decode()


def test_a_contact_without_a_phone_is_named_by_its_line(client: Client) -> None:
    response = send(client, joint="on", people_count="3", contacts="韦丙 19900020001\n韦丁")
    assert "Line 2" in errors(response)["contacts"][0]


def test_nobody_represents_an_anonymous_group(client: Client) -> None:
    assert "joint" in errors(send(client, identity="anonymous", joint="on", people_count="5"))


def test_a_text_that_accuses_is_asked_about_and_nothing_is_lost(client: Client) -> None:
    response = send(client, **(WRONGDOING | {"petition_class": "appeal"}))
    assert "accusation_answer" in errors(response)
    assert WRONGDOING["body"] in response.content.decode()
    assert not Petition.objects.exists()


def test_the_answer_yes_seals_it_and_takes_the_consent_back(client: Client) -> None:
    petition, _ = filed(
        client, **(WRONGDOING | {"petition_class": "appeal"}), accusation_answer="seal", publish="on"
    )
    assert petition.is_accusation
    assert not petition.publish_consent


def test_the_answer_no_is_respected(client: Client) -> None:
    petition, _ = filed(client, **(WRONGDOING | {"petition_class": "appeal"}), accusation_answer="ordinary")
    assert petition.petition_class == "appeal"


def test_an_accusation_says_whom_it_accuses_and_is_never_published(client: Client) -> None:
    assert "reported_party" in errors(send(client, **(WRONGDOING | {"reported_party": ""})))
    petition, _ = filed(client, **WRONGDOING, publish="on")
    assert not petition.publish_consent


def test_consent_is_no_unless_it_is_given(client: Client) -> None:
    assert not filed(client)[0].publish_consent
    assert filed(Client(), publish="on")[0].publish_consent


def test_the_address_may_choose_the_village_but_never_an_accusation(client: Client) -> None:
    form = client.get(f"{NEW}?region={OTHER_VILLAGE}&petition_class=suggestion").context["form"]
    assert form["region"].value() == OTHER_VILLAGE
    assert form["petition_class"].value() == "suggestion"
    form = client.get(f"{NEW}?region=no-such-place&petition_class=accusation").context["form"]
    assert not form["region"].value()
    assert not form["petition_class"].value()


def test_two_presses_make_one_case_and_lead_to_the_same_receipt(client: Client) -> None:
    unseen = begin(client)
    assert send(client, unseen).status_code == 302
    first = client.get(RECEIPT).context["password"]
    assert send(client, unseen).status_code == 302
    assert client.get(RECEIPT).context["password"] == first
    assert Petition.objects.count() == 1


def test_a_press_that_was_answered_to_nobody_still_shows_the_password(client: Client) -> None:
    """The browser drops the answer to the first press: what counts must not have been in that answer alone."""
    unseen = begin(client)
    before = client.cookies.copy()
    send(client, unseen)
    client.cookies = before
    send(client, unseen)
    assert client.get(RECEIPT).context["password"]
    assert Petition.objects.count() == 1


def test_the_same_form_in_a_strangers_hands_makes_another_case(client: Client) -> None:
    unseen = begin(client)
    send(client, unseen)
    stranger = Client()
    begin(stranger)
    send(stranger, unseen)
    assert Petition.objects.count() == 2
    assert stranger.get(RECEIPT).context["petition"] != client.get(RECEIPT).context["petition"]


def test_sending_again_after_leaving_says_that_it_was_received(client: Client) -> None:
    unseen = begin(client)
    send(client, unseen)
    client.post(RECEIPT)
    assert send(client, unseen).status_code == 302
    page = client.get(RECEIPT)
    assert "It was received already" in text(page)
    assert "password" not in page.context
    assert Petition.objects.count() == 1


def test_an_expired_form_comes_back_with_all_that_was_typed() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        NEW, {"title": "路灯不亮", "body": "三组路灯一年没亮。", "region": VILLAGE, "joint": "on"}
    )
    html = response.content.decode()
    assert response.status_code == 403
    assert "Please press the button once more" in html
    for typed in ("路灯不亮", "三组路灯一年没亮。", f'value="{VILLAGE}" selected'):
        assert typed in html
    assert not Petition.objects.exists()
    token = response.context["csrf_token"]
    again = client.post(NEW, {"csrfmiddlewaretoken": str(token), "title": "路灯不亮"})
    assert again.status_code == 200  # the button works now; the rest of the form is judged as ever


def test_far_too_much_text_is_a_clear_refusal(client: Client) -> None:
    assert "body" in errors(send(client, body="很长。" * 3000))
    assert "title" in errors(send(client, title="长" * 61))
    assert send(client, begin(client), body="长" * 4_000_000).status_code == 413


def test_text_that_tries_tricks_is_kept_as_text(client: Client) -> None:
    petition, _ = filed(
        client, title="路\x00灯\u202e不亮", body="=cmd|' /C calc'!A0\r\n<script>alert(1)</script>\x07"
    )
    assert petition.title == "路灯不亮"
    assert petition.body == "=cmd|' /C calc'!A0\n<script>alert(1)</script>"


def test_looking_at_the_form_files_nothing(client: Client) -> None:
    client.get(NEW, {"title": "x", "body": "y", "region": VILLAGE})
    client.head(NEW)
    assert not Petition.objects.exists()


def test_too_many_petitions_from_one_network_are_put_off_and_kept_in_the_page(
    client: Client, settings
) -> None:
    settings.SUNSHINE_SUBMISSIONS_PER_HOUR = 1
    filed(client)
    response = send(client, title="第二件事")
    assert "Very many petitions" in text(response)
    assert "第二件事" in response.content.decode()
