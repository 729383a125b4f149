"""Measuring and printing: what every benchmark needs beside a site to measure."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

console = Console(highlight=False, width=110)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def count_queries(work: Callable[[], bool]) -> int:
    """How many queries a call makes, once what is cached is warm. The call says whether it did its work."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert work()
    with CaptureQueriesContext(connection) as queries:
        assert work()
        return len(connection.queries_log) - queries.initial_queries


def settle() -> None:
    """Let the collector forget what is loaded, as the web server does before it serves."""
    gc.collect()
    gc.freeze()


def p50_p95(times: Sequence[float]) -> tuple[str, str]:
    """Median and 95th percentile in milliseconds, as text."""
    ranked = statistics.quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
    return f"{statistics.median(times) * 1000:.0f} ms", f"{ranked[18] * 1000:.0f} ms"


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], limit: str) -> None:
    """A table, and below it what limits these numbers."""
    table = Table(title=title, title_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right")
    for row in rows:
        table.add_row(*(str(value) for value in row))
    console.print(table)
    console.print(f"Limited by: {limit}\n")


def describe_machine() -> str:
    """What the numbers were measured on."""
    parts = (
        f"{os.cpu_count()} cores",
        platform.machine(),
        platform.system(),
        f"Python {platform.python_version()}",
    )
    return ", ".join(parts)
