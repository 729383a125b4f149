"""A region's own rule comes before the table, and before nothing that protects the writer."""

import datetime

import factories
import pytest
import time_machine
from django.core.exceptions import ValidationError

from intake.routing.models import Category, RegionRule
from regions.models import Organisation, Region

pytestmark = pytest.mark.django_db

WATER = "自来水浑得不能喝。"


@pytest.fixture
def own_rule(county):
    def own_rule(region, organisation, category="", **more):
        rule = RegionRule(
            region=Region.objects.get(code=region),
            organisation=Organisation.objects.get(code=organisation),
            category=Category.objects.get(code=category) if category else None,
            **more,
        )
        rule.full_clean()
        rule.save()
        return rule

    return own_rule


def test_it_leads_in_its_region_and_nowhere_else(own_rule, lead):
    own_rule("990121103000", "990121103-GOV", "140700")
    assert lead(WATER) == "103-GOV"
    assert lead(WATER, region="990121102201") == "-SL"


def test_the_nearest_region_and_then_the_narrowest_rule_counts(own_rule, lead):
    own_rule("990121000000", "990121-GOV", "140700")
    own_rule("990121103000", "990121-HB", group_code="140000")
    assert lead(WATER) == "-HB"
    own_rule("990121103000", "990121-WJ", "140700")
    assert lead(WATER) == "-WJ"


def test_it_holds_on_its_days_only(own_rule, lead):
    own_rule(
        "990121103000",
        "990121103-GOV",
        "140700",
        valid_from=datetime.date(2026, 3, 1),
        valid_to=datetime.date(2026, 3, 31),
    )
    with time_machine.travel("2026-03-31T15:59:00Z", tick=False):
        assert lead(WATER) == "103-GOV"
    with time_machine.travel("2026-03-31T16:00:00Z", tick=False):
        assert lead(WATER) == "-SL"


def test_it_gives_no_case_to_those_complained_of(own_rule, lead):
    own_rule("990121103000", "990121103-GOV", "140700")
    assert lead(WATER, reported_party="柘木湾镇政府", petition_class="appeal") == "-SL"


def test_it_may_choose_another_discipline_unit_for_village_cadres(own_rule, lead):
    own_rule("990121103204", "990121-JW", petition_class="accusation")
    report = {"reported_party": "村支书", "petition_class": "accusation"}
    assert lead("他冒领补贴。", **report) == "-JW"
    assert lead("他冒领补贴。", region="990121103205", **report) == "103-JW"


@pytest.mark.parametrize(
    ("field", "unit"), [("县信访局", "-PZ6"), ("镇纪委", "-JW"), ("县纪委", "990100-JW")]
)
def test_it_never_turns_aside_what_keeps_a_case_from_those_whom_it_is_about(own_rule, lead, field, unit):
    own_rule("990121000000", "990121-PZ1", petition_class="accusation")
    assert lead("他收受好处费。", reported_party=field, petition_class="accusation") == unit


def test_a_rule_for_ordinary_matters_of_a_group_gets_no_report(own_rule, lead):
    own_rule("990121000000", "990121-MZ", group_code="040000")
    assert lead("他冒领补贴。", reported_party="村支书", petition_class="accusation") == "103-JW"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "__all__"),
        ({"category": "140700", "group_code": "140000"}, "__all__"),
        ({"group_code": "770000"}, "group_code"),
        ({"petition_class": "accusation", "organisation": "990121-SL"}, "organisation"),
        ({"category": "040600", "organisation": "990121-SL"}, "organisation"),
        ({"category": "140700", "organisation": "990121-JW"}, "organisation"),
        (
            {
                "category": "140700",
                "valid_from": datetime.date(2026, 3, 1),
                "valid_to": datetime.date(2026, 2, 1),
            },
            "valid_to",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(own_rule, values, field):
    values = {"region": "990121103000", "organisation": "990121-SL"} | values
    with pytest.raises(ValidationError) as refused:
        own_rule(**values)
    assert set(refused.value.error_dict) == {field}


PAGES = ["", "results/", "edit/{pk}/", "history/{pk}/", "history-results/{pk}/", "usage/{pk}/"]
MORE_PAGES = ["new/", "delete/{pk}/"]


@pytest.mark.parametrize("name", ["officer", "leader", "petition_head", "inspector", "clerk"])
def test_nobody_but_operators_gets_to_the_lists(client, own_rule, name):
    rule = own_rule("990121103000", "990121103-GOV", "140700")
    category = Category.objects.get(code="140700")
    client.force_login(factories.staff(name))
    pages = [f"categories/{page.format(pk=category.pk)}" for page in PAGES]
    pages += [f"region-rules/{page.format(pk=rule.pk)}" for page in PAGES + MORE_PAGES]
    for page in pages:
        for ask in (client.get, client.post):
            assert ask(f"/admin/{page}").headers["Location"] == "/admin/", page


def test_operators_see_every_page_and_can_neither_add_nor_delete_a_category(client, own_rule):
    rule = own_rule("990121103000", "990121103-GOV", "140700")
    category = Category.objects.get(code="140700")
    client.force_login(factories.staff("operator"))
    for page in PAGES:
        assert client.get(f"/admin/categories/{page.format(pk=category.pk)}").status_code == 200
    for page in PAGES + MORE_PAGES:
        assert client.get(f"/admin/region-rules/{page.format(pk=rule.pk)}").status_code == 200
    for page in MORE_PAGES:
        assert client.get(f"/admin/categories/{page.format(pk=category.pk)}").status_code == 404


def test_an_operator_writes_a_rule(client, county, lead):
    client.force_login(factories.staff("operator"))
    sent = {
        "region": Region.objects.get(code="990121103000").pk,
        "category": Category.objects.get(code="140700").pk,
        "organisation": Organisation.objects.get(code="990121103-GOV").pk,
    }
    assert client.post("/admin/region-rules/new/", sent).status_code == 302
    assert lead(WATER) == "103-GOV"


def test_a_county_s_own_keyword_speaks_at_once_and_survives_a_new_catalogue(client, county, proposal):
    from pathlib import Path

    import intake.routing
    from intake.routing.loading import load_categories

    client.force_login(factories.staff("operator"))
    category = Category.objects.get(code="160100")
    page = f"/admin/categories/edit/{category.pk}/"
    assert client.post(page, {"own_keywords": "锅锅不转，锅锅不转\n打摆子"}).status_code == 302
    category.refresh_from_db()
    assert category.own_keywords == ["锅锅不转", "打摆子"]
    assert proposal("屋顶锅锅不转了。").category == category
    load_categories(Path(intake.routing.__file__).parent / "data" / "petition-categories.csv")
    category.refresh_from_db()
    assert category.own_keywords == ["锅锅不转", "打摆子"]


def test_a_keyword_that_is_a_sentence_is_refused(client, county):
    client.force_login(factories.staff("operator"))
    page = f"/admin/categories/edit/{Category.objects.get(code='160100').pk}/"
    assert client.post(page, {"own_keywords": "手机" * 11}).context["form"].errors
