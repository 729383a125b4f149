"""Rates, scores and ranks of a bulletin, worked out from nothing but the figures that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

TENTH, CENT = Decimal("0.1"), Decimal("0.01")


def rate(done: int | None, target: int | None) -> Decimal | None:
    """The percentage done; None where either figure is not shown, or there was nothing to do."""
    if done is None or not target:
        return None
    return (Decimal(done) * 100 / target).quantize(TENTH, ROUND_HALF_UP)


def score(tasks: Iterable[tuple[int | None, int | None, int]]) -> Decimal | None:
    """Points of 100 for tasks as done, target and weight: the rates by their weights, of those tasks that have one."""
    points, weights = Decimal(0), 0
    for done, target, weight in tasks:
        if done is not None and target:
            points += Decimal(done) * 100 * weight / target
            weights += weight
    return (points / weights).quantize(CENT, ROUND_HALF_UP) if weights else None


def ranks(scores: Sequence[Decimal | None]) -> list[int | None]:
    """Each one's rank, in the order given. Equal scores share one, and the ranks they fill are left out after it."""
    known = sorted((one for one in scores if one is not None), reverse=True)
    return [None if one is None else known.index(one) + 1 for one in scores]
