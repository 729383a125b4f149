"""``make bench``: every benchmark in a process of its own, or some: ``make bench ARGS='intake queue'``."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.harness import console, describe_machine

ROOT = Path(__file__).resolve().parents[2]
ALL = ("intake", "queue", "track", "pages", "sweep", "imports", "ledgers", "search")


def main(names: list[str]) -> int:
    """Run them one after the other: two at once would measure each other."""
    unknown = set(names) - set(ALL)
    if unknown:
        console.print(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(ALL)}.")
        return 2
    console.print(f"Measured on {describe_machine()}. Numbers are printed, never asserted.\n")
    failed = [
        name
        for name in names or ALL
        if subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.bench_{name}"], cwd=ROOT, check=False
        ).returncode
    ]
    if failed:
        console.print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
