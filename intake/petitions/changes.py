"""What other rooms may follow of a case, and what they tell its petitioner: this room knows none of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.dispatch import Signal

from .models import Petition

# Sent in the transaction of every change to a case, with ``petition=`` as it is stored now.
case_changed = Signal()


@dataclass(frozen=True)
class Published:
    """What the public reads of a case: its title, its Chinese address, and since when."""

    title: str
    url: str
    on: datetime.datetime


Lookup = Callable[[Petition], Published | None]
_lookups: list[Lookup] = []


def tells_what_is_public(lookup: Lookup) -> None:
    """Have ``lookup`` asked what of a case is public. For a room's ``AppConfig.ready``."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def published(petition: Petition) -> Published | None:
    """What the public reads of a case now; None for nothing."""
    return next((found for lookup in _lookups if (found := lookup(petition)) is not None), None)
