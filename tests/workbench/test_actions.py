"""Carrying out actions from the desk, and each way in which a case may refuse them."""

from __future__ import annotations

import datetime
import uuid

import factories
import pytest
from desk import QUEUE, address, do, seen
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role, User
from intake.petitions import visibility
from intake.petitions.models import Accused, Petition
from intake.workbench.labels import ACTIONS
from regions.models import Organisation

POLICE, OTHER_TOWNSHIP = "990121-GA", "990121201-GOV"

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def state(petition: Petition) -> str:
    return Petition.objects.get(pk=petition.pk).state


class TestTheOrdinaryWay:
    def test_from_registration_to_the_reply_by_the_desk_alone(self, at):
        petition = factories.file_petition().petition
        tomorrow = timezone.localdate() + datetime.timedelta(days=20)
        for name, action, data in (
            ("petition_office", "register", {"category": ""}),
            (
                "petition_office",
                "assign",
                {"organisation": factories.AGRICULTURE, "report_due": tomorrow.isoformat(), "reason": "重要"},
            ),
            ("officer", "accept", {}),
            ("officer", "start", {}),
            ("officer", "issue_opinion", factories.OPINION),
            ("officer_head", "grant", {}),
        ):
            if action == "register":
                category = petition.category or _any_category()
                data = {"category": category.code}
            response = at(name).post(do(petition, action), data | seen(petition))
            assert response.status_code == 302, (action, text(response)[:2000])
        assert state(petition) == "replied"
        handling = petition.handlings.get()
        assert (handling.report_due, handling.officer) == (tomorrow, factories.staff("officer"))

    def test_a_refusal_can_not_be_written_without_where_to_go_next(self, at):
        petition = factories.to_registered()
        given = {"reason": "已在办理", **factories.NOT_ACCEPTED, **seen(petition)}
        response = at("petition_office").post(do(petition, "not_accept"), given | {"destination": ""})
        assert response.status_code == 422 and 'id="not_accept-destination_error"' in text(response)
        assert at("petition_office").post(do(petition, "not_accept"), given).status_code == 302
        assert factories.NOT_ACCEPTED["destination"] in text(at("petition_head").get(address(petition)))

    def test_an_accusation_goes_through_the_discipline_side(self, at):
        factories.staff("township_inspector")  # somebody works there: else it could not be passed there
        petition = factories.accusation().petition
        for name, action, data in (
            ("inspector", "pass_on", {"organisation": factories.TOWNSHIP_DISCIPLINE, "reason": "属地"}),
            ("township_inspector", "accept", {}),
            ("township_inspector", "dispose", {"disposal": "preliminary", "reason": "初步核实"}),
            ("township_inspector", "conclude", {"reason": "查实，已处理"}),
            ("township_inspector2", "grant", {}),
            ("township_inspector", "feed_back", {"result": "反映的问题已查实并处理。"}),
        ):
            response = at(name).post(do(petition, action), data | seen(petition))
            assert response.status_code == 302, (action, text(response)[:2000])
        assert state(petition) == "concluded"

    def test_sealing_takes_the_case_out_of_the_offices_sight(self, at):
        petition = factories.to_registered()
        client = at("petition_office")
        response = client.post(do(petition, "seal"), seen(petition), follow=True)
        assert response.redirect_chain[-1][0] == reverse(QUEUE)
        assert petition.shown_number not in text(response)
        assert client.get(address(petition)).status_code == 404

    def test_a_note_keeps_its_files_inside_the_office(self, at):
        petition = factories.to_registered()
        file = SimpleUploadedFile("现场.txt", "现场记录".encode())
        at("petition_office").post(
            do(petition, "note"), {"reason": "去过现场", "uploads": file, **seen(petition)}
        )
        kept = petition.attachments.get()
        assert not kept.from_petitioner
        assert petition.texts.get().text == "去过现场"

    def test_a_refused_file_leaves_neither_note_nor_file(self, at):
        petition = factories.to_registered()
        file = SimpleUploadedFile("网页.html", b"<script>1</script>")
        response = at("petition_office").post(
            do(petition, "note"), {"reason": "带坏文件的话", "uploads": file, **seen(petition)}
        )
        assert response.status_code == 422
        assert "带坏文件的话" in text(response)
        assert not petition.attachments.exists() and not petition.texts.exists()

    def test_a_note_takes_several_files(self, at):
        petition = factories.to_registered()
        two = [SimpleUploadedFile(f"现场{n}.txt", "现场记录".encode()) for n in (1, 2)]
        at("petition_office").post(do(petition, "note"), {"reason": "看过", "uploads": two, **seen(petition)})
        assert petition.attachments.count() == 2

    def test_the_petition_office_withdraws_one_of_its_own_while_a_unit_holds_the_case(self, at):
        petition = factories.to_in_progress()
        head, mine = factories.staff("petition_head"), factories.staff("petition_office")
        page = text(at("petition_head").get(do(petition, "recuse")))
        assert f'<option value="{mine.pk}">' in page and f'<option value="{head.pk}">' in page
        assert f'<option value="{factories.staff("officer").pk}">' not in page
        client = at("petition_head")
        data = {"user": head.pk, "reason": "亲戚", **seen(petition)}
        assert client.post(do(petition, "recuse"), data).status_code == 302
        assert client.get(address(petition)).status_code == 404
        assert at("petition_office").get(address(petition)).status_code == 200

    def test_who_withdraws_from_a_case_loses_it_at_once(self, at):
        petition = factories.to_in_progress()
        factories.staff("officer_head")
        client = at("officer")
        data = {"user": factories.staff("officer").pk, "reason": "亲戚", **seen(petition)}
        response = client.post(do(petition, "recuse"), data)
        assert response.url == reverse(QUEUE)
        assert client.get(address(petition)).status_code == 404
        assert at("officer_head").get(address(petition)).status_code == 200


