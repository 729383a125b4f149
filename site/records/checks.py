"""A check that the history can't be rewritten: fails when a trigger that guards it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from records import triggers


@register(Tags.database)
def append_only_tables(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each missing trigger in the databases that are checked."""
    return [
        Error(
            f"The trigger {name} is missing in the database {alias}: history there could be rewritten.",
            hint="Find out who removed it, then run: sunshine migrate --skip-checks",
            id="records.E001",
        )
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]
