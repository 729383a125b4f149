"""The catalogue of matters comes from its file whole, or not at all; reasons read as sentences."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

import intake.routing
from intake.petitions.forms import places
from intake.routing.engine.plain import Reason
from intake.routing.engine.wording import wording
from intake.routing.labels import REASONS, describe, reason_text
from intake.routing.loading import load_categories
from intake.routing.models import Category, group_choices
from intake.workbench.choosers import CategoryField

pytestmark = pytest.mark.django_db

CATALOGUE = Path(intake.routing.__file__).parent / "data" / "petition-categories.csv"


def test_the_shipped_catalogue_loads_and_a_second_time_changes_nothing(county):
    count = Category.objects.count()
    report = load_categories(CATALOGUE)
    assert (report.created, report.updated, report.unchanged, report.problems) == (0, 0, count, [])


def test_a_row_says_who_leads_on_what(county):
    row = Category.objects.get(code="120300")
    assert (row.group_name_en, row.department, row.co_departments) == (
        "Civil affairs",
        "990121-MZ",
        ["990121-YJ", "TOWN-GOV"],
    )
    assert row.object_leads[1] == {"department": "TOWN-GOV", "words": ["受灾登记", "名册", "救灾物资"]}
    assert not row.is_accusation
    assert Category.objects.get(code="100400").is_accusation


def test_every_cue_speaks_for_a_leaf_of_the_catalogue(county):
    leaves = set(Category.objects.values_list("code", flat=True))
    assert {cue.leaf for cue in wording().cues} == leaves


def changed(tmp_path, old, new):
    path = tmp_path / "catalogue.csv"
    path.write_text(CATALOGUE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return path


def test_a_changed_row_is_updated(county, tmp_path):
    report = load_categories(changed(tmp_path, "农村饮水与供水", "农村供水"))
    assert (report.created, report.updated) == (0, 1)
    assert Category.objects.get(code="140700").name == "农村供水"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",140700,", ",14070,"),
        (",140700,", ",140800,"),
        ("Rural drinking water and supply,申诉求决", "Rural drinking water and supply,求决"),
        ("composed,step,TOWN-GOV:迁坟|坟地", "composed,stair,TOWN-GOV"),
        ("990121-YB:骗保|医保基金", "990121-YB骗保"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(county, tmp_path, old, new):
    path = changed(tmp_path, old, new)
    assert path.read_bytes() != CATALOGUE.read_bytes()
    report = load_categories(path)
    assert len(report.problems) == 1
    assert (report.created, report.updated) == (0, 0)


def test_the_command_says_what_it_did_and_fails_on_a_wrong_file(county, tmp_path):
    out = io.StringIO()
    with translation.override("en"):
        call_command("load_categories", str(CATALOGUE), stdout=out)
    assert out.getvalue().startswith("0 created, 0 updated, ")
    other = tmp_path / "other.csv"
    other.write_text("code,name\n1,2\n", encoding="utf-8")
    for path in (other, tmp_path / "none.csv"):
        with pytest.raises(CommandError):
            call_command("load_categories", str(path), stdout=io.StringIO(), stderr=io.StringIO())


def test_a_reason_reads_as_a_sentence_and_comes_back_from_storage():
    water = Category.objects.get(name="农村饮水与供水")
    reason = Reason("matter", {"category": water.code, "words": "水厂、自来水"})
    sentences = {
        "zh-hans": "文中的词（水厂、自来水）说明属于“农村饮水与供水”。",
        "en": f"Its words (水厂、自来水) speak for the category {water.name_en}.",
    }
    for language, sentence in sentences.items():
        with translation.override(language):
            assert describe(reason, {water.code: water}) == sentence
            assert reason_text(reason.as_json(), {water.code: water}) == sentence


def test_every_reason_that_a_proposal_gives_can_be_read(proposal):
    texts = ["自来水停了。", "村支书冒领补贴。", "邻居堵路。", "啊。", "镇政府踢皮球，我要举报。"]
    for text in texts:
        found = proposal(text, reported_party="村支书；镇长" if "举报" in text else "")
        for reason in (*found.reasons, *(candidate.reason for candidate in found.candidates)):
            assert describe(reason, {})


def test_every_kind_of_reason_has_its_sentence():
    engine = Path(intake.routing.__file__).parent / "engine"
    source = "".join(path.read_text(encoding="utf-8") for path in engine.glob("*.py"))
    named = set(re.findall(r'Reason\(\s*"(\w+)"', source)) | set(re.findall(r'"(discipline_\w+)"', source))
    assert named - {"discipline_commission"} <= set(REASONS)
    assert 'Reason(f"discipline_{row.lower()}")' in source
    assert {"discipline_s9", "discipline_s10", "discipline_s11"} <= set(REASONS)


def test_every_matter_has_an_english_name_of_its_own(county):
    names = list(Category.objects.values_list("name_en", flat=True))
    assert all(names) and len(set(names)) == len(names)
    assert not [name for name in names if not name.isascii()]


def test_names_are_in_the_readers_language_and_chinese_where_there_is_no_english(county):
    matter, bare = Category.objects.get(code="140700"), Category(name="农村供水", group_name="水利")
    assert (matter.name_here, matter.group_here) == ("农村饮水与供水", "国土资源水利林业")
    with translation.override("en"):
        assert str(matter) == "Rural drinking water and supply"
        assert (bare.name_here, bare.group_here) == ("农村供水", "水利")
        assert ("140000", "Land, water and forestry") in group_choices()


def test_a_catalogue_may_do_without_english_names(county, tmp_path):
    path = tmp_path / "catalogue.csv"
    path.write_text(CATALOGUE.read_text(encoding="utf-8").replace("leaf_name_en", "unused", 1), "utf-8")
    assert load_categories(path).problems == []


@pytest.mark.parametrize(
    ("language", "shown"), [("zh-hans", "农村饮水与供水"), ("en", "Rural drinking water")]
)
def test_lists_to_choose_from_name_them_so(county, language, shown):
    with translation.override(language):
        assert shown in str(places.category_choices())
        field = CategoryField()
        assert shown in str([label for _group, rows in list(field.choices)[1:] for _value, label in rows])
