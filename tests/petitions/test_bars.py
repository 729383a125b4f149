"""Whom a case bars (回避): the same when it is filed and after whatever happens to it, and never the accused's own."""

from __future__ import annotations

import factories
import pytest
from django.utils import timezone
from factories import accusation, act, sees, staff, to_transferred, unit

from intake.petitions import visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process import case as cases
from intake.petitions.process import material
from intake.routing import service as routing
from intake.workbench import choosers
from records import events
from regions.models import Organisation
from regions.process import save_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

SUPERIOR = "990100-JW"
# A party of each row of the rule on discipline units, section 15.
ROWS = {
    "S1": ["荷叶埂村支书", "村会计"],
    "S2": ["镇农技站站长"],
    "S3": ["柘木湾镇政府", "柘木湾镇镇长"],
    "S4": ["派出所辅警", "县第二小学校长"],
    "S5": ["县农业农村局局长"],
    "S6": ["县信访局"],
    "S7": ["柘木湾镇纪委"],
    "S8": ["县长", "副县长", "县政府", "县委书记", "县纪委监委", "县纪委书记"],
}
COUNTY_STAFF = [name for name, (_, code) in factories.STAFF.items() if code.startswith("990121")]


def barred(petition: Petition) -> set[str]:
    return codes(visibility.barred_organisations(petition))


def codes(ids: set[int]) -> set[str]:
    return set(Organisation.objects.filter(pk__in=ids).values_list("code", flat=True))


def keys(petition: Petition) -> set[str]:
    return set(petition.keys.values_list("key", flat=True))


def closed(name: str, petition: Petition) -> bool:
    """Whether the case is among those that somebody may know nothing of, all asked for at once."""
    found = visibility.closed_to(staff(name))
    return any(petition.pk in row.values() for ids in found for row in ids)


def everybody() -> None:
    factories.hire(*factories.STAFF)


@pytest.mark.parametrize(("row", "party"), [(row, party) for row, named in ROWS.items() for party in named])
def test_whom_a_report_bars_when_it_is_filed_it_bars_ever_after(row, party):
    everybody()
    body = f"{party}收受开发商礼金，请严肃处理。"
    filed = accusation(reported_party=party, title="反映收受礼金", body=body).petition
    proposed = routing.propose(
        title=filed.title,
        body=body,
        region=filed.region,
        petition_class="accusation",
        reported_party=party,
    )
    first, owner, opened = barred(filed), filed.owner.code, keys(filed)
    assert first and first == codes(proposed.barred)
    visibility.refresh_barring()
    assert (barred(filed), keys(filed)) == (first, opened)
    material.add(filed.pk, "补充一点：以上情况属实。", [])
    later = Petition.objects.get(pk=filed.pk)
    assert (barred(later), later.owner.code, keys(later)) == (first, owner, opened)
    assert (owner == SUPERIOR) is (row == "S8")
    # Where nobody learns of any report.
    apart = {factories.PETITION_OFFICE, "990121-FWZX", "990121103-FWZX"}
    for name, (_role, code) in factories.STAFF.items():
        assert closed(name, filed) is (code in first | apart), f"{name}, asked for all cases at once"


@pytest.mark.parametrize("party", ROWS["S8"])
def test_nobody_in_the_county_ever_sees_a_report_on_its_leaders(party):
    everybody()
    petition = accusation(reported_party=party).petition
    visibility.refresh_barring()
    material.add(petition.pk, "补充一点：以上情况属实。", [])
    assert sees("superior_inspector", petition)
    assert [name for name in COUNTY_STAFF if sees(name, petition)] == []


def test_a_case_moves_to_the_superior_when_the_county_government_is_named_later():
    everybody()
    petition = act(accusation().petition, "keep", "inspector")
    petition = act(petition, "accuse", "inspector", organisation=unit("990121-GOV"))
    assert petition.owner.code == SUPERIOR and petition.state == "submitted"
    assert sees("superior_inspector", petition)
    assert [name for name in COUNTY_STAFF if sees(name, petition)] == []


def test_a_unit_s_ordinary_case_moves_to_the_superior_when_the_county_government_is_named():
    everybody()
    petition = act(to_transferred(), "accuse", "petition_office", organisation=unit("990121-GOV"))
    assert petition.is_accusation and petition.owner.code == SUPERIOR
    assert [name for name in COUNTY_STAFF if sees(name, petition)] == []


SCHOOL = "990121-JY"


def test_a_report_on_a_school_bars_its_department_and_a_complaint_does_not():
    report = accusation(
        reported_party="县第二小学校长", title="收受回扣", body="校长收受供应商回扣，私设小金库。"
    ).petition
    complaint = factories.to_registered(
        reported_party="县第二小学校长", title="学校乱收费", body="学校收费没有收据，请退给家长。"
    )
    assert SCHOOL in barred(report)
    assert not complaint.is_accusation and SCHOOL not in barred(complaint)
    offered = choosers.bodies_with_power(cases.load(report.pk))
    assert not offered.filter(code=SCHOOL).exists()
    with pytest.raises(RuleViolation):
        act(report, "pass_on", "inspector", organisation=unit(SCHOOL), reason="职责")


