"""The page of one case: who gets it, what it shows covered, and what it offers."""

from __future__ import annotations

import datetime
import uuid
from urllib.parse import unquote

import factories
import pytest
from desk import address, do, seen
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import pgettext

from intake.petitions import policies, transitions
from intake.petitions.choices import ASKING_FOR_REVIEW, may_ask_for_review
from intake.petitions.models import Attachment, Petition
from intake.petitions.process import files
from intake.petitions.process.behalf import OnBehalf
from intake.petitions.process.case import of
from intake.workbench.labels import ACTIONS, EVENTS
from privacy.models import AccessRecord

pytestmark = pytest.mark.django_db

PHONE = factories.WRITER.phone


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }


def attach(petition: Petition, name: str = "说明.txt", **more) -> Attachment:
    upload = SimpleUploadedFile(name, "水渠的情况说明".encode())
    return files.attach(petition, files.clean_all([upload]), timezone.now(), **more)[0]


def every_address(petition: Petition) -> list[tuple[str, str]]:
    """Method and address of each page and act of a case."""
    paper = petition.notices.first()
    file = attach(petition)
    pages = [
        ("get", address(petition)),
        ("get", address(petition, "print")),
        ("post", address(petition, "unmask")),
        ("get", address(petition, "paper", paper.pk)),
        ("get", address(petition, "file", file.pk)),
    ]
    acts = [(method, do(petition, action)) for action in ACTIONS for method in ("get", "post")]
    return pages + acts


