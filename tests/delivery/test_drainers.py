"""Several workers, and workers that are killed: nothing is lost, nothing done twice."""

import json
import os
import signal
import time

from delivery.outbox import BATCH, LEASE_SECONDS

AFTER_THE_LEASE = str(LEASE_SECONDS + 1)


def numbers_of(receiver):
    return sorted(int(body["to"][3:]) for body in receiver.accepted.values())


def test_two_drainers_at_once_share_the_work_and_never_take_the_same_message(elsewhere, receiver):
    receiver.delay = 0.01
    elsewhere.run("post", "150")
    both = [elsewhere.drainer("drain", "60") for _ in range(2)]
    reports = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    assert sum(report["done"] for report in reports) == 150
    assert all(report["lost"] == 0 for report in reports)
    assert numbers_of(receiver) == list(range(150))
    assert set(receiver.calls.values()) == {1}
    assert elsewhere.run("states") == {"done": 150}


def test_a_lease_that_has_run_out_is_taken_by_another(elsewhere, receiver):
    receiver.delay = 0.5
    elsewhere.run("post", "1")
    first = elsewhere.drainer("drain", "60")
    receiver.wait_for(1, first)
    os.killpg(first.pid, signal.SIGKILL)
    assert elsewhere.run("states") == {"leased": 1}
    assert elsewhere.run("run-later", "0") == 0
    assert elsewhere.run("run-later", AFTER_THE_LEASE) == 1
    assert elsewhere.run("states") == {"done": 1}
    assert list(receiver.calls.values()) == [2]
    assert len(receiver.accepted) == 1


def test_kill_9_of_the_worker_in_the_middle_of_200_deliveries_loses_none_and_doubles_none(
    elsewhere, receiver
):
    receiver.delay = 0.01
    elsewhere.run("post", "200")
    worker = ["-m", "celery", "--app", "sunshine.celery", "worker", "--beat", "--concurrency", "1"]
    killed = elsewhere.start(*worker)
    receiver.wait_for(60, killed)
    os.killpg(killed.pid, signal.SIGKILL)
    assert len(receiver.calls) < 200
    again = elsewhere.start(*worker)
    # All but the few messages that the dead worker still holds.
    receiver.wait_for(200 - BATCH, again)
    while elsewhere.run("states").get("done", 0) < 200 - BATCH:
        time.sleep(0.1)
    elsewhere.run("run-later", AFTER_THE_LEASE)
    assert elsewhere.run("states") == {"done": 200}
    assert numbers_of(receiver) == list(range(200))
    assert sum(receiver.calls.values()) <= 200 + BATCH


def test_a_clock_does_not_outlive_the_worker_that_started_it(elsewhere, receiver):
    worker = elsewhere.start(
        "-m", "celery", "--app", "sunshine.celery", "worker", "--beat", "--concurrency", "1"
    )
    elsewhere.run("post", "1")
    receiver.wait_for(1, worker)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    give_up = time.monotonic() + 30
    while _group_lives(worker.pid):
        assert time.monotonic() < give_up, "a process of the killed worker is still there"
        time.sleep(0.1)


def _group_lives(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_message_outside_a_transaction_is_refused(elsewhere):
    assert elsewhere.run("post-without-transaction") == "refused"


def test_posting_rings_the_bell_once_for_a_burst(elsewhere):
    elsewhere.broker.mkdir(parents=True)
    elsewhere.run("post", "5")
    [ring] = elsewhere.broker.iterdir()
    assert "delivery.drain" in ring.read_text()
    assert "199" not in json.loads(ring.read_text())["body"]


def test_a_broker_that_is_away_costs_nothing(elsewhere, receiver):
    elsewhere.environment["CELERY_BROKER_URL"] = "redis://127.0.0.1:1/0"
    assert elsewhere.run("post", "5") == 5
    elsewhere.run("drain", "60")
    assert numbers_of(receiver) == [0, 1, 2, 3, 4]
