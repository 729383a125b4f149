"""What a reader with pencil and patience can work out of published sums: linear programming for small tables.

Two-phase simplex with Bland's rule. Every factor is 1 and every sum a small whole number, so that floats are exact
enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Unknowns of which the sum is known.
Equation = tuple[frozenset[str], int]
CLOSE = 1e-7


class Puzzle:
    """Sums of unknown numbers, each 0 or more, with at least one way to solve them."""

    def __init__(self, equations: Iterable[Equation]) -> None:
        self.fixed: dict[str, int] = {}
        kept = list(dict.fromkeys(equations))
        while single := next((one for one in kept if len(one[0]) == 1), None):
            (name,) = single[0]
            self.fixed[name] = single[1]
            less = ((names - {name}, value - single[1] * (name in names)) for names, value in kept)
            kept = list(dict.fromkeys(one for one in less if one[0]))
        self.names = sorted({name for names, _ in kept for name in names})
        self.width = len(self.names)
        self.rows: list[list[float]] = []
        for at, (names, value) in enumerate(kept):
            extra = [float(at == other) for other in range(len(kept))]
            self.rows.append([*(float(name in names) for name in self.names), *extra, float(value)])
        self.basis = [self.width + at for at in range(len(kept))]
        self._climb([0.0] * self.width + [-1.0] * len(kept))
        self._drop_the_extra()

    def determined(self, wanted: Mapping[str, frozenset[str]]) -> set[str]:
        """The names of those sums of unknowns that can have one value only."""
        first, open_ = self._values(wanted), set(wanted)
        for name in sorted(wanted):
            for sign in (1.0, -1.0):
                if name in open_:
                    bounded = self._climb([sign * (one in wanted[name]) for one in self.names])
                    now = self._values(wanted)
                    open_ -= {one for one in open_ if abs(now[one] - first[one]) > CLOSE}
                    open_ -= set() if bounded else {name}
        # What stands in no equation at all can be anything.
        free = {name for name in open_ if wanted[name] - self.fixed.keys() - set(self.names)}
        return open_ - free

    def _values(self, wanted: Mapping[str, frozenset[str]]) -> dict[str, float]:
        now: dict[str, float] = {name: float(value) for name, value in self.fixed.items()}
        now |= {self.names[base]: row[-1] for base, row in zip(self.basis, self.rows, strict=True)}
        return {name: sum(now.get(one, 0.0) for one in parts) for name, parts in wanted.items()}

    def _climb(self, costs: list[float]) -> bool:
        """Go to where the sum of costs is greatest; False where it has no end."""
        while True:
            gains = list(costs)
            for row, base in zip(self.rows, self.basis, strict=True):
                if costs[base]:
                    gains = [gain - costs[base] * one for gain, one in zip(gains, row, strict=False)]
            entering = next((at for at, gain in enumerate(gains) if gain > CLOSE), None)
            if entering is None:
                return True
            ratios = [
                (row[-1] / row[entering], self.basis[at], at)
                for at, row in enumerate(self.rows)
                if row[entering] > CLOSE
            ]
            if not ratios:
                return False
            self._pivot(min(ratios)[2], entering)

    def _pivot(self, at: int, column: int) -> None:
        divisor = self.rows[at][column]
        self.rows[at] = [one / divisor for one in self.rows[at]]
        for other, row in enumerate(self.rows):
            factor = row[column]
            if other != at and abs(factor) > CLOSE:
                self.rows[other] = [mine - factor * its for mine, its in zip(row, self.rows[at], strict=True)]
        self.basis[at] = column

    def _drop_the_extra(self) -> None:
        for at, base in enumerate(self.basis):
            if base >= self.width:
                assert self.rows[at][-1] < CLOSE, "no solution: the published numbers contradict each other"
                column = next((one for one in range(self.width) if abs(self.rows[at][one]) > CLOSE), None)
                if column is not None:
                    self._pivot(at, column)
        kept = [at for at, base in enumerate(self.basis) if base < self.width]
        self.rows = [self.rows[at][: self.width] + self.rows[at][-1:] for at in kept]
        self.basis = [self.basis[at] for at in kept]
