"""A region file loads whole, loads again without change, and says of each bad line what is wrong with it."""

import csv
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

import regions
from regions.loading import load_regions
from regions.models import Organisation, Region

DEMO_COUNTY = Path(regions.__file__).parent / "data" / "demo-regions.csv"
HEADING = (
    "code,name,short_name,type,parent,level,region_code,core,supervises,note,valid_from,valid_to,successor,aliases,"
    "review_unit"
)
SMALL = {
    "city": "99,澄陵市,,city,,,,,,,,,,,",
    "county": "9901,砚川县,,county,99,,,,,,,,,,",
    "town": "990101,槐荫渡镇,,town,9901,,,,,,,,,,",
    "village": "99010101,槐荫渡村,槐荫渡,village,990101,,,,,,,,,槐荫渡村委会;槐荫渡大队,",
    "group": "99010101-Z01,槐荫渡村一组,,group,99010101,,,,,,,,,,",
    "government": "9901-GOV,砚川县人民政府,县政府,county_gov,9901,,9901,,,,,,,,",
    "town_government": "990101-GOV,槐荫渡镇人民政府,,township_gov,990101,,990101,,,,,,,,9901-GOV",
    "commission": "9901-JW,砚川县纪委监委,,discipline_commission,9901,,9901,,,,,,,,",
    "bureau": "9901-SL,砚川县水利局,,county_dept,9901,,9901,,,,,,,水务局,9901-GOV",
    "dispatched": "9901-PZ1,派驻纪检监察组,,dispatched_discipline,9901-JW,,9901,,9901-SL,,,,,,",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(no_county, tmp_path):
    """Writes a region file: the small county, with lines changed or added by name."""

    def write(*, heading=HEADING, encoding="utf-8", reverse=False, **lines):
        rows = [row for row in (SMALL | lines).values() if row]
        path = tmp_path / "regions.csv"
        path.write_text("\n".join([heading, *(rows[::-1] if reverse else rows)]) + "\n", encoding=encoding)
        return path

    return write


def reasons(report):
    return [problem.reason for problem in report.problems]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_the_demo_county_loads_without_a_problem(first_load):
    assert first_load.problems == []
    assert first_load.created == 144
    assert Region.objects.count() == 79
    assert Organisation.objects.filter(kind="village_committee").count() == 43


def test_loading_again_changes_nothing(county):
    again = load_regions(DEMO_COUNTY)
    assert (again.created, again.updated, again.unchanged, again.problems) == (0, 0, 144, [])


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_lines_does_not_matter(no_county, tmp_path, seed):
    heading, *lines = DEMO_COUNTY.read_text(encoding="utf-8").splitlines()
    random.Random(seed).shuffle(lines)
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([heading, *lines]), encoding="utf-8")

    report = load_regions(shuffled)
    in_order = load_regions(DEMO_COUNTY)

    assert (report.created, report.problems) == (144, [])
    assert (in_order.updated, in_order.unchanged) == (0, 144)


def test_a_village_is_a_region_and_the_committee_that_answers_for_it(county):
    village = Region.objects.get(code="990121102206")
    committee = Organisation.objects.get(code="990121102206")
    assert (village.level, village.kind) == ("village", "village")
    assert committee.kind == "village_committee"
    assert committee.region == village
    assert committee.parent.code == "990121102-GOV"
    assert committee.aliases == village.aliases
    assert "苦竹箐村委会" in committee.aliases


def test_groups_and_grids_are_regions_alone(county):
    assert Region.objects.filter(code="990121102206-Z03", level="group").exists()
    assert Region.objects.filter(code="990121102206-W01", level="grid").exists()
    assert not Organisation.objects.filter(code__in=["990121102206-Z03", "990121102206-W01"]).exists()


def test_a_region_knows_its_place_from_its_path(county):
    group = Region.objects.get(code="990121102206-Z03")
    assert group.path == "990100000000/990121000000/990121102000/990121102206/990121102206-Z03/"
    assert group.ancestor("township").code == "990121102000"
    assert Region.objects.get(code="990121102000").subtree().filter(level="village").count() == 7


def test_discipline_units_supervise_what_the_file_says(county):
    unit = Organisation.objects.get(code="990121-PZ1")
    assert unit.parent.code == "990121-JW"
    assert {below.code for below in unit.supervises.all()} == {"990121-NYNC", "990121-SL", "990121-LY"}
    assert {above.code for above in Organisation.objects.get(code="990121-XFJ").supervised_by.all()} == {
        "990121-PZ6"
    }


