"""Phrases are found in what people type, lookalike characters and full-width letters included."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from intake.routing.engine.scanner import Cover, Folding, Hit, Scanner
from intake.routing.engine.wording import wording

FOLD = Folding(["账帐", "作做"])


def found(phrases, text):
    return [hit.phrase for hit in Scanner(phrases, FOLD).longest(FOLD(text))]


def test_a_phrase_is_found_however_its_characters_were_confused():
    assert found(["账目"], "村里的帐目") == ["账目"]
    assert found(["KTV"], "楼下ｋｔｖ太吵") == ["KTV"]


def test_at_each_place_the_longest_phrase_counts():
    assert found(["支书", "村支书", "村"], "村支书和村里的支书") == ["村支书", "村", "支书"]


def test_every_hit_is_reported_where_all_are_wanted():
    scanner = Scanner(["低保", "低保评议", "评"], FOLD)
    assert {hit.phrase for hit in scanner.every("低保评议")} == {"低保", "低保评议", "评"}


@given(st.text(max_size=60))
def test_folding_never_changes_a_text_s_length(text):
    assert len(wording().fold(text)) == len(text)


@given(
    st.lists(st.text("村支书镇长", min_size=1, max_size=4), max_size=8), st.text("村支书镇长，", max_size=30)
)
def test_longest_hits_never_overlap_and_are_in_the_text(phrases, text):
    hits = Scanner(phrases, FOLD).longest(text)
    assert all(text[hit.start : hit.end] == hit.phrase for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


def test_a_hit_is_hidden_inside_a_longer_one_but_not_by_itself():
    cover = Cover([Hit(3, 5, "电话")])
    assert cover.hides(Hit(3, 4, "电"))
    assert not cover.hides(Hit(3, 5, "电话"))
    assert not cover.hides(Hit(4, 6, "话费"))


def test_every_word_of_the_wording_is_of_use():
    words = wording()
    assert all(part for cue in words.cues for part in cue.parts)
    assert all(cue.weight > 0 for cue in words.cues)
    keys = [(cue.leaf, cue.parts) for cue in words.cues]
    assert len(keys) == len(set(keys))
