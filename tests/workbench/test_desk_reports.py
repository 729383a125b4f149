"""Reporting as urgent what one took down oneself: the case opens to nobody by it, whatever has become of it."""

from __future__ import annotations

import datetime
import re

import factories
import pytest
import time_machine
from desk import address
from django.urls import reverse
from django.utils import timezone
from factories import act, staff

from delivery.models import OutboxMessage
from intake.petitions import desks, timeline, visibility
from intake.petitions.errors import NotFound
from intake.petitions.models import Accused, DutyContact, Petition
from intake.petitions.process import behalf, desk_reports
from intake.petitions.process.behalf import OnBehalf
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

URGENT, INDEX = reverse("desk:urgent"), reverse("desk:index")
WORDS = "扬言明天到县里"


def entered(who: str, **given) -> Petition:
    user = staff(who)
    at = desks.office_desk(user) or desks.grid_desk(user)
    behalf = OnBehalf(user, at, timezone.localdate())
    return factories.file_petition(**({"channel": "visit", "behalf": behalf} | given)).petition


def sent(client, petition: Petition, **given):
    data = {"number": petition.shown_number, "reason": WORDS, "threat": "on"} | given
    return client.post(URGENT, data)


@pytest.mark.parametrize("who", ["centre_clerk", "grid_worker"])
def test_who_took_it_down_reports_it_once_and_the_case_opens_by_it_to_nobody(at, who):
    petition, clerk = entered(who), at(who)
    assert URGENT in clerk.get(INDEX).content.decode()
    assert petition.shown_number in clerk.get(URGENT).content.decode()
    assert sent(clerk, petition, reason="").status_code == 422
    assert sent(clerk, petition).status_code == 302
    petition.refresh_from_db()
    assert petition.urgent and petition.threat and petition.notices.filter(code="report_up").exists()
    assert not factories.sees(who, petition)
    assert clerk.get(address(petition)).status_code == 404
    assert sent(clerk, petition).status_code == 422
    assert events.history("petition", petition.pk).filter(action="report_up").count() == 1
    name = staff(who).get_full_name()
    shown = at("petition_office").get(address(petition)).content.decode()
    assert WORDS in shown and name in shown
    petition = act(petition, "register", "petition_office")
    act(
        petition,
        "transfer",
        "petition_office",
        organisation=factories.unit(factories.AGRICULTURE),
        reason="职责",
    )
    assert name not in at("officer").get(address(petition)).content.decode()
    assert all(WORDS not in entry.text for entry in timeline.entries(petition))


def test_whatever_became_of_it_the_answer_is_the_same_and_only_who_has_it_reads_the_report(at):
    ordinary, sealed, ended = (entered("centre_clerk") for _ in range(3))
    accused = entered("centre_clerk")
    act(accused, "accuse", "petition_office", organisation=desks.office_desk(staff("centre_clerk")))
    act(sealed, "seal", "petition_office")
    act(ended, "withdraw", "P")
    clerk = at("centre_clerk")
    answers = set()
    for petition in (ordinary, sealed, ended, accused):
        response = sent(clerk, petition)
        answers.add((response.status_code, response["Location"]))
        assert events.history("petition", petition.pk).filter(action="report_up").exists()
    assert answers == {(302, INDEX)} and clerk.get(INDEX).content.decode().count("您已报告") == 4
    assert not factories.sees("petition_office", sealed) and not factories.sees("centre_clerk", sealed)


def test_what_the_desk_says_of_a_sealed_case_reaches_the_discipline_intake_and_nobody_else(at):
    government, duty = factories.unit(factories.COUNTY), DutyContact.Duty.GOVERNMENT
    DutyContact.objects.create(organisation=government, duty=duty, sms="19900012000")
    ordinary, sealed = entered("centre_clerk"), entered("centre_clerk")
    act(sealed, "seal", "petition_office")
    said = []
    for petition in (sealed, ordinary):
        said.append(sent(at("centre_clerk"), petition).status_code)
        told = any("19900012000" in (row.payload or "") for row in OutboxMessage.objects.all())
        letter = petition.notices.filter(code="report_up").exists()
        assert (told, letter) == (petition == ordinary,) * 2
    assert said == [302, 302]
    inspector = at("inspector")
    queue = inspector.get(reverse("workbench:queue"), {"tab": "urgent"}).content.decode()
    assert sealed.shown_number in queue and ordinary.shown_number not in queue
    page = inspector.get(address(sealed)).content.decode()
    assert WORDS in page and "其他单位均未告知" in page
    assert "report_up" in factories.offered("inspector", sealed)


