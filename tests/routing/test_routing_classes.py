"""A text is told for a suggestion, a report of wrongdoing or an appeal; in doubt a report, to be sealed."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(proposal):
    def kind(body, **more):
        return proposal(body, **more).petition_class

    return kind


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("危改补助下来两万，村会计只给我一万五，说剩下的是辛苦费，没有收据。", "村会计"),
        ("驻村干部拿公款请客吃喝，一顿饭三千多，发票开成会议费。", "驻村干部覃某"),
        ("围栏工程没有招标就给了镇长的小舅子，中间还要回扣。", "镇长"),
        ("我要实名举报：村主任冒领种粮补贴，他家一分地都没种。", ""),
        ("派出所民警和对方是亲戚，故意偏袒，笔录也改了，这是徇私。", "派出所民警"),
        ("换届那几天有人挨家挨户发烟拉票，一票三百块，选票还被人代填。", ""),
        ("镇上一伙人强买强卖、收保护费，谁不听就打谁，大家敢怒不敢言。", "绰号大头的人"),
    ],
)
def test_wrongdoing_by_somebody_with_a_public_office_is_a_report(kind, body, field):
    assert kind(body, reported_party=field) == "accusation"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("自来水停了五天，打了好几次电话都没有人来修。", ""),
        ("低保申请交上去四个月没有回音，跑了三趟镇里，请给个准话。", ""),
        ("征地补偿一亩比邻村少三千，请把标准说清楚。", "柘木湾镇政府"),
        ("公开栏半年没有换过，请督促村里把账贴出来。", "荷叶埂村委会"),
        ("老板欠我们八个人的工钱，电话也不接。", "包工头阿钊"),
        ("物业把绿地改成车位收费，业主没同意。", "锦绣物业公司"),
    ],
)
def test_slowness_and_quarrels_about_one_s_rights_are_appeals(kind, body, field):
    assert kind(body, reported_party=field) == "appeal"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("建议加一班晚上的公交", "末班车五点半就没有了，能不能加一班到七点半的？"),
        ("关于农家书屋开放时间的建议", "书屋总锁着，建议周末开放半天，愿意轮流值班。"),
    ],
)
def test_a_wish_for_everybody_is_a_suggestion(kind, title, body):
    assert kind(body, title=title) == "suggestion"


def test_the_writer_s_own_choice_of_class_stands_and_the_suspicion_is_told(proposal):
    found = proposal("村会计侵吞集体的钱。", reported_party="村会计", petition_class="appeal")
    assert found.petition_class == "appeal"
    assert found.accusation_suspected


def test_a_category_of_the_discipline_side_makes_it_suspect(proposal):
    from intake.routing.models import Category

    assert proposal("请核实。", category=Category.objects.get(code="040600")).accusation_suspected


@pytest.mark.parametrize("field", ["县信访局", "县群众服务中心", "县纪委", "镇纪委", "县长", "县政府"])
def test_those_who_keep_cases_are_never_complained_of_in_the_open(kind, field):
    assert kind("反映多次，一直没有结果。", reported_party=field) == "accusation"
