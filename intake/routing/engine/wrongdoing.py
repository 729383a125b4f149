"""Signs that a text reports wrongdoing (检举控告) by someone with a public office, and their strength."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.routing.engine.scanner import Scanner
from intake.routing.engine.wording import Wording


@dataclass(frozen=True)
class Evidence:
    """The words of a text that charge somebody: outright, with something grave, or only with an office."""

    accusing: tuple[str, ...]
    grave: tuple[str, ...]
    slight: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.accusing + self.grave

    def weight(self, most_slight: int = 4) -> float:
        """One number for all of it; many slight words never outweigh one grave deed much."""
        return 2.0 * len(self.accusing) + 1.5 * len(self.grave) + 0.5 * min(len(self.slight), most_slight)


class Wrongdoing:
    """Finds the signs in a text."""

    def __init__(self, wording: Wording) -> None:
        self._fold = wording.fold
        self._accusing = _scanner(wording, "accusing")
        self._grave = _scanner(wording, "grave")
        self._slight = _scanner(wording, "slight")

    def evidence(self, text: str) -> Evidence:
        """What the text charges somebody with."""
        folded = self._fold(text)
        return Evidence(
            _distinct(hit.phrase for hit in self._accusing.longest(folded)),
            _distinct(hit.phrase for hit in self._grave.longest(folded)),
            _distinct(hit.phrase for hit in self._slight.longest(folded)),
        )


def _scanner(wording: Wording, name: str) -> Scanner:
    return Scanner(wording.words("wrongdoing", name), wording.fold)


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
