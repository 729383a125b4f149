"""A check that published ledgers can't be changed: fails when a trigger that guards them is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from . import triggers


@register(Tags.database)
def guarded_ledgers(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each missing trigger in the databases that are checked."""
    return [
        Error(
            f"The trigger {name} is missing in the database {alias}: a published ledger there could be changed.",
            hint="Find out who removed it, then run: sunshine migrate --skip-checks",
            id="ledgers.E001",
        )
        for alias in databases or ()
        for name in triggers.missing(connections[alias])
    ]
