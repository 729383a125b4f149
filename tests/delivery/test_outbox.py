"""The outbox: posted with its cause, done at least once, retried with patience, given up in the open."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delivery import outbox
from delivery.models import OutboxMessage
from delivery.outbox import Undeliverable, drain, handles, post

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 3, 1, 0, tzinfo=datetime.UTC)

handled = []


@handles("test.good")
def good(payload, key):
    handled.append((payload, key))


@handles("test.bad")
def bad(payload, key):
    handled.append((payload, key))
    raise ConnectionError("19900001234 does not answer")


@handles("test.never")
def never(payload, key):
    raise Undeliverable("not_a_mobile_number")


@pytest.fixture(autouse=True)
def nothing_handled():
    handled.clear()


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def stored(message):
    return OutboxMessage.objects.get(pk=message.pk)


def test_a_message_is_handled_once_with_its_payload_and_key():
    post("test.good", "case-1:notice", {"to": "19900001234", "when": START, "id": uuid.UUID(int=7)})
    report = drain()
    assert (report.done, report.handled) == (1, 1)
    [(payload, key)] = handled
    assert payload == {"to": "19900001234", "when": "2026-11-03T01:00:00Z", "id": str(uuid.UUID(int=7))}
    assert key == "case-1:notice"
    assert drain().handled == 0


def test_what_rolls_back_was_never_posted():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post("test.good", "a", {})
        _ = 1 / 0
    assert not OutboxMessage.objects.exists()


def test_a_key_is_posted_once_and_keeps_its_first_payload():
    first = post("test.good", "a", {"n": 1})
    assert post("test.good", "a", {"n": 2}) == first
    drain()
    assert post("test.good", "a", {"n": 3}).state == OutboxMessage.State.DONE
    assert drain().handled == 0
    assert handled == [({"n": 1}, "a")]


def test_a_key_of_another_topic_is_an_error():
    post("test.good", "a", {})
    with pytest.raises(ValueError, match="belongs to the topic"):
        post("test.bad", "a", {})


def test_the_payload_lies_encrypted_and_is_erased_when_it_is_delivered():
    message = post("test.good", "a", {"to": "19900001234"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM delivery_outboxmessage")
        assert b"19900001234" not in bytes(cursor.fetchone()[0])
    drain()
    assert stored(message).payload is None


def test_oldest_first_and_never_before_its_time(clock):
    post("test.good", "late", {}, not_before=START + datetime.timedelta(minutes=10))
    post("test.good", "first", {})
    clock.shift(1)
    post("test.good", "second", {})
    drain()
    assert [key for _payload, key in handled] == ["first", "second"]
    clock.shift(600)
    drain()
    assert [key for _payload, key in handled] == ["first", "second", "late"]


def test_a_failure_waits_longer_each_time_up_to_four_hours_and_is_given_up_after_a_day(clock):
    message = post("test.bad", "a", {})
    waits = []
    while (now := stored(message)).state != OutboxMessage.State.DEAD:
        clock.move_to(now.next_attempt_at)
        before = timezone.now()
        assert drain().handled == 1
        later = stored(message).next_attempt_at
        if later:
            waits.append((later - before).total_seconds())
    assert len(handled) == outbox.MAX_ATTEMPTS == 16
    expected = [min(15 * 2**step, 4 * 3600) for step in range(15)]
    assert all(0.8 * want <= wait <= 1.2 * want for wait, want in zip(waits, expected, strict=True))
    assert 18 * 3600 < sum(waits) < 36 * 3600
    dead = stored(message)
    assert (dead.attempts, dead.next_attempt_at, dead.settled_at is None) == (16, None, False)
    assert drain().handled == 0


def test_waits_are_spread_so_that_a_crowd_does_not_come_back_together():
    assert len({outbox.delay(3) for _ in range(20)}) > 1


def test_of_an_error_only_its_kind_is_kept_and_logged(caplog):
    message = post("test.bad", "a", {"to": "19900001234"})
    drain()
    assert stored(message).last_error == "ConnectionError"
    assert "ConnectionError" in caplog.text
    assert "19900001234" not in caplog.text


def test_what_can_never_be_delivered_is_given_up_at_once_and_keeps_its_payload():
    message = post("test.never", "a", {"to": "x"})
    assert drain().dead == 1
    dead = stored(message)
    assert (dead.state, dead.last_error, dead.attempts) == ("dead", "not_a_mobile_number", 1)
    assert dead.payload is not None


def test_a_reason_with_personal_data_is_no_reason():
    with pytest.raises(ValueError, match="short code"):
        Undeliverable("no such number: 199 0000 1234")


def test_an_unknown_topic_waits_for_a_worker_that_knows_it():
    message = post("test.unknown", "a", {})
    assert drain().retried == 1
    assert stored(message).last_error == "NoHandler"


def test_a_payload_that_no_key_opens_stops_nobody_else(settings):
    broken = post("test.good", "a", {})
    fine = post("test.good", "b", {})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE delivery_outboxmessage SET payload = %s WHERE id = %s", [b"nonsense", broken.pk]
        )
    assert vars(drain()) == {"done": 1, "retried": 1, "dead": 0, "lost": 0}
    row = OutboxMessage.objects.defer("payload").get(pk=broken.pk)
    assert row.last_error == "Undecipherable"
    assert stored(fine).state == OutboxMessage.State.DONE


def test_a_message_that_kills_its_worker_each_time_is_given_up_too(clock):
    message = post("test.good", "a", {})
    for _ in range(outbox.MAX_ATTEMPTS):
        with transaction.atomic():
            [taken] = outbox._take(5, datetime.timedelta(seconds=60))
        assert taken.message == message
        assert drain().handled == 0
        clock.shift(61)
    assert drain().handled == 0
    assert (stored(message).state, stored(message).last_error) == ("dead", "Abandoned")
    assert handled == []


def test_a_worker_that_wakes_after_its_lease_changes_nothing(clock):
    message = post("test.good", "a", {})
    with transaction.atomic():
        slow = outbox._take(1, datetime.timedelta(seconds=60))
    clock.shift(61)
    assert drain().done == 1
    for outcome in (outbox.Outcome("ConnectionError"), outbox.Outcome()):
        slow[0].outcome = outcome
        report = outbox.DrainReport()
        outbox._settle(slow, report)
        assert (report.lost, report.handled, stored(message).state) == (1, 1, "done")


def test_many_quick_messages_cost_few_transactions():
    for number in range(100):
        post("test.good", str(number), {})
    with CaptureQueriesContext(connection) as caught:
        assert drain().done == 100
    assert [key for _payload, key in handled] == [str(number) for number in range(100)]
    leases = [query for query in caught if "SET" in query["sql"] and "leased" in query["sql"]]
    assert len(leases) < 12


def test_what_was_tried_before_is_taken_alone_and_holds_nobody_up(clock):
    """It may have killed its worker; those beside it would come under suspicion with it."""
    for number in range(6):
        post("test.good", str(number), {})
    OutboxMessage.objects.filter(key__in=["0", "3"]).update(attempts=1)
    sizes = []
    with transaction.atomic():
        while held := outbox._take(10, datetime.timedelta(seconds=60)):
            sizes.append([taken.message.key for taken in held])
    assert sizes == [["0"], ["1", "2"], ["3"], ["4", "5"]]


def test_what_is_done_stays_done_when_the_worker_then_fails():
    """In the check before the next messages, say: they were sent, and must not be sent again."""
    for number in range(outbox.BATCH + 1):
        post("test.good", str(number), {})

    def fail_the_second_time() -> bool:
        if handled:
            raise ConnectionError
        return True

    with pytest.raises(ConnectionError):
        drain(go_on=fail_the_second_time)
    assert OutboxMessage.objects.filter(state="done").count() == outbox.BATCH
    assert not OutboxMessage.objects.filter(state="leased").exists()


def test_slow_messages_are_settled_one_by_one_and_the_rest_goes_back_untouched(monkeypatch):
    monkeypatch.setattr(outbox, "SETTLE_SECONDS", 0.0)
    for number in range(4):
        post("test.good", str(number), {})
    due = dict(OutboxMessage.objects.values_list("key", "next_attempt_at"))
    with transaction.atomic():
        held = outbox._take(3, datetime.timedelta(seconds=60))
    assert not outbox._handle_all(held)
    with transaction.atomic():
        outbox._settle(held, outbox.DrainReport())
    assert [key for _payload, key in handled] == ["0"]
    rest = OutboxMessage.objects.exclude(key="0")
    assert {(row.state, row.attempts, row.lease, row.next_attempt_at == due[row.key]) for row in rest} == {
        ("pending", 0, None, True)
    }
    assert drain().done == 3


def test_nothing_more_is_taken_once_it_is_time_to_stop():
    for number in range(40):
        post("test.good", str(number), {})
    answers = iter([True, True, False])
    assert drain(go_on=lambda: next(answers)).done == 2 * outbox.BATCH
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"done", "pending"}


def test_a_drain_stops_at_its_limit():
    for number in range(5):
        post("test.good", str(number), {})
    assert drain(limit=3).done == 3
    assert drain(limit=3).done == 2


def test_given_up_messages_get_a_fresh_start_and_others_stay_as_they_are():
    dead, done = post("test.never", "a", {}), post("test.good", "b", {})
    drain()
    assert outbox.requeue(OutboxMessage.objects.all()) == 1
    again = stored(dead)
    assert (again.state, again.attempts) == ("pending", 0)
    assert stored(done).state == "done"
    assert drain().dead == 1


def test_a_drain_with_nothing_to_do_takes_no_write_lock(django_assert_num_queries):
    with django_assert_num_queries(1):
        drain()


def test_a_topic_has_one_handler():
    with pytest.raises(ValueError, match="has a handler already"):
        handles("test.good")(lambda payload, key: None)
