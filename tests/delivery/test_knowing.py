"""Who is shown what failed: everybody who keeps the site, but for what tells of a case that is closed to them."""

import uuid

import factories
import pytest
from django.urls import reverse
from factories import accusation, act, file_petition, staff, to_registered, unit

from accounts.models import Membership
from delivery import outbox
from delivery.admin import handle
from delivery.knowing import given_up_unseen, known_to
from delivery.models import MessageSubject, OutboxMessage
from delivery.tasks import look_for_unseen
from intake.petitions.process import lost
from sunshine.celery import app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

REQUEUE = reverse("outbox:requeue")


def dead_word_of(petition):
    """The messages of a case, given up."""
    rows = OutboxMessage.objects.filter(subjects__about=petition.pk)
    rows.update(state="dead", last_error="channel_off", next_attempt_at=None)
    return rows


def also_at(name, code, role="clerk"):
    return Membership.objects.create(user=staff(name), organisation=unit(code), role=role)


def sees(name):
    return known_to(staff(name), OutboxMessage.objects.exclude(last_error="")).count()


def test_word_of_a_case_is_not_there_for_an_operator_who_works_for_the_accused_village():
    dead_word_of(to_registered(reported_party="荷叶埂村委会"))
    assert sees("operator") == 1
    also_at("operator", factories.VILLAGE)
    assert sees("operator") == 0


def test_a_unit_that_was_only_mentioned_bars_nobody():
    petition = to_registered(reported_party="荷叶埂村委会")
    dead_word_of(petition)
    also_at("operator", factories.VILLAGE)
    row = petition.accused.get(organisation=unit(factories.VILLAGE))
    act(petition, "clear_accused", "petition_office", accused=row.pk, reason="只是提到")
    assert sees("operator") == 1


def test_whoever_was_recused_from_a_case_gets_no_word_of_it():
    petition = to_registered()
    dead_word_of(petition)
    also_at("petition_office", "990121-GOV", role="operator")
    staff("petition_head")
    act(petition, "recuse", "petition_head", user=staff("petition_office"), reason="近亲属")
    assert sees("petition_office") == 0


def test_a_code_for_a_lost_password_is_there_if_one_of_its_cases_is_open_to_the_operator():
    barred = file_petition(reported_party="荷叶埂村委会").petition
    also_at("operator", factories.VILLAGE)
    lost.send_code(factories.WRITER.phone, "zh-hans")
    outbox.drain()
    dead_word_of(barred)
    assert sees("operator") == 0
    other = file_petition().petition
    lost.send_code(factories.WRITER.phone, "zh-hans")
    outbox.drain()
    assert dead_word_of(other).count() == 2
    assert sees("operator") == 2


def test_a_message_about_nothing_in_particular_is_everybodys():
    made = outbox.post("sms", "a", {})
    OutboxMessage.objects.filter(pk=made.pk).update(last_error="ConnectionError")
    also_at("operator", factories.VILLAGE)
    assert sees("operator") == 1


def test_what_one_may_not_know_of_one_cannot_send_again(client):
    [word] = dead_word_of(to_registered(reported_party="荷叶埂村委会"))
    also_at("operator", factories.VILLAGE)
    client.force_login(staff("operator"))
    client.post(REQUEUE, {"which": "all"})
    client.post(REQUEUE, {"which": "chosen", "message": [handle(word)]})
    assert OutboxMessage.objects.get(pk=word.pk).state == "dead"


def test_what_one_may_not_know_of_one_cannot_set_aside_put_back_or_find_there(client):
    [word] = dead_word_of(to_registered(reported_party="荷叶埂村委会"))
    also_at("operator", factories.VILLAGE)
    client.force_login(staff("operator"))
    client.post(reverse("outbox:set_aside"), {"message": [handle(word)], "reason": "told"})
    assert OutboxMessage.objects.get(pk=word.pk).state == "dead"
    OutboxMessage.objects.filter(pk=word.pk).update(state="aside", aside_reason="told")
    client.post(reverse("outbox:put_back"), {"message": [handle(word)]})
    assert OutboxMessage.objects.get(pk=word.pk).state == "aside"
    found = client.get(reverse("outbox:index"), {"state": "aside"})
    assert not found.context["object_list"] and found.context["aside_count"] == 0


def test_an_operator_of_the_superior_discipline_side_is_left_when_all_others_are_barred(caplog):
    """The commission and the government, in whose building the operators sit, accused in one petition."""
    petition = accusation(reported_party="县政府").petition
    act(petition, "accuse", "superior_inspector", organisation=unit(factories.DISCIPLINE))
    dead_word_of(petition)
    also_at("inspector", factories.DISCIPLINE, role="operator")
    assert (sees("operator"), sees("inspector")) == (0, 0)
    assert given_up_unseen()
    assert "no operator may know" in caplog.text
    also_at("superior_inspector", "990100-JW", role="operator")
    assert sees("superior_inspector") == 1
    assert not given_up_unseen()


def test_the_log_says_nothing_while_each_given_up_message_has_an_operator(caplog):
    dead_word_of(to_registered())
    staff("operator")
    look_for_unseen()
    assert "delivery.look_for_unseen" in {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert caplog.text == ""


def test_posting_again_tells_of_nothing_new():
    about = uuid.uuid4()
    for _time in range(2):
        outbox.post("sms", "a", {}, about=[about])
    assert list(MessageSubject.objects.values_list("about", flat=True)) == [about]
