"""What ``deploy/`` shows: the example of an environment is complete, and production accepts it."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "deploy" / "sunshine.env.example"
PRODUCTION = ROOT / "site" / "sunshine" / "settings" / "production.py"
READ = re.compile(r"""env\.(?:required|required_list|text|flag|number|path)\(\s*"([A-Z_]+)\"""")


def example() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = (line.partition("=") for line in lines if re.match(r"[A-Z_]+=", line))
    return {name: value for name, _, value in settings}


def check(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """``sunshine check --deploy`` in the example's environment, with keys, and with changes."""
    keys = {
        "SUNSHINE_SECRET_KEY": secrets.token_urlsafe(60),
        "SUNSHINE_DATA_KEYS": Fernet.generate_key().decode(),
        "SUNSHINE_INDEX_KEY": secrets.token_urlsafe(48),
        "SUNSHINE_VAR": str(tmp_path),
    }
    environment = {"PATH": os.environ["PATH"], **example(), **keys, **changes}
    command = [Path(sys.executable).with_name("sunshine"), "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_production_accepts_the_example_once_keys_are_in(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.returncode == 0, result.stderr


def test_a_missing_key_or_channel_stops_the_start_and_is_named(tmp_path: Path) -> None:
    for name in ("SUNSHINE_SECRET_KEY", "SUNSHINE_DATA_KEYS", "SUNSHINE_HOSTS", "SUNSHINE_MAIL_CHANNEL"):
        result = check(tmp_path, **{name: ""})
        assert result.returncode != 0
        assert name in result.stderr


def test_the_example_holds_no_secret() -> None:
    values = example()
    assert all(not values[name] for name in values if name.endswith(("_KEY", "_KEYS", "_PASSWORD")))


def test_every_value_that_production_reads_is_in_the_example() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    # What has a good default and is seldom changed need not be shown.
    seldom = {"CELERY_BROKER_URL", "DATABASE_POOL"}
    read = set(READ.findall(PRODUCTION.read_text(encoding="utf-8"))) - seldom
    assert {name for name in read if not re.search(rf"^(?:# )?{name}=", text, re.MULTILINE)} == set()