def urgent_ones(client) -> list[str]:
    page = client.get(reverse("workbench:queue"), {"tab": "urgent"}).content.decode()
    found = re.findall(r'<span class="mono">([^<]+)</span>', page)
    assert re.findall(r"tab=urgent[^>]*>[^<]*<b>(\d+)</b>", page) == [str(len(found))]
    return found


def test_a_report_on_a_closed_matter_stands_among_the_urgent_ones_until_a_note_is_written(at):
    ended, before = entered("centre_clerk"), entered("centre_clerk")
    clerk, office = at("centre_clerk"), at("petition_office")
    assert sent(clerk, before).status_code == 302 and urgent_ones(office) == [before.shown_number]
    act(before, "withdraw", "P")
    act(ended, "withdraw", "P")
    assert urgent_ones(office) == []  # what was reported while it was open ends with it
    assert sent(clerk, ended).status_code == 302
    assert urgent_ones(office) == [ended.shown_number] and urgent_ones(at("inspector")) == []
    page = office.get(address(ended)).content.decode()
    assert WORDS in page and "报告时本件已办结" in page
    act(ended, "note", "petition_office", reason="已电话核实，已报县政府")
    assert urgent_ones(office) == []


def test_a_report_on_a_matter_that_was_joined_is_the_first_cases_unless_somebody_there_may_not_read_it(at):
    officer = staff("officer")
    first = factories.to_transferred()
    joined, closed_to_him, of_a_closed = (entered("centre_clerk") for _ in range(3))
    for petition in (joined, closed_to_him):
        act(petition, "merge", "petition_office", first=first.shown_number, reason="同一事项")
    ended = factories.to_registered()
    act(of_a_closed, "merge", "petition_office", first=ended.shown_number, reason="同一事项")
    act(ended, "withdraw", "P")
    Accused.objects.create(petition=closed_to_him, user=officer, added_at=timezone.now())
    visibility.refresh(closed_to_him)
    for petition, expected in ((joined, first), (closed_to_him, closed_to_him), (of_a_closed, of_a_closed)):
        assert sent(at("centre_clerk"), petition).status_code == 302
        reported = events.history("petition", expected.pk).filter(action="report_up")
        assert reported.count() == 1 and expected.shown_number in urgent_ones(at("petition_office"))
    assert not events.history("petition", joined.pk).filter(action="report_up").exists()
    for petition, lines in ((joined, 1), (closed_to_him, 0), (of_a_closed, 0)):
        told = events.history("petition", petition.pk).filter(action="reported_on_first")
        assert told.count() == lines, "the history of the joined case says where the words went"
    page = at("petition_office").get(address(joined)).content.decode()
    assert "窗口报告的紧急情况已转入首次信访件" in page
    assert urgent_ones(at("officer")) == [first.shown_number]


def test_what_the_days_list_has_no_room_for_is_reported_all_the_same(at, monkeypatch):
    monkeypatch.setattr(behalf, "MOST_LISTED", 1)
    early, late = entered("centre_clerk"), entered("centre_clerk")
    clerk = at("centre_clerk")
    day = clerk.get(INDEX).content.decode()
    assert late.shown_number in day and early.shown_number not in day
    page = clerk.get(URGENT).content.decode()
    assert early.shown_number in page and late.shown_number in page
    assert sent(clerk, early).status_code == 302
    assert early.shown_number not in clerk.get(URGENT).content.decode()


def test_nobody_reports_what_somebody_else_took_down_nor_a_report_of_wrongdoing_nor_yesterdays(at):
    theirs, own = entered("grid_worker"), entered("centre_clerk")
    sealed = factories.accusation(behalf=OnBehalf(staff("centre_clerk"), *_desk("centre_clerk"))).petition
    clerk = at("centre_clerk")
    for petition in (theirs, sealed):
        assert sent(clerk, petition).status_code == 422
        with pytest.raises(NotFound):
            _report("centre_clerk", petition)
        assert not events.history("petition", petition.pk).filter(action="report_up").exists()
    assert at("leader").get(URGENT).status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)), pytest.raises(NotFound):
        _report("centre_clerk", own)


def _desk(who: str):
    return desks.office_desk(staff(who)), timezone.localdate()


def _report(who: str, petition: Petition) -> None:
    now = timezone.now()
    given = {"reason": WORDS, "threat": False, "day": timezone.localdate(now)}
    desk_reports.report(staff(who), petition.shown_number, now, **given)
