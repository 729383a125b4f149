"""Who writes, who publishes, who is named: the rules of accountability notices."""

from __future__ import annotations

import datetime
from dataclasses import replace

import factories
import notice_making as making
import pytest
import time_machine
from django.utils import timezone

from accounts.models import Membership, Role, User
from cms.notices import policies, process, publicity, rules
from cms.notices.errors import Conflict, NotAllowed, RuleViolation
from cms.notices.models import Notice, Person
from cms.notices.naming import display_names, surname
from cms.notices.process import PersonData
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

TODAY = datetime.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november() -> object:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        yield


def problems(given: process.NoticeData) -> str:
    with pytest.raises(RuleViolation) as refused:
        making.submitted(given)
    return " ".join(f"{part} {words}" for part, words in refused.value.problems)


def head_elsewhere() -> User:
    user = User.objects.create(username="other_head", display_name="试用")
    Membership.objects.create(user=user, role=Role.DISCIPLINE_HEAD, organisation=factories.unit("990100-JW"))
    return user


class TestSecondPersons:
    def test_only_who_works_in_the_discipline_body_drafts_in_its_name(self):
        for who in ("petition_office", "clerk", "leader", "operator", "township_inspector"):
            with pytest.raises(NotAllowed):
                making.drafted(who=who)
        assert making.drafted(who="township_inspector", issuer=factories.TOWNSHIP_DISCIPLINE).version == 2

    def test_being_a_superuser_changes_nothing(self):
        user = factories.staff("leader")
        User.objects.filter(pk=user.pk).update(is_superuser=True)
        making.drafted()
        assert not policies.visible_to(factories.staff("leader")).exists()
        with pytest.raises(NotAllowed):
            making.drafted(who="leader")

    def test_the_head_publishes_but_not_what_the_head_wrote(self):
        notice = making.submitted()
        for who in ("inspector", "township_inspector"):
            with pytest.raises(NotAllowed):
                process.publish(notice.pk, factories.staff(who))
        process.send_back(notice.pk, factories.staff("inspector_head"), "第二起的金额请核对")
        process.save(notice.pk, factories.staff("inspector_head"), making.data())
        process.submit(notice.pk, factories.staff("inspector"))
        with pytest.raises(NotAllowed):
            process.publish(notice.pk, factories.staff("inspector_head"))

    def test_a_township_unit_without_a_head_has_that_of_the_county(self):
        draft = making.drafted(who="township_inspector", issuer=factories.TOWNSHIP_DISCIPLINE)
        process.submit(draft.pk, factories.staff("township_inspector"))
        with pytest.raises(NotAllowed):
            process.publish(draft.pk, factories.staff("township_inspector2"))
        assert process.publish(draft.pk, factories.staff("inspector_head")).state == "published"

    def test_the_later_of_two_editors_is_told(self):
        notice = making.drafted()
        process.save(notice.pk, factories.staff("inspector"), making.data(), seen=notice.version)
        with pytest.raises(Conflict):
            process.save(notice.pk, factories.staff("inspector"), making.data(), seen=notice.version)

    def test_each_act_is_recorded_and_no_record_holds_a_name(self):
        notice = making.published()
        written = list(events.history("notice", notice.pk))
        assert [event.action for event in written] == ["draft", "submit", "publish"]
        assert making.NAME not in str([event.data for event in written])


