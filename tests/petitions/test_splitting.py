"""The part that accuses nobody, split off a report: an ordinary petition that only its writer's page ties to it."""

from __future__ import annotations

import datetime
from typing import Any

import factories
import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from factories import accusation, act, offered, sees, staff, unit

from accounts.models import Membership, Role, User
from intake.petitions import kinship, policies, timeline, visibility
from intake.petitions.errors import Conflict, NotAllowed, NotFound, RuleViolation
from intake.petitions.models import CaseText, Notice, Petition, SplitOff
from intake.petitions.process import Person, passwords, splitting
from intake.petitions.process.sweep import sweep
from intake.workbench.belonging import belonging_to
from intake.workbench.case_page import CasePage
from records.models import Event
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]

DITCH = "三组的水渠淤了两年，春灌放不进水，请求派人清淤并修好闸门。"


def agreed(**other: Any) -> dict[str, Any]:
    values = {
        "title": "三组水渠淤塞请求清淤",
        "body": DITCH,
        "petition_class": "appeal",
        "region": Region.objects.get(code=factories.VILLAGE),
        "agreed_how": "phone",
        "agreed_on": timezone.localdate(),
        "reason": "电话征得来件人同意",
    }
    return values | other


def split(report: Petition | None = None, **other: Any) -> tuple[Petition, Petition]:
    """The report, and what was split off it."""
    report = act(report or accusation().petition, "split_off", "inspector", **agreed(**other))
    return report, made_of(report)


def made_of(report: Petition) -> Petition:
    return Petition.objects.get(pk=report.split_offs.latest("made_at").made)


def problems(report: Petition, **other: Any) -> set[str]:
    before = Petition.objects.count()
    with pytest.raises(RuleViolation) as refused:
        split(report, **other)
    assert Petition.objects.count() == before
    return {field for field, _words in refused.value.problems}


def test_it_is_filed_like_any_other_petition_from_that_day():
    with time_machine.travel("2026-08-03T02:00:00+00:00", tick=False):
        report = accusation().petition
    with time_machine.travel("2026-08-12T02:00:00+00:00", tick=False):
        report, made = split(report)
    assert (report.state, made.state, made.petition_class) == ("submitted", "submitted", "appeal")
    assert made.deadlines.get(rule="transfer_15").started_on == datetime.date(2026, 8, 12)
    assert made.owner.code == factories.PETITION_OFFICE and made.proposals.get().organisation is not None
    assert made.notices.get().code == "receipt" and made.number != report.number
    assert [one.name for one in made.petitioners.all()] == [factories.WRITER.name]
    assert made.petitioners.get().phone_index and made.title_masked
    assert offered("petition_office", made) >= {"register"}


def test_the_report_stays_with_the_intake_and_its_clock_runs_on():
    before = accusation().petition
    clocks = set(before.deadlines.open().values_list("pk", "due"))
    report, _made = split(before)
    assert set(report.deadlines.open().values_list("pk", "due")) == clocks
    assert {"keep", "pass_on", "split_off"} <= offered("inspector", report)


def test_who_has_the_one_knows_nothing_of_the_other():
    report, made = split()
    assert sees("petition_office", made) and not sees("petition_office", report)
    assert sees("inspector", report) and not sees("inspector", made)
    made = act(act(made, "register", "petition_office"), "transfer", "petition_office",
               organisation=unit(factories.AGRICULTURE), reason="按职责")  # fmt: skip
    for who in ("petition_office", "officer"):
        page = CasePage(made, staff(who))
        assert not belonging_to(page.case, staff(who)) and page.split_offs == [] and page.registration is None
        assert not policies.visible_to(staff(who)) & kinship.same_writer(made)
    assert made.channel == "web"


def test_a_link_of_the_new_petition_to_the_report_stands_nowhere_in_the_database():
    report, made = split(accusation(channel="letter").petition)
    marks = {str(report.pk), report.pk.hex, report.number, report.shown_number}
    of_the_new = [
        *Event.objects.filter(object_id=made.pk).values(),
        *Petition.objects.filter(pk=made.pk).values(),
        *made.petitioners.values(),
        *made.proposals.values(),
        *made.deadlines.values(),
        *made.keys.values(),
        *Notice.objects.filter(petition=made).values(),
    ]
    assert not [row for row in of_the_new if any(mark in str(row) for mark in marks)]
    assert len(of_the_new) >= 7
    with connection.cursor() as cursor:
        cursor.execute("SELECT made, password FROM petitions_splitoff")
        kept = b"".join(bytes(cell) for cell in cursor.fetchone())
    assert str(made.pk).encode() not in kept and made.number.encode() not in kept
    for row in Event.objects.filter(object_id=report.pk).values():
        assert not any(mark in str(row) for mark in (str(made.pk), made.number, made.shown_number))
    assert not CaseText.objects.filter(petition=made).exists() and not made.attachments.exists()