def test_a_closed_village_points_to_its_successor_as_region_and_as_organisation(county):
    for model in (Region, Organisation):
        closed = model.objects.get(code="990121101207")
        assert closed.successor.code == "990121101205"
        assert not closed.is_current()
        assert closed not in model.objects.current()


def test_review_units_are_set_where_the_file_names_them(county):
    assert Organisation.objects.get(code="990121-NYNC").review_unit.code == "990121-GOV"
    assert Organisation.objects.get(code="990121-GOV").review_unit.code == "990100-GOV"
    assert Organisation.objects.get(code="990121-ZZB").review_unit is None


def test_a_changed_name_is_an_update_of_that_row_alone(write):
    load_regions(write())
    report = load_regions(write(bureau="9901-SL,砚川县水务局,,county_dept,9901,,9901,,,,,,,水务局,9901-GOV"))
    assert (report.created, report.updated, report.unchanged) == (0, 1, 9)
    assert Organisation.objects.get(code="9901-SL").name == "砚川县水务局"


def test_a_village_that_moves_to_another_town_takes_its_groups_and_committee_along(write):
    load_regions(write())
    moved = {
        "village": "99010101,槐荫渡村,槐荫渡,village,990102,,,,,,,,,,",
        "town2": "990102,桐花坳镇,,town,9901,,,,,,,,,,",
        "town2_government": "990102-GOV,桐花坳镇人民政府,,township_gov,990102,,990102,,,,,,,,",
        "group": "",
    }
    assert load_regions(write(**moved)).problems == []
    assert Region.objects.get(code="99010101-Z01").path == "99/9901/990102/99010101/99010101-Z01/"
    assert Organisation.objects.get(code="99010101").parent.code == "990102-GOV"


