"""The wording of papers: what ships is complete, and no edit can leave out what the rules ask for."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from intake.documents import numbering, shipped, versions
from intake.documents.fields import FIELDS, PAPERS, UnknownPaper
from intake.documents.merging import merge, used
from intake.documents.models import NoticeTemplate, Unchangeable
from intake.documents.numbered import NUMBERED, UNNUMBERED
from intake.documents.rendering import MissingField, fill, outcome_text, render
from intake.documents.shipped import LANGUAGES, Text
from records import events

# Section 12.5 of the rules, all of it.
CODES = frozenset(
    name
    for line in """
    receipt forwarded_notice accept_notice not_accept_notice no_longer_accept_notice redirect_notice
    divert_notice supplement_notice lapse_notice merge_notice ordinary_notice extension_notice
    hearing_notice mediation_agreement opinion simple_reply short_reply suggestion_reply conclude_notice
    reopen_notice withdrawal_receipt withdrawal_noted review_receipt review_accept_notice
    review_refuse_notice review_opinion rereview_opinion reclass_notice discipline_accept_notice
    discipline_pass_on_notice discipline_feedback transfer_letter order_letter objection_letter
    urge_letter report_up follow_notice closing_report review_withdrawal_receipt redo_notice
    co_letter escalation_letter reopen_receipt reopen_refuse_notice discipline_reopen_refuse
    handover_notice handover_letter review_redo
    """.splitlines()
    for name in line.split()
)
SEALED = ("receipt", "supplement_notice", "withdrawal_noted", "reclass_notice", "discipline_accept_notice")
SEALED += ("discipline_pass_on_notice", "discipline_feedback", "reopen_receipt", "discipline_reopen_refuse")
OPINION = {
    "number": "2026-7K3M9QX-K",
    "petitioner_name": "覃见山",
    "received_on": "2026年11月2日",
    "title": "鱼塘水面承包款去向不明",
    "unit": "县农业农村局",
    "issued_on": "2026年11月21日",
    "requests": "查清承包款去向",
    "facts": "承包款已经入账",
    "decision": "公开近三年账目",
    "outcome": "予以支持",
    "basis": "《信访工作条例》第三十一条",
}


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create(username=f"u{uuid.uuid4().hex[:8]}", display_name="覃运维")


def test_every_paper_of_the_rules_is_there() -> None:
    assert set(PAPERS) == CODES


def test_every_paper_is_numbered_or_says_why_not() -> None:
    assert set(NUMBERED) | set(UNNUMBERED) == CODES and not set(NUMBERED) & set(UNNUMBERED)
    assert set(NUMBERED.values()) == set(numbering.words()), "no series is without a paper"
    assert all(map(str, UNNUMBERED.values()))
    # A paper that has a place for its number in none of its fields could not show one.
    assert [code for code in NUMBERED if "document_number" not in PAPERS[code].fields] == [
        code for code in NUMBERED if PAPERS[code].accusations
    ], "the discipline side's stands beside the paper, not in its words"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(CODES))
def test_the_shipped_wording_is_valid_and_complete(code: str, language: str) -> None:
    text = shipped.text(code, language)
    versions.validate(code, text)
    values = fill(code, shipped.samples(language), language)
    assert "{" not in merge(text.subject, values) + merge(text.body, values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_sample(language: str) -> None:
    assert set(shipped.samples(language)) == set(FIELDS)


@pytest.mark.parametrize("code", sorted(CODES))
def test_both_languages_say_the_same_things(code: str) -> None:
    assert used(shipped.text(code, "zh-hans").body) == used(shipped.text(code, "en").body)


@pytest.mark.parametrize(
    "code", ["not_accept_notice", "no_longer_accept_notice", "redirect_notice", "divert_notice"]
)
def test_a_refusal_must_say_who_what_when_why_by_which_article_and_where_to_go_next(code: str) -> None:
    needed = {"petitioner_name", "number", "received_on", "title", "reason", "basis", "unit", "issued_on"}
    assert needed <= PAPERS[code].required
    assert PAPERS[code].required & {"destination", "route"} and "review_unit" in PAPERS[code].required
    assert "{unit}（盖章）\n{issued_on}" in shipped.text(code, "zh-hans").body


# Of what closes a case that can be opened again; the page of addresses is one that every site has.
CLOSING = ("not_accept_notice", "redirect_notice", "divert_notice", "lapse_notice", "conclude_notice")
CLOSING += ("withdrawal_receipt",)
NEXT_STEPS = {
    "zh-hans": ("编号和查询密码", "申请重新启动", "书面", "“接待时间、地址和办事程序”"),
    "en": (
        "number and the query password",
        "opened again",
        "in writing",
        "reception hours, places and procedure",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CLOSING)
def test_a_paper_that_closes_a_case_says_how_to_have_it_opened_again_and_where(
    code: str, language: str
) -> None:
    body = shipped.text(code, language).body
    assert [words for words in NEXT_STEPS[language] if words not in body] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_done_next_is_left_out_where_it_does_not_apply(language: str) -> None:
    for code, name in (
        *(("conclude_notice", "review_by"), ("review_refuse_notice", "review_by")),
        *(("review_withdrawal_receipt", "review_by"), ("extension_notice", "destination")),
    ):
        text, samples = shipped.text(code, language), shipped.samples(language)
        lines = merge(text.body, {**samples, name: "X1"}).split("\n")
        left_out = [line for line in lines if line not in merge(text.body, {**samples, name: ""}).split("\n")]
        assert len(left_out) == 1 and "X1" in left_out[0], code


def test_an_opinion_must_hold_what_article_32_asks_for() -> None:
    assert {"requests", "facts", "decision", "outcome", "basis", "unit"} <= PAPERS["opinion"].required
    assert "三十日" in shipped.text("opinion", "zh-hans").body


@pytest.mark.parametrize("code", SEALED)
def test_a_paper_about_an_accusation_has_no_field_for_a_unit_or_its_number(code: str) -> None:
    telling = {"unit", "destination", "document_number", "contact", "review_unit"}
    allowed = (
        {"unit"} if code == "supplement_notice" else set()
    )  # shared with the other track, left out when not given
    assert PAPERS[code].accusations
    assert PAPERS[code].fields & telling <= allowed
    for language in LANGUAGES:
        text = shipped.text(code, language)
        assert not any(word in text.subject + text.body for word in ("纪委", "监委", "纪检", "discipline"))


def test_a_unit_given_by_mistake_does_not_get_into_a_paper_about_an_accusation(db: None) -> None:
    fields = OPINION | {"unit": "县纪委监委", "document_number": "砚纪信〔2026〕3号"}
    for code in ("receipt", "discipline_accept_notice", "discipline_pass_on_notice", "withdrawal_noted"):
        rendered = render(code, fields, "zh-hans")
        assert "纪" not in rendered.subject + rendered.body


# --- rendering ---


def test_a_paper_is_rendered_from_the_version_in_force(db: None) -> None:
    rendered = render("opinion", OPINION, "zh-hans")
    assert rendered.code == "opinion"
    assert rendered.version == 1
    assert rendered.subject == "信访处理意见书"
    for value in OPINION.values():
        assert value in rendered.body
    assert "向上一级机关、单位请求复查" in rendered.body


def test_a_known_review_unit_is_named(db: None) -> None:
    body = render("opinion", OPINION | {"review_unit": "砚川县人民政府"}, "zh-hans").body
    assert "向砚川县人民政府请求复查" in body


def test_an_anonymous_writer_is_addressed_by_a_word(db: None) -> None:
    assert render("opinion", OPINION | {"petitioner_name": ""}, "zh-hans").body.startswith("信访人：")
    assert render("opinion", OPINION | {"petitioner_name": ""}, "en").body.startswith("Dear Petitioner,")


def test_an_unknown_language_gets_the_chinese_paper(db: None) -> None:
    assert render("opinion", OPINION, "fr").subject == "信访处理意见书"


def test_a_missing_field_is_an_error_that_names_the_field_and_no_value(db: None) -> None:
    fields = {name: value for name, value in OPINION.items() if name != "basis"} | {"facts": "  "}
    with pytest.raises(MissingField) as missing:
        render("opinion", fields, "zh-hans")
    assert missing.value.names == ["basis", "facts"]
    assert "覃见山" not in str(missing.value)


def test_an_unknown_paper_is_an_error(db: None) -> None:
    with pytest.raises(UnknownPaper):
        render("no_such_notice", OPINION, "zh-hans")


def test_a_line_whose_fields_are_all_empty_is_left_out(db: None) -> None:
    fields = {name: OPINION[name] for name in ("number", "received_on", "title", "issued_on")}
    body = render("receipt", fields, "zh-hans").body
    assert "最迟" not in body
    assert "\n\n\n" not in body


@pytest.mark.parametrize(
    "value", ["{number}", "{0.__class__}", "{unit!r}", "%(number)s", "$number", "<b>x</b>", "}{", "\\1"]
)
def test_a_value_goes_in_as_it_is(value: str, db: None) -> None:
    assert f"\n{value}\n" in render("opinion", OPINION | {"facts": value}, "zh-hans").body


@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=30), min_size=3, max_size=3))
def test_merging_evaluates_nothing(values: list[str]) -> None:
    merged = merge(
        "a\nb{number}c{title}d{unit}e", dict(zip(("number", "title", "unit"), values, strict=True))
    )
    said = any(value.strip() for value in values)
    assert merged == ("a\nb{}c{}d{}e".format(*values) if said else "a")


def test_outcomes_have_words_in_both_languages() -> None:
    for outcome in (
        "supported",
        "not_supported",
        "adopted",
        "adopted_in_part",
        "not_adopted",
        "maintain",
        "change",
        "revoked_redo",
    ):
        assert outcome_text(outcome, "zh-hans") != outcome_text(outcome, "en")
    with pytest.raises(KeyError):
        outcome_text("perhaps", "en")


# --- versions ---


def test_an_edit_makes_a_new_version_and_keeps_the_old_one(operator: User) -> None:
    text = shipped.text("conclude_notice", "zh-hans")
    row = versions.edit("conclude_notice", "zh-hans", Text("办结告知", text.body), by=operator, seen=1)
    assert row.version == 2
    assert versions.current("conclude_notice", "zh-hans") == row
    assert [old.version for old in versions.all_of("conclude_notice", "zh-hans")] == [2, 1]
    assert versions.current("conclude_notice", "en").version == 1
    assert versions.in_force()["conclude_notice", "zh-hans"] == row
    event = events.history(versions.KIND, row.pk).get()
    assert (event.actor_id, event.after, event.data["code"]) == (operator.uuid, "2", "conclude_notice")


def test_saving_the_same_words_makes_no_version(operator: User) -> None:
    text = shipped.text("receipt", "en")
    assert (
        versions.edit(
            "receipt", "en", Text(text.subject, text.body.replace("\n", "\r\n")), by=operator, seen=1
        ).version
        == 1
    )


def test_the_second_of_two_editors_is_told(operator: User) -> None:
    text = shipped.text("receipt", "en")
    versions.edit("receipt", "en", Text("Receipt", text.body), by=operator, seen=1)
    with pytest.raises(versions.Conflict) as conflict:
        versions.edit("receipt", "en", Text("Your receipt", text.body), by=operator, seen=1)
    assert conflict.value.version == 2


def test_a_version_is_never_changed_or_taken_away(db: None) -> None:
    row = versions.current("receipt", "en")
    row.body = "x"
    with pytest.raises(Unchangeable):
        row.save()
    with pytest.raises(Unchangeable):
        row.delete()
    with pytest.raises(Unchangeable):
        NoticeTemplate.objects.filter(code="receipt").update(body="x")
    with pytest.raises(Unchangeable):
        NoticeTemplate.objects.all().delete()


def test_shipped_texts_come_back_when_missing_and_never_over_an_edit(operator: User) -> None:
    text = shipped.text("receipt", "zh-hans")
    versions.edit("receipt", "zh-hans", Text("回执", text.body), by=operator, seen=1)
    assert versions.create_missing("default") == 0
    assert versions.current("receipt", "zh-hans").subject == "回执"


def test_a_wording_that_nobody_edited_follows_the_product(db: None) -> None:
    old = versions.current("receipt", "en")
    NoticeTemplate.objects.create(code="receipt", language="en", version=2, subject="Old", body=old.body)
    assert versions.create_missing("default") == 1
    assert versions.current("receipt", "en").version == 3
    assert versions.current("receipt", "en").subject == shipped.text("receipt", "en").subject
    assert versions.create_missing("default") == 0


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda text: Text("", text.body), "subject"),
        (lambda text: Text("x" * 121, text.body), "subject"),
        (lambda text: Text("{petitioner_name}", text.body), "subject"),
        (lambda text: Text("a\nb", text.body), "subject"),
        (lambda text: Text(text.subject, ""), "body"),
        (lambda text: Text(text.subject, text.body.replace("{basis}", "")), "body"),
        (lambda text: Text(text.subject, text.body + "{password}"), "body"),
        (lambda text: Text(text.subject, text.body + "{number.__class__}"), "body"),
        (lambda text: Text(text.subject, text.body + "{{number}}"), "body"),
        (lambda text: Text(text.subject, text.body + "}"), "body"),
        (lambda text: Text(text.subject, text.body + "x" * 20_000), "body"),
    ],
)
def test_a_wording_that_breaks_the_rules_is_refused(change: object, place: str) -> None:
    with pytest.raises(ValidationError) as refused:
        versions.validate("not_accept_notice", change(shipped.text("not_accept_notice", "zh-hans")))  # type: ignore[operator]
    assert list(refused.value.error_dict) == [place]


@pytest.mark.parametrize("code", ["opinion", "review_opinion"])
def test_a_review_may_be_asked_for_on_this_site_by_post_or_in_person(code: str) -> None:
    chinese, english = (shipped.text(code, language).body for language in LANGUAGES)
    assert "凭编号和查询密码在本网站上提出" in chinese
    assert "当面递交或者邮寄" in chinese and "接待时间、地址和办事程序" in chinese
    assert "on this site, with the number of the petition and the query password" in english
    assert "in writing" in english and "Addresses, hours and procedure" in english