def test_a_complaint_about_a_school_bars_its_department_once_it_is_sealed():
    petition = factories.to_registered(
        reported_party="县第二小学校长", title="学校乱收费", body="学校收费没有收据，请退给家长。"
    )
    petition = act(petition, "seal", "petition_office")
    assert SCHOOL in barred(petition)


def test_the_successor_of_an_accused_unit_can_not_be_given_the_case_on_the_last_day_before():
    petition = to_transferred(factories.CIVIL_AFFAIRS, reported_party="县农业农村局")
    petition = act(petition, "object", "officer2", reason="不属于民政职责")
    ending, successor = unit(factories.AGRICULTURE), unit("990121-SL")
    ending.successor, ending.valid_to = successor, timezone.localdate()
    save_organisation(ending)
    with pytest.raises(RuleViolation):
        act(petition, "grant_objection", "petition_office", organisation=successor, reason="同意")


def proposed_for(petition: Petition) -> str:
    return petition.proposals.order_by("-pk").first().organisation.code


def test_what_is_sealed_is_read_anew_and_the_intake_is_shown_that_proposal():
    petition = factories.to_registered(
        title="学校乱收费",
        body="收费没有收据。砚川县第二小学校长收受供应商回扣，私设小金库。",
    )
    assert proposed_for(petition) == SCHOOL
    petition = act(petition, "seal", "petition_office")
    assert petition.category is None or petition.category.is_accusation
    assert petition.accused.filter(organisation__code=SCHOOL).exists()
    assert SCHOOL in barred(petition)
    assert unit(proposed_for(petition)).is_discipline


def test_somebody_found_only_mentioned_is_not_accused_again_when_the_case_is_sealed():
    petition = factories.to_registered(reported_party="县农业农村局")
    petition = act(
        petition, "clear_accused", "petition_office", accused=petition.accused.get().pk, reason="只是提到"
    )
    petition = act(petition, "seal", "petition_office")
    assert petition.accused.filter(organisation__code=factories.AGRICULTURE).count() == 1
    assert factories.AGRICULTURE not in barred(petition)


def test_what_is_released_is_read_anew_and_the_petition_office_is_shown_a_unit_that_may_handle_it():
    petition = accusation(
        title="高标准农田的渠比田高",
        body="今年新修的渠，渠底比我们那一片田高出二十多公分，水放不进去，要求返工。",
        reported_party="",
    ).petition
    assert unit(proposed_for(petition)).is_discipline
    petition = act(petition, "release", "inspector", reason="无人被反映", consent="agreed")
    petition = act(petition, "grant", "inspector_head")
    assert not unit(proposed_for(petition)).is_discipline
    offered = choosers.handling_units(cases.load(petition.pk))
    assert offered.filter(code=proposed_for(petition)).exists()


def test_nothing_is_released_before_it_is_said_whether_the_petitioner_agreed():
    staff("inspector_head")
    petition = act(accusation(reported_party="").petition, "release", "inspector", reason="无人被反映")
    with pytest.raises(RuleViolation):
        act(petition, "grant", "inspector_head")
    petition = act(petition, "refuse", "inspector_head", reason="先征求来件人意见")
    petition = act(petition, "release", "inspector", reason="无人被反映", consent="unreachable")
    petition = act(petition, "grant", "inspector_head")
    released = events.history("petition", petition.pk).get(action="release")
    assert released.data["consent"] == "unreachable" and not petition.is_accusation


def test_who_was_found_only_mentioned_is_not_barred_by_an_old_page():
    petition = factories.to_registered(reported_party="县农业农村局")
    row = petition.accused.get()
    petition = act(petition, "clear_accused", "petition_office", accused=row.pk, reason="只是提到")
    petition = act(
        petition, "transfer", "petition_office", organisation=unit(factories.AGRICULTURE), reason="职责"
    )
    with pytest.raises(RuleViolation):
        act(petition, "confirm_accused", "petition_office", accused=row.pk)
    assert sees("officer", petition) and petition.owner.code == factories.AGRICULTURE


def test_a_decision_on_the_accused_leaves_no_case_with_a_barred_unit():
    petition = to_transferred()
    petition.accused.create(organisation=unit(factories.AGRICULTURE), added_at=timezone.now())
    petition = act(
        petition, "confirm_accused", "petition_office", accused=petition.accused.get().pk, reason=""
    )
    assert petition.owner.code == factories.PETITION_OFFICE and petition.state == "registered"
    assert not sees("officer", petition)


def test_who_is_accused_loses_the_case_even_when_no_office_is_left_for_it(caplog):
    everybody()
    petition = act(accusation().petition, "keep", "inspector")
    petition = act(petition, "accuse", "inspector", organisation=unit(SUPERIOR))
    assert sees("inspector", petition)
    petition = act(petition, "accuse", "inspector", organisation=unit(factories.DISCIPLINE))
    assert keys(petition) == set()
    assert {factories.DISCIPLINE, SUPERIOR} <= barred(petition)
    history = events.history("petition", petition.pk)
    assert history.filter(action="no_office", actor_kind="system").count() == 1
    assert "a sealed case has no office" in caplog.text
    assert petition.number not in caplog.text and petition.shown_number not in caplog.text
    caplog.clear()
    visibility.refresh_barring()
    assert "a sealed case has no office" in caplog.text, "it is said again each day"


