"""Who is complained of is recognised, and barred with all under them, before anybody confirms it."""

import pytest

from regions.models import Organisation

pytestmark = pytest.mark.django_db

NEUTRAL = "具体情况见附件，请核实。"


@pytest.fixture
def accused(proposal):
    """The units recognised for a field, by code without the county's prefix, each with its person."""

    def accused(field, body=NEUTRAL, **more):
        found = proposal(body, reported_party=field, **more).accused
        return [(row.organisation.code.removeprefix("990121"), row.person) for row in found]

    return accused


@pytest.mark.parametrize(
    ("field", "unit", "person"),
    [
        ("荷叶埂村村民委员会", "103204", ""),
        ("荷叶埂村", "103204", ""),
        ("村支书覃大山", "103204", "覃大山"),
        ("原村主任老滕", "103204", "老滕"),
        ("村会计", "103204", ""),
        ("藕塘沿村支书", "103203", ""),
        ("藕塘沿村一组组长", "103203", ""),
        ("网格员蒋某某", "103204", "蒋某某"),
        ("柘木湾镇人民政府", "103-GOV", ""),
        ("柘木湾镇", "103-GOV", ""),
        ("镇政府", "103-GOV", ""),
        ("副镇长冉某", "103-GOV", "冉某"),
        ("镇农技站站长", "103-GOV", ""),
        ("包村干部苟某", "103-GOV", "苟某"),
        ("桐花坳镇干部", "102-GOV", ""),
        ("县农业局", "-NYNC", ""),
        ("砚川县自然资源和规划局", "-ZRZY", ""),
        ("民政局王某", "-MZ", "王某"),
        ("派出所辅警", "-GA", ""),
        ("交警大队", "-GA", ""),
        ("政务大厅窗口工作人员", "-ZWFW", ""),
        ("县信访局", "-XFJ", ""),
        ("接访干部", "-XFJ", ""),
        ("镇纪委", "103-JW", ""),
        ("县纪委监委", "-JW", ""),
        ("副县长", "-GOV", ""),
    ],
)
def test_the_field_s_words_mean_a_unit_at_the_petition_s_place(accused, field, unit, person):
    assert accused(field) == [(unit, person)]


@pytest.mark.parametrize(
    "field",
    ["鸿运养殖场", "包工头阿钊", "喜盈门酒店", "邻居卓某", "塬上丰农业合作社", "文笔塔便民超市", "某开发商"],
)
def test_a_firm_or_a_neighbour_is_recorded_and_bars_nobody(proposal, field):
    found = proposal(NEUTRAL, reported_party=field)
    assert [row.organisation for row in found.accused] == [None]
    assert found.barred == set()


def test_several_parties_are_each_recognised(accused):
    assert accused("村主任冉某；镇农技站站长、派出所民警") == [
        ("103204", "冉某"),
        ("103-GOV", ""),
        ("-GA", ""),
    ]


def test_an_official_s_own_business_is_still_the_official_s(accused):
    assert accused("村支书的砖厂") == [("103204", "")]


def test_a_village_that_was_merged_means_its_successor(accused):
    for field in ("皂角嶂村支书", "皂角嶂村委会", "蒲葵垇大队"):
        assert accused(field, region="990121101206")[0][0] == "101205"


def test_a_name_that_several_places_have_means_the_nearest(accused):
    assert accused("柘木湾村委会主任")[0][0] == "103201"
    assert accused("柘木湾支书", region="990121103001")[0][0] == "103001"


def test_a_service_centre_of_the_county_is_the_petition_office_s(accused):
    assert accused("县群众服务中心") == [("-XFJ", "")]


def codes(ids):
    return set(Organisation.objects.filter(pk__in=ids).values_list("code", flat=True))


def test_with_a_township_all_that_lies_in_it_is_barred_but_its_discipline_unit(proposal):
    barred = codes(proposal(NEUTRAL, reported_party="柘木湾镇政府").barred)
    assert {"990121103-GOV", "990121103204", "990121103-FWZX"} <= barred
    assert "990121103-JW" not in barred
    assert "990121102-GOV" not in barred


def test_with_a_village_its_station_is_barred_and_not_the_township(proposal):
    barred = codes(proposal(NEUTRAL, region="990121103203", reported_party="村支书").barred)
    assert barred == {"990121103203", "990121103203-FWZX"}


def test_who_should_act_bars_nobody(proposal):
    found = proposal("批宅基地的申请八个月没有答复，请镇政府尽快办。", target_body="柘木湾镇政府")
    assert (found.barred, found.accused) == (set(), [])


def test_a_body_that_the_text_merely_turns_to_is_not_accused(proposal):
    text = "村主任收了我家五百块好处费。我向镇政府反映过，也找派出所报过，请县纪委来查。"
    assert {row.organisation.code for row in proposal(text).accused} == {"990121103204"}


def test_a_body_that_the_text_charges_is_barred_even_when_the_field_is_empty(proposal):
    found = proposal("镇里的民政专干套取低保金，名单全是假的，签名也是伪造的。")
    assert [row.organisation.code for row in found.accused] == ["990121103-GOV"]
    assert found.accused[0].source == "text"


def test_a_person_of_the_field_is_found_again_in_the_text(proposal):
    found = proposal("覃大山把集体的鱼塘包给了自己的侄儿。", reported_party="村支书覃大山")
    assert [(row.person, row.mention, row.kind) for row in found.accused] == [("覃大山", "覃大山", "named")]


def test_a_post_without_a_name_is_mentioned_and_not_named(proposal):
    assert proposal(NEUTRAL, reported_party="村会计").accused[0].kind == "mentioned"


def test_a_school_complained_of_does_not_bar_its_department_from_the_complaint(proposal, lead):
    found = proposal("食堂的饭菜老是冷的，请管一管学校食堂。", reported_party="柘木湾镇中心学校")
    assert found.barred == set()


def test_a_report_of_wrongdoing_in_a_school_bars_its_department_too(proposal):
    found = proposal("校长虚报学生人数套取营养餐补贴，装进自己腰包。", reported_party="中心小学校长")
    assert "990121-JY" in codes(found.barred)


def test_a_person_given_by_name_alone_is_placed_by_the_office_that_the_text_names(accused):
    assert accused("骆正川", body="鱼塘租给支书骆正川的侄儿，一年才三千。") == [("103204", "骆正川")]
    assert accused("冉某", body="去找副镇长冉某，他把门一关。") == [("103-GOV", "冉某")]


def test_a_person_charged_in_the_text_is_barred_though_the_field_has_the_same_name(proposal):
    found = proposal("镇里的专干仝某索要好处费。", reported_party="仝某")
    assert {row.organisation.code for row in found.accused if row.organisation} == {"990121103-GOV"}
