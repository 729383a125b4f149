"""Signs of life."""

import datetime

import pytest
import time_machine

from delivery import heartbeat, outbox, tasks, worker

pytestmark = pytest.mark.django_db


def test_nothing_is_known_of_a_part_that_never_lived():
    assert heartbeat.age("worker") is None


def test_age_counts_from_the_last_beat():
    with time_machine.travel(datetime.datetime(2026, 11, 3, tzinfo=datetime.UTC), tick=False) as clock:
        heartbeat.beat("worker")
        clock.shift(10)
        heartbeat.beat("worker")
        heartbeat.beat("other")
        clock.shift(7)
        assert heartbeat.age("worker") == datetime.timedelta(seconds=7)


@pytest.mark.parametrize("wake", [worker.run_once, tasks.drain, tasks.beat])
def test_a_worker_that_wakes_gives_a_sign_of_life(wake):
    wake()
    assert heartbeat.age(worker.NAME) < datetime.timedelta(seconds=30)


def test_a_worker_empties_the_outbox_in_one_run():
    for number in range(worker.STEP + 5):
        outbox.post("test.heartbeat", str(number), {})
    assert worker.run_once() == worker.STEP + 5
    assert worker.run_once() == 0


@outbox.handles("test.heartbeat")
def take(payload, key):
    pass
