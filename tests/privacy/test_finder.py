"""The finder sees personal data however it is written, and leaves other numbers alone."""

from itertools import pairwise

import pytest

from privacy.finder import find
from privacy.masks import mask_text


def kinds(text):
    return [finding.kind for finding in find(text)]


def pieces(text, kind):
    return [text[finding.start : finding.end] for finding in find(text) if finding.kind == kind]


@pytest.mark.parametrize(
    "written",
    [
        "19900001234",
        "199 0000 1234",
        "199-0000-1234",
        "199·0000·1234",
        "1990000 1234",
        "１９９００００１２３４",
        "1 9 9 0 0 0 0 1 2 3 4",
        "+86 19900001234",
        "008619900001234",
        "一九九零零零零一二三四",
        "幺九九〇〇〇〇幺二三四",
        "①⑨⑨⓪⓪⓪⓪①②③④",
        "199\u200b0000\u200b1234",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(written):
    assert pieces(f"有事打{written}，谢谢", "phone") == [written]


@pytest.mark.parametrize(
    "text", ["wx19900001234", "TEL:19900001234", "电话19900001234元旦前打", "微信同号19900001234"]
)
def test_letters_and_words_beside_a_phone_do_not_hide_it(text):
    assert kinds(text) == ["phone"]


@pytest.mark.parametrize(
    "text",
    [
        "合同编号19900001234",
        "发票号码 15400012345",
        "文件第15400012345号",
        "共计19900001234元",
        "面积13512345678亩",
        "产品P19900001234",
        "19900001234567",
        "金额83,700元，2023年4月到2024年12月",
        "2026-11-03 12:40到13:50",
        "砚信受〔2026〕12号",
        "13、14、15、16、17、18、19号楼",
        "二〇二六年一月二日",
        "打了三次12345，又打400-800-1234",
        "区划代码990121103204，组990121103204001",
        "粤B2-20090059",
        "总投资1399000.12万元",
        "离学校1350米，量过68分贝",
        "7.4亩，每亩600，一年一付",
    ],
)
def test_amounts_dates_areas_and_document_numbers_are_no_phones(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "990121198001010017",
        "990121 19800101 0017",
        "99012119800101001x",
        "９９０１２１１９８００１０１００１７",
    ],
)
def test_an_identity_number_is_found_whatever_its_check_digit(written):
    assert pieces(f"我的身份证{written}，请核实。", "id_number") == [written]


def test_a_fifteen_digit_identity_number_needs_its_word_before_it():
    assert kinds("身份证号990121800101001") == ["id_number"]
    assert kinds("组代码990121800101001") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("打家里0990-6543210", "landline"),
        ("打(0990)6543210", "landline"),
        ("座机6543210", "landline"),
        ("卡号6228480402564890018", "bank_card"),
        ("打到6228480402564890018", "bank_card"),
        ("账号 2105 0112 3456", "bank_card"),
        ("zhang_san@example.com", "email"),
        ("发到 zs＠example．com", "email"),
        ("新A·D12345", "plate"),
        ("京AF0236挂", "plate"),
        ("护照E12345678", "passport"),
        ("军官证南字第1234567号", "passport"),
        ("微信号 sunny_2026", "chat_account"),
        ("QQ:123456789", "chat_account"),
        ("加V: abcdef66", "chat_account"),
        ("信用代码91350211M000100Y46", "credit_code"),
    ],
)
def test_other_numbers_of_a_person_are_found(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫张三，住在镇上", "张三"),
        ("我叫欧阳小明。", "欧阳小明"),
        ("姓名：𠮷田", "𠮷田"),
        ("姓名：㐂", "㐂"),
        ("姓名:张 三", "张 三"),
        ("联系人：李四 19900001234", "李四"),
        ("联系人李四，电话另附", "李四"),
        ("我是王五。", "王五"),
        ("本人王小二，系本村村民", "王小二"),
        ("申请人吴春花，女，五十岁", "吴春花"),
        ("主任段栓柱说没指标", "段栓柱"),
        ("会计廖二的亲弟弟", "廖二"),
        ("请王大伟主任出来", "王大伟"),
        ("都是段长锁的小舅子干", "段长锁"),
        ("村民阿依古丽·买买提说", "阿依古丽·买买提"),
        ("找阿卜杜拉•吐尔逊说过", "阿卜杜拉•吐尔逊"),
        ("外号“老镰刀”的人", "老镰刀"),
    ],
)
def test_names_are_found_beside_the_words_that_announce_them(text, name):
    assert pieces(text, "name") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "副乡长冉某每次都答",
        "本人高位截瘫，登记申请电动轮椅",
        "支书任期内没有公开",
        "举报人不愿透露姓名，材料真实",
        "负责人：县农业农村局",
        "恒大·绿洲小区",
        "主任于去年调走",
        "会计说电脑坏了",
        "两个儿子都残疾",
        "我是党员，也是村民代表",
    ],
)
def test_words_that_look_like_names_are_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("家住荷叶埂村3组12号", "3组12号"),
        ("建设路15号3单元501室", "15号3单元501室"),
        ("柳岸新城2栋1单元301", "2栋1单元301"),
        ("住址：砚川县柘木湾镇荷叶埂村三组十二号，电话另附", "三组十二号"),
        ("荷叶埂村23号的院子", "23号"),
    ],
)
def test_of_an_address_the_part_that_leads_to_the_door_is_found(text, door):
    assert "".join(pieces(text, "address")) == door


@pytest.mark.parametrize(
    "text", ["4号楼18层", "4号、5号田", "红薯垄三组一共14户", "柳岸新城2栋电梯坏了", "11月3号在村口"]
)
def test_a_place_that_is_nobodys_door_is_left_alone(text):
    assert kinds(text) == []


def test_findings_come_in_order_and_do_not_overlap():
    text = "我叫张三，电话19900001234，身份证990121198001010017，家住荷叶埂村3组12号。"
    findings = find(text)
    assert [finding.kind for finding in findings] == ["name", "phone", "id_number", "address"]
    assert all(one.end <= other.start for one, other in pairwise(findings))


@pytest.mark.parametrize(
    "piece", ["1组", "地址:", "张·", "主任张", "1 ", "一", "a@", "我叫张三", "+86", "外号", "家住1组"]
)
def test_a_long_text_made_to_be_slow_is_read_to_its_end(piece):
    assert mask_text(piece * 10_000 + "，电话19900001234").endswith("199＊＊＊＊＊＊＊＊")
