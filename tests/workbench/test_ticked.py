"""Several cases of the queue at once, and giving a case to a colleague of the unit."""

from __future__ import annotations

import re

import factories
import pytest
from desk import QUEUE, address, do, seen
from django.urls import reverse

from accounts.models import Membership, Role, User
from intake.petitions import numbers
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition
from privacy.models import AccessRecord
from records import events

pytestmark = pytest.mark.django_db

ASSIGN, EXPORT, PRINT = (reverse(f"workbench:selected_{what}") for what in ("assign", "export", "print"))


@pytest.fixture
def colleague(county) -> User:
    user = User.objects.create(username="officer_b", display_name="韦望川")
    Membership.objects.create(
        user=user, role=Role.HANDLER, organisation=factories.unit(factories.AGRICULTURE)
    )
    return user


def tick(petition: Petition) -> str:
    return f"{petition.shown_number}.{seen(petition)['seen']}"


def officer_of(petition: Petition) -> User | None:
    return petition.handlings.get().officer


def html(response) -> str:
    return response.content.decode()


class TestGivingOneCase:
    def test_somebody_of_the_unit_goes_on_with_it_and_the_history_says_from_whom_to_whom(self, at, colleague):
        petition = factories.to_in_progress()
        given = {"user": colleague.pk, **seen(petition)}
        assert at("officer").post(do(petition, "assign_officer"), given).status_code == 302
        assert officer_of(petition) == colleague
        event = events.history("petition", petition.pk).last()
        assert event.action == "assign_officer"
        page = html(at("officer_head").get(address(petition)))
        assert "试用officer → 韦望川" in page

    def test_the_petitioner_reads_nothing_of_it(self, county, colleague):
        from intake.petitions import timeline

        petition = factories.to_in_progress()
        before = len(timeline.entries(petition))
        factories.act(petition, "assign_officer", "officer_head", user=colleague)
        assert len(timeline.entries(petition)) == before

    def test_nobody_of_another_unit_gets_it_and_nobody_who_is_barred_in_the_same_words(
        self, county, colleague
    ):
        petition = factories.to_in_progress()
        factories.act(petition, "recuse", "officer_head", user=colleague, reason="亲属")
        said = []
        for person in (colleague, factories.staff("officer2"), None):
            with pytest.raises(RuleViolation) as refused:
                factories.act(petition, "assign_officer", "officer_head", user=person)
            said.append(refused.value.problems)
        assert said[0] == said[1] == said[2]
        assert officer_of(petition) == factories.staff("officer")

    def test_the_page_lets_choose_among_those_who_may_know_of_the_case_alone(self, at, colleague):
        petition = factories.to_in_progress()
        factories.staff("officer2"), factories.staff("officer_head")
        page = at("officer").get(do(petition, "assign_officer"))
        names = {str(one) for one in page.context["form"].fields["user"].queryset}
        assert names == {"韦望川", "试用officer_head"}
        factories.act(petition, "recuse", "officer_head", user=colleague, reason="亲属")
        left = at("officer").get(do(petition, "assign_officer")).context["form"].fields["user"].queryset
        assert {str(one) for one in left} == {"试用officer_head"}

    def test_what_is_put_before_the_head_stays_with_who_asked(self, county, colleague):
        petition = factories.act(factories.to_in_progress(), "issue_opinion", "officer", **factories.OPINION)
        factories.act(petition, "assign_officer", "officer_head", user=colleague)
        assert petition.approvals.get().asked_by == factories.staff("officer")
        factories.act(petition, "grant", "officer_head")
        assert Petition.objects.get(pk=petition.pk).state == "replied"

    def test_a_report_of_wrongdoing_goes_over_inside_its_unit(self, county):
        petition = factories.accusation().petition
        unit = factories.unit(factories.TOWNSHIP_DISCIPLINE)
        factories.act(petition, "pass_on", "inspector", organisation=unit, reason="属地")
        second = factories.staff("township_inspector2")
        factories.act(petition, "assign_officer", "township_inspector", user=second)
        assert officer_of(petition) == second
        assert "assign_officer" not in factories.offered("petition_office", petition)