def _any_category():
    from intake.workbench.choosers import ordinary_categories

    return ordinary_categories().first()


class TestRefusals:
    def test_the_second_of_two_officers_sees_what_changed_and_keeps_the_draft(self, at):
        petition = factories.to_registered()
        stale = seen(petition)
        factories.act(petition, "note", "petition_head", reason="先看了一遍")
        draft = "乡里说这件事不归他们管"
        response = at("petition_office").post(do(petition, "ask_supplement"), {"reason": draft, **stale})
        assert response.status_code == 409
        page, by = text(response), factories.staff("petition_head").get_full_name()
        assert f"\n{draft}</textarea>" in page
        assert by in page and "先看了一遍" in page, "what the other wrote is why one looks again"
        assert state(petition) == "registered"
        current = seen(petition)["seen"]
        assert f'name="seen" value="{current}"' in page
        again = at("petition_office").post(do(petition, "ask_supplement"), {"reason": draft, "seen": current})
        assert again.status_code == 302
        assert state(petition) == "supplement_wanted"

    def test_a_double_click_does_it_once_and_says_so(self, at):
        petition = factories.to_transferred()
        client, data = at("officer"), seen(petition)
        assert client.post(do(petition, "accept"), data).status_code == 302
        assert client.post(do(petition, "accept"), data).status_code == 409
        assert petition.notices.filter(code="accept_notice").count() == 1

    def test_what_is_no_longer_possible_shows_the_draft_to_be_copied(self, at):
        petition = factories.to_transferred()
        draft = "这件事应由水利局办理"
        factories.act(petition, "accept", "officer")
        response = at("officer").post(do(petition, "object"), {"reason": draft, **seen(petition)})
        assert response.status_code == 409
        assert draft in text(response) and "readonly" in text(response) and "写的内容在下面" in text(response)
        assert state(petition) == "accepted"

    def test_where_nothing_was_typed_nothing_is_said_to_stand_below(self, at):
        petition = factories.to_transferred()
        factories.act(petition, "accept", "officer")
        page = text(at("officer").post(do(petition, "accept"), seen(petition)))
        assert "本件目前不能这样操作" in page and "写的内容在下面" not in page

    def test_a_broken_rule_stands_beside_its_field_and_in_the_summary(self, at):
        petition = factories.to_registered()
        other = Organisation.objects.exclude(pk=petition.proposals.get().organisation_id)
        unit = other.get(code=factories.CIVIL_AFFAIRS)
        response = at("petition_office").post(
            do(petition, "transfer"), {"organisation": unit.code, "reason": "", **seen(petition)}
        )
        assert response.status_code == 422
        assert 'id="transfer-reason_error"' in text(response) and "errsum" in text(response)
        assert f'value="{unit.code}" selected' in text(response)

    def test_every_part_of_a_written_opinion_is_asked_for_and_none_that_was_typed_is_lost(self, at):
        petition = factories.to_in_progress()
        response = at("officer").post(
            do(petition, "issue_opinion"), factories.OPINION | {"basis": "", **seen(petition)}
        )
        assert response.status_code == 422
        page = text(response)
        assert 'id="issue_opinion-basis_error"' in page
        assert factories.OPINION["facts"] in page
        assert not petition.approvals.exists()

    def test_no_action_outside_the_table_is_carried_out(self, at):
        petition = factories.to_registered()
        client = at("petition_office")
        for action in ("rate", "withdraw_review", "close", "nonsense", "mark_overdue"):
            assert client.post(do(petition, action), seen(petition)).status_code == 404, action
        for action in ("accept", "start", "issue_opinion", "reopen", "grant", "recall"):
            given = factories.OPINION | {"reason": "理由"} | seen(petition)
            assert client.post(do(petition, action), given).status_code in (404, 409), action
        assert state(petition) == "registered"

    def test_looking_never_changes_anything(self, at):
        petition = factories.to_registered()
        version = seen(petition)["seen"]
        client = at("petition_office")
        for action in ACTIONS:
            client.get(do(petition, action), {"seen": version, "reason": "理由"})
        assert seen(petition)["seen"] == version

    def test_a_form_without_its_token_is_refused(self, at):
        petition = factories.to_registered()
        client = Client(enforce_csrf_checks=True)
        client.force_login(factories.staff("petition_office"))
        assert client.post(do(petition, "seal"), seen(petition)).status_code == 403
        assert state(petition) == "registered"

    def test_fields_that_no_form_has_change_nothing(self, at):
        petition = factories.to_transferred()
        at("officer").post(
            do(petition, "accept"), {"state": "concluded", "owner": "1", "officer": "1", **seen(petition)}
        )
        assert state(petition) == "accepted"

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "gestern", "2026-02-30", ""])
    def test_a_day_that_makes_no_sense_is_refused_beside_its_field(self, at, day):
        petition = factories.to_registered()
        given = {"organisation": factories.AGRICULTURE, "report_due": day, "reason": "重要", **seen(petition)}
        response = at("petition_office").post(do(petition, "assign"), given)
        assert response.status_code == 422
        assert 'id="assign-report_due_error"' in text(response)


