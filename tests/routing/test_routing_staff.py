"""Members of staff whom a text names without their unit: found by name, and not in every word that sounds like one."""

import pytest

from intake.routing.engine.staff import Names, plain
from intake.routing.service import recognise_in_added
from regions.models import Region

pytestmark = pytest.mark.django_db

STAFF = Names(["邬见川", "李明", "安全", "阿力木·江", "欧阳建国"])


@pytest.fixture
def found(proposal):
    """Those of the staff in a text: by name alone if complained of, in brackets if only mentioned."""

    def found(body, **more):
        accused = proposal(body, staff=STAFF, **more).accused
        return [one.person or f"({one.mention})" for one in accused if one.organisation is None]

    return found


@pytest.mark.parametrize(
    "text",
    [
        "经办人邬见川收了施工队的红包。",
        "邬见川收受施工队红包。",
        "举报邬见川，他收了施工队的红包。",
        "水渠没有修好，请处理。邬 见川收了红包。",
    ],
)
@pytest.mark.parametrize("petition_class", ["appeal", "accusation"])
def test_whom_a_sentence_charges_is_complained_of(found, text, petition_class):
    assert found(text, petition_class=petition_class) == ["邬见川"]


@pytest.mark.parametrize(
    "text",
    [
        "县纪委的李明同志打过电话来。",
        "我向邬见川反映过。",
        "邬见川和村支书一起来看过。",
    ],
)
def test_who_only_stands_in_a_report_is_mentioned_and_elsewhere_is_not(found, text):
    report = found(text + "村支书冒领补贴。", petition_class="accusation")
    assert report in (["(邬见川)"], ["(李明)"])
    assert found(text, petition_class="appeal") == []


@pytest.mark.parametrize(
    "text", ["李明受贿。", "举报李明收了红包。", "站长李明，截留补贴。", "李明把公款转走。"]
)
def test_a_short_name_is_found_where_it_can_be_one(found, text):
    assert found(text, petition_class="accusation") == ["李明"]


@pytest.mark.parametrize(
    "text",
    [
        "李明亮收了红包。",
        "安全隐患没人管，村支书收了红包。",
        "饮水安全工程的钱被套取。",
        "包工头说李家的，明天再收红包。",
    ],
)
def test_a_name_inside_other_words_is_nobody(found, text):
    assert found(text, petition_class="accusation") == []


@pytest.mark.parametrize(
    "written", ["阿力木·江", "阿力木•江", "阿力木・江", "阿力木．江", "阿力木 江", "阿力木江"]
)
def test_a_name_is_the_same_however_its_dot_is_written(found, written):
    assert found(f"{written}收了红包。", petition_class="accusation") == [plain(written)]


def test_whom_the_field_names_is_not_named_twice(found):
    assert found("邬见川收了红包。", petition_class="accusation", reported_party="邬见川") == ["邬见川"]


def test_added_words_name_whom_they_charge(county):
    here = Region.objects.get(code="990121103204")
    for text, names in (("邬见川收了施工队的红包。", ["邬见川"]), ("邬见川来看过。", [])):
        assert [one.person for one in recognise_in_added(text, here, "appeal", STAFF)] == names
    mentioned = recognise_in_added("邬见川来看过。", here, "accusation", STAFF)
    assert [(one.person, one.mention) for one in mentioned] == [("", "邬见川")]