class TestNaming:
    def test_surname_and_mou_unless_a_second_person_approved_the_name(self):
        given = making.with_first(persons=[PersonData(making.NAME, "原报账员", "village", in_full=True)])
        notice = making.submitted(given)
        person = Person.objects.get()
        for who in ("inspector", "township_inspector", "leader"):
            with pytest.raises(NotAllowed):
                process.approve_name(notice.pk, person.pk, factories.staff(who))
        assert heading(notice) == "双碾坊村原报账员汤某侵占集体资金问题"
        process.approve_name(notice.pk, person.pk, factories.staff("inspector_head"))
        assert heading(notice) == "双碾坊村原报账员汤碾生侵占集体资金问题"
        process.send_back(notice.pk, factories.staff("inspector_head"), "再改")
        assert heading(notice) == "双碾坊村原报账员汤某侵占集体资金问题"

    def test_nobody_is_named_in_full_for_whom_it_was_not_asked(self):
        notice = making.submitted()
        with pytest.raises(RuleViolation):
            process.approve_name(notice.pk, Person.objects.first().pk, factories.staff("inspector_head"))

    @pytest.mark.parametrize(
        ("name", "kept"), [("汤碾生", "汤"), ("欧阳云", "欧阳"), ("买买提·沙棠", "买"), ("纪", "")]
    )
    def test_what_is_kept_of_a_name(self, name, kept):
        assert surname(name) == kept

    def test_people_of_one_surname_are_told_apart(self):
        people = [Person(name=name) for name in ("汤碾生", "汤石匠", "龙翠屏")]
        assert display_names(people) == {"汤碾生": "汤某甲", "汤石匠": "汤某乙", "龙翠屏": "龙某"}

    def test_a_name_in_the_facts_is_shown_as_the_heading_has_it_however_spaced(self):
        notice = making.published(making.with_first(facts="汤 碾生收取租金不入账。"))
        assert shown(notice).cases[0].facts == "汤某收取租金不入账。"

    def test_the_rows_show_no_name_in_the_database(self):
        from django.db import connection

        making.published()
        with connection.cursor() as cursor:
            for table in ("notices_person", "notices_case", "notices_notice"):
                cursor.execute(f"SELECT * FROM {table}")
                assert making.NAME not in str(cursor.fetchall())


class TestWhatMayNotBeThere:
    @pytest.mark.parametrize(
        "words",
        [
            "联系电话19900012345。",
            "身份证号990121198001011234。",
            "家住荷叶埂村三组12号。",
            "会计秦有粮经手此事。",
            "根据群众举报查明。",
        ],
    )
    def test_personal_data_other_names_and_sources_stop_a_notice(self, words):
        facts = making.data().cases[0].facts
        assert "facts 第" in problems(making.with_first(facts=facts + words))
        assert "opening " in problems(making.data(opening="现通报如下。" + words))

    def test_title_and_opening_name_nobody_even_of_the_persons(self):
        assert "title " in problems(making.data(title=f"关于{making.NAME}问题的通报"))

    def test_all_that_is_missing_is_said_at_once(self):
        said = problems(making.data(number="", approved_by="", cases=[]))
        assert all(part in said for part in ("number ", "approved_by ", "至少"))

    def test_nothing_is_published_before_it_is_decided(self):
        assert "decided_on " in problems(making.with_first(decided_on=TODAY + datetime.timedelta(days=1)))

    def test_a_follow_up_is_looked_through_too_and_waits_for_a_second_person(self):
        notice, writer = making.published(), factories.staff("inspector")
        with pytest.raises(RuleViolation):
            process.add_follow_up(notice.pk, writer, "会计秦有粮已退款", TODAY)
        entry = process.add_follow_up(notice.pk, writer, f"{making.NAME}已退清款项。", TODAY)
        assert shown(notice).follow_ups == []
        with pytest.raises(NotAllowed):
            process.release_follow_up(notice.pk, entry.pk, writer)
        process.release_follow_up(notice.pk, entry.pk, factories.staff("inspector_head"))
        assert [one.text for one in shown(notice).follow_ups] == ["汤某已退清款项。"]


