"""``make test-services``: the tests once more, on the servers that the environment names."""

import os
import subprocess
import sys

SERVERS = {
    "DATABASE_URL": "SQLite instead of PostgreSQL",
    "REDIS_URL": "cache in the process and a broker of files instead of Redis",
    "ELASTICSEARCH_URL": "no search server",
}
# What brings a site of its own, on SQLite, or looks at files or words alone: on servers it would be the same run again.
SAME_ANYWHERE = (
    "-m",
    "not browser",
    "--ignore=tests/demo",
    "--ignore=tests/tooling",
    "--ignore=tests/uploads",
    "--ignore=tests/web",
    "--ignore=tests/matrix/test_one_language_a_page.py",
    "--reaching-servers",
)


def main() -> int:
    """Say which servers are named, then run pytest; its exit code is ours."""
    named = [name for name in SERVERS if os.environ.get(name)]
    for name, otherwise in SERVERS.items():
        print(f"{name}: {'set' if name in named else f'unset ({otherwise})'}", flush=True)
    if not named:
        print("No server is named: `make test` runs the same tests without one.")
        return 2
    left_out = (
        "browser, demo, tooling, the cleaning of files, the language of pages, sites of their own on SQLite, "
        "most viewers of the non-interference matrix"
    )
    print(f"Left out: {left_out}, and tests that ask no database, cache or broker: no server changes them.")
    print("They are counted as deselected; `make test` runs them.", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", *SAME_ANYWHERE, *sys.argv[1:]]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