def test_what_the_file_does_not_have_stays(write):
    load_regions(write())
    load_regions(write(bureau="", dispatched=""))
    assert Organisation.objects.filter(code="9901-SL").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("9901-SL,,,county_dept,9901,,9901,,,,,,,,", "no name"),
        ("99 01,水利局,,county_dept,9901,,9901,,,,,,,,", "code “99 01”"),
        ("9901-SL,水利局,,ministry,9901,,9901,,,,,,,,", "type “ministry”"),
        ("9901-SL,水利局,,county_dept,9901,,9901,,,,2024-02-30,,,,", "valid_from is not a date"),
        ("9901-SL,水利局,,county_dept,9901,,9901,,,,2024-02-03,2024-02-01,,,", "before valid_from"),
        ("9901-SL,水利局,,county_dept,9901,,9901,,,,,,9901-JT,,", "successor without valid_to"),
        ("9901-SL,水利局,,county_dept,9901-SL,,9901,,,,,,,,", "refers to itself"),
        ("9901-SL,水利局,,county_dept,8888,,9901,,,,,,,,", "8888 is neither in the file nor"),
        ("9901-SL,水利局,,county_dept,,,9901,,,,,,,,", "no parent"),
        ("9901-SL,水利局,,county_dept,9901-JW,,,,,,,,,,", "no region_code"),
        ("9901-SL,水利局,,county_dept,9901,,9901,,9901-JW,,,,,,", "only discipline units supervise"),
        ("9901-SL,水利局,,county_dept,9901,,9901,,,,,,,,,surplus", "more cells"),
        ("9901-SL,水利\x00局,,county_dept,9901,,9901,,,,,,,,", "control character"),
        ("9901-SL," + "水" * 121 + ",,county_dept,9901,,9901,,,,,,,,", "name is longer than 120"),
        ("9901-SL,水利局,,village_committee,9901,,9901,,,,,,,,", "type “village_committee”"),
        ("990101,水利局,,county_dept,9901,,9901,,,,,,,,", "line 4 already"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_the_others_are_loaded(write, line, said):
    report = load_regions(write(bureau=line, dispatched=""))
    assert [problem.line for problem in report.problems] == [10]
    assert said in report.problems[0].reason
    assert report.created == 8


def test_what_hangs_on_a_bad_line_says_so(write):
    report = load_regions(write(town="990101,,,town,9901,,,,,,,,,,"))
    found = {problem.line: problem.reason for problem in report.problems}
    assert found[4] == "no name"
    assert found[5] == "990101 (line 4) could not be used"
    assert found[6] == "99010101 (line 5) could not be used"
    assert found[8] == "990101 (line 4) could not be used"
    assert report.created == 6


def test_a_village_under_a_county_is_at_the_wrong_level(write):
    report = load_regions(write(village="99010101,槐荫渡村,,village,9901,,,,,,,,,,", group=""))
    assert reasons(report) == ["parent 9901 is of the wrong level"]


def test_a_tie_that_leads_nowhere_is_left_out_and_reported(write):
    report = load_regions(
        write(dispatched="9901-PZ1,派驻组,,dispatched_discipline,9901-JW,,9901,,9901-SL;9901-XX,,,,,,")
    )
    assert reasons(report) == [
        "loaded without supervises: 9901-XX is neither in the file nor in the database"
    ]
    assert {unit.code for unit in Organisation.objects.get(code="9901-PZ1").supervises.all()} == {"9901-SL"}
    assert report.created == 10


def test_a_slip_in_a_later_file_takes_no_unit_out_of_supervision(write):
    load_regions(write())
    load_regions(write(dispatched="9901-PZ1,派驻组,,dispatched_discipline,9901-JW,,9901,,9901-S1,,,,,,"))
    assert {unit.code for unit in Organisation.objects.get(code="9901-PZ1").supervises.all()} == {"9901-SL"}


def test_parents_in_a_circle_are_refused(write):
    report = load_regions(
        write(
            bureau="9901-SL,水利局,,county_dept,9901-JT,,9901,,,,,,,,",
            other="9901-JT,交通局,,county_dept,9901-SL,,9901,,,,,,,,",
            dispatched="",
        )
    )
    assert reasons(report) == ["its parents form a circle"] * 2


def test_successors_in_a_circle_are_left_out(write):
    report = load_regions(
        write(
            bureau="9901-SL,水利局,,county_dept,9901,,9901,,,,,2020-01-01,9901-JT,,",
            other="9901-JT,交通局,,county_dept,9901,,9901,,,,,2020-01-01,9901-SL,,",
        )
    )
    assert reasons(report) == ["loaded without successor: goes round in a circle"] * 2
    assert Organisation.objects.get(code="9901-SL").successor is None


def test_a_code_cannot_change_from_village_to_town_or_department(write):
    load_regions(write())
    report = load_regions(write(village="99010101,槐荫渡,,county_dept,9901,,9901,,,,,,,,", group=""))
    assert reasons(report) == ["the database has 99010101 as a region of another level"]


def test_a_missing_or_unknown_column_refuses_the_file(write):
    missing = load_regions(write(heading=HEADING.replace(",supervises", ",x")))
    assert reasons(missing) == ["columns missing: supervises"]
    unknown = load_regions(write(heading=HEADING + ",suporvises"))
    assert reasons(unknown) == ["columns not known: suporvises"]
    assert Region.objects.count() == 0


def test_a_file_saved_by_excel_loads_with_its_mark_and_a_gbk_file_is_refused(write):
    assert load_regions(write(encoding="utf-8-sig")).created == 10
    assert "UTF-8" in reasons(load_regions(write(encoding="gb18030")))[0]


def test_an_empty_file_is_refused(tmp_path):
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert reasons(load_regions(empty))[0].startswith("columns missing")


def test_a_line_number_counts_the_lines_that_an_editor_shows(write):
    two_lines = '9901-SL,"水利\n局",,county_dept,9901,,9901,,,,,,,,'
    report = load_regions(
        write(bureau=two_lines, dispatched="", late="9901-JT,,,county_dept,9901,,9901,,,,,,,,")
    )
    assert [problem.line for problem in report.problems] == [10, 12]


def test_full_width_semicolons_separate_too(write):
    load_regions(write(bureau="9901-SL,水利局,,county_dept,9901,,9901,,,,,,,水务局；水电局；水务局,"))
    assert Organisation.objects.get(code="9901-SL").aliases == ["水务局", "水电局"]


def test_the_command_counts_and_ends_well(write, capsys):
    call_command("load_regions", str(write()), skip_checks=True)
    assert "10 created, 0 updated, 0 unchanged" in capsys.readouterr().out


def test_the_command_names_each_problem_and_fails(write, capsys):
    with pytest.raises(CommandError, match="1 problem"):
        call_command(
            "load_regions", str(write(bureau="9901-SL,,,county_dept,9901,,9901,,,,,,,,", dispatched=""))
        )
    assert "line 10: no name" in capsys.readouterr().err


def test_the_command_says_when_there_is_no_such_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_regions", str(tmp_path / "none.csv"))


def test_every_line_of_the_shipped_file_has_a_name_that_belongs_to_nobody_real():
    with DEMO_COUNTY.open(encoding="utf-8") as file:
        assert {row["code"][:2] for row in csv.DictReader(file)} == {"99"}
