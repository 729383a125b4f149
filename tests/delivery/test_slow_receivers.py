"""A mail server or gateway that is slow or away holds up neither the worker nor what can be delivered."""

from __future__ import annotations

import datetime
import time
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import LazySettings
from django.utils import timezone

from delivery import heartbeat, messages, outbox, worker
from delivery.models import OutboxMessage

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 3, 1, 0, tzinfo=datetime.UTC)


class Receiver:
    """Takes its time, by the clock of the test, and notes when it was asked and how old the sign of life was."""

    def __init__(self) -> None:
        self.clock: time_machine.Traveller | None = None
        self.seconds = 0.0
        self.away = False
        self.asked: list[datetime.datetime] = []
        self.signs: list[datetime.timedelta] = []
        self.sent_before: list[int] = []

    def __call__(self, payload: dict, key: str) -> None:
        assert self.clock is not None
        self.asked.append(timezone.now())
        age = heartbeat.age(worker.NAME)
        assert age is not None
        self.signs.append(age)
        self.sent_before.append(OutboxMessage.objects.filter(topic="mail", state="done").count())
        self.clock.shift(self.seconds)
        if self.away:
            raise TimeoutError


receiver = Receiver()
outbox.handles("test.receiver")(receiver)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch):
    """One clock for all: what is measured in the site is the test's own time."""
    outbox._resting.clear()
    with time_machine.travel(START, tick=False) as traveller:
        for module in (outbox, worker):
            monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=time.time, sleep=traveller.shift))
        receiver.__init__()  # type: ignore[misc]
        receiver.clock = traveller
        yield traveller
    outbox._resting.clear()


def post(count: int) -> None:
    for number in range(count):
        outbox.post("test.receiver", str(number), {})


def test_a_run_ends_in_time_however_much_is_due_and_beats_all_along():
    post(60)
    receiver.seconds = 3
    handled = worker.run_once()
    assert 5 <= handled <= 10
    assert timezone.now() - START <= datetime.timedelta(seconds=worker.LONGEST_RUN_SECONDS + 3)
    assert max(receiver.signs) <= datetime.timedelta(seconds=worker.BEAT_SECONDS + 3)
    assert OutboxMessage.objects.filter(state="pending").count() == 60 - handled


def test_what_is_no_mail_goes_before_the_mails_that_waited_longer(clock):
    for number in range(30):
        context = {"number": "N", "url": "u"}
        messages.send("mail", "qin@example.cn", "case_changed", context, key=f"mail-{number}")
    clock.shift(1)
    post(1)
    assert worker.run_once() == 31
    assert receiver.sent_before == [0]


def test_after_a_time_out_the_others_of_its_kind_wait_a_minute_and_nobody_else(clock):
    post(10)
    receiver.seconds, receiver.away = 10, True
    messages.send("sms", "19900010001", "case_changed", {"number": "N", "url": "u"}, key="text")
    worker.run_once()
    assert len(receiver.asked) == 1
    assert OutboxMessage.objects.get(topic="sms").state == "done"
    assert OutboxMessage.objects.filter(topic="test.receiver", attempts=0).count() == 9
    receiver.seconds, receiver.away = 0, False
    assert worker.run_once() == 0
    clock.shift(outbox.REST_SECONDS)
    assert worker.run_once() == 10


def test_a_failure_that_comes_at_once_holds_up_none_of_its_kind():
    post(10)
    receiver.away = True
    worker.run_once()
    assert len(receiver.asked) == 10


def test_a_lease_outlasts_the_slowest_mail(settings: LazySettings):
    steps = 12  # connect, greet, encrypt, greet, sign in (three), from, to, data, text, quit
    assert steps * settings.EMAIL_TIMEOUT < outbox.LEASE_SECONDS
