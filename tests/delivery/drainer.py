"""Run as a script by the tests: one step of a site that lives in a process and a database of its own."""

import json
import sys
import time
from collections import Counter
from datetime import timedelta

import django

django.setup()

import time_machine  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from delivery import messages, outbox, worker  # noqa: E402
from delivery.models import Heartbeat, MessageSubject, MessageTemplate, OutboxMessage  # noqa: E402


def tables() -> str:
    with connection.schema_editor() as editor:
        for model in (OutboxMessage, MessageSubject, MessageTemplate, Heartbeat):
            editor.create_model(model)
    return "made"


def post(count: str) -> int:
    with transaction.atomic():
        for number in range(int(count)):
            phone = f"199{number:08d}"
            context = {"number": f"N{number}", "url": "u"}
            messages.send("sms", phone, "case_changed", context, key=f"message-{number}")
    return OutboxMessage.objects.count()


def post_without_transaction() -> str:
    try:
        outbox.post("sms", "key", {})
    except outbox.NoTransaction:
        return "refused"
    return "taken"


def drain(lease_seconds: str) -> dict[str, int]:
    """Drain until everything is settled, waiting for leases of others to run out."""
    total: Counter[str] = Counter()
    while OutboxMessage.objects.filter(next_attempt_at__isnull=False).exists():
        report = outbox.drain(lease_seconds=float(lease_seconds))
        total.update(vars(report))
        if not report.handled:
            time.sleep(0.05)
    return dict(total)


def run_later(seconds: str) -> int:
    """What a worker does when it wakes after so many seconds."""
    with time_machine.travel(timezone.now() + timedelta(seconds=float(seconds)), tick=True):
        return worker.run_once()


def states() -> dict[str, int]:
    return dict(Counter(OutboxMessage.objects.values_list("state", flat=True)))


STEPS = {
    "tables": tables,
    "post": post,
    "post-without-transaction": post_without_transaction,
    "drain": drain,
    "run-later": run_later,
    "states": states,
}


def serve() -> None:
    """Carry out steps from the standard input, a line each, so that a test pays one start for many steps."""
    for line in sys.stdin:
        step, *arguments = json.loads(line)
        print(json.dumps(STEPS[step](*arguments)), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    else:
        print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