class TestChoosers:
    def test_barred_units_villages_and_discipline_units_are_not_to_choose_from(self, at):
        petition = factories.to_registered()
        township = factories.unit(factories.TOWNSHIP)
        factories.act(petition, "accuse", "petition_office", organisation=township)
        page = text(at("petition_office").get(do(petition, "transfer")))
        offered = {unit.pk for unit in Organisation.objects.all() if f'value="{unit.code}"' in page}
        barred = visibility.barred_organisations(petition)
        assert township.pk in barred
        assert not offered & barred
        kinds = set(Organisation.objects.filter(pk__in=offered).values_list("kind", flat=True))
        assert not kinds & {
            "village_committee",
            "township_discipline",
            "discipline_commission",
            "petition_office",
        }
        assert factories.unit(factories.AGRICULTURE).pk in offered

    def test_a_barred_unit_is_refused_even_when_its_code_is_sent_by_hand(self, at):
        petition = factories.to_registered()
        factories.act(petition, "accuse", "petition_office", organisation=factories.unit(factories.TOWNSHIP))
        given = {"organisation": factories.TOWNSHIP, "reason": "试试", **seen(petition)}
        assert at("petition_office").post(do(petition, "transfer"), given).status_code == 422
        assert state(petition) == "registered"

    def test_a_candidate_that_was_barred_since_is_no_longer_proposed(self, at):
        petition = factories.to_registered()
        first = petition.proposals.get().organisation
        factories.act(petition, "accuse", "petition_office", organisation=first)
        page = text(at("petition_office").get(address(petition)))
        assert f'name="organisation" value="{first.code}"' not in page

    def test_a_unit_chosen_from_the_candidates_stands_in_the_form(self, at):
        petition = factories.to_registered()
        page = text(
            at("petition_office").get(do(petition, "transfer"), {"organisation": factories.CIVIL_AFFAIRS})
        )
        assert f'value="{factories.CIVIL_AFFAIRS}" selected' in page


class TestWhatTheFormSaysOfTheReason:
    TOLD = "来件人会看到"

    def test_that_the_petitioner_reads_it_is_said_only_where_the_paper_has_it(self, at):
        petition = factories.to_registered()
        office = at("petition_office")
        assert self.TOLD in text(office.get(do(petition, "ask_supplement")))
        assert self.TOLD in text(office.get(do(petition, "redirect")))
        assert self.TOLD not in text(office.get(do(petition, "transfer")))
        accusation = factories.accusation(reported_party="").petition
        for action in ("pass_on", "release"):
            page = at("inspector").get(do(accusation, action))
            assert page.status_code == 200
            assert self.TOLD not in text(page), action


