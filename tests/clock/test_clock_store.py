"""The operator's days off and settings stand behind every deadline from the moment they are changed."""

import datetime
import io
import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import translation

import intake.clock
from intake.clock import labels, store
from intake.clock.loading import load_holidays
from intake.clock.models import Holiday, RuleSetting
from intake.clock.rules import RULES, UnknownRule

pytestmark = pytest.mark.django_db

HOLIDAYS_2026 = Path(intake.clock.__file__).parent / "data" / "holidays-2026.csv"
START = datetime.date(2026, 3, 2)


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue()


def test_the_shipped_calendar_loads_once_and_a_second_time_changes_nothing(no_holidays):
    first = load_holidays(HOLIDAYS_2026)
    again = load_holidays(HOLIDAYS_2026)
    assert (first.created, first.problems) == (39, [])
    assert (again.created, again.updated, again.unchanged) == (0, 0, 39)


def test_a_changed_notice_changes_the_days_it_names(no_holidays, tmp_path):
    load_holidays(HOLIDAYS_2026)
    notice = tmp_path / "changed.csv"
    notice.write_text("date,kind,holiday\n2026-10-08,off,国庆节\n2026-10-07,off,国庆假期\n", encoding="utf-8")
    report = load_holidays(notice)
    assert (report.created, report.updated) == (1, 1)
    assert store.due("handle_60", datetime.date(2026, 8, 3)).due == datetime.date(2026, 10, 9)


def test_a_file_with_a_wrong_line_is_refused_whole_and_every_wrong_line_named(no_holidays, tmp_path):
    notice = tmp_path / "wrong.csv"
    notice.write_text(
        "date,kind,holiday\n2027-01-01,off,元旦\n01.02.2027,off,元旦\n2027-01-03,holiday,元旦\n"
        "2027-01-05,work,元旦\n2027-01-01,off,元旦\n2027-01-09,work,\n",
        encoding="utf-8",
    )
    report = load_holidays(notice)
    assert [problem.line for problem in report.problems] == [3, 4, 5, 6, 7]
    assert not Holiday.objects.exists()


def test_a_file_without_the_columns_is_refused(tmp_path):
    notice = tmp_path / "other.csv"
    notice.write_text("day,kind\n2027-01-01,off\n", encoding="utf-8")
    assert [problem.line for problem in load_holidays(notice).problems] == [1]


def test_load_holidays_says_what_it_did(no_holidays):
    with translation.override("en"):
        assert run("load_holidays", str(HOLIDAYS_2026)) == "39 created, 0 updated, 0 unchanged\n"


def test_load_holidays_fails_loudly_on_wrong_lines_and_missing_files(tmp_path):
    notice = tmp_path / "wrong.csv"
    notice.write_text("date,kind,holiday\n2027-13-01,off,元旦\n", encoding="utf-8")
    for path in (notice, tmp_path / "none.csv"):
        with pytest.raises(CommandError):
            run("load_holidays", str(path))


def test_a_day_off_counts_as_soon_as_it_is_saved_and_no_longer_once_deleted(county):
    before = store.due("transfer_15", START).due
    added = Holiday.objects.create(date=before, kind=Holiday.Kind.OFF, name="临时放假")
    assert store.due("transfer_15", START).due > before
    added.delete()
    assert store.due("transfer_15", START).due == before


def test_another_process_s_change_is_seen_without_a_signal(county):
    before = store.due("transfer_15", START).due
    Holiday.objects.bulk_create([Holiday(date=before, kind="off", name="临时放假", year=before.year)])
    assert store.due("transfer_15", START).due > before


def test_without_a_calendar_every_date_is_provisional(no_holidays):
    assert store.due("handle_60", START).provisional


def test_an_open_rule_lasts_as_long_as_the_operator_says(county):
    assert store.days("rating_30") == 30
    RuleSetting.objects.create(rule="rating_30", days=45)
    assert store.days("rating_30") == 45
    assert store.due("rating_30", START).due_unmoved == datetime.date(2026, 4, 16)


@pytest.mark.parametrize(("code", "days"), [("rating_30", 0), ("rating_30", 366), ("handle_60", 90)])
def test_a_setting_out_of_range_or_of_a_rule_fixed_by_law_is_refused(code, days):
    setting = RuleSetting(rule=code, days=days)
    with pytest.raises(ValidationError):
        setting.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        setting.save()


def test_a_rule_fixed_by_law_keeps_its_days():
    assert {code for code, limit in RULES.items() if limit.adjustable} == {
        "simple_accept_3wd",
        "rating_30",
        "supplement_15",
        "suggestion_reply_60",
        "posted_7",
        "register_1wd",
        "reopen_answer_15",
    }
    assert store.days("handle_60") == 60


def test_an_unknown_rule_has_neither_days_nor_a_name():
    for ask in (store.days, labels.name_of, labels.article_of):
        with pytest.raises(UnknownRule):
            ask("handle_61")


def test_every_rule_has_a_name():
    assert set(labels.NAMES) == set(RULES)


def test_a_make_up_workday_on_a_weekday_is_refused():
    with pytest.raises(ValidationError):
        Holiday(date=datetime.date(2026, 3, 3), kind="work", name="补班").full_clean()


def test_the_clock_command_prints_when_a_limit_ends(county):
    with translation.override("en"):
        answer = json.loads(run("clock", "handle_60", "2026-03-02"))
    assert answer == {
        "due": "2026-05-01",
        "due_moved": "2026-05-06",
        "late_from": "2026-05-07",
        "article": "Regulations on Petition Work, Art. 34",
    }


def test_the_clock_command_refuses_an_unknown_rule_and_lists_the_rules():
    with pytest.raises(CommandError) as refused:
        run("clock", "handle_61", "soon")
    assert refused.value.returncode == 2
    assert all(code in str(refused.value) for code in RULES)


@pytest.mark.parametrize("start", ["2026-02-30", "soon", "2.3.2026", "", "9999-12-31", "2026-W10-1"])
def test_the_clock_command_refuses_what_is_no_date(start):
    with pytest.raises(CommandError) as refused:
        run("clock", "handle_60", start)
    assert refused.value.returncode == 2
    assert all(code in str(refused.value) for code in RULES)