class TestTheTickedCases:
    def test_each_row_can_be_ticked_and_all_of_a_page_without_javascript(self, at):
        for _ in range(3):
            factories.to_transferred()
        page = html(at("officer").get(reverse(QUEUE)))
        assert page.count('name="case"') == 3 and " checked" not in page
        ticked = html(at("officer").get(reverse(QUEUE), {"select": "all"}))
        assert len(re.findall(r'name="case"[^>]* checked', ticked)) == 3

    def test_they_are_given_to_a_colleague_after_asking_to_whom(self, at, colleague):
        cases = [factories.to_transferred() for _ in range(2)]
        given = {"case": [tick(one) for one in cases], "back": "tab=to_accept"}
        asked = at("officer_head").post(ASSIGN, given)
        assert asked.status_code == 200 and "韦望川" in html(asked)
        assert [officer_of(one) for one in cases] == [None, None]
        done = at("officer_head").post(ASSIGN, given | {"user": colleague.pk, "give": "on"})
        assert done.status_code == 302 and done["Location"] == f"{reverse(QUEUE)}?tab=to_accept"
        assert [officer_of(one) for one in cases] == [colleague, colleague]

    def test_a_case_that_changed_since_is_named_with_what_happened_and_stays_ticked(self, at, colleague):
        still, moved = factories.to_transferred(), factories.to_transferred(title="另一条渠")
        given = {"case": [tick(still), tick(moved)], "user": colleague.pk}
        factories.act(moved, "accept", "officer")
        page = at("officer_head").post(ASSIGN, given)
        assert officer_of(still) == colleague and officer_of(moved) == factories.staff("officer")
        text = html(page)
        assert moved.shown_number in text and still.shown_number not in text
        assert "已受理" in text or "受理" in text
        again = re.findall(r'name="case"[^>]*value="([^"]+)"[^>]* checked', text)
        assert again == [f"{moved.number}.{seen(moved)['seen']}"]
        at("officer_head").post(ASSIGN, {"case": again, "user": colleague.pk})
        assert officer_of(moved) == colleague

    def test_a_case_out_of_sight_is_answered_like_one_that_does_not_exist(self, at, colleague):
        foreign = factories.to_transferred(factories.CIVIL_AFFAIRS)
        unknown = numbers.show_number(numbers.draw_number(2026))
        told = []
        for number in (foreign.shown_number, unknown):
            page = html(at("officer_head").post(ASSIGN, {"case": f"{number}.1", "user": colleague.pk}))
            told.append(
                re.sub(r"csrfmiddlewaretoken.*?>|nonce-?[^\"]*\"[^\"]*\"", "", page).replace(number, "N")
            )
        failed = [re.search(r'<ul class="wb-failed".*?</ul>', page, re.DOTALL)[0] for page in told]
        assert failed[0] == failed[1]
        assert officer_of(foreign) is None

    def test_the_petition_office_gives_only_what_its_own_people_may_have(self, at, colleague):
        petition = factories.to_transferred()
        office = factories.staff("petition_head")
        page = html(at("petition_office").post(ASSIGN, {"case": tick(petition), "user": office.pk}))
        assert petition.shown_number in page and officer_of(petition) is None

    def test_somebody_of_no_office_of_ones_own_can_not_be_chosen(self, at):
        petition = factories.to_transferred()
        given = {"case": tick(petition), "user": factories.staff("officer2").pk, "give": "on"}
        assert at("officer").post(ASSIGN, given).status_code == 422
        assert officer_of(petition) is None

    @pytest.mark.parametrize("path", [ASSIGN, EXPORT, PRINT])
    def test_without_a_tick_nothing_happens_and_the_queue_says_so(self, at, path):
        response = at("officer").post(path, {"back": "tab=working"}, follow=True)
        assert response.redirect_chain[-1][0] == f"{reverse(QUEUE)}?tab=working"
        assert at("officer").get(path).status_code == 405

    @pytest.mark.parametrize("path", [ASSIGN, EXPORT, PRINT])
    def test_who_works_on_no_case_can_do_nothing_with_several(self, at, path):
        assert at("leader").post(path, {"case": "x"}).status_code == 404

    def test_nothing_odd_in_a_tick_breaks_the_page(self, at, colleague):
        odd = ["", ".", "2026", "2026-7K3M9QX-K", "x.1", "2026-7K3M9QX-K.99999999999", "\x00.1", "٣.٣"]
        assert (
            at("officer").post(ASSIGN, {"case": odd, "user": colleague.pk, "back": "//evil?\x00"}).status_code
            == 302
        )

    def test_the_way_back_never_leads_off_the_queue(self, at):
        response = at("officer").post(ASSIGN, {"back": "https://example.org/"})
        assert response["Location"].startswith(f"{reverse(QUEUE)}?")


class TestTakingThemAway:
    def test_the_export_has_the_ticked_cases_alone_and_is_recorded(self, at):
        one, other = factories.to_transferred(), factories.to_transferred(title="不要的一件")
        response = at("officer").post(EXPORT, {"case": tick(one)})
        table = html(response)
        assert one.shown_number in table and other.shown_number not in table
        record = AccessRecord.objects.get(kind="export")
        assert record.user == factories.staff("officer").uuid and "1 cases" in record.purpose

    def test_the_list_on_paper_is_masked_and_looks_at_reports_are_recorded(self, at):
        petition = factories.accusation().petition
        page = html(at("inspector").post(PRINT, {"case": tick(petition)}))
        assert petition.title_masked in page and factories.WRITER.phone not in page
        assert AccessRecord.objects.filter(object_id=petition.pk, purpose="print list").count() == 1

    def test_neither_has_a_case_that_the_reader_may_not_know_of(self, at):
        mine, foreign = factories.to_transferred(), factories.to_transferred(factories.CIVIL_AFFAIRS)
        for path in (EXPORT, PRINT):
            page = html(at("officer").post(path, {"case": [tick(mine), tick(foreign)]}))
            assert mine.shown_number in page and foreign.shown_number not in page
        assert "1 件您已无权查看" in page

    def test_how_many_left_the_reader_s_sight_is_said_and_not_which(self, at):
        foreign = factories.to_transferred(factories.CIVIL_AFFAIRS)
        unknown = numbers.show_number(numbers.draw_number(2026))
        told = []
        for path in (EXPORT, PRINT):
            for number in (foreign.shown_number, unknown):
                response = at("officer").post(path, {"case": f"{number}.1"}, follow=True)
                assert "1 件您已无权查看" in html(response) and number not in html(response)
                told.append(response.redirect_chain)
        assert told[0] == told[1] == told[2] == told[3]
