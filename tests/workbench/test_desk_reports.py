"""Reporting as urgent what one took down oneself: the case opens to nobody by it, whatever has become of it."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from desk import address
from django.urls import reverse
from django.utils import timezone
from factories import act, staff

from delivery.models import OutboxMessage
from intake.petitions import desks, timeline
from intake.petitions.errors import NotFound
from intake.petitions.models import DutyContact, Petition
from intake.petitions.process import desk_reports
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


def test_nobody_reports_what_somebody_else_took_down_nor_a_report_of_wrongdoing_nor_yesterdays(at):
    theirs, own = entered("grid_worker"), entered("centre_clerk")
    sealed = factories.accusation(behalf=OnBehalf(staff("centre_clerk"), *_desk("centre_clerk"))).petition
    clerk = at("centre_clerk")
    for petition in (theirs, sealed):
        assert sent(clerk, petition).status_code == 422
        with pytest.raises(NotFound):
            _report("centre_clerk", petition)
        assert not events.history("petition", petition.pk).filter(action="report_up").exists()
    assert at("officer").get(URGENT).status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)), pytest.raises(NotFound):
        _report("centre_clerk", own)


def _desk(who: str):
    return desks.office_desk(staff(who)), timezone.localdate()


def _report(who: str, petition: Petition) -> None:
    now = timezone.now()
    given = {"reason": WORDS, "threat": False, "day": timezone.localdate(now)}
    desk_reports.report(staff(who), petition.shown_number, now, **given)
