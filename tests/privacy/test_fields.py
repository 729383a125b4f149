"""An encrypted column holds only ciphertext, and a key can be replaced."""

import uuid

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from delivery.models import OutboxMessage
from privacy import crypto

pytestmark = pytest.mark.django_db


def stored(message):
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM delivery_outboxmessage WHERE id = %s", [message.pk])
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def create(payload):
    return OutboxMessage.objects.create(topic="t", key=str(uuid.uuid4()), payload=payload)


@pytest.mark.parametrize("text", ["张三的电话19900001234", "𠮷田㐂", "", "a" * 100_000])
def test_what_is_saved_comes_back_and_the_column_shows_none_of_it(text):
    message = create(text)
    message.refresh_from_db()
    assert message.payload == text
    assert crypto.decrypt(stored(message)) == text
    assert text[:8].encode() not in stored(message) or not text


def test_null_stays_null_and_can_be_asked_for():
    empty, full = create(None), create("x")
    assert stored(empty) is None
    assert list(OutboxMessage.objects.filter(payload__isnull=True)) == [empty]
    assert list(OutboxMessage.objects.filter(payload__isnull=False)) == [full]


def test_bulk_writes_are_encrypted_too():
    first, second = OutboxMessage.objects.bulk_create(
        [OutboxMessage(topic="t", key="1", payload="甲"), OutboxMessage(topic="t", key="2", payload="乙")]
    )
    first.payload = "丙"
    OutboxMessage.objects.bulk_update([first], ["payload"])
    OutboxMessage.objects.filter(pk=second.pk).update(payload="丁")
    assert list(OutboxMessage.objects.order_by("pk").values_list("payload", flat=True)) == ["丙", "丁"]
    assert crypto.decrypt(stored(second)) == "丁"


@pytest.mark.parametrize(
    "lookup", ["payload", "payload__contains", "payload__in", "payload__gt", "payload__length"]
)
def test_a_search_in_ciphertext_is_an_error_and_not_an_empty_answer(lookup):
    with pytest.raises(FieldError, match="encrypted"):
        OutboxMessage.objects.filter(**{lookup: "张三"}).exists()


def test_only_text_is_taken():
    with pytest.raises(TypeError, match="takes text"):
        create(b"bytes")


def test_a_fixture_with_personal_data_is_not_written():
    with pytest.raises(FieldError, match="fixtures"):
        serializers.serialize("json", [create("张三")])


def test_reencrypt_moves_everything_to_the_newest_key_and_a_second_run_finds_nothing_to_do(settings, capsys):
    messages = [create(f"第{number}封") for number in range(3)] + [create(None)]
    new = Fernet.generate_key().decode()
    with override_settings(SUNSHINE_DATA_KEYS=[new, *settings.SUNSHINE_DATA_KEYS]):
        call_command("reencrypt")
        assert (
            "delivery.OutboxMessage.payload：3 条已更新，0 条无需更新，0 条无法解密"
            in capsys.readouterr().out
        )
        call_command("reencrypt")
        assert (
            "delivery.OutboxMessage.payload：0 条已更新，3 条无需更新，0 条无法解密"
            in capsys.readouterr().out
        )
    with override_settings(SUNSHINE_DATA_KEYS=[new]):
        messages[1].refresh_from_db()
        assert messages[1].payload == "第1封"


def test_reencrypt_says_when_no_key_opens_a_value():
    create("x")
    with (
        override_settings(SUNSHINE_DATA_KEYS=[Fernet.generate_key().decode()]),
        pytest.raises(CommandError, match="1 条"),
    ):
        call_command("reencrypt")