def test_a_body_that_gets_the_report_reads_nothing_of_what_was_split_off():
    report, _made = split()
    report = act(
        report, "pass_on", "inspector", organisation=unit(factories.TOWNSHIP_DISCIPLINE), reason="分级"
    )
    at_unit, at_intake = (CasePage(report, staff(who)) for who in ("township_inspector", "inspector"))
    words = "分出诉求部分"
    assert any(words in entry.words for entry in at_intake.history.entries)
    assert not any(words in entry.words or "电话征得" in entry.text for entry in at_unit.history.entries)
    assert at_unit.split_offs == [] and len(at_intake.split_offs) == 1


def test_only_the_intake_does_it_with_consent_of_which_it_says_when_and_how():
    report = accusation().petition
    for name in factories.STAFF:
        if name not in ("inspector", "inspector_head"):
            assert "split_off" not in offered(name, report), name
    with pytest.raises((NotFound, NotAllowed)):
        act(report, "split_off", "petition_office", **agreed())
    assert problems(report, agreed_how="") == {"agreed_how"}
    assert problems(report, agreed_on=None) == {"agreed_on"}
    assert problems(report, agreed_on=timezone.localdate() + datetime.timedelta(days=1)) == {"agreed_on"}
    assert problems(report, agreed_on=timezone.localdate() - datetime.timedelta(days=9)) == {"agreed_on"}
    assert problems(report, reason="") == {"reason"}
    assert problems(report, title=" ", body="") == {"title", "body"}
    assert problems(report, petition_class="accusation") == {"petition_class"}
    report, _made = split(report)
    event = Event.objects.get(object_id=report.pk, action="split_off")
    assert event.data == {"agreed": "phone", "on": timezone.localdate().isoformat()}


def test_what_still_accuses_somebody_is_not_split_off():
    report = accusation().petition
    assert "body" in problems(report, body="荷叶埂村支书收受贿赂，把集体鱼塘低价包给亲戚，请求严肃查处。")


def test_a_person_complained_of_in_the_report_can_not_be_named():
    report = act(accusation().petition, "accuse", "inspector", person="仇自得")
    assert problems(report, body=f"{DITCH}仇自得说没有钱。") == {"body"}
    assert problems(report, title="请仇自得清淤") == {"title"}


def test_somebody_chosen_as_complained_of_can_not_be_named_whatever_an_operator_wrote_behind_the_name():
    user = staff("officer")
    user.display_name = "仇自得（农业局）"
    user.save()
    report = act(accusation().petition, "accuse", "inspector", member=user)
    assert problems(report, title="请仇自得清淤", accused_may_know=True) == {"title"}


def test_the_bodies_of_which_a_report_speaks_may_be_named_as_the_petitioner_calls_them():
    report = accusation(
        reported_party="荷叶埂村委会", title="反映收礼", body="荷叶埂村委会主任收受礼金。"
    ).petition
    _report, made = split(report, body=f"{DITCH}荷叶埂村委会去年也报过。")
    assert "荷叶埂村委会" in made.body


def test_the_petitioner_is_asked_where_somebody_complained_of_works_at_the_unit_that_would_get_it():
    report = act(accusation().petition, "accuse", "inspector", member=staff("officer"))
    ditch = {"title": "请求修渠", "body": "高标准农田的渠底比田高，水放不进，请求县农业农村局返工。"}
    assert problems(report, **ditch) == {"accused_may_know"}
    report, _made = split(report, accused_may_know=True, **ditch)
    event = Event.objects.filter(action="split_off").get()
    assert event.data["known_to"] == [factories.AGRICULTURE]


@pytest.mark.parametrize(
    ("channel", "person", "shown"),
    [
        ("web", factories.WRITER, "web"),
        ("api", factories.WRITER, "api"),
        ("web", Person(phone="19900010001"), "api"),
    ],
)
def test_it_came_by_a_way_on_which_it_could_have_come_like_this(channel, person, shown):
    _report, made = split(accusation(channel=channel, people=[person]).petition)
    assert made.channel == shown


