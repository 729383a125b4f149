"""Who stands under whom in the demo county, and that no process goes on with an old tree."""

import datetime
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

import regions
from regions import snapshot, tree
from regions.loading import load_regions
from regions.models import Organisation, Region
from regions.process import save_organisation, save_region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

DEMO_COUNTY = Path(regions.__file__).parent / "data" / "demo-regions.csv"
TOWN = "990121102"  # 桐花坳镇
IN_THE_TOWN = {
    f"{TOWN}-GOV",
    f"{TOWN}-FWZX",
    f"{TOWN}001",
    *(f"{TOWN}20{n}" for n in range(1, 7)),
    f"{TOWN}206-FWZX",
}
DISCIPLINE_OF_THE_COUNTY = {
    "990121-JW",
    *(f"990121-PZ{n}" for n in range(1, 7)),
    *(f"990121{town}-JW" for town in ("001", "101", "102", "103", "201", "202")),
}


def organisation(code):
    return Organisation.objects.get(code=code)


def codes(ids):
    return set(Organisation.objects.filter(pk__in=ids).values_list("code", flat=True))


def under(code):
    return codes(tree.under(organisation(code)))


def all_centres():
    return set(Organisation.objects.filter(kind="service_center").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("accused", "expected"),
    [
        # A village whose service station shares its desk; one that has none; one that took in two others.
        ("990121102206", {"990121102206", "990121102206-FWZX"}),
        ("990121102203", {"990121102203"}),
        ("990121101205", {"990121101205", "990121101207", "990121101208"}),
        ("990121101207", {"990121101205", "990121101207", "990121101208"}),
        # A township: everything that lies in it, but not its discipline unit.
        ("990121102-GOV", IN_THE_TOWN),
        # Departments and party departments of the demo county have nobody below them.
        ("990121-NYNC", {"990121-NYNC"}),
        ("990121-ZZB", {"990121-ZZB"}),
        # Discipline units: the county's has the dispatched ones and the townships' under it.
        ("990121-JW", DISCIPLINE_OF_THE_COUNTY),
        ("990121-PZ6", {"990121-PZ6"}),
        (f"{TOWN}-JW", {f"{TOWN}-JW"}),
        ("990100-JW", {"990100-JW"}),
        ("990100-GOV", {"990100-GOV"}),
    ],
)
def test_under_a_body_stand(accused, expected):
    assert under(accused) == expected


def test_a_township_keeps_its_discipline_unit_and_its_neighbours_apart():
    found = under(f"{TOWN}-GOV")
    assert f"{TOWN}-JW" not in found
    assert not any(code.startswith("990121103") for code in found)


def test_the_petition_office_has_every_centre_that_registers_for_it():
    assert under("990121-XFJ") == {"990121-XFJ"} | all_centres()


def test_the_county_government_has_all_of_the_county_but_the_discipline_units():
    everybody = set(Organisation.objects.filter(code__startswith="990121").values_list("code", flat=True))
    assert under("990121-GOV") == everybody - DISCIPLINE_OF_THE_COUNTY


def test_no_discipline_unit_is_ever_under_a_body_that_is_none():
    discipline = set(
        Organisation.objects.filter(kind__in=Organisation.DISCIPLINE_KINDS).values_list("id", flat=True)
    )
    for body in Organisation.objects.exclude(kind__in=Organisation.DISCIPLINE_KINDS):
        assert not tree.under(body) & discipline


def test_a_body_is_always_under_itself():
    for body in Organisation.objects.all():
        assert body.pk in tree.under(body)
        assert tree.under(body) <= tree.barred(body)


def test_a_department_has_what_belongs_to_it_and_what_belongs_to_that():
    bureau = organisation("990121-JY")
    values = {"region": bureau.region, "short_name": ""}
    school = Organisation(
        code="990121-JY-S1", name="砚川县第一中学", kind="county_dept", parent=bureau, **values
    )
    save_organisation(school)
    branch = Organisation(
        code="990121-JY-S2", name="砚川一中分校", kind="county_dept", parent=school, **values
    )
    save_organisation(branch)
    assert under("990121-JY") == {"990121-JY", "990121-JY-S1", "990121-JY-S2"}


def test_at_the_counter_of_a_village_sits_the_village():
    assert codes(tree.barred(organisation("990121102206-FWZX"))) == {"990121102206", "990121102206-FWZX"}
    assert codes(tree.under(organisation("990121102206-FWZX"))) == {"990121102206-FWZX"}


def test_at_the_counter_of_a_township_sits_the_township():
    assert codes(tree.barred(organisation(f"{TOWN}-FWZX"))) == IN_THE_TOWN


def test_at_the_counter_of_the_county_sits_nobody_else():
    assert codes(tree.barred(organisation("990121-FWZX"))) == {"990121-FWZX"}


def test_a_merged_body_is_followed_to_its_successor():
    assert tree.current(organisation("990121101207")).code == "990121101205"
    assert tree.current(organisation("990121101205")).code == "990121101205"


