"""Normal forms of what people type: the same as Unicode's, and never dearer than the text is long."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unicode_watch import HOSTILE, LONGEST_RUN, longest_run, normalising_watched

from privacy.crypto import normal_id_number, normal_name, normal_phone
from privacy.masks import mask_phone
from privacy.normalising import composed, folded

# Letters, marks of several classes, and characters that only become marks when they are taken apart.
MARKS = "\u0301\u0323\u0344\u3099\uff9e\uff9f\u0f71\u1dfa\u05b0\u302a"
odd_text = st.text(st.sampled_from(MARKS + "aé㎏Ａ字가" + "\U0001f468\u200d"), max_size=400)


def test_the_characters_above_are_the_marks_that_they_are_taken_for():
    assert all(unicodedata.combining(unicodedata.normalize("NFKD", mark)[0]) for mark in MARKS)


@given(odd_text)
def test_no_text_brings_a_long_run_of_marks_to_be_put_in_order(text):
    with normalising_watched():
        composed(text)
        folded(text)


@given(st.one_of(st.text(), odd_text.filter(lambda text: longest_run(text) <= 30)))
def test_what_people_write_comes_out_as_unicode_says(text):
    assert composed(text) == unicodedata.normalize("NFC", text)
    assert folded(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Thị Ngọc", "བཀྲ་ཤིས་བདེ་ལེགས། " * 20, "ئۇيغۇر تىلى " * 20, "Z̵̢̛a̴̡l̸g̶o̷" * 50, "각" * 100, "ハ゛" * 100],
    ids=["Vietnamese", "Tibetan", "Uyghur", "piled up", "Korean", "half-width"],
)
def test_scripts_with_many_marks_lose_none(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert composed(decomposed) == unicodedata.normalize("NFC", text)


def test_letters_stay_when_a_run_is_cut():
    cut = composed("字" + "\u0301\u0323" * 1000 + "後")
    assert (cut[0], cut[-1]) == ("字", "後")
    assert len(folded(HOSTILE)) <= LONGEST_RUN


@pytest.mark.parametrize("read", [composed, folded, normal_phone, normal_id_number, normal_name, mask_phone])
def test_a_hostile_text_is_cut_whoever_reads_it(read):
    with normalising_watched():
        read(HOSTILE)
