"""The clock's sweep over a hundred thousand open cases: one that finds late ones, one that finds none."""

from __future__ import annotations

from tests.benchmarks.harness import console, print_table, seconds
from tests.scratch import scratch_site

OPEN_CASES = 100_000


def main() -> None:
    with scratch_site():
        from intake.petitions.models import Deadline
        from intake.petitions.process.sweep import sweep
        from tests.benchmarks.generate import Generator

        with console.status(f"Writing {OPEN_CASES:,} petitions …"):
            Generator().make(OPEN_CASES)
        first = seconds(sweep)
        late = Deadline.objects.filter(late_marked_at__isnull=False).count()
        again = seconds(sweep)
    print_table(
        f"Clock sweep at {OPEN_CASES:,} open cases",
        ["sweep", "clocks marked late", "time", "a second"],
        [
            ["first", f"{late:,}", f"{first:.1f} s", f"{late / first:,.0f}"],
            ["second", 0, f"{again * 1000:.0f} ms", ""],
        ],
        "one event written for each clock that ran out; a sweep without any is one index scan",
    )


if __name__ == "__main__":
    main()
