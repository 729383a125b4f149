"""The command ``sunshine`` in front of a person who has configured nothing yet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SUNSHINE = Path(sys.executable).with_name("sunshine")


def say(*words: str, **given: str) -> subprocess.CompletedProcess[str]:
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SUNSHINE_") and name != "DJANGO_SETTINGS_MODULE"
    }
    return subprocess.run(
        [str(SUNSHINE), *words], env=bare | given, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "words", [("--help",), ("import-petitions", "--help"), ("--demo", "load-regions", "-h")]
)
def test_help_needs_no_settings(words: tuple[str, ...], tmp_path: Path) -> None:
    told = say(*words, SUNSHINE_VAR=str(tmp_path))
    assert told.returncode == 0
    assert "Traceback" not in told.stderr
    assert ("import-petitions" if words == ("--help",) else "usage:") in told.stdout
    assert list(tmp_path.iterdir()) == []


def test_help_names_our_commands_as_they_are_typed_and_few_of_others(tmp_path: Path) -> None:
    told = say("--help", SUNSHINE_VAR=str(tmp_path)).stdout
    named = [line.split()[0] for line in told.splitlines() if line.startswith("  ")]
    assert {"demo", "load-regions", "rebuild-index", "migrate"} <= set(named)
    assert not any("_" in name for name in named)
    assert not {"inspectdb", "startapp", "fixtree", "generateschema"} & set(named)


def test_a_missing_secret_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    told = say("import-petitions", "lines.jsonl", SUNSHINE_VAR=str(tmp_path))
    assert told.returncode == 1
    assert told.stderr.splitlines() == [
        "sunshine: SUNSHINE_SECRET_KEY is not set: signs sessions and forms; at least 50 random characters"
    ]


def test_a_command_on_a_demo_that_was_never_started_says_how_to_start_it(tmp_path: Path) -> None:
    told = say("--demo", "import-petitions", "lines.jsonl", SUNSHINE_VAR=str(tmp_path))
    assert told.returncode == 1
    assert "make demo" in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_command_finds_the_demos_keys_and_data(tmp_path: Path) -> None:
    from sunshine.demo import keys

    keys.read_or_make(tmp_path / "keys.json")
    told = say("--demo", "shell", "-c", "from django.conf import settings; print(settings.VAR, settings.SUNSHINE_DEMO)",
               SUNSHINE_VAR=str(tmp_path))  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] == f"{tmp_path} True"
