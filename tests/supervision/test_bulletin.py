"""The bulletin whole: number, ranks and figures against the cases they come from; the editor changes words alone."""

from __future__ import annotations

import datetime
from decimal import Decimal

import factories
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from factories import OPINION, act

from cms.pages.models import DisclosurePage
from cms.pages.setup import ensure_site
from intake.clock.rules import local_day
from intake.petitions.models import Deadline, Petition, Urge
from intake.statistics import closing
from intake.statistics.periods import Period
from intake.supervision import assessing, bulletin, issuing, monthly, ranking
from intake.supervision.models import Bulletin, Issue
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

QUARTER = Period(2026, 4, 6)


def on(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T02:00:00+00:00", tick=False)


def office():
    return factories.unit(factories.PETITION_OFFICE)


def case(late: bool = False, urged: bool = False) -> Petition:
    """Taken up on 3 March; answered by 4 May, its last day moved behind the days off, or late."""
    with on("2026-03-02"):
        petition = factories.to_in_progress()
    if urged:
        with on("2026-04-01"):
            due = timezone.localdate() + datetime.timedelta(days=3)
            petition = act(petition, "urge", "petition_office", reason="逾期未办", due=due)
        with on("2026-04-20" if late else "2026-04-02"):
            petition = act(petition, "answer_urge", "officer", answer="adopted", reason="照办")
    with on("2026-05-20" if late else "2026-04-30"):
        petition = act(petition, "issue_opinion", "officer", **OPINION)
        return act(petition, "grant", "officer_head")


def counted_again() -> dict[str, int]:
    """What the bulletin has to say of the unit, counted anew from the cases themselves."""
    limits = Deadline.objects.filter(rule="handle_60", due__gte=QUARTER.start, due__lt=QUARTER.after)
    urges = list(Urge.objects.filter(due__gte=QUARTER.start, due__lt=QUARTER.after))
    return {
        "due": limits.count(),
        "in_time": sum(local_day(one.met_at) < one.late_from for one in limits),
        "urge_due": len(urges),
        "urges_in_time": sum(local_day(one.answered_at) <= one.due for one in urges),
    }


@pytest.fixture
def quarter_over(settings) -> dict[str, int]:
    """Four answers, one of them late; three urges, one answered late; the quarter's months closed."""
    ensure_site(Region.objects.get(level=Region.Level.COUNTY))
    settings.SUNSHINE_SMALLEST_FIGURE = 0  # what few cases show is another test
    for late, urged in ((False, True), (False, True), (False, False), (True, True)):
        case(late, urged)
    with on("2026-07-01"):
        closing.close_due()
    return counted_again()


def test_every_figure_of_the_page_is_what_the_cases_say(
    quarter_over, at, client, django_assert_max_num_queries
):
    assert quarter_over == {"due": 4, "in_time": 3, "urge_due": 3, "urges_in_time": 2}
    with on("2026-07-02"):
        shown = at("petition_office").get(reverse("supervision:bulletin")).content.decode()
        assert "72.50" in shown and "2026-08-01" in shown, "the next look is proposed 30 days on"
        desk = at("petition_office")
        desk.get(reverse("supervision:bulletin"))
        with django_assert_max_num_queries(16):
            desk.get(reverse("supervision:bulletin"))
        form = {"quarter": "2026-Q2", "next_check_on": "2026-08-10"}
        assert at("petition_office").post(reverse("supervision:draft_bulletin"), form).status_code == 302
    made = Bulletin.objects.get()
    page = made.page
    # 70 × 3/4 + 30 × 2/3 of 100
    cells = ["1", "砚川县农业农村局", "72.50", "4", "3", "75.0%", "3", "2", "66.7%"]
    table = next(block.value for block in page.figures if block.block_type == "table")
    assert table.body == [cells]
    assert [task["rank"] for task in made.content["tasks"]] == [1, 1]
    assert [(one["problem"], one["late"], one["due"]) for one in made.content["problems"]] == [
        ("late", 1, "2026-08-10"),
        ("unanswered", 1, "2026-08-10"),
    ]
    assert [one["why"] for one in made.content["named"]] == ["late", "unanswered"]
    assert made.content["praise"] == [] and made.next_check_on == datetime.date(2026, 8, 10)
    assert page.document_no == str(made.issue) == "〔2026〕第1期"
    # What the public reads, once it is reviewed.
    DisclosurePage.objects.get().get_latest_revision().publish()
    public = client.get(page.path_on_site).content.decode()
    for words in ("〔2026〕第1期", "72.50", "2026年8月10日", "工作要求", "权重70"):
        assert words in public


def test_an_editor_changes_the_words_and_no_figure(quarter_over):
    with on("2026-07-02"):
        page = bulletin.draft(office(), QUARTER, factories.staff("petition_office")).page
    figures = page.figures.get_prep_value()
    edited = page.get_latest_revision_as_object()
    edited.body = [("paragraph", "<p>各单位照此办理。</p>")]
    edited.figures = [("paragraph", "<p>各单位均无逾期。</p>")]
    edited.document_no = "〔2026〕第99期"
    edited.save_revision()
    again = DisclosurePage.objects.get().get_latest_revision_as_object()
    assert "各单位照此办理" in again.prose() and "各单位均无逾期" not in again.prose()
    assert again.figures.get_prep_value() == figures and again.document_no == "〔2026〕第1期"
    bound = DisclosurePage.get_edit_handler().get_form_class()
    assert not {"figures", "document_no"} & set(bound.base_fields)


def test_the_next_look_comes_after_today_and_a_refused_draft_takes_no_number(quarter_over, at):
    with on("2026-07-02"):
        for day in ("2026-07-02", "", "x"):
            form = {"quarter": "2026-Q2", "next_check_on": day}
            at("petition_office").post(reverse("supervision:draft_bulletin"), form)
    assert not Bulletin.objects.exists() and not Issue.objects.exists()


def test_a_number_is_given_once_in_a_year_whatever_it_is_for(quarter_over):
    staff = factories.staff("petition_office")
    with on("2026-07-02"):
        assert str(monthly.make(office(), staff).issue) == "〔2026〕第1期"
        made = bulletin.draft(office(), QUARTER, staff)
        assert str(made.issue) == "〔2026〕第2期"
        made.page.delete()
        assert str(bulletin.draft(office(), QUARTER, staff).issue) == "〔2026〕第3期", "a void one stays void"
    with on("2027-01-04"):
        assert str(assessing.freeze(office(), 2026, staff).issue) == "〔2027〕第1期"
    other = factories.unit(factories.COUNTY)
    with on("2026-08-03"):
        assert str(issuing.take(other, Issue.Kind.MONTH, timezone.now())) == "〔2026〕第1期"


def test_ties_share_a_rank_and_what_is_not_shown_has_none():
    lines = [
        bulletin.UnitLine("甲局", 10, 8, None, None),
        bulletin.UnitLine("乙局", 20, 16, None, None),
        bulletin.UnitLine("丙局", 10, 10, 10, 0),
        bulletin.UnitLine("丁局", None, None, 20, None),
        bulletin.UnitLine("戊局", 10, 1, None, None),
    ]
    found = bulletin.rank(lines, {"rank_answer": 70, "rank_urge": 30})
    assert [(one.line.name, one.rank, one.score) for one in found] == [
        ("丙局", 1, Decimal(100)),
        ("甲局", 2, Decimal(80)),
        ("乙局", 2, Decimal(80)),
        ("戊局", 4, Decimal(10)),
        ("丁局", None, None),
    ]
    assert ranking.score([(1, 2, 0)]) is None, "a weight of nothing makes no score"


def test_a_column_in_which_no_unit_has_a_figure_to_show_is_left_out():
    lines = [
        bulletin.UnitLine("甲局", 24, None, None, None),
        bulletin.UnitLine("乙局", 10, 8, None, None),
    ]
    ranked = bulletin.rank(lines, {"rank_answer": 70, "rank_urge": 30})
    day = datetime.date(2026, 8, 1)
    head, *rows = bulletin.rows_of(bulletin.Report(QUARTER, {}, ranked, [], {}, day))
    assert head[:2] == ["位次", "单位"] and "督办按期复函率" not in head
    assert rows == [["1", "乙局", "80.00", "10", "8", "80.0%"], ["—", "甲局", "—", "24", "—", "—"]]
    (head,) = bulletin.rows_of(bulletin.Report(QUARTER, {}, [], [], {}, day))
    assert "督办按期复函率" in head
