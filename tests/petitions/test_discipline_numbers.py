"""Papers about reports of wrongdoing have numbers of the intake's series, whoever acts; nobody else's tells of it."""

from __future__ import annotations

import re
from pathlib import Path

import factories
import pytest
from django.test import Client
from django.urls import reverse
from factories import accusation, act, staff, unit

import intake.documents
from accounts.models import Membership, Role, User
from intake.documents.models import NumberSeries
from intake.documents.numbering import load_prefixes
from intake.petitions.models import Notice, Petition
from intake.petitions.process import receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

COUNTY, SUPERIOR, TOWNSHIP = r"砚纪信〔\d{4}〕\d{5}号", r"澄纪信〔\d{4}〕\d{5}号", "990121103-JW"
NUMBERED = ("discipline_accept_notice", "discipline_pass_on_notice", "discipline_feedback")


@pytest.fixture(autouse=True)
def people(county: None) -> None:
    assert load_prefixes(Path(intake.documents.__file__).parent / "data" / "demo-prefixes.csv")
    factories.hire(*factories.STAFF)


def numbers(petition: Petition) -> dict[str, str]:
    return dict(petition.notices.exclude(document_number="").values_list("code", "document_number"))


def worked_on(petition: Petition, who: str, second: str) -> Petition:
    petition = act(petition, "dispose", who, disposal="preliminary", reason="初步核实")
    petition = act(petition, "conclude", who, reason="查实")
    petition = act(petition, "grant", second)
    return act(petition, "feed_back", who, result="已核实，有关责任人已处理。")


def test_whoever_works_on_it_the_numbers_are_the_intakes():
    petition = act(accusation().petition, "pass_on", "inspector", organisation=unit(TOWNSHIP), reason="分级")
    petition = act(petition, "accept", "township_inspector")
    petition = worked_on(petition, "township_inspector", "township_inspector2")
    found = numbers(petition)
    assert set(found) == set(NUMBERED)
    assert all(re.fullmatch(COUNTY, number) for number in found.values()), found
    assert len(set(found.values())) == 3
    assert not NumberSeries.objects.filter(organisation=unit(TOWNSHIP)).exists()


def test_kept_by_the_intake_it_has_the_same_series():
    petition = worked_on(act(accusation().petition, "keep", "inspector"), "inspector", "inspector_head")
    assert all(re.fullmatch(COUNTY, number) for number in numbers(petition).values())


def test_what_the_superior_has_is_numbered_by_the_superior():
    for petition in (
        accusation(reported_party="县纪委监委", title="反映收礼", body="县纪委监委收受礼金。").petition,
        act(accusation().petition, "report_to_superior", "inspector_head", reason="市管干部"),
    ):
        petition = act(petition, "keep", "superior_inspector")
        assert re.fullmatch(SUPERIOR, numbers(petition)["discipline_accept_notice"])
    assert not NumberSeries.objects.filter(organisation=unit(factories.DISCIPLINE)).exists()


def test_the_words_of_the_papers_name_no_unit_and_receipts_have_no_number():
    petition = act(accusation().petition, "pass_on", "inspector", organisation=unit(TOWNSHIP), reason="分级")
    petition = act(petition, "accept", "township_inspector")
    for notice in petition.notices.all():
        assert "纪" not in notice.subject + notice.body
    assert petition.notices.get(code="receipt").document_number == ""


def test_a_case_that_a_colleague_may_not_know_of_has_a_number_like_any_other():
    open_to_all = act(accusation().petition, "keep", "inspector")
    second = User.objects.create(username="inspector2", display_name="试用监督二")
    Membership.objects.create(
        user=second, role=Role.DISCIPLINE_INTAKE, organisation=unit(factories.DISCIPLINE)
    )
    kept = act(accusation().petition, "recuse", "inspector_head", user=second, reason="近亲属")
    kept = act(kept, "keep", "inspector")
    for petition in (open_to_all, kept):
        assert re.fullmatch(COUNTY, numbers(petition)["discipline_accept_notice"])


def test_other_offices_series_have_no_gap_and_no_page_lists_the_discipline_units(client):
    first = factories.to_transferred()
    act(accusation().petition, "keep", "inspector")
    second = factories.to_transferred()
    ends = [
        int(
            re.search(r"(\d+)号", Notice.objects.get(petition=one, code="transfer_letter").document_number)[1]
        )
        for one in (first, second)
    ]
    assert ends[1] == ends[0] + 1
    client.force_login(staff("operator"))
    shown = client.get("/admin/number-prefixes/").content.decode()
    assert "砚纪信" in shown, "what numbers begin with is the operator's to set"
    assert not re.search(r"〔\d{4}〕", shown)


def test_the_petitioner_reads_neither_unit_nor_number():
    filed = accusation()
    petition = act(filed.petition, "pass_on", "inspector", organisation=unit(TOWNSHIP), reason="分级")
    petition = act(petition, "accept", "township_inspector")
    resident = Client()
    resident.post(reverse("petitions:track"), {"number": petition.shown_number, "password": filed.password})
    page = resident.get(reverse("petitions:case")).content.decode()
    assert "砚纪信" not in re.sub(r"<[^>]+>", "", page)
    paper = petition.notices.get(code="discipline_accept_notice")
    receipt.open_notice(petition.pk, paper.pk)
    page = resident.get(reverse("petitions:notice", args=[paper.pk])).content.decode()
    assert paper.subject in page and "〕" not in re.sub(r"<[^>]+>", "", page)
    assert unit(TOWNSHIP).name not in page
