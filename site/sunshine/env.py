"""The environment, read once and typed. No other module looks at ``os.environ``.

Every value that production needs has either a safe default or none at all: a missing one stops the start
with its name and what it is for.
"""

from __future__ import annotations

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent

_env = environ.Env()


def provide(values: dict[str, str]) -> None:
    """Give values to variables that are not set. For the demo and the tests, which bring their own."""
    for name, value in values.items():
        os.environ.setdefault(name, value)


def forget(name: str) -> None:
    """Take a variable away. For tests: what a parallel run's first process made for itself is not its workers'."""
    os.environ.pop(name, None)


def required(name: str, purpose: str) -> str:
    """The value of ``name``. Raises ``ImproperlyConfigured`` with the purpose when it is missing or empty."""
    value = _env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {purpose}")
    return value


def required_list(name: str, purpose: str) -> list[str]:
    """A comma-separated list with at least one entry."""
    return [item.strip() for item in required(name, purpose).split(",") if item.strip()]


def text(name: str, default: str = "") -> str:
    return _env.str(name, default=default)


def flag(name: str, default: bool = False) -> bool:
    return _env.bool(name, default=default)


def number(name: str, default: int) -> int:
    return _env.int(name, default=default)


def path(name: str, default: Path) -> Path:
    return Path(_env.str(name, default=str(default)))


def terminal_language() -> str:
    """The language of the person at the terminal: English where the locale says so, else Chinese."""
    locale = text("LC_ALL") or text("LC_MESSAGES") or text("LANG")
    return "en" if locale.startswith("en") else "zh-hans"


def database_from(url: str) -> dict:
    """A Django database entry from a URL such as ``postgresql://user:password@host:5432/name``."""
    return dict(environ.Env.db_url_config(url))
