"""Mails and text messages say only that something happened, in words that an operator may change."""

import json

import pytest
from django.core.management import call_command

from delivery import messages, wording
from delivery.models import MessageTemplate, OutboxMessage
from delivery.wording import Text
from privacy.finder import find

pytestmark = pytest.mark.django_db

CONTEXT = {"number": "2026-7K3M9QX-K", "url": "https://sunshine.example/track/"}
LANGUAGES = ("zh-hans", "en")
SHIPPED = sorted(wording.shipped().items())


def posted():
    return [json.loads(payload) for payload in OutboxMessage.objects.values_list("payload", flat=True)]


def change(code, channel, language="zh-hans", **values):
    row = MessageTemplate.objects.get(code=code, channel=channel, language=language)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_a_mail_waits_in_the_outbox_with_its_fields_filled_in():
    message = messages.send("mail", "resident@example.com", "case_changed", CONTEXT, key="notice-1")
    assert (message.topic, message.key) == ("mail", "mail:notice-1")
    [mail] = posted()
    assert mail["to"] == "resident@example.com"
    assert mail["subject"] == "您的信访事项有新进展"
    assert "2026-7K3M9QX-K" in mail["body"]
    assert "{" not in mail["body"]


def test_the_same_message_is_sent_once_by_each_channel():
    for _ in range(2):
        messages.send("mail", "resident@example.com", "case_changed", CONTEXT, key="notice-1")
        messages.send("sms", "19900001234", "case_changed", CONTEXT, key="notice-1")
    assert OutboxMessage.objects.count() == 2


def test_a_reader_of_english_gets_english_and_one_of_another_language_the_sites():
    messages.send("sms", "19900001234", "case_changed", CONTEXT, key="1", language="en")
    messages.send("sms", "19900001234", "case_changed", CONTEXT, key="2", language="fr")
    english, other = posted()
    assert english["body"].startswith("There is news")
    assert other["body"].startswith("您的信访事项")


def test_the_operators_words_are_the_ones_that_go_out():
    change("case_changed", "sms", body="编号{number}有消息")
    messages.send("sms", "19900001234", "case_changed", CONTEXT, key="1")
    assert posted()[0]["body"] == "编号2026-7K3M9QX-K有消息"


def test_an_empty_table_of_templates_stops_no_letter():
    MessageTemplate.objects.all().delete()
    messages.send("sms", "19900001234", "case_changed", CONTEXT, key="1")
    assert "2026-7K3M9QX-K" in posted()[0]["body"]


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_by_a_channel_that_is_off_nothing_is_sent_or_kept(settings, channel):
    setattr(settings, f"SUNSHINE_{channel.upper()}_CHANNEL", "off")
    assert messages.send(channel, "x", "case_changed", CONTEXT, key="1") is None
    assert not OutboxMessage.objects.exists()


def test_a_value_adds_no_header_no_page_and_no_field_of_its_own():
    number = "1\nBcc: other@example.com\n{url}" + "长" * 500
    text = wording.render(Text("{number}", "{number}"), {"number": number, "url": "secret"})
    assert "\n" not in text.subject
    assert "secret" not in text.body
    assert len(text.body) == wording.LONGEST_VALUE


def test_nothing_in_braces_is_evaluated():
    assert wording.render(Text("", "{number.__class__} {0} {number!r}"), CONTEXT).body == (
        "{number.__class__} {0} {number!r}"
    )


@pytest.mark.parametrize(("code", "channel"), [("no_such", "mail"), ("case_changed", "pigeon")])
def test_an_unknown_template_is_an_error(code, channel):
    with pytest.raises(wording.UnknownTemplate):
        messages.send(channel, "x", code, CONTEXT, key="1")


def test_a_field_that_is_not_given_is_an_error_and_not_a_gap():
    with pytest.raises(KeyError):
        messages.send("sms", "19900001234", "case_changed", {}, key="1")


@pytest.mark.parametrize(("key", "text"), SHIPPED, ids=["-".join(key) for key, _text in SHIPPED])
def test_every_shipped_text_is_valid_and_fills_in_without_a_rest(key, text):
    code, channel, _language = key
    assert wording.validate(code, channel, text) == {}
    filled = wording.render(text, wording.message(code).example)
    assert "{" not in filled.subject + filled.body
    assert find(filled.subject + filled.body) == []


def test_every_message_ships_in_both_languages():
    by_language = {
        language: {key[:2] for key in wording.shipped() if key[2] == language} for language in LANGUAGES
    }
    assert by_language["zh-hans"] == by_language["en"]


@pytest.mark.parametrize(
    ("channel", "text", "place", "says"),
    [
        ("mail", Text("密码{password}", "{number}{password}"), "subject", "may not stand in a subject"),
        ("mail", Text("标题", "{number}"), "body", "{password} must stand"),
        ("mail", Text("标题", "{number}{password}{name}"), "body", "{name} is not a field"),
        ("mail", Text("标题", "{number}{password} {"), "body", "Braces stand only"),
        ("mail", Text("标题", "{number}{password}{number.x}"), "body", "Braces stand only"),
        ("mail", Text(" ", "{number}{password}"), "subject", "needs a subject"),
        ("sms", Text("", "{number}{password}" + "长" * 300), "body", "at most 300"),
    ],
)
def test_a_text_that_would_go_wrong_is_refused_with_the_reason(channel, text, place, says):
    from django.utils.translation import override

    with override("en"):
        problems = wording.validate("new_password", channel, text)
        assert any(says in str(error.messages) for error in problems[place])


def test_migrate_makes_missing_templates_and_leaves_the_operators_words_alone():
    change("case_changed", "sms", body="编号{number}有消息")
    MessageTemplate.objects.filter(code="staff_work").delete()
    call_command("migrate", skip_checks=True, verbosity=0, interactive=False)
    assert MessageTemplate.objects.count() == len(wording.shipped())
    assert (
        MessageTemplate.objects.get(code="case_changed", channel="sms", language="zh-hans").body
        == "编号{number}有消息"
    )
