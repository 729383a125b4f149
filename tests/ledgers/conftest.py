"""Ledgers of the invented county, stored through the real commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import factories
import pytest

from accounts.models import User
from cms.ledgers import process
from cms.ledgers.deciding import NONE, Decisions
from cms.ledgers.models import LedgerVersion
from cms.ledgers.process import Source
from cms.ledgers.reading import read_file
from regions.models import Region

Stores = Callable[..., LedgerVersion]


@pytest.fixture
def village(county: None) -> Region:
    return Region.objects.get(code=factories.VILLAGE)


@pytest.fixture
def clerk(county: None) -> User:
    return factories.staff("clerk")


@pytest.fixture
def store(village: Region, clerk: User) -> Stores:
    """Store the one table of a file as a draft."""

    def stored(content: bytes, *, decisions: Decisions = NONE, **given: Any) -> LedgerVersion:
        [table] = read_file(content).tables
        source = Source.of("台账.xlsx", content)
        return process.store(
            table, **({"region": village, "by": clerk, "source": source, "decisions": decisions} | given)
        )

    return stored


@pytest.fixture
def publish(store: Stores, clerk: User) -> Stores:
    """Store and publish the one table of a file."""
    return lambda content, **given: process.publish(store(content, **given), by=clerk)


@pytest.fixture
def correct(clerk: User) -> Stores:
    """Store the one table of a file as the correction of a ledger, and publish it."""

    def corrected(previous: LedgerVersion, content: bytes, reason: str = "更正金额") -> LedgerVersion:
        [table] = read_file(content).tables
        draft = process.correct(
            previous, table, by=clerk, source=Source.of("台账.xlsx", content), reason=reason
        )
        return process.publish(draft, by=clerk)

    return corrected
