"""The demo's keys: made on the first start, kept in a file that only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

OWNER_ONLY = 0o600


def read_or_make(path: Path) -> dict[str, str]:
    """The environment values that hold the keys, from ``path``; made and written there on the first call."""
    if not path.exists():
        _write(path, fresh())
    return json.loads(path.read_text(encoding="utf-8"))


def fresh() -> dict[str, str]:
    """New keys, kept nowhere."""
    return {
        "SUNSHINE_SECRET_KEY": secrets.token_urlsafe(60),
        "SUNSHINE_DATA_KEYS": Fernet.generate_key().decode(),
        "SUNSHINE_INDEX_KEY": secrets.token_urlsafe(48),
    }


def _write(path: Path, values: dict[str, str]) -> None:
    """Write beside and rename: a start that is killed half-way leaves no half key file behind."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8"
    ) as file:
        json.dump(values, file, indent=1)
    draft.replace(path)
