"""Petitions a second through the API: two web processes, a synced disk, the worker draining meanwhile."""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.benchmarks.harness import p50_p95, print_table
from tests.scratch import scratch_site, servers

CLIENTS = 12
SECONDS = 20
DRAIN_SECONDS = 120
BODY = "村口到小学的这段路坑洼很多，雨天积水没过脚面，孩子上学要绕行田埂，请安排修补并告诉我们什么时候修。"


@dataclass
class Tally:
    """What one client saw."""

    times: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def file_petitions(address: str, until: float, tally: Tally) -> None:
    """Post one petition after the other over one connection until the time is up."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    while time.perf_counter() < until:
        matter = {
            "title": "村口的路坏了",
            "body": f"{BODY}（{uuid.uuid4().hex[:8]}）",
            "region": "990121103205",
            "category": "110100",
            "petitioner": {"name": "蓝水生", "phone": "19900010001"},
            "publish": False,
        }
        headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        start = time.perf_counter()
        connection.request("POST", "/api/v1/petitions/", json.dumps(matter), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 201:
            tally.times.append(time.perf_counter() - start)
        else:
            tally.refused.append(answer.status)


def main() -> None:
    with scratch_site() as folder, servers(folder) as address:
        from delivery.models import OutboxMessage

        tallies = [Tally() for _ in range(CLIENTS)]
        start = time.perf_counter()
        threads = [
            threading.Thread(target=file_petitions, args=(address, start + SECONDS, tally))
            for tally in tallies
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        filed_in = time.perf_counter() - start
        unsettled = OutboxMessage.objects.filter(next_attempt_at__isnull=False)
        waiting = unsettled.count()
        while unsettled.exists() and time.perf_counter() - start < SECONDS + DRAIN_SECONDS:
            time.sleep(0.1)
        drained_in = time.perf_counter() - start
        handled = OutboxMessage.objects.filter(state=OutboxMessage.State.DONE).count()
    times = [seconds for tally in tallies for seconds in tally.times]
    refused = [status for tally in tallies for status in tally.refused]
    median, slow = p50_p95(times)
    print_table(
        f"Intake through the API, {CLIENTS} clients for {SECONDS} s, synchronous=FULL",
        ["measure", "value"],
        [
            ["petitions created", len(times)],
            ["created a second", f"{len(times) / filed_in:.0f}"],
            ["p50", median],
            ["p95", slow],
            ["answers other than 201", len(refused)],
            ["outbox messages waiting when filing ended", waiting],
            ["outbox messages handled a second", f"{handled / drained_in:.0f}"],
            ["outbox empty after the last petition", f"{drained_in - filed_in:.1f} s"],
        ],
        "one writer at a time in SQLite, and both cores: clients, web processes and worker share them",
    )


if __name__ == "__main__":
    main()