def test_no_bar_goes_over_and_the_petitioner_is_asked_where_an_accused_body_would_get_it():
    report = accusation(
        reported_party="县农业农村局局长", title="反映收礼", body="县农业农村局局长收受礼金。"
    ).petition
    ditch = {"title": "请求修渠", "body": "高标准农田的渠底比田高，水放不进，请求县农业农村局返工。"}
    lead = factories.file_petition(**ditch).petition.proposals.get().organisation
    assert lead.code == factories.AGRICULTURE
    assert problems(report, **ditch) == {"accused_may_know"}
    _report, made = split(report, accused_may_know=True, **ditch)
    assert made.proposals.get().organisation == lead
    assert not visibility.barred_organisations(made) and not made.accused.exists()


def test_an_accused_petition_office_takes_it_in_only_if_the_petitioner_knows():
    report = accusation(
        reported_party="县信访局", title="反映收礼", body="县信访局工作人员收受礼金。"
    ).petition
    assert problems(report) == {"accused_may_know"}
    _report, made = split(report, accused_may_know=True)
    assert made.owner.code == factories.PETITION_OFFICE and not made.accused.exists()


@pytest.mark.parametrize(
    ("before", "asked", "after"), [(True, False, True), (False, True, True), (False, False, False)]
)
def test_the_name_stays_withheld_or_is_from_now_on(before, asked, after):
    _report, made = split(accusation(withhold_name=before).petition, withhold_name=asked)
    assert made.withhold_name is after


def test_a_second_press_makes_no_second_petition():
    report = accusation().petition
    seen = report.version
    split(report, seen=seen)
    with pytest.raises(Conflict):
        split(report, seen=seen)
    assert problems(report) == {""}
    assert SplitOff.objects.count() == 1
    split(report, title="另一项请求", body="村里的路灯坏了，请求维修。")
    assert report.split_offs.count() == 2


def test_the_petitioner_named_or_not_gets_number_and_password_from_the_report():
    for people in ([factories.WRITER], []):
        report, made = split(accusation(people=people).petition)
        [part] = splitting.parts_of(report)
        assert part.petition == made and part.has_password
        events = Event.objects.filter(object_id=made.pk).count()
        _made, password = splitting.show_password(report, part.pk)
        assert splitting.show_password(report, part.pk)[1] == password, "a second press shows the same"
        assert passwords.prove(made.number, password) == made
        assert passwords.prove(report.number, password) is None
        assert Event.objects.filter(object_id=made.pk).count() == events, "its history tells nothing"
        splitting.forget_password(report, part.pk)
        assert splitting.show_password(report, part.pk)[1] is None
        assert passwords.prove(made.number, password) == made


def test_the_password_is_kept_till_it_was_shown_and_a_day_after():
    with time_machine.travel("2026-08-03T02:00:00+00:00", tick=False):
        report, _made = split()
        part = splitting.parts_of(report)[0]
    later = datetime.datetime(2026, 9, 20, tzinfo=datetime.UTC)
    sweep(later)
    assert splitting.show_password(report, part.pk, later)[1]
    over = later + datetime.timedelta(hours=25)
    assert splitting.show_password(report, part.pk, over)[1] is None
    splitting.forget_shown(over)
    assert SplitOff.objects.get().password is None


def test_a_password_that_was_changed_since_is_not_shown():
    report, made = split()
    passwords.renew(made)
    assert not splitting.parts_of(report)[0].has_password


def test_the_part_of_another_report_is_not_there():
    report, _made = split()
    other = accusation().petition
    with pytest.raises(NotFound):
        splitting.show_password(other, report.split_offs.get().pk)


def test_the_report_tells_its_petitioner_and_the_new_one_tells_of_a_filing():
    report, made = split()
    assert [entry.heading for entry in timeline.entries(report)][-1] == "其中一部分另作一件信访件"
    assert [entry.heading for entry in timeline.entries(made)] == ["您提交了反映"]


def test_the_repeat_finder_shows_no_report_to_who_may_not_know_of_it_nor_beside_a_petition():
    report, made = split()
    both = User.objects.create(username="both", display_name="试用两处")
    for role, code in (
        (Role.DISCIPLINE_INTAKE, factories.DISCIPLINE),
        (Role.PETITION_OFFICER, factories.PETITION_OFFICE),
    ):
        Membership.objects.create(user=both, role=role, organisation=unit(code))
    for who in (staff("petition_office"), staff("petition_head"), both):
        found = belonging_to(CasePage(made, who).case, who)
        assert not found.same, who
    found = belonging_to(CasePage(report, both).case, both)
    assert not found.same
