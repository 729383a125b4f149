"""Small drawings of figures, as numbers for an SVG: the table beside each says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, STEPS = 600, 240, 4
BAR = 100


@dataclass
class Lines:
    """Lines over months: points for each, and the scale at the side. A month that is not shown breaks the line."""

    lines: list[list[str]]
    scale: list[tuple[int, int]]
    grid: str


def ceiling(most: int) -> int:
    """A round number not below the largest figure, of which a quarter is round too."""
    power = 1
    while True:
        for step in (1, 2, 5, 10, 20, 25, 50):
            if step * power * STEPS >= most:
                return step * power * STEPS
        power *= 10


def lines(series: Sequence[Sequence[int | None]]) -> Lines | None:
    """The drawing of several lines of equal length; None where there are too few points to join."""
    known = [value for one in series for value in one if value is not None]
    length = len(series[0]) if series else 0
    if length < 2 or not known:
        return None
    top = ceiling(max(known))
    marks = [top * step // STEPS for step in range(STEPS + 1)]
    grid = "".join(f"M0 {HEIGHT - HEIGHT * step // STEPS}h{WIDTH}" for step in range(1, STEPS + 1))
    drawn = []
    for one in series:
        pieces: list[list[str]] = [[]]
        for at, value in enumerate(one):
            if value is None:
                pieces.append([])
            else:
                pieces[-1].append(f"{WIDTH * at // (length - 1)},{HEIGHT - round(HEIGHT * value / top)}")
        drawn.append([" ".join(piece) for piece in pieces if len(piece) > 1])
    return Lines(drawn, [(mark, step) for step, mark in enumerate(marks)], grid)


def bar(value: int, most: int) -> int:
    """How long a bar is, of a hundred."""
    return max(round(BAR * value / most), 1) if most and value else 0