def html(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


class TestWhoGetsIt:
    @pytest.mark.parametrize(
        "name", ["officer2", "township_officer", "inspector", "leader", "operator", "clerk"]
    )
    def test_to_everybody_else_each_address_of_a_case_is_the_page_of_an_unknown_case(self, at, name):
        petition = factories.to_in_progress()
        client = at(name)
        unknown = {}
        for method in ("get", "post"):
            response = getattr(client, method)(reverse("workbench:case", args=["2026-0000000-0"]))
            unknown[method] = response.status_code
        nobody = client.get(reverse("workbench:case", args=["2026-7K3M9QX-X"]))
        given = {"purpose": "verify", **seen(petition)}
        for method, url in every_address(petition):
            response = getattr(client, method)(url, given)
            assert response.status_code == 404, (method, url)
            if method == "get":
                assert response.content == nobody.content, url
        assert nobody.status_code == 404
        petition.refresh_from_db()
        assert petition.state == "in_progress"
        assert not AccessRecord.objects.filter(object_id=petition.pk).exists()

    def test_an_accusation_has_no_address_at_the_petition_office(self, at):
        petition = factories.accusation().petition
        client = at("petition_office")
        given = {"purpose": "verify", **seen(petition)}
        for method, url in every_address(petition):
            response = getattr(client, method)(url, given)
            assert response.status_code == 404, (method, url)

    def test_a_visitor_is_sent_to_sign_in_whether_the_case_exists_or_not(self, client, county):
        petition = factories.to_registered()
        for number in (petition.shown_number, "2026-0000000-0"):
            assert client.get(reverse("workbench:case", args=[number])).status_code == 302

    def test_a_unit_that_gave_the_case_back_has_lost_it(self, at):
        petition = factories.to_transferred()
        client = at("officer")
        assert client.get(address(petition)).status_code == 200
        factories.act(petition, "object", "officer", reason="不属于本单位职责")
        factories.act(petition, "grant_objection", "petition_office", reason="同意")
        assert client.get(address(petition)).status_code == 404

    def test_each_look_at_an_accusation_is_recorded_and_none_at_an_ordinary_case(self, at):
        petition = factories.accusation().petition
        client = at("inspector")
        for page in ("case", "print"):
            html(client.get(address(petition, page)))
        found = AccessRecord.objects.filter(object_id=petition.pk).order_by("id")
        assert [record.purpose for record in found] == ["view", "print"]
        ordinary = factories.to_registered()
        html(at("petition_office").get(address(ordinary)))
        assert not AccessRecord.objects.filter(object_id=ordinary.pk).exists()

    def test_the_number_may_be_typed_loosely_in_the_address(self, at):
        petition = factories.to_registered()
        url = reverse("workbench:case", args=[petition.number.lower()])
        assert petition.shown_number in html(at("petition_office").get(url))


class TestALongHistory:
    def test_each_entry_stands_on_one_page_and_paper_has_them_all(self, at, monkeypatch):
        monkeypatch.setattr("intake.workbench.timeline.ENTRIES_A_PAGE", 4)
        petition = factories.to_in_progress()
        for place in range(6):
            factories.act(petition, "note", "officer", reason=f"第{place}次走访")
        client = at("officer")
        first = html(client.get(address(petition)))
        assert first.count('class="evt') == 4 and "第5次走访" in first and "第1次走访" not in first
        assert f"{address(petition)}?history=2#history" in first
        pages = [html(client.get(address(petition), {"history": number})) for number in (1, 2, 3)]
        assert [sum(f"第{place}次走访" in page for page in pages) for place in range(6)] == [1] * 6
        assert html(client.get(address(petition), {"history": "99"})).count('class="evt')
        printed = html(client.get(address(petition, "print")))
        assert all(f"第{place}次走访" in printed for place in range(6))


class TestWhatIsCovered:
    BODY = "联系人覃见山，电话19900010001，家住柘木湾镇荷叶埂村三组8号。渠底比田高。"

    def test_names_and_numbers_are_masked_until_somebody_says_why(self, at):
        petition = factories.to_registered(body=self.BODY)
        client = at("petition_office")
        page = html(client.get(address(petition)))
        assert PHONE not in page and factories.WRITER.name not in page
        page = html(client.post(address(petition, "unmask"), {"purpose": "contact"}))
        assert self.BODY in page and PHONE in page and factories.WRITER.name in page
        record = AccessRecord.objects.get(object_id=petition.pk)
        assert (record.user, record.purpose) == (factories.staff("petition_office").uuid, "unmask: contact")
        assert PHONE not in html(client.get(address(petition)))

    def test_without_a_purpose_nothing_is_uncovered_and_nothing_recorded(self, at):
        petition = factories.to_registered(body=self.BODY)
        response = at("petition_office").post(address(petition, "unmask"), {"purpose": "curious"})
        assert response.status_code == 422
        assert PHONE not in response.content.decode()
        assert not AccessRecord.objects.exists()

    def test_a_look_at_the_address_uncovers_nothing(self, at):
        petition = factories.to_registered()
        assert at("petition_office").get(address(petition, "unmask")).status_code == 405

    def test_a_withheld_name_stays_covered_for_the_unit_whatever_it_asks(self, at):
        petition = factories.to_transferred(body=self.BODY, withhold_name=True)
        client = at("officer")
        paper = petition.notices.get(code="forwarded_notice")
        pages = [
            html(client.get(address(petition))),
            html(client.post(address(petition, "unmask"), {"purpose": "contact"})),
            html(client.get(address(petition, "print"))),
            html(client.get(address(petition, "paper", paper.pk))),
        ]
        for page in pages:
            assert PHONE not in page and factories.WRITER.name not in page and "覃＊" not in page
        assert factories.WRITER.name in html(
            at("petition_office").post(address(petition, "unmask"), {"purpose": "contact"})
        )

    def test_words_of_officers_and_of_the_petitioner_in_the_timeline_are_masked_too(self, at):
        petition = factories.to_registered()
        factories.act(petition, "note", "petition_office", reason=f"已电话联系{PHONE}")
        factories.act(petition, "add_material", "P", text=f"我是覃见山，新号码{PHONE}")
        client = at("petition_office")
        page = html(client.get(address(petition)))
        assert "已电话联系" in page and "新号码" in page
        assert PHONE not in page and "覃见山" not in page


class TestWhatIsOffered:
    def test_the_actions_are_those_of_the_table_and_no_others(self, at):
        for petition, names in (
            (factories.file_petition().petition, ("petition_office",)),
            (factories.to_registered(), ("petition_office",)),
            (factories.to_transferred(), ("petition_office", "officer")),
            (factories.to_in_progress(), ("petition_office", "officer", "officer_head")),
            (factories.to_replied(), ("petition_office", "officer")),
            (factories.accusation().petition, ("inspector", "inspector_head")),
        ):
            for name in names:
                page = html(at(name).get(address(petition)))
                offered = {action for action in ACTIONS if do(petition, action) in page}
                case = of(Petition.objects.get(pk=petition.pk))
                allowed = policies.available_actions(policies.Actor.staff(factories.staff(name)), case)
                expected = {row.action for row in allowed}
                if not petition.accused.exists():
                    expected -= {"confirm_accused", "clear_accused"}
                if not petition.accused.filter(state="suspected").exists():
                    expected -= {"confirm_accused"}
                if not may_ask_for_review(case):  # the answer was not received yet
                    expected -= ASKING_FOR_REVIEW
                assert offered == expected, (petition.state, name)

    def test_every_row_of_the_table_that_staff_may_carry_out_has_words(self):
        for row in transitions.TRANSITIONS:
            if set(row.who) - {"P", "SYS"}:
                assert row.action in ACTIONS, row.action
            assert row.action in EVENTS, row.action

    def test_an_objection_that_is_too_late_is_not_offered_and_the_page_says_when_it_ended(self, at):
        long_ago = timezone.now() - datetime.timedelta(days=30)
        petition = factories.file_petition().petition
        factories.act(petition, "register", "petition_office", now=long_ago)
        unit = factories.unit(factories.AGRICULTURE)
        given = {"organisation": unit, "reason": "职责", "now": long_ago}
        factories.act(petition, "transfer", "petition_office", **given)
        page = html(at("officer").get(address(petition)))
        end = petition.deadlines.get(rule="objection_5wd").due
        assert do(petition, "object") not in page
        assert dateformat.format(end, pgettext("date format", "j F Y")) in page

    def test_what_can_not_be_done_says_why(self, at):
        petition = factories.to_transferred()
        page = html(at("officer").get(address(petition)))
        assert do(petition, "object") in page
        factories.act(petition, "accept", "officer")
        page = html(at("officer").get(address(petition)))
        assert do(petition, "object") not in page
        assert "wb-not" in page

    def test_the_reply_that_is_for_another_class_is_not_spoken_of(self, at):
        petition = factories.to_in_progress()
        factories.act(petition, "issue_opinion", "officer", **factories.OPINION)
        page = at("officer").get(address(petition))
        refused = {one.action for one in page.context["page"].offer.refused}
        assert "issue_opinion" in refused and "reply_suggestion" not in refused

    def test_a_proposal_is_confirmed_with_one_click(self, at):
        petition = factories.to_registered()
        proposal = petition.proposals.get()
        client = at("petition_office")
        page = html(client.get(address(petition)))
        assert f'name="organisation" value="{proposal.organisation.code}"' in page
        client.post(do(petition, "transfer"), {"organisation": proposal.organisation.code, **seen(petition)})
        petition.refresh_from_db()
        assert petition.state == "forwarded"
        assert petition.owner == proposal.organisation

    def test_the_draft_that_waits_is_read_by_who_asked_and_who_decides_and_by_nobody_else(self, at):
        petition = factories.to_in_progress()
        factories.act(petition, "issue_opinion", "officer", **factories.OPINION)
        draft = factories.OPINION["decision"]
        assert draft in html(at("officer").get(address(petition)))
        head = html(at("officer_head").get(address(petition)))
        assert draft in head and do(petition, "grant") in head
        office = html(at("petition_office").get(address(petition)))
        assert draft not in office and do(petition, "grant") not in office


class TestPapersAndFiles:
    def test_a_file_is_a_download_that_runs_nothing_and_its_opening_is_recorded(self, at):
        petition = factories.to_registered()
        file = attach(petition)
        response = at("petition_office").get(address(petition, "file", file.pk))
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert AccessRecord.objects.filter(kind="attachment", object_id=file.pk).exists()

    def test_a_files_name_tells_a_withheld_name_neither_on_the_page_nor_in_the_download(self, at):
        petition = factories.to_transferred(withhold_name=True)
        file = attach(petition, f"{factories.WRITER.name}的说明{PHONE}.txt")
        client = at("officer")
        download = client.get(address(petition, "file", file.pk))
        shown = html(client.get(address(petition))) + unquote(download.headers["Content-Disposition"])
        assert "的说明" in shown
        assert factories.WRITER.name not in shown and PHONE not in shown
        file.refresh_from_db()
        assert file.name.startswith(factories.WRITER.name)

    def test_a_file_or_paper_of_another_case_is_not_found_under_this_one(self, at):
        petition, other = factories.to_registered(), factories.to_registered()
        client = at("petition_office")
        assert client.get(address(petition, "file", attach(other).pk)).status_code == 404
        assert client.get(address(petition, "paper", other.notices.first().pk)).status_code == 404
        assert client.get(address(petition, "paper", uuid.uuid4())).status_code == 404

    def test_a_paper_shows_to_whom_it_went(self, at):
        petition = factories.to_transferred()
        letter = petition.notices.exclude(to_organisation=None).get()
        page = html(at("officer").get(address(petition, "paper", letter.pk)))
        assert letter.to_organisation.name in page


class TestAfterARelease:
    def test_who_wrote_with_an_old_version_is_told_of_nothing_from_the_sealed_time(self, at):
        petition = factories.accusation(reported_party="").petition
        factories.act(petition, "note", "inspector", reason="密封期间的内部话")
        factories.act(petition, "release", "inspector", reason="密封期间的理由", consent="agreed")
        factories.act(petition, "grant", "inspector_head")
        factories.act(petition, "register", "petition_office")
        response = at("petition_office").post(do(petition, "note"), {"seen": "1", "reason": "迟到的话"})
        assert response.status_code == 409
        page = response.content.decode()
        assert factories.staff("petition_office").get_full_name() in page
        assert len(response.context["changes"]) == 2
        for name in ("inspector", "inspector_head"):
            assert factories.staff(name).get_full_name() not in page
        assert factories.unit(factories.DISCIPLINE).name not in page

    def test_what_was_said_while_a_case_was_sealed_stays_with_the_discipline_side(self, at):
        petition = factories.accusation(reported_party="").petition
        factories.act(petition, "note", "inspector", reason="密封期间的内部话")
        factories.act(petition, "release", "inspector", reason="密封期间的理由", consent="agreed")
        factories.act(petition, "grant", "inspector_head")
        petition.refresh_from_db()
        assert not petition.is_accusation
        for page in ("case", "print"):
            shown = html(at("petition_office").get(address(petition, page)))
            assert "密封期间" not in shown
            assert factories.unit(factories.DISCIPLINE).name not in shown


def test_who_took_a_matter_down_is_named_at_its_intake_office_alone(at):
    clerk = factories.staff("centre_clerk")
    behalf = OnBehalf(clerk, factories.unit("990121-FWZX"), timezone.localdate())
    petition = factories.file_petition(channel="letter", behalf=behalf).petition
    petition = factories.act(petition, "register", "petition_office")
    given = {"organisation": factories.unit(factories.AGRICULTURE), "reason": "职责"}
    petition = factories.act(petition, "transfer", "petition_office", **given)
    named = (clerk.get_full_name(), str(factories.unit("990121-FWZX")))
    for page in ("case", "print"):
        shown = html(at("petition_office").get(address(petition, page)))
        assert all(name in shown for name in named)
        hidden = html(at("officer").get(address(petition, page)))
        assert not any(name in hidden for name in named)
