"""Masks hide what the finder finds, keep the text as long as it was, and never give anything back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.finder import find
from privacy.masks import mask_address, mask_id_number, mask_name, mask_phone, mask_text

PHONES = [
    "19900001234",
    "199 0000 1234",
    "１９９００００１２３４",
    "幺九九〇〇〇〇幺二三四",
    "+8619900001234",
]
NUMBERS = ["990121198001010017", "6228480402564890018", "0990-6543210", "zs@example.com", "新A·D12345"]
OTHERS = [
    "护照E12345678",
    "QQ:123456789",
    "3组12号",
    "2栋1单元301",
    "荷叶埂村",
    "一",
    "1",
    "-",
    "A",
    "＊",
    "元",
]
NAMES = ["张三", "欧阳小明", "会计廖明全", "阿依古丽·买买提", "外号“三疤子”", "段长锁的小舅子", "𠮷"]
CUES = ["姓名：", "我叫", "家住", "地址：", "电话", "身份证", "编号", "的", "，", "。", "\n", " "]
PIECES = st.sampled_from(PHONES + NUMBERS + OTHERS + NAMES + CUES)
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=80))


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_nothing_is_found_in_a_masked_text_and_its_length_stays(text):
    masked = mask_text(text)
    assert find(masked) == []
    assert len(masked) == len(text)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_masking_twice_changes_nothing_more(text):
    once = mask_text(text)
    assert mask_text(once) == once


def test_a_letter_stays_readable():
    text = "我叫欧阳小明，电话199-0000-1234，家住荷叶埂村3组12号，会计廖明全欠我83,700元。"
    assert (
        mask_text(text)
        == "我叫欧阳＊＊，电话199-＊＊＊＊-＊＊＊＊，家住荷叶埂村＊＊＊＊＊，会计廖＊＊欠我83,700元。"
    )


def test_names_that_are_known_are_hidden_wherever_they_stand():
    text = "去年吴春花和𠮷㐂去过，吴 春花还签了字。"
    assert mask_text(text, also=["吴春花", "𠮷㐂", ""]) == "去年吴＊＊和𠮷＊去过，吴 ＊＊还签了字。"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张＊"),
        ("张小三", "张＊＊"),
        ("欧阳小明", "欧阳＊＊"),
        ("欧阳", "欧＊"),
        ("阿依古丽·买买提", "阿＊＊＊·＊＊＊"),
        ("㐂", "＊"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("19900001234", "199＊＊＊＊＊＊＊＊"),
        ("+86 199 0000 1234", "+86 199 ＊＊＊＊ ＊＊＊＊"),
        ("１９９００００１２３４", "１９９＊＊＊＊＊＊＊＊"),
    ],
)
def test_a_phone_keeps_three_digits(phone, masked):
    assert mask_phone(phone) == masked


def test_an_identity_number_keeps_two_and_three():
    assert mask_id_number("990121198001010017") == "99＊＊＊＊＊＊＊＊＊＊＊＊＊017"
    assert mask_id_number("E12345678") == "E＊＊＊＊＊＊＊＊"


def test_an_address_keeps_the_village():
    assert mask_address("砚川县柘木湾镇荷叶埂村3组12号") == "砚川县柘木湾镇荷叶埂村＊＊＊＊＊"
    assert mask_address("12号") == "＊＊＊"


@given(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=8, max_size=8))
def test_the_number_of_a_petition_stays_readable(drawn: str):
    """VX and QQ in it are letters like others, and no cue of a chat account."""
    line = f"编号：2026-{drawn[:7]}-{drawn[7]}，请妥善保管"
    assert mask_text(line) == line


@pytest.mark.parametrize("cue", ["VX", "QQ", "wx"])
def test_beside_the_number_of_a_petition_an_account_is_still_found(cue: str):
    assert "＊" in mask_text(f"编号2026-VXG1E16-K，{cue}:12345678")
