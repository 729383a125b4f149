"""Encryption and keyed hashes."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from privacy import crypto


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was(text):
    token = crypto.encrypt(text)
    assert crypto.decrypt(token) == text


def test_equal_texts_give_different_tokens():
    assert crypto.encrypt("张三") != crypto.encrypt("张三")


def test_an_old_key_still_opens_and_rotation_moves_to_the_new_one(settings):
    old, new = settings.SUNSHINE_DATA_KEYS[0], Fernet.generate_key().decode()
    token = crypto.encrypt("𠮷田㐂")
    with override_settings(SUNSHINE_DATA_KEYS=[new, old]):
        assert crypto.decrypt(token) == "𠮷田㐂"
        rotated = crypto.rotate(token)
    with override_settings(SUNSHINE_DATA_KEYS=[new]):
        assert crypto.decrypt(rotated) == "𠮷田㐂"
        with pytest.raises(crypto.Undecipherable):
            crypto.decrypt(token)


def test_a_changed_token_is_refused_and_the_error_repeats_nothing_of_it():
    token = crypto.encrypt("张三")
    with pytest.raises(crypto.Undecipherable) as refused:
        crypto.decrypt(token[:-4] + b"AAA=")
    assert token[:10].decode() not in str(refused.value)


def test_hashes_differ_by_purpose_and_by_key(settings):
    first = crypto.keyed_hash("password", "x")
    assert len(first) == 64
    assert crypto.keyed_hash("password", "x") == first
    assert crypto.keyed_hash("phone", "x") != first
    settings.SUNSHINE_INDEX_KEY = "another-key"
    assert crypto.keyed_hash("password", "x") != first


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "19900001234", "+86 199-0000-1234"),
        ("phone", "19900001234", "００８６１９９００００１２３４"),
        ("phone", "09906543210", "(0990) 6543210"),
        ("id_number", "99012119800101001X", "９９０１２１ 19800101 001x"),
        ("name", "阿依古丽·买买提", "阿依古丽 • 买买提"),
        ("name", "张三", "张 三"),
        ("name", "Ｗang", "wang"),
    ],
)
def test_one_value_written_in_two_ways_has_one_index(kind, one, other):
    assert crypto.blind_index(kind, one) == crypto.blind_index(kind, other)


def test_different_values_and_kinds_have_different_indexes():
    hashes = {
        crypto.blind_index("phone", "19900001234"),
        crypto.blind_index("phone", "19900001235"),
        crypto.blind_index("name", "𠮷"),
        crypto.blind_index("name", "吉"),
        crypto.blind_index("name", "19900001234"),
    }
    assert len(hashes) == 5


@pytest.mark.parametrize("kind", ["phone", "id_number", "name"])
@pytest.mark.parametrize("value", ["", "  ", "--"])
def test_nothing_has_no_index(kind, value):
    if kind == "name" and value == "--":
        return
    with pytest.raises(ValueError, match="nothing to index"):
        crypto.blind_index(kind, value)


def test_an_unknown_kind_has_no_index():
    with pytest.raises(ValueError, match="no blind index"):
        crypto.blind_index("shoe_size", "42")


def test_comparison():
    assert crypto.same("密码", "密码")
    assert not crypto.same("密码", "密")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUNSHINE_DATA_KEYS", ["dGVzdHMtb25seS1rZXktMzItYnl0ZXMtbG9uZy0wMDE=", "too-short"]),
        ("SUNSHINE_DATA_KEYS", ["not base64 at all"]),
        ("SUNSHINE_INDEX_KEY", "short"),
    ],
)
def test_a_key_that_cannot_do_stops_the_start_and_is_not_repeated(settings, name, value):
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        crypto.require_usable_keys()
    assert "too-short" not in str(refused.value)
