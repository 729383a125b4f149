"""What ``deploy/`` shows: the example of an environment is complete, and production accepts it."""

import os
import re
import secrets
import shlex
import subprocess
import sys
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "deploy" / "sunshine.env.example"
PRODUCTION = ROOT / "site" / "sunshine" / "settings" / "production.py"
README = ROOT / "deploy" / "README.md"
# What an operator puts for the capitals and the dots of the README.
FILES = {
    "load-regions": ROOT / "site" / "regions" / "data" / "demo-regions.csv",
    "load-holidays": ROOT / "intake" / "clock" / "data" / "holidays-2026.csv",
    "load-categories": ROOT / "intake" / "routing" / "data" / "petition-categories.csv",
}
GIVEN = {"COUNTY_CODE": "990121000000", "NAME": "duty", "…": "覃见山", "CODE": "990121-GOV"}
OPEN = """
from django.test import Client
for path in ("/", "/help/", "/privacy/", "/accessibility/", "/office/", "/en/help/", "/petition/new/"):
    answer = Client().get(path, headers={"host": "sunshine.example.gov.cn"}, secure=True)
    print(answer.status_code, path, "Wagtail" in answer.content.decode())
from cms.pages.models import PlainPage
from accounts.models import User
page = PlainPage.objects.get(slug="help")
print("may edit", page.permissions_for_user(User.objects.get(username="duty")).can_publish())
"""
READ = re.compile(r"""env\.(?:required|required_list|text|flag|number|path)\(\s*"([A-Z_]+)\"""")


def example() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = (line.partition("=") for line in lines if re.match(r"[A-Z_]+=", line))
    return {name: value for name, _, value in settings}


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """The example's environment with keys and a folder for its data, and with changes."""
    keys = {
        "SUNSHINE_SECRET_KEY": secrets.token_urlsafe(60),
        "SUNSHINE_DATA_KEYS": Fernet.generate_key().decode(),
        "SUNSHINE_INDEX_KEY": secrets.token_urlsafe(48),
        "SUNSHINE_VAR": str(folder),
    }
    return {"PATH": os.environ["PATH"], **example(), **keys, **changes}


def sunshine(words: list[str], given: dict[str, str], typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("sunshine")), *words]
    return subprocess.run(command, env=given, input=typed, capture_output=True, text=True, check=False)


def check(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """``sunshine check --deploy`` in the example's environment, with keys, and with changes."""
    return sunshine(["check", "--deploy", "--fail-level", "WARNING"], environment(tmp_path, **changes))


def test_production_accepts_the_example_once_keys_are_in(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.returncode == 0, result.stderr


def test_a_missing_key_or_channel_stops_the_start_and_is_named(tmp_path: Path) -> None:
    for name in ("SUNSHINE_SECRET_KEY", "SUNSHINE_DATA_KEYS", "SUNSHINE_HOSTS", "SUNSHINE_MAIL_CHANNEL"):
        result = check(tmp_path, **{name: ""})
        assert result.returncode != 0
        assert name in result.stderr


def test_a_proxy_that_nobody_named_is_a_warning(tmp_path: Path) -> None:
    result = check(tmp_path, SUNSHINE_PROXIES="")
    assert result.returncode != 0
    assert "SUNSHINE_PROXIES" in result.stderr


def test_the_example_holds_no_secret() -> None:
    values = example()
    assert all(not values[name] for name in values if name.endswith(("_KEY", "_KEYS", "_PASSWORD")))


def test_every_value_that_production_reads_is_in_the_example() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    # What has a good default and is seldom changed need not be shown.
    seldom = {"CELERY_BROKER_URL", "DATABASE_POOL"}
    read = set(READ.findall(PRODUCTION.read_text(encoding="utf-8"))) - seldom
    assert {name for name in read if not re.search(rf"^(?:# )?{name}=", text, re.MULTILINE)} == set()


def first_start() -> list[list[str]]:
    """The commands of the README's first start, in its order, with what an operator puts in."""
    step = README.read_text(encoding="utf-8").partition("**First start.**")[2].partition("**Units.**")[0]
    commands = [shlex.split(command) for command in re.findall(r"`sunshine ([^`]+)`", step)]
    return [
        [GIVEN.get(word, str(FILES.get(name, "")) if word == "FILE" else word) for word in (name, *words)]
        for name, *words in commands
    ]


def test_the_commands_of_the_readme_make_a_site_with_every_page_that_it_owes(tmp_path: Path) -> None:
    given = environment(tmp_path, DATABASE_URL="", REDIS_URL="")
    for words in first_start():
        done = sunshine(words, given, typed="kite-lantern-orchard-62\n")
        assert done.returncode == 0, f"{words}: {done.stderr}"
    said = sunshine(["shell", "-c", OPEN], given).stdout.splitlines()
    opened = [line for line in said if line.startswith(("2", "3", "4", "5"))]
    assert len(opened) == 7
    assert [line for line in opened if not line.startswith("200") or line.endswith("True")] == []
    assert "may edit True" in said