def test_a_sealed_case_without_an_office_is_the_petitioner_s_still_and_goes_on_with_another_superior():
    everybody()
    petition = act(accusation().petition, "accuse", "inspector", organisation=unit(SUPERIOR))
    petition = act(petition, "accuse", "inspector", organisation=unit(factories.DISCIPLINE))
    material.add(petition.pk, "补充一点：以上情况属实。", [])
    assert keys(petition) == set()
    other = Organisation(
        code="990000-JW",
        name="另一上级纪委监委",
        short_name="另一上级纪委",
        kind="superior_discipline",
        region=unit(SUPERIOR).region,
    )
    save_organisation(other)
    other.supervises.add(unit(factories.DISCIPLINE))
    visibility.refresh_barring()
    assert keys(petition) == {f"o:{other.pk}"}
    assert cases.load(petition.pk).intake == other


def test_a_report_that_no_office_may_take_is_refused_aloud_when_it_is_filed():
    unit(SUPERIOR).supervises.clear()
    with pytest.raises(RuleViolation):
        accusation(reported_party="县纪委监委")
    assert not Petition.objects.exists()


CHARGE = "县农业农村局局长收了施工方的钱，所以一直拖着不办，请查处县农业农村局。"


@pytest.mark.parametrize("state", ["forwarded", "accepted", "in_progress", "asked"])
def test_whoever_is_charged_by_added_words_does_not_read_them(state):
    everybody()
    petition = to_transferred()
    if state != "forwarded":
        petition = act(petition, "accept", "officer")
    if state in ("in_progress", "asked"):
        petition = act(petition, "start", "officer")
    if state == "asked":
        petition = act(petition, "ask_supplement_here", "officer", reason="请补充照片")
    material.add(petition.pk, CHARGE, [])
    petition = Petition.objects.get(pk=petition.pk)
    assert not sees("officer", petition) and not sees("officer_head", petition)
    assert petition.owner.code == factories.PETITION_OFFICE and petition.state == "registered"
    row = petition.accused.get()
    assert row.organisation.code == factories.AGRICULTURE and row.state == "suspected"
    petition = act(petition, "clear_accused", "petition_office", accused=row.pk, reason="只是提到")
    assert factories.AGRICULTURE not in barred(petition)


def test_added_words_against_the_petition_office_seal_the_case():
    everybody()
    petition = to_transferred()
    material.add(petition.pk, "县信访局的工作人员收受好处费，把我的信压着不转。", [])
    petition = Petition.objects.get(pk=petition.pk)
    assert petition.is_accusation and petition.owner.code == factories.DISCIPLINE
    assert not sees("petition_office", petition) and not sees("officer", petition)


def test_added_words_against_a_school_s_head_take_the_complaint_from_its_department():
    staff("petition_office")
    petition = factories.to_registered(title="学校乱收费", body="收费没有收据，请退给家长。")
    petition = act(petition, "transfer", "petition_office", organisation=unit(SCHOOL), reason="职责")
    material.add(petition.pk, "砚川县第二小学校长收受供应商回扣。", [])
    petition = Petition.objects.get(pk=petition.pk)
    assert SCHOOL in barred(petition) and petition.owner.code == factories.PETITION_OFFICE


@pytest.mark.parametrize(
    "words",
    [
        "补充一张照片的说明。",
        "县农业农村局一直拖着不办，请尽快答复。",
        "向县农业农村局反映过，局里来人看过。",
    ],
)
def test_words_that_charge_nobody_leave_the_case_where_it_is(words):
    petition = to_transferred()
    material.add(petition.pk, words, [])
    assert Petition.objects.get(pk=petition.pk).owner.code == factories.AGRICULTURE
    assert sees("officer", petition)


def test_a_discipline_unit_that_added_words_only_speak_of_keeps_the_case():
    staff("inspector")
    petition = act(accusation().petition, "keep", "inspector")
    material.add(petition.pk, "县纪委监委的同志打电话要我补充，账本照片随后送来。", [])
    assert Petition.objects.get(pk=petition.pk).owner.code == factories.DISCIPLINE


def test_a_unit_of_an_earlier_round_does_not_read_what_another_unit_does_now():
    petition = factories.to_replied()
    petition = act(petition, "accept_result", "P")
    assert sees("officer", petition), "its own concluded case, while nobody has opened it again"
    petition = act(petition, "reopen", "petition_office", reason="承诺没有落实")
    petition = act(petition, "grant", "petition_head")
    petition = act(
        petition, "transfer", "petition_office", organisation=unit(factories.CIVIL_AFFAIRS), reason="换单位"
    )
    assert not sees("officer", petition) and sees("officer2", petition)
