"""A report of wrongdoing is proposed to the discipline unit of the level that manages the reported party."""

import pytest

pytestmark = pytest.mark.django_db

REPORT = "他套取补贴、收受好处费，群众意见很大，我要举报。"


@pytest.fixture
def units(proposal):
    """All candidates of a report, the proposed one first."""

    def units(field, body=REPORT, **more):
        found = proposal(body, reported_party=field, petition_class="accusation", **more)
        return [candidate.organisation.code.removeprefix("990121") for candidate in found.candidates]

    return units


@pytest.mark.parametrize(
    ("row", "field", "expected"),
    [
        ("S1", "村支书覃大山", ["103-JW", "-JW"]),
        ("S1", "网格员", ["103-JW", "-JW"]),
        ("S2", "镇农技站站长", ["-JW", "103-JW"]),
        ("S3", "柘木湾镇人民政府", ["-JW"]),
        ("S3", "镇长冉某", ["-JW"]),
        ("S4", "派出所辅警", ["-PZ5", "-JW"]),
        ("S4", "中心小学校长", ["-PZ4", "-JW"]),
        ("S4", "供电所电工", ["-JW"]),
        ("S5", "砚川县民政局", ["-JW", "-PZ3"]),
        ("S6", "县信访局接访员", ["-PZ6", "-JW"]),
        ("S7", "柘木湾镇纪委", ["-JW"]),
        ("S8", "县纪委干部", ["990100-JW"]),
        ("S8", "副县长", ["990100-JW"]),
        ("none", "", ["-JW"]),
    ],
)
def test_each_row_has_its_unit(units, row, field, expected):
    assert units(field) == expected


def test_with_several_parties_the_highest_row_counts(units):
    assert units("村支书；镇长") == ["-JW"]
    assert units("村主任；县信访局") == ["-PZ6", "-JW"]
    assert units("村主任；县纪委") == ["990100-JW"]


def test_nobody_in_the_county_may_know_of_a_case_against_its_own_discipline_side(proposal):
    from regions.models import Organisation

    found = proposal(REPORT, reported_party="县纪委副书记", petition_class="accusation")
    inside = Organisation.objects.filter(code__startswith="990121")
    assert found.barred == set(inside.values_list("pk", flat=True))


def test_a_case_against_the_petition_office_is_hidden_from_it_and_its_centres(proposal):
    from regions.models import Organisation

    found = proposal(REPORT, reported_party="县信访局", petition_class="accusation")
    hidden = Organisation.objects.filter(kind__in=["petition_office", "service_center"])
    assert set(hidden.values_list("pk", flat=True)) <= found.barred


@pytest.mark.parametrize(
    "wish",
    ["请不要转给镇里，直接由县里来查。", "上次举报以后他就知道是我写的。", "之前举报过，材料被压下来了。"],
)
def test_a_village_goes_past_the_township_when_the_writer_has_reason_to_fear_it(units, wish):
    assert units("村支书", body=REPORT + wish)[0] == "-JW"


def test_several_villages_go_to_the_county(units):
    assert units("荷叶埂村支书；渔梁埠村支书")[0] == "-JW"


def test_a_village_of_another_township_goes_to_the_county(units):
    assert units("青杠垭村支书")[0] == "-JW"


@pytest.mark.parametrize(
    ("body", "unit"),
    [
        ("支部发展预备党员不公示，积极分子干了六年连谈话都没有。", "-ZZB"),
        ("村委会换届选举有人拉票，一票两百块，流动票箱没有监票人。", "-MZ"),
        ("一伙人强买强卖、收保护费，称霸集市，没人敢惹。", "-GA"),
    ],
)
def test_some_matters_are_passed_to_other_bodies_by_the_intake(units, body, unit):
    assert units("", body=body)[0] == unit


def test_a_gang_that_the_police_cover_does_not_go_to_the_police(units):
    found = units("派出所所长", body="一伙人收保护费、强买强卖，派出所所长给他们当保护伞，包庇他们。")
    assert found[0] == "-PZ5"
    assert "-GA" not in found
