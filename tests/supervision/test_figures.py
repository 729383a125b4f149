"""Assessment, satisfaction and bulletin: each figure against a count by hand, and nobody found out by it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import factories
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from factories import OPINION, act

from intake.petitions.models import Petition
from intake.petitions.process.receipt import open_notice
from intake.statistics.measures import ALL, TOTAL, UNIT
from intake.statistics.models import Closing, Figure
from intake.statistics.periods import Period
from intake.supervision import assessing, bulletin, facts, satisfaction
from intake.supervision.models import Assessment, Bulletin, SetNumber
from intake.supervision.suppressing import total_part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

FIRST_QUARTER, SECOND_QUARTER = Period(2026, 1, 3), Period(2026, 4, 6)


def on(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T02:00:00+00:00", tick=False)


def office():
    return factories.unit(factories.PETITION_OFFICE)


def counts(period: Period, unit: str = factories.AGRICULTURE) -> dict[str, int]:
    counted = facts.gather(facts.facts_of(office(), period))
    found = {name: len(counted[name].get(factories.unit(unit).pk, ())) for name in counted}
    return {name: number for name, number in found.items() if number}


def urge(petition: Petition, days: int = 3) -> Petition:
    due = timezone.localdate() + datetime.timedelta(days=days)
    return act(petition, "urge", "petition_office", reason="逾期未办", due=due)


def answered(value: str = "", office_value: str = "", late: bool = False) -> Petition:
    """Sent on 2 March, taken up at once, urged, answered in time or late, and rated."""
    with on("2026-03-02"):
        petition = urge(factories.to_in_progress())
    if not late:
        with on("2026-03-05"):
            petition = act(petition, "answer_urge", "officer", answer="adopted", reason="照办")
    with on("2026-05-20" if late else "2026-04-30"):
        petition = act(petition, "issue_opinion", "officer", **OPINION)
        petition = act(petition, "grant", "officer_head")
        open_notice(petition.pk, petition.notices.get(is_reply=True).pk)
        for subject, given in (("handler", value), ("office", office_value)):
            if given:
                act(petition, "rate", "P", subject=subject, value=given)
    return petition


class TestTheFacts:
    def test_each_thing_counts_in_the_period_in_which_its_day_lies(self):
        answered("satisfied", "dissatisfied")
        with on("2026-12-31"):
            assert counts(FIRST_QUARTER) == {"accept_due": 1, "accept_in_time": 1, "urged": 1, "urge_due": 1}
            assert counts(SECOND_QUARTER) == {
                "answer_due": 1,
                "answer_in_time": 1,
                "asked": 1,
                "rated": 1,
                "satisfied": 1,
                "office_rated": 1,
                "office_dissatisfied": 1,
            }

    def test_an_urge_not_answered_by_its_day_is_late_from_the_next_one(self):
        with on("2026-03-02"):
            petition = urge(factories.to_transferred())
        with on("2026-03-05"):
            assert counts(FIRST_QUARTER) == {"urged": 1}
        with on("2026-03-06"):
            assert counts(FIRST_QUARTER) == {"urged": 1, "urge_due": 1, "urged_late": 1}
            act(petition, "answer_urge", "officer", answer="adopted", reason="照办")
            assert counts(FIRST_QUARTER)["urged_late"] == 1, "an answer that comes late stays late"

    def test_a_limit_is_late_only_when_its_last_day_is_over(self):
        with on("2026-03-02"):
            factories.to_transferred()
        with on("2026-03-17"):
            assert counts(FIRST_QUARTER) == {}
        with on("2026-03-18"):
            assert counts(FIRST_QUARTER) == {"accept_due": 1}

    def test_returns_count_where_there_were_several_and_repeats_where_they_reached(self):
        with on("2026-03-02"):
            petition = factories.to_transferred()
            for _time in range(2):
                petition = act(petition, "object", "officer", reason="不属于本单位职责")
                again = factories.unit(factories.AGRICULTURE)
                petition = act(
                    petition, "grant_objection", "petition_office", organisation=again, reason="再议"
                )
            Petition.objects.filter(pk=petition.pk).update(repeat=True)
            assert counts(FIRST_QUARTER) == {"returned": 2, "repeated": 1}

    def test_where_anybody_is_kept_from_a_case_it_counts_for_no_unit(self):
        with on("2026-03-02"):
            petition = factories.to_transferred()
            factories.accusation()
            act(petition, "accuse", "petition_office", person="某股长")
        with on("2026-03-20"):
            assert counts(FIRST_QUARTER) == {}
            counted = facts.gather(facts.facts_of(office(), FIRST_QUARTER))
            assert counted["accept_due"] == {facts.REST: [petition.pk]}
            act(petition, "recuse", "petition_head", user=factories.staff("petition_office"), reason="近亲属")
            assert not any(facts.gather(facts.facts_of(office(), FIRST_QUARTER)).values())


class TestTheAssessment:
    def test_points_follow_the_formula_that_the_page_shows(self):
        weights = assessing.weights()
        nothing = dict.fromkeys(assessing.MEASURES, 0)
        figures = nothing | {"accept_due": 3, "accept_in_time": 2, "answer_due": 4, "answer_in_time": 3}
        figures |= {"rated": 2, "satisfied": 1, "returned": 1, "urged_late": 2, "repeated": 1}
        # 20 + 20 × 2/3 + 30 × 3/4 + 30 × 1/2 − 2 − 2 × 3 − 1
        assert assessing.points(figures, weights) == Decimal("61.83")
        assert assessing.points(figures | {"urged_late": 99}, weights) == 0
        # One answer in time and one review late are half of what was to be answered.
        reviewed = {"answer_due": 1, "answer_in_time": 1, "review_due": 1}
        assert assessing.points(figures | reviewed | {"answer_due": 1}, weights) == Decimal("54.33")

    def test_a_share_without_cases_counts_neither_for_nor_against_a_unit(self):
        weights, nothing = assessing.weights(), dict.fromkeys(assessing.MEASURES, 0)
        late = nothing | {"answer_due": 2, "answer_in_time": 1}
        assert assessing.points(late, weights) == 20 + 80 / 2, (
            "the answers stand for all that could be judged"
        )
        # Half of 20 for acceptances and all of 30 for answers, of 50: the 30 of the ratings follow them.
        figures = nothing | {"accept_due": 2, "accept_in_time": 1, "answer_due": 1, "answer_in_time": 1}
        assert assessing.points(figures, weights) == 20 + 64
        assert assessing.points(nothing | {"repeated": 1}, weights) is None

    def test_a_unit_without_cases_to_judge_by_stands_last_without_points(self, at):
        with on("2026-03-02"):
            Petition.objects.filter(pk=factories.to_transferred("990121-SL").pk).update(repeat=True)
        answered("dissatisfied", late=True)
        with on("2026-03-10"):
            page = (
                at("petition_office").get(reverse("supervision:assessment_of", args=[2026])).content.decode()
            )
            lines = assessing.table_for(factories.staff("petition_office"), 2026).lines
            assert [(line.unit.code, line.points) for line in lines][-1] == ("990121-SL", None)
            assert "100.00" not in page and "0 / 0" not in page and "无件" in page
            assert "既不算满分" in page, "the formula says so"
            csv = at("petition_office").get(reverse("supervision:assessment_csv", args=[2026]))
            assert "无件" in csv.content.decode()
        with on("2027-01-02"):
            assessing.freeze(office(), 2026, None)

    def test_what_stands_above_the_county_is_not_assessed(self, at):
        with on("2026-03-02"):
            factories.to_in_rereview()
        with on("2026-12-30"):
            lines = assessing.table_for(factories.staff("petition_office"), 2026).lines
        codes = {line.unit.code for line in lines}
        assert factories.AGRICULTURE in codes and not codes & {factories.CITY, factories.PETITION_OFFICE}

    def test_a_frozen_year_keeps_figures_weights_and_cases(self, at):
        answered("dissatisfied", late=True)
        with on("2026-12-31"), pytest.raises(assessing.Refused):
            assessing.freeze(office(), 2026, None)
        with on("2027-01-01"):
            page = at("petition_head").post(reverse("supervision:freeze", args=[2026]), follow=True)
            # 20 + 20 + 0 for the late answer + 0 for the rating − 3 for the urge
            assert Assessment.objects.get().units.get().points == 37 and "37.00" in page.content.decode()
            SetNumber.objects.create(code="base", value=50)
            table = assessing.table_for(factories.staff("petition_office"), 2026)
            assert table.frozen and [line.points for line in table.lines] == [37]
            assert table.weights["base"] == 20
            with pytest.raises(assessing.Refused):
                assessing.freeze(office(), 2026, None)
            table_address = reverse("supervision:assessment_of", args=[2026])
            address = reverse(
                "supervision:assessment_cases", args=[2026, factories.AGRICULTURE, "urged_late"]
            )
            for who in ("petition_office", "officer_head", "officer2_head"):
                assert at(who).get(address).status_code == 404, "its cases are listed no more"
            assert address not in at("petition_office").get(table_address).content.decode()
            kept = Assessment.objects.get().units.get().figures
            assert kept["urged_late"] == kept["urge_due"] == 1, "what was counted stays on record"
            csv = at("petition_office").get(reverse("supervision:assessment_csv", args=[2026]))
            assert "37.00" in csv.content.decode()
            # A year that was frozen before reviews were counted has no figures of them.
            made = Assessment.objects.get().units.get()
            made.figures = {name: value for name, value in kept.items() if not name.startswith("review_")}
            made.save()
            page = at("petition_office").get(table_address).content.decode()
            assert page.count("无数据") == 1
            csv = at("petition_office").get(reverse("supervision:assessment_csv", args=[2026]))
            assert ",,," in csv.content.decode() or '"",""' in csv.content.decode()

    def test_the_cases_behind_a_figure_are_those_that_the_reader_may_know_of(self, at):
        petition = answered(late=True)
        with on("2027-01-02"):
            address = reverse(
                "supervision:assessment_cases", args=[2026, factories.AGRICULTURE, "answer_due"]
            )
            for who in ("petition_head", "petition_office"):
                assert petition.shown_number in at(who).get(address).content.decode()
            act(petition, "recuse", "petition_head", user=factories.staff("petition_office"), reason="近亲属")
            for who in ("petition_head", "petition_office"):
                assert petition.shown_number not in at(who).get(address).content.decode()

    def test_a_units_head_reads_the_own_line_and_freezes_nothing(self, at):
        answered()
        with on("2027-01-02"):
            assert [
                line.unit.code for line in assessing.table_for(factories.staff("officer_head"), 2026).lines
            ] == [factories.AGRICULTURE]
            assert not assessing.table_for(factories.staff("officer2_head"), 2026).lines
            assert (
                at("petition_office").get(reverse("supervision:assessment_of", args=[2026])).status_code
                == 200
            )
            for name in ("petition_office", "officer_head"):
                assert at(name).post(reverse("supervision:freeze", args=[2026])).status_code == 404
            assert (
                at("petition_head").get(reverse("supervision:assessment_of", args=[2028])).status_code == 404
            )


class TestSatisfaction:
    def survey(self, who: str = "petition_office") -> satisfaction.Survey:
        return satisfaction.survey_of(factories.staff(who), SECOND_QUARTER)

    def test_both_ratings_are_counted_apart_and_who_did_not_answer_is_told(self, settings):
        settings.SUNSHINE_SMALLEST_FIGURE = 1
        for values in (("satisfied", "mostly"), ("dissatisfied", ""), ("mostly", "dissatisfied"), ("", "")):
            answered(*values)
        with on("2026-08-01"):
            # Four were asked; three rated the unit, two of them well; two the office, one of them well.
            assert self.survey().county == [4, 3, 2, 2, 1]

    def test_few_and_none_are_not_told_apart(self):
        answered("dissatisfied")
        with on("2026-08-01"):
            survey = self.survey()
            assert survey.county == [None] * 5
            assert [line.numbers for line in survey.lines] == [[None] * 5]
            assert [line.numbers for line in self.survey("officer_head").lines] == [[None] * 5]
            assert not self.survey("officer2_head").lines

    def test_a_quarter_that_runs_has_no_survey(self, at):
        with on("2026-08-01"):
            address = reverse("supervision:survey")
            assert at("petition_office").get(address, {"quarter": "2026-Q2"}).status_code == 200
            for code in ("2026-Q3", "2026-08", "2026", "x"):
                assert at("petition_office").get(address, {"quarter": code}).status_code == 404


class TestTheBulletin:
    @pytest.fixture
    def site(self, county: None) -> None:
        factories.site()

    def quarter_over(self) -> None:
        """Three urges that fell due in the second quarter, of which one was never answered."""
        for late in (False, False, True):
            with on("2026-04-01"):
                petition = urge(factories.to_in_progress())
            if not late:
                with on("2026-04-03"):
                    act(petition, "answer_urge", "officer", answer="adopted", reason="照办")

    def published(self, *more: tuple[str, str, str, int]) -> None:
        """The second quarter's public figures, as the closing of its months leaves them."""
        rows = [
            *((TOTAL, ALL, name, value) for name, value in (("sent", 30), ("answered", 25), ("due", 20))),
            *((UNIT, factories.AGRICULTURE, name, value) for name, value in (("due", 20), ("in_time", 14))),
            *more,
        ]
        made = Closing.objects.create(month=datetime.date(2026, 6, 1), closed_at=timezone.now())
        for dimension, key, measure, value in rows:
            Figure.objects.create(
                closing=made,
                grain="quarter",
                start=SECOND_QUARTER.start,
                dimension=dimension,
                key=key,
                measure=measure,
                value=value,
            )

    def test_its_figures_are_the_public_ones_and_urges_counted_by_hand(self, settings):
        settings.SUNSHINE_SMALLEST_FIGURE = 1
        self.quarter_over()
        with on("2026-07-02"):
            with pytest.raises(bulletin.Refused):
                bulletin.report_of(office(), SECOND_QUARTER)
            self.published()
            report = bulletin.report_of(office(), SECOND_QUARTER)
        assert report.county == {
            "sent": 30,
            "answered": 25,
            "due": 20,
            "in_time": None,
            "urged": 3,
            "urge_due": 3,
            "urged_late": 1,
        }
        assert [(line.name, line.due, line.in_time, line.late) for line in report.lines] == [
            ("砚川县农业农村局", 20, 14, 6)
        ]
        assert [(one.why, one.due, one.late, one.percent) for one in report.named] == [("late", 20, 6, 30)]

    def test_it_waits_until_the_quarter_is_over(self):
        with on("2026-06-30"):
            self.published()
            with pytest.raises(bulletin.Refused):
                bulletin.report_of(office(), SECOND_QUARTER)
        with on("2026-07-01"):
            assert bulletin.report_of(office(), SECOND_QUARTER).lines

    def test_units_over_the_limit_are_named_by_figures_that_are_shown_and_no_others(self):
        lines = [
            bulletin.UnitLine("甲局", 10, 8, None, None),
            bulletin.UnitLine("乙局", 10, 9, 10, 2),
            bulletin.UnitLine("丙局", None, None, 20, None),
            bulletin.UnitLine("丁局", 20, 20, 20, 0),
        ]
        named = list(bulletin._named(lines, {"named_late": 20, "named_unanswered": 20}))
        assert [(one.unit, one.why, one.due, one.late, one.percent) for one in named] == [
            ("甲局", "late", 10, 2, 20),
            ("乙局", "unanswered", 10, 2, 20),
        ]

    def test_urges_too_few_to_be_shown_are_said_to_be_few_and_name_nobody(self):
        self.quarter_over()
        with on("2026-07-02"):
            self.published()
            report = bulletin.report_of(office(), SECOND_QUARTER)
        assert report.county["urged"] is report.county["urged_late"] is None
        assert [(line.urge_due, line.urged_late) for line in report.lines] == [(None, None)]
        assert [one.why for one in report.named] == ["late"]
        words = str(bulletin.figures_of(report))
        assert "发出督办函不足5件" in words and "3件" not in words

    @pytest.mark.parametrize(("smallest", "late"), [(1, 1), (2, None)])
    def test_late_urges_of_the_county_are_not_told_where_the_rest_is_too_small(
        self, settings, smallest, late
    ):
        settings.SUNSHINE_SMALLEST_FIGURE = smallest
        counted = {
            "urge_due": {1: {"a", "b", "c"}},
            "urged_late": {1: {"a", "b"} if smallest == 2 else {"a"}},
        }
        assert total_part(counted, "urged_late", "urge_due") == late
        self.quarter_over()
        with on("2026-07-02"):
            self.published()
            report = bulletin.report_of(office(), SECOND_QUARTER)
        words = str(bulletin.figures_of(report))
        assert ("逾期未复不单列" in words) is (smallest == 2) and "按期答复不单列" in words

    def test_the_draft_is_a_page_that_nobody_has_published_and_there_is_one(self, site, at):
        self.quarter_over()
        with on("2026-07-02"):
            self.published()
            shown = at("petition_office").get(reverse("supervision:bulletin")).content.decode()
            assert "30件" in shown
            for _time in range(2):
                response = at("petition_office").post(
                    reverse("supervision:draft_bulletin"),
                    {"quarter": "2026-Q2", "next_check_on": "2026-08-03"},
                )
                assert response.status_code == 302
        page = Bulletin.objects.get().page
        assert not page.live and page.first_published_at is None and page.publishing_unit == office()
        words = page.get_latest_revision_as_object().prose()
        assert "2026年第2季度" in words and "转送、交办和直接受理信访事项30件" in words
        page.get_latest_revision_as_object().full_clean()
        public = at("leader").get(page.path_on_site)
        assert public.status_code == 404

    def test_nobody_drafts_one_but_the_petition_office(self, at):
        for name in ("officer_head", "inspector_head", "clerk"):
            assert at(name).get(reverse("supervision:bulletin")).status_code == 404
            assert (
                at(name).post(reverse("supervision:draft_bulletin"), {"quarter": "2026-Q2"}).status_code
                == 404
            )
