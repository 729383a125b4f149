"""What is read in a text and in a question: one form for all ways of writing, words and pairs of characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlights import Marker, to_html
from search.query import MOST_WORDS, understand
from search.suggestions import similar
from search.text import fold, grams, terms

# What people write and what makes trouble: traditional, wide, composed, invisible, beyond the basic plane.
TEXTS = st.text(
    st.sampled_from("低保戶户荷葉叶埂村路燈灯補补貼贴㎡①ﬁßÉe\u0301\u200bＡａ１1,，。 <&>…𠮷\u3099か\x00A")
    | st.characters(),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("補貼發放公示", "补贴"),
        ("补贴发放公示", "補貼"),
        ("ＱＲ码２０２６", "qr 2026"),
        ("低\u200b保名单", "低保"),
        ("cafe\u0301", "CAFÉ"),
        ("合计18,240元", "18240"),
        ("面积31㎡", "31m2"),
        ("三组的路", "路"),
        ("最低生活保障标准", "低保"),
        ("修的是村里的水渠", "水渠"),
    ],
)
def test_a_text_is_found_however_it_and_the_question_are_written(written: str, asked: str) -> None:
    kept = set(terms(written).grams)
    for word in understand(asked).words:
        assert any(kept.issuperset(grams(choice)) for choice in word.choices), word


@given(st.text(st.sampled_from("荷叶埂村三组路灯低保补贴"), min_size=2, max_size=20), st.data())
def test_any_two_neighbouring_characters_are_found(written: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(written) - 2))
    pair = written[place : place + 2]
    assert [word.typed for word in understand(pair).words] == [pair]
    assert pair in terms(written).grams


def test_a_question_is_taken_apart_but_names_stay_whole_and_empty_words_go() -> None:
    assert [word.typed for word in understand("荷叶埂村为什么没有低保").words] == ["荷叶埂村", "低保"]
    assert [word.typed for word in understand("的").words] == ["的"]
    assert len(understand("甲 乙 丙 丁 戊 己 庚 辛 壬 癸 子 丑 寅 卯").words) == MOST_WORDS


@given(TEXTS, TEXTS)
def test_marks_take_nothing_from_the_original_and_add_nothing(original: str, asked: str) -> None:
    marker = Marker(understand(asked))
    assert "".join(piece for piece, _marked in marker.mark(original)) == original
    for fragment in marker.fragments(original):
        assert "".join(piece for piece, _marked in fragment) in original
        assert "<" not in to_html(fragment).replace("<mark>", "").replace("</mark>", "")


@given(TEXTS)
def test_every_folded_character_knows_where_it_came_from(original: str) -> None:
    folded = fold(original)
    for place in range(len(folded.text)):
        start, end = folded.original(place, place + 1)
        assert folded.text[place] in fold(original[start:end]).text


def test_what_is_marked_is_the_text_as_it_was_written() -> None:
    marker = Marker(understand("补贴 2026 低保 18240"))
    assert to_html(marker.mark("２０２６年補貼：低\u200b保 18,240元 <b>")) == (
        "<mark>２０２６</mark>年<mark>補貼</mark>：<mark>低\u200b保</mark> <mark>18,240</mark>元 &lt;b&gt;"
    )


def test_a_fragment_shows_the_stretch_with_most_of_what_was_asked() -> None:
    text = "低保。" + "无关的话，" * 60 + "三组低保户的补贴已发。" + "无关的话，" * 60
    [fragment] = Marker(understand("低保 补贴")).fragments(text, most=1)
    assert "<mark>补贴</mark>已发" in to_html(fragment)
    assert len("".join(piece for piece, _marked in fragment)) <= 70


@pytest.mark.parametrize(
    ("typed", "meant"), [("底保", "低保"), ("佃费", "电费"), ("petiton", "petition"), ("飞船", "")]
)
def test_a_word_with_a_wrong_character_is_guessed_by_its_sound(typed: str, meant: str) -> None:
    assert similar(typed, ["名单", "低保", "电费", "petition"]) == meant