class TestDays:
    @pytest.mark.parametrize(
        ("effect_to", "down"),
        [
            (None, datetime.date(2027, 11, 20)),
            (datetime.date(2026, 12, 1), datetime.date(2027, 11, 20)),
            (datetime.date(2028, 3, 18), datetime.date(2028, 3, 18)),
        ],
    )
    def test_a_case_comes_down_on_the_later_of_effect_and_twelve_months(self, effect_to, down):
        assert rules.take_down_day(effect_to, TODAY) == down

    def test_the_effect_is_counted_from_the_longest_measure(self):
        decided = datetime.date(2026, 8, 31)
        assert rules.effect_end(decided, ["party_serious", "restitution"]) == datetime.date(2028, 2, 29)
        assert rules.effect_end(decided, ["talk"]) == decided

    def test_the_day_may_be_set_but_never_past_five_years_nor_before_publication(self):
        notice = making.published(making.with_first(take_down_on=datetime.date(2027, 1, 1)))
        assert notice.take_down_on == datetime.date(2027, 1, 1)
        for day in (TODAY, datetime.date(2032, 1, 1)):
            other = making.submitted(replace(making.with_first(take_down_on=day), number=f"砚纪通{day.year}"))
            with pytest.raises(RuleViolation):
                process.publish(other.pk, factories.staff("inspector_head"))

    def test_the_sweep_notes_once_what_came_down(self):
        notice = making.published()
        later = timezone.now() + datetime.timedelta(days=2000)
        assert [process.sweep(later), process.sweep(later)] == [1, 0]
        assert Notice.objects.get().state == "taken_down"
        assert events.history("notice", notice.pk).filter(action="take_down").count() == 1


class TestChanges:
    def test_a_correction_keeps_the_old_text_with_what_when_and_why(self):
        notice, writer = making.published(), factories.staff("inspector")
        case = notice.cases.first()
        change = process.ask_correction(notice.pk, writer, "amount", "36800", "金额录入有误", case_id=case.pk)
        with pytest.raises(NotAllowed):
            process.decide_correction(notice.pk, change.pk, writer, accept=True)
        assert shown(notice).changes == []
        process.decide_correction(notice.pk, change.pk, factories.staff("inspector_head"), accept=True)
        (made,) = shown(notice).changes
        assert (made.old, made.new, made.reason, made.on) == ("38600.00", "36800", "金额录入有误", TODAY)
        assert str(shown(notice).cases[0].amount) == "36800.00"

    def test_a_correction_of_the_title_is_kept_when_the_command_ends(self):
        notice = making.published()
        change = process.ask_correction(
            notice.pk, factories.staff("inspector"), "title", "关于两起问题的通报", "起数"
        )
        process.decide_correction(notice.pk, change.pk, factories.staff("inspector_head"), accept=True)
        assert shown(notice).title == "关于两起问题的通报"

    def test_no_correction_brings_a_name_to_where_none_may_be(self):
        notice = making.published()
        with pytest.raises(RuleViolation):
            process.ask_correction(
                notice.pk, factories.staff("inspector"), "closing", f"望{making.NAME}引以为戒。", "补充"
            )

    def test_a_value_that_is_none_is_refused(self):
        notice = making.published()
        for field, value in (("amount", "许多"), ("decided_on", ""), ("take_down_on", "2030-01-01")):
            with pytest.raises(RuleViolation):
                process.ask_correction(
                    notice.pk,
                    factories.staff("inspector"),
                    field,
                    value,
                    "有误",
                    case_id=notice.cases.first().pk,
                )

    def test_a_redaction_takes_the_words_from_text_and_earlier_corrections(self):
        notice = making.published()
        case = notice.cases.first()
        change = process.ask_correction(
            notice.pk, factories.staff("inspector"), "facts", "汤某截留租金。", "表述", case_id=case.pk
        )
        process.decide_correction(notice.pk, change.pk, factories.staff("inspector_head"), accept=True)
        assert "碾坊" in str(shown(notice))
        process.redact(notice.pk, factories.staff("inspector_head"), "汤某收取村集体碾坊租金")
        assert "收取村集体" not in str(shown(notice))
        assert [one.what for one in shown(notice).changes] == ["查明的事实", ""]
        with pytest.raises(NotAllowed):
            process.redact(notice.pk, factories.staff("inspector"), "租金")


def shown(notice: Notice) -> publicity.PublicNotice:
    return publicity.shown(Notice.objects.whole().get(pk=notice.pk), timezone.localdate())


def heading(notice: Notice) -> str:
    return shown(notice).cases[0].heading
