"""Suggestions, appeals and requests are proposed to the body that the rules name, step by step."""

import datetime

import pytest
from django.utils import timezone

from intake.routing.labels import describe
from intake.routing.models import Category
from regions.models import Organisation

pytestmark = pytest.mark.django_db


def chosen(code):
    return Category.objects.get(code=code)


@pytest.mark.parametrize(
    ("matter", "body", "unit"),
    [
        ("the department of the category", "自来水浑得不能喝，水厂说过滤池坏了。", "-SL"),
        ("payment of subsidies", "一卡通里的补贴打错户了，又被冲正扣走。", "-CZ"),
        ("aids for the disabled", "残疾证办下来了，想申请一个轮椅。", "-CL"),
        ("old trees", "村口的古树枯了一半，请来挂牌保护。", "-LY"),
        ("a step of the township", "低保评议会没有叫我去，公示也没有贴。", "103-GOV"),
        ("the amount itself", "低保金标准涨了，我家为什么没有涨？", "-MZ"),
        ("township first", "邻居砌墙占了公用的巷道，天天吵架，请帮忙调解。", "103-GOV"),
    ],
)
def test_each_step_finds_its_body(lead, matter, body, unit):
    assert lead(body, petition_class="appeal") == unit


def test_the_body_that_the_writer_asks_leads_if_it_is_in_the_row(lead):
    quarrel = {"body": "两家为滴水吵了半年。", "category": chosen("050500"), "petition_class": "appeal"}
    assert lead(**quarrel) == "103-GOV"
    assert lead(**quarrel, target_body="司法所") == "-SF"
    assert lead(**quarrel, target_body="县水利局") == "103-GOV"
    assert lead(quarrel["body"] + "请司法所来评理。", category=chosen("050500")) == "-SF"


def test_of_two_that_are_asked_the_lead_of_the_row_keeps_it(lead):
    quarrel = {"body": "两家吵了半年。", "category": chosen("050500"), "petition_class": "appeal"}
    assert lead(**quarrel, target_body="镇政府、司法所") == "103-GOV"


def test_a_rule_for_everybody_is_the_county_s(lead):
    wish = "建议县里统一搞个线上表决一事一议的办法，在外的人也能投票。"
    assert lead(wish, title="建议", category=chosen("130900"), target_body="县里") == "-NYNC"


def test_a_township_that_is_complained_of_does_not_lead(lead):
    matter = {"category": chosen("130100"), "petition_class": "appeal"}
    assert lead("公开栏空着。", **matter) == "103-GOV"
    assert lead("公开栏空着。", reported_party="柘木湾镇政府", **matter) == "-NYNC"


def test_a_department_that_is_complained_of_makes_way_for_the_next(lead):
    matter = {"category": chosen("140800"), "petition_class": "appeal"}
    assert lead("河堤塌了没人修。", **matter) == "-SL"
    assert lead("河堤塌了没人修。", reported_party="县水利局", **matter) == "-GA"


def test_the_next_is_said_to_stand_in_only_where_the_one_in_charge_must_keep_out(proposal):
    matter = {"category": chosen("140800"), "petition_class": "appeal"}
    said = {
        one.organisation.code: one.reason.code for one in proposal("河堤塌了没人修。", **matter).candidates
    }
    assert said["990121-SL"] == "department" and said["990121-GA"] == "may_lead"
    barred = proposal("河堤塌了没人修。", reported_party="县水利局", **matter).candidates[0]
    words = describe(barred.reason, {})
    assert "是本件反映的对象" in words and "由它接着主办" in words


def test_when_only_the_one_complained_of_has_the_power_the_body_above_orders_it_to_act(proposal):
    found = proposal(
        "不动产证办了一年。",
        category=chosen("140600"),
        petition_class="appeal",
        reported_party="县自然资源局",
        target_body="县自然资源局",
    )
    assert found.organisation.code == "990121-GOV"
    assert found.candidates[0].reason.code == "order_from_above"


def test_a_case_of_the_whole_county_never_goes_to_a_township(lead):
    for code in ("130100", "140300", "050500"):
        matter = {"category": chosen(code), "petition_class": "appeal"}
        assert lead("全县都有这个问题。", region="990121000000", **matter).startswith("-")


def test_a_school_s_meals_stay_with_education_when_the_school_is_complained_of(lead):
    body = "食堂的菜里吃出虫子。"
    matter = {"category": chosen("070300"), "petition_class": "appeal"}
    assert lead(body, **matter) == "-SCJG"
    assert lead(body, reported_party="中心学校", **matter) == "-JY"


def test_a_village_never_leads_and_three_candidates_are_given_with_reasons(proposal):
    found = proposal("通组路修了一半停了，路边的水渠也垮了，自来水跟着停。", target_body="荷叶埂村委会")
    assert len(found.candidates) == 3
    assert all(candidate.organisation.kind != "village_committee" for candidate in found.candidates)
    assert all(candidate.reason.code for candidate in found.candidates)


def test_a_text_that_says_nothing_is_proposed_to_nobody(proposal):
    found = proposal("啊啊啊啊。", title="哦")
    assert (found.organisation, found.category) == (None, None)
    assert [reason.code for reason in found.reasons] == ["no_matter", "nobody"]


def test_no_discipline_unit_is_ever_proposed_for_an_appeal(proposal):
    found = proposal("村会计侵吞集体的钱，冒领补贴。", petition_class="appeal", category=chosen("040100"))
    assert not any(candidate.organisation.is_discipline for candidate in found.candidates)


@pytest.fixture
def end():
    """Ends a body yesterday, with or without another that takes over from it."""

    def end(code, successor=None):
        body = Organisation.objects.get(code=code)
        body.valid_to = timezone.localdate() - datetime.timedelta(days=1)
        body.successor = Organisation.objects.get(code=successor) if successor else None
        body.save()

    return end


def test_what_a_merged_department_led_on_goes_to_its_successor(lead, end):
    assert lead("自来水停了五天。") == "-SL"
    end("990121-SL", successor="990121-NYNC")
    assert lead("自来水停了五天。") == "-NYNC"


def test_what_a_dissolved_department_led_on_waits_for_somebody_to_look(proposal, end):
    end("990121-GXSW")
    found = proposal("手机没有信号，基站一直没建。", petition_class="appeal")
    assert found.category.code == "160100"
    assert found.organisation is None
    assert found.reasons[-1].code == "nobody"