class TestTheBodiesThatMayGetAReport:
    """The list from which the discipline intake chooses whom it passes a report of wrongdoing to."""

    @pytest.fixture(autouse=True)
    def people(self, county):
        factories.hire(*factories.STAFF)
        for code in (POLICE, "990121-GD", "990121-CL", "990121-XCB", OTHER_TOWNSHIP):
            user = User.objects.create(username=code, display_name="试用")
            Membership.objects.create(user=user, role=Role.HANDLER, organisation=factories.unit(code))

    def groups(self, at, **given):
        petition = factories.accusation(**given).petition
        field = at("inspector").get(do(petition, "pass_on")).context["form"].fields["organisation"]
        return {
            str(heading): [str(value) for value, _label in rows] for heading, rows in list(field.choices)[1:]
        }

    def test_they_stand_in_three_groups_the_discipline_units_first(self, at):
        groups = self.groups(at)
        assert list(groups) == ["纪检监察机构", "公安、组织、民政部门", "其他有权处理的机关、单位"]
        first, named, others = groups.values()
        assert factories.TOWNSHIP_DISCIPLINE in first and "990121-PZ1" in first
        assert set(named) == {POLICE, factories.CIVIL_AFFAIRS}
        assert {factories.AGRICULTURE, "990121-XCB", OTHER_TOWNSHIP} <= set(others)

    def test_who_has_no_such_power_or_nobody_to_do_it_is_not_in_the_list(self, at):
        offered = {code for codes in self.groups(at).values() for code in codes}
        for code in ("990121-GD", "990121-CL", "990121-FWZX", factories.VILLAGE, factories.PETITION_OFFICE):
            assert code not in offered
        assert "990121-HB" not in offered, "nobody works on cases there"
        assert "990121-JW" not in offered, "the intake itself"

    def test_the_government_above_an_accused_village_is_not_in_the_list(self, at):
        offered = {code for codes in self.groups(at).values() for code in codes}
        assert factories.TOWNSHIP not in offered and OTHER_TOWNSHIP in offered

    def test_it_is_where_the_rules_propose_it_for_an_election(self, at):
        groups = self.groups(
            at,
            title="村委会换届选举有人贿选拉票",
            body="荷叶埂村村委会选举前，有人给每户送钱拉选票，委托投票也没有登记，请查一查贿选。",
            reported_party="",
        )
        assert factories.TOWNSHIP in groups["其他有权处理的机关、单位"]

    def test_what_is_not_in_the_list_can_not_be_sent_either(self, at):
        petition = factories.accusation().petition
        given = {"organisation": factories.TOWNSHIP, "reason": "属地", **seen(petition)}
        assert at("inspector").post(do(petition, "pass_on"), given).status_code == 422
        assert state(petition) == "submitted"


class TestTheAccused:
    def test_nonsense_for_one_of_the_accused_is_refused(self, at):
        petition = factories.file_petition(reported_party="荷叶埂村村委会").petition
        for nonsense in ("1", "x", "", str(uuid.uuid4())):
            given = {"accused": nonsense, **seen(petition)}
            assert at("petition_office").post(do(petition, "confirm_accused"), given).status_code == 422

    def test_who_is_recognised_is_confirmed_or_cleared_from_the_page(self, at):
        petition = factories.file_petition(reported_party="荷叶埂村村委会").petition
        one = petition.accused.exclude(organisation=None).first()
        client = at("petition_office")
        client.post(do(petition, "confirm_accused"), {"accused": one.pk, **seen(petition)})
        one.refresh_from_db()
        assert one.state == Accused.AccusedState.CONFIRMED
        client.post(
            do(petition, "clear_accused"), {"accused": one.pk, "reason": "只是提到", **seen(petition)}
        )
        one.refresh_from_db()
        assert one.state == Accused.AccusedState.DISMISSED

    def test_the_accused_of_another_case_is_no_choice(self, at):
        petition = factories.to_registered()
        other = factories.file_petition(reported_party="荷叶埂村村委会").petition.accused.first()
        response = at("petition_office").post(
            do(petition, "confirm_accused"), {"accused": other.pk, **seen(petition)}
        )
        assert response.status_code == 422


class TestTheRelease:
    def test_the_form_asks_whether_the_petitioner_agreed_and_the_head_reads_the_answer(self, at):
        petition = factories.accusation(reported_party="").petition
        without = at("inspector").post(do(petition, "release"), {"reason": "无人被反映", **seen(petition)})
        assert without.status_code == 422 and 'id="release-consent_error"' in text(without)
        given = {"reason": "无人被反映", "consent": "agreed", **seen(petition)}
        assert at("inspector").post(do(petition, "release"), given).status_code == 302
        page = text(at("inspector_head").get(address(petition)))
        assert "来件人意见" in page and "同意" in page
