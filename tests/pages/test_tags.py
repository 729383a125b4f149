"""The tags of the look: dates, days left, quantities, titles that break well, statuses, form fields."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

NBSP = "\N{NO-BREAK SPACE}"
TODAY = datetime.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def a_saturday_in_november():
    """Half past midnight in the county, when it is still Friday in Greenwich."""
    with time_machine.travel(datetime.datetime(2026, 11, 20, 16, 30, tzinfo=datetime.UTC), tick=False):
        yield


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).strip()


def test_dates_are_written_as_the_language_writes_them() -> None:
    assert render("{{ day|cn_date }}", day=TODAY) == '<time datetime="2026-11-21">2026年11月21日</time>'
    with translation.override("en"):
        assert f">21{NBSP}November{NBSP}2026<" in render("{{ day|cn_date }}", day=TODAY)


def test_a_moment_is_told_in_the_countys_time() -> None:
    moment = datetime.datetime(2026, 11, 20, 16, 30, tzinfo=datetime.UTC)
    assert f"2026年11月21日{NBSP}00:30" in render("{{ moment|cn_moment }}", moment=moment)
    assert "2026年11月21日" in render("{{ moment|cn_date }}", moment=moment)


def test_no_date_is_nothing() -> None:
    assert render("{{ day|cn_date }}{{ day|cn_moment }}{{ day|cn_day }}{{ day|days_left }}", day=None) == ""


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [
        (12, "还剩 12 天", "wait"),
        (5, "还剩 5 天", "soon"),
        (0, "今天到期", "soon"),
        (-3, "超期 3 天", "miss"),
    ],
)
def test_days_left_are_told_in_word_shape_and_colour(days: int, words: str, kind: str) -> None:
    shown = render("{{ due|days_left }}", due=TODAY + datetime.timedelta(days=days))
    assert words.replace(" ", NBSP) in shown
    assert f"st--{kind}" in shown
    assert f"#s-{kind}" in shown


def test_a_case_is_in_time_through_all_of_its_last_day() -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 21, 15, 59, 59, tzinfo=datetime.UTC), tick=False):
        assert render("{{ due|days_left_text }}", due=TODAY) == "今天到期"
    with time_machine.travel(datetime.datetime(2026, 11, 21, 16, 0, tzinfo=datetime.UTC), tick=False):
        assert render("{{ due|days_left_text }}", due=TODAY) == f"超期{NBSP}1{NBSP}天"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(38600, "元", f"38,600{NBSP}元"), (Decimal("38600.50"), "", "38,600.50"), (0, "件", f"0{NBSP}件")],
)
def test_quantities_hold_their_unit(value: object, unit: str, shown: str) -> None:
    assert render("{{ value|quantity:unit }}", value=value, unit=unit) == shown


def test_numbers_in_a_text_hold_what_follows_them() -> None:
    assert (
        render("{{ text|quantity }}", text="15 日内告知，60 日内答复")
        == f"15{NBSP}日内告知，60{NBSP}日内答复"
    )


def test_a_title_breaks_between_words_and_never_before_a_particle_or_a_mark() -> None:
    pieces = render('{% phrased "关于 4 起群众身边不正之风和腐败问题的通报，请看" %}').split("<wbr>")
    assert "".join(pieces) == f"关于 4{NBSP}起群众身边不正之风和腐败问题的通报，请看"
    assert len(pieces) > 4
    assert not any(piece[0] in "的和，" for piece in pieces)


def test_a_title_stays_text_whatever_it_holds() -> None:
    assert "<script" not in render("{% phrased title %}", title="<script>alert(1)</script>村里的账")
    assert "&amp;" in render("{% phrased title %}", title="甲&乙")


@pytest.mark.parametrize("source", ['{% icon "unheard-of" %}', '{% status "unheard-of" "x" %}'])
def test_a_drawing_that_does_not_exist_is_a_mistake_and_not_a_gap(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source)


def test_the_line_of_days_has_the_sun_on_today() -> None:
    shown = render(
        "{% deadline_rail start due %}", start=datetime.date(2026, 10, 22), due=datetime.date(2026, 12, 21)
    )
    assert 'cx="50.0%"' in shown
    assert f"还剩{NBSP}30{NBSP}天" in shown
    assert "style=" not in shown


def test_overdue_the_sun_has_passed_the_mark() -> None:
    shown = render(
        "{% deadline_rail start due %}", start=datetime.date(2026, 10, 22), due=datetime.date(2026, 11, 11)
    )
    assert "days--over" in shown
    assert 'class="limit" x1="66.7%"' in shown
    assert 'cx="100.0%"' in shown


def test_the_line_of_days_of_what_was_done_stands_still() -> None:
    done = datetime.date(2026, 11, 1)
    days = {"start": datetime.date(2026, 10, 22), "due": datetime.date(2026, 11, 11), "met": done}
    assert "按时办完" in render("{% deadline_rail start due met=met %}", **days)
    days["met"] = datetime.date(2026, 11, 12)
    assert "迟了才办完" in render("{% deadline_rail start due met=met %}", **days)


class Form(forms.Form):
    kind = forms.ChoiceField(label="哪一类", choices=[("a", "求助"), ("b", "建议")], widget=forms.RadioSelect)
    title = forms.CharField(label="什么事", help_text="8 到 30 个字")
    phone = forms.CharField(label="电话", required=False)
    true = forms.BooleanField(label="属实")


def test_a_field_names_its_hint_and_its_error_to_screen_readers() -> None:
    shown = render("{% field form.title %}", form=Form({"title": ""}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_helptext"' in shown
    assert 'id="id_title_error"' in shown
    assert shown.index("<label") < shown.index("helptext") < shown.index("err") < shown.index("<input")


def test_a_choice_is_a_group_with_a_legend_and_a_tick_is_one_line() -> None:
    form = Form()
    assert "<legend>哪一类" in render("{% field form.kind %}", form=form)
    assert "（可不填）" in render("{% field form.phone %}", form=form)
    assert "field--tick" in render("{% field form.true %}", form=form)


def test_the_summary_leads_to_each_field_that_needs_another_look() -> None:
    form = Form({"title": ""})
    shown = render("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    assert 'role="alert"' in shown
    for target in ("id_kind", "id_title", "id_true"):
        assert f'href="#{target}"' in shown
        assert f'id="{target}"' in shown
    assert render("{% error_summary form %}", form=Form()) == ""
