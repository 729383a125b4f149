"""What was delivered is forgotten after a month, in bites; what is still to do, or was given up, never is."""

import datetime

import pytest
import time_machine
from django.db import transaction
from factories import file_petition

from delivery import outbox
from delivery.checks import keys_outlive_retries
from delivery.models import OutboxMessage
from delivery.pruning import prune
from delivery.tasks import prune as task
from intake.petitions.process import lost
from sunshine.celery import app

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 3, 1, 0, tzinfo=datetime.UTC)
PHONE = "19900010001"


def settled(key, state="done", days=31):
    """A message that was settled so many days ago."""
    with transaction.atomic():
        made = outbox.post("test.prune", key, {"to": PHONE})
    moment = NOW - datetime.timedelta(days=days)
    OutboxMessage.objects.filter(pk=made.pk).update(
        state=state, created_at=moment, settled_at=moment, next_attempt_at=None
    )
    return made


def keys():
    return set(OutboxMessage.objects.values_list("key", flat=True))


def test_what_was_delivered_is_kept_for_a_month_and_then_goes():
    settled("old", days=31)
    settled("young", days=29)
    assert prune(NOW) == 1
    assert keys() == {"young"}


def test_running_it_again_changes_nothing_more():
    settled("old")
    assert [prune(NOW), prune(NOW)] == [1, 0]


def test_an_operator_says_for_how_long(settings):
    settings.SUNSHINE_OUTBOX_KEPT_DAYS = 90
    settled("old", days=89)
    settled("older", days=91)
    prune(NOW)
    assert keys() == {"old"}


@pytest.mark.parametrize("state", ["pending", "leased", "dead"])
def test_what_is_not_delivered_stays_however_old(state):
    settled("old", state=state, days=4000)
    assert prune(NOW) == 0
    assert keys() == {"old"}


def test_a_given_up_message_goes_a_month_after_it_was_delivered_in_the_end():
    made = settled("old", state="dead", days=4000)
    outbox.requeue(OutboxMessage.objects.filter(pk=made.pk))
    assert prune(NOW) == 0
    OutboxMessage.objects.filter(pk=made.pk).update(state="done", settled_at=NOW)
    assert prune(NOW + datetime.timedelta(days=29)) == 0
    assert prune(NOW + datetime.timedelta(days=31)) == 1


def test_a_run_is_bounded_and_the_next_goes_on():
    for number in range(5):
        settled(f"old {number}")
    assert [prune(NOW, chunk=2, chunks=2) for _ in range(3)] == [4, 1, 0]


def test_the_worker_does_it_by_itself():
    assert "delivery.prune" in {entry["task"] for entry in app.conf.beat_schedule.values()}
    settled("old")
    with time_machine.travel(NOW):
        task()
    assert keys() == set()


@pytest.mark.parametrize(("days", "problems"), [(30, 0), (2, 0), (1, 1), (0, 1), (-1, 1)])
def test_a_key_is_kept_at_least_as_long_as_its_message_is_tried(settings, days, problems):
    settings.SUNSHINE_OUTBOX_KEPT_DAYS = days
    assert len(keys_outlive_retries()) == problems


@pytest.mark.usefixtures("county")
def test_a_code_is_not_sent_again_when_its_first_message_is_forgotten():
    """The one message that another one's handler posts: an operator sends that one again much later."""
    with time_machine.travel(NOW, tick=False) as clock:
        file_petition()
        lost.send_code(PHONE, "zh-hans")
        [cause] = OutboxMessage.objects.filter(topic=lost.TOPIC)
        payload = cause.payload
        outbox.drain()
        assert OutboxMessage.objects.filter(state="done").count() == 3
        # As if its worker had died over it each time, after the code had gone out.
        OutboxMessage.objects.filter(pk=cause.pk).update(state="dead", last_error="Abandoned")
        cause.refresh_from_db()
        cause.payload = payload
        cause.save()
        clock.shift(datetime.timedelta(days=40))
        assert prune() == 2
        outbox.requeue(OutboxMessage.objects.all())
        assert outbox.drain().done == 1
        assert keys() == {cause.key}
