"""What the discipline intake does at its desk beside keeping and passing on: sending up, and splitting a part off."""

from __future__ import annotations

import factories
import pytest
from desk import QUEUE, address, do, seen
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


class TestReportingToTheSuperior:
    def test_the_head_does_it_from_the_desk_and_the_case_is_gone_from_everywhere(self, at):
        factories.hire(*factories.STAFF)
        petition = factories.accusation().petition
        head = at("inspector_head")
        form = text(head.get(do(petition, "report_to_superior")))
        assert factories.unit("990100-JW").name in form
        assert "5 个工作日" in form
        given = {"reason": "被反映人为市管干部", **seen(petition)}
        done = head.post(do(petition, "report_to_superior"), given)
        assert done.status_code == 302 and done.url == reverse(QUEUE)
        for name in ("inspector", "inspector_head"):
            client = at(name)
            for page in ("case", "print"):
                assert client.get(address(petition, page)).status_code == 404
            assert client.get(do(petition, "keep")).status_code == 404
            for path, data in (
                (reverse(QUEUE), {"q": petition.shown_number}),
                (reverse(QUEUE), {"tab": "all"}),
                ("/admin/", {}),
            ):
                page = text(client.get(path, data, follow=True))
                assert petition.title_masked not in page, (name, path)
        assert "被反映人为市管干部" in text(at("superior_inspector").get(address(petition)))

    def test_the_second_press_finds_no_case_any_more(self, at):
        factories.hire(*factories.STAFF)
        petition = factories.accusation().petition
        given = {"reason": "按管理权限", **seen(petition)}
        head = at("inspector_head")
        answers = [head.post(do(petition, "report_to_superior"), given).status_code for _ in range(2)]
        assert answers == [302, 404]

    def test_the_intake_officer_is_not_offered_it(self, at):
        petition = factories.accusation().petition
        assert do(petition, "report_to_superior") not in text(at("inspector").get(address(petition)))
        assert do(petition, "report_to_superior") in text(at("inspector_head").get(address(petition)))


class TestSplittingOff:
    GIVEN = {
        "title": "三组水渠请求清淤",
        "body": "水渠淤了两年，请求派人清淤。",
        "petition_class": "appeal",
        "region": factories.VILLAGE,
        "agreed_how": "phone",
        "reason": "电话征得同意",
    }

    @pytest.fixture(autouse=True)
    def people(self, county):
        factories.hire(*factories.STAFF)

    def given(self, report, **other):
        return self.GIVEN | {"agreed_on": timezone.localdate().isoformat()} | seen(report) | other

    def test_the_intake_makes_an_ordinary_petition_whose_number_it_does_not_read(self, at):
        report = factories.accusation().petition
        form = text(at("inspector").get(do(report, "split_off")))
        assert f'value="{factories.VILLAGE}" selected' in form
        assert at("inspector").post(do(report, "split_off"), self.given(report)).status_code == 302
        made = Petition.objects.get(pk=report.split_offs.get().made)
        page = text(at("inspector").get(address(report)))
        assert "电话征得同意" in page and "分出诉求部分" in page
        assert made.shown_number not in page, "the intake has no key of it"
        page = text(at("petition_office").get(address(made)))
        assert made.shown_number in page and report.shown_number not in page
        assert at("inspector").get(address(made)).status_code == 404
        factories.act(
            report, "pass_on", "inspector", organisation=factories.unit("990121103-JW"), reason="分级"
        )
        for other in ("case", "print"):
            page = text(at("township_inspector").get(address(report, other)))
            assert report.shown_number in page
            assert made.shown_number not in page and "电话征得同意" not in page

    def test_of_two_presses_the_second_is_shown_what_the_first_did(self, at):
        report = factories.accusation().petition
        given = self.given(report)
        inspector = at("inspector")
        answers = [inspector.post(do(report, "split_off"), given) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 409]
        assert "分出诉求部分" in text(answers[1]) and report.split_offs.count() == 1

    def test_nothing_is_lost_where_consent_or_a_word_is_missing(self, at):
        report = factories.accusation(reported_party="县信访局", body="县信访局有人收受礼金。").petition
        page = at("inspector").post(do(report, "split_off"), self.given(report, agreed_how=""))
        assert page.status_code == 422 and 'id="split_off-agreed_how_error"' in text(page)
        page = at("inspector").post(do(report, "split_off"), self.given(report))
        assert page.status_code == 422 and 'id="split_off-accused_may_know_error"' in text(page)
        assert self.GIVEN["body"] in text(page)

    def test_the_petitioner_finds_the_new_number_and_sees_its_password_on_the_reports_page(self, at):
        filed = factories.accusation(people=[])
        report = filed.petition
        at("inspector").post(do(report, "split_off"), self.given(report))
        made = Petition.objects.get(pk=report.split_offs.get().made)
        resident = Client()
        opened = {"number": report.shown_number, "password": filed.password}
        assert resident.post(reverse("petitions:track"), opened).status_code == 302
        assert made.shown_number in text(resident.get(reverse("petitions:case")))
        part = reverse("petitions:part", args=[report.split_offs.get().pk])
        assert "查询密码</dt>" not in text(resident.get(part)), "a look shows none"
        pages = [resident.post(part) for _ in range(2)]
        password = pages[0].context["password"]
        assert password and password == pages[1].context["password"] and password in text(pages[1])
        assert pages[0]["Cache-Control"].find("no-store") >= 0
        assert resident.post(part, {"noted": "1"}).status_code == 302
        assert not resident.post(part).context["password"]
        other = Client()
        entered = other.post(reverse("petitions:track"), {"number": made.shown_number, "password": password})
        assert entered.status_code == 302
        page = text(other.get(reverse("petitions:case")))
        assert made.shown_number in page and report.shown_number not in page
        assert other.get(part).status_code == 404
        assert Client().get(part).status_code == 302, "who opened no case is asked at the door"


class TestDisposingOfAClue:
    def test_a_discipline_unit_chooses_one_of_the_four_ways_which_stays_with_the_case(self, at):
        petition = factories.act(factories.accusation().petition, "keep", "inspector")
        desk = at("inspector")
        form = text(desk.get(do(petition, "dispose")))
        assert all(words in form for words in ("谈话函询", "初步核实", "暂存待查", "予以了结"))
        given = seen(petition) | {"reason": "线索具体"}
        assert desk.post(do(petition, "dispose"), given).status_code == 422
        assert desk.post(do(petition, "dispose"), given | {"disposal": "preliminary"}).status_code == 302
        assert petition.handlings.get().disposal == "preliminary"
        page = text(desk.get(address(petition)))
        assert page.count("初步核实") == 2, "beside the clock, and in the history"

    def test_the_command_asks_for_it_too_and_not_of_bodies_outside_the_discipline_side(self, county):
        petition = factories.act(factories.accusation().petition, "keep", "inspector")
        with pytest.raises(RuleViolation):
            factories.act(petition, "dispose", "inspector", reason="线索具体")
        factories.staff("officer")
        other = factories.accusation().petition
        body = factories.unit(factories.AGRICULTURE)
        factories.act(other, "pass_on", "inspector", organisation=body, reason="按权限")
        factories.act(other, "accept", "officer")
        factories.act(other, "dispose", "officer", reason="按本部门程序查办")
        assert other.handlings.get().disposal == ""