def test_a_body_is_itself_through_its_last_day():
    with time_machine.travel(datetime.datetime(2024, 9, 30, 15, 59, tzinfo=datetime.UTC), tick=False):
        assert tree.current(organisation("990121101207")).code == "990121101207"
        assert under("990121101205") == {"990121101205"}
    with time_machine.travel(datetime.datetime(2024, 9, 30, 16, 0, tzinfo=datetime.UTC), tick=False):
        assert tree.current(organisation("990121101207")).code == "990121101205"


def test_a_successor_is_barred_from_the_day_on_which_it_is_entered():
    """Through its predecessor's last day it is not yet the body that does the work, and must not get the case."""
    before, after = organisation("990121-LY"), organisation("990121-SL")
    before.valid_to, before.successor = timezone.localdate(), after
    save_organisation(before)
    assert tree.current(before) == before
    assert tree.under(before) == {before.pk}
    assert tree.barred(before) == {before.pk, after.pk}


def test_a_body_that_ended_without_successor_stays_itself():
    bureau = organisation("990121-LY")
    bureau.valid_to = datetime.date(2025, 1, 1)
    save_organisation(bureau)
    assert tree.current(bureau) == bureau
    assert not tree.current(bureau).is_current()


def test_a_chain_of_mergers_is_followed_to_its_end():
    first, second, third = (organisation(f"990121-{code}") for code in ("LY", "SL", "NYNC"))
    for before, after in ((first, second), (second, third)):
        before.valid_to, before.successor = datetime.date(2025, 1, 1), after
        save_organisation(before)
    assert tree.current(first) == third
    assert tree.under(third) == {first.pk, second.pk, third.pk}


def test_a_change_is_seen_at_once():
    bureau, other = organisation("990121-SL"), organisation("990121-LY")
    assert tree.under(bureau) == {bureau.pk}
    other.parent = bureau
    other.save()
    assert tree.under(bureau) == {bureau.pk, other.pk}


def test_a_change_by_another_process_is_seen_at_once(django_assert_num_queries):
    bureau, other = organisation("990121-SL"), organisation("990121-LY")
    tree.under(bureau)
    Organisation.objects.filter(pk=other.pk).update(parent=bureau)  # past this process's signals
    snapshot.TreeStamp.objects.update(token="00000000-0000-4000-8000-000000000001")
    assert tree.under(bureau) == {bureau.pk, other.pk}
    with django_assert_num_queries(1):
        tree.under(bureau)


def test_a_new_village_is_under_its_township_at_once():
    town = Region.objects.get(code="990121102000")
    new = Region(
        code="990121102209", name="新垦村", short_name="新垦", level="village", kind="village", parent=town
    )
    save_region(new)
    assert under(f"{TOWN}-GOV") == IN_THE_TOWN | {"990121102209"}


def test_others_hear_once_of_each_change_of_the_tree_and_of_no_other_words(county):
    heard = []

    def listen(sender, **signal):
        heard.append(sender.__name__)

    snapshot.tree_changed.connect(listen)
    try:
        water, village = organisation("990121-SL"), Region.objects.get(code="990121102206")
        water.note, village.aliases = "改过的说明", ["别的叫法"]
        save_organisation(water)
        save_region(village)
        water.successor = organisation("990121-NYNC")
        save_organisation(water)
        village.valid_to = datetime.date(2026, 1, 1)
        save_region(village)
        save_organisation(water, supervises=[organisation("990121-NYNC")])
        load_regions(DEMO_COUNTY)
        Organisation.objects.filter(code="990121-SL").update(name="改过的名字")
        load_regions(DEMO_COUNTY)
    finally:
        snapshot.tree_changed.disconnect(listen)
    assert heard == ["Organisation", "Region", "Organisation", "Organisation"]


def test_others_hear_which_places_have_other_names_or_stand_elsewhere(county):
    heard = []

    def listen(regions, **signal):
        heard.append(sorted(regions))

    snapshot.places_changed.connect(listen)
    try:
        village, water = Region.objects.get(code="990121102206"), organisation("990121-SL")
        village.note = water.note = "改过的说明"
        save_region(village)
        save_organisation(water)
        village.aliases = ["别的叫法"]
        save_region(village)
        village.parent, village.path = Region.objects.get(code="990121103000"), ""
        save_region(village)
        water.name = "砚川县水务局"
        save_organisation(water)
        load_regions(DEMO_COUNTY)
        load_regions(DEMO_COUNTY)
    finally:
        snapshot.places_changed.disconnect(listen)
    below = [f"990121102206-{part}" for part in ("Z02", "W01")]
    assert heard[0] == ["990121102206"]
    assert set(heard[1]) >= {"990121102206", *below} and "990121102000" not in heard[1]
    assert heard[2] == ["990121000000"]
    assert set(heard[3]) == {*heard[1], "990121000000"}
    assert len(heard) == 4


def test_a_county_that_is_loaded_for_the_first_time_has_no_other_names(no_county):
    heard = []

    def listen(regions, **signal):
        heard.append(regions)

    snapshot.places_changed.connect(listen)
    try:
        load_regions(DEMO_COUNTY)
    finally:
        snapshot.places_changed.disconnect(listen)
    assert heard == []
