"""What a petition is about: every leaf of the catalogue is scored by the words that speak for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt

from intake.routing.engine.plain import Leaf
from intake.routing.engine.scanner import Cover, Hit, Scanner
from intake.routing.engine.wording import Cue, Wording

# A keyword of the catalogue, by its length: one character alone says little. One that the county wrote down
# for itself is meant.
KEYWORD_WEIGHT = 2.0
LETTER_WEIGHT = 0.6
OWN_KEYWORD_WEIGHT = 4.0
# The title is the writer's own summary.
TITLE_BONUS = 0.7
REPEAT_BONUS = 0.15
MOST_TIMES = 3


@dataclass
class Score:
    """How strongly the text speaks for a leaf, and by which words, the strongest first."""

    leaf: str
    total: float = 0.0
    words: dict[str, float] = field(default_factory=dict)

    def add(self, word: str, weight: float) -> None:
        self.total += weight
        self.words[word] = self.words.get(word, 0.0) + weight

    def strongest(self, count: int = 4) -> list[str]:
        return sorted(self.words, key=lambda word: (-self.words[word], word))[:count]


class Matters:
    """The leaves with their cues, ready to score texts."""

    def __init__(self, leaves: Iterable[Leaf], wording: Wording) -> None:
        self.leaves = {leaf.code: leaf for leaf in leaves}
        self._fold = wording.fold
        weights = self._weights(wording)
        shared = Counter(parts for parts, _leaf in weights)
        # A cue that many leaves share says less for each of them.
        self._cues = [
            Cue(leaf, weight / sqrt(shared[parts]), parts) for (parts, leaf), weight in weights.items()
        ]
        self._by_word: dict[str, list[Cue]] = defaultdict(list)
        # Joint cues by their longest part, which is the one that is found least often.
        self._joint: dict[str, list[Cue]] = defaultdict(list)
        for cue in self._cues:
            if len(cue.parts) == 1:
                self._by_word[cue.parts[0]].append(cue)
            else:
                self._joint[max(cue.parts, key=len)].append(cue)
        words = {part for cue in self._cues for part in cue.parts}
        self._scanner = Scanner(words, wording.fold)
        self._stops = Scanner(wording.lists["stop_phrases"], wording.fold)

    def _weights(self, wording: Wording) -> dict[tuple[tuple[str, ...], str], float]:
        """The weight of each phrase for each leaf: the catalogue's keyword's, or a cue's that weighs more."""
        weights: dict[tuple[tuple[str, ...], str], float] = {}
        for leaf in self.leaves.values():
            for word in leaf.keywords:
                weights[(word,), leaf.code] = KEYWORD_WEIGHT if len(word) > 1 else LETTER_WEIGHT
            for word in leaf.own_keywords:
                weights[(word,), leaf.code] = OWN_KEYWORD_WEIGHT
        for cue in wording.cues:
            if cue.leaf in self.leaves:
                key = (cue.parts, cue.leaf)
                weights[key] = max(cue.weight, weights.get(key, 0.0))
        return weights

    def scores(self, title: str, body: str, hints: Mapping[str, float] | None = None) -> list[Score]:
        """Every leaf that some word speaks for, the strongest first. ``hints`` add to what words gave."""
        in_title, in_body = self._found(title), self._found(body)
        spoken: dict[str, list[tuple[float, Hit, bool]]] = defaultdict(list)
        for hits, titled in ((in_title, True), (in_body, False)):
            for hit in hits:
                for cue in self._by_word.get(hit.phrase, ()):
                    spoken[cue.leaf].append((cue.weight, hit, titled))
        scores = {leaf: self._score(leaf, said) for leaf, said in spoken.items()}
        self._add_joint(scores, {hit.phrase for hit in in_title}, {hit.phrase for hit in in_body})
        for leaf, weight in (hints or {}).items():
            if leaf in scores:
                scores[leaf].total += weight
        return sorted(scores.values(), key=lambda score: (-score.total, score.leaf))

    @staticmethod
    def _score(leaf: str, said: list[tuple[float, Hit, bool]]) -> Score:
        """The sum over the words of a leaf: of words that overlap in the text only the weightiest speaks."""
        score = Score(leaf)
        taken: list[tuple[Hit, bool]] = []
        times: Counter[str] = Counter()
        for weight, hit, titled in sorted(said, key=lambda one: (-one[0], -one[1].length, one[1].start)):
            if times[hit.phrase] == MOST_TIMES:
                continue
            if any(titled == in_title and hit.overlaps(other) for other, in_title in taken):
                continue
            taken.append((hit, titled))
            times[hit.phrase] += 1
            if times[hit.phrase] == 1:
                score.add(hit.phrase, weight * (1 + TITLE_BONUS * titled))
            else:
                score.add(hit.phrase, weight * (TITLE_BONUS if titled else REPEAT_BONUS))
        return score

    def _add_joint(self, scores: dict[str, Score], in_title: set[str], in_body: set[str]) -> None:
        """Add the cues of several parts, wherever in the text the parts stand."""
        found = in_title | in_body
        for cue in (cue for word in sorted(found) for cue in self._joint.get(word, ())):
            if found.issuperset(cue.parts):
                factor = 1 + TITLE_BONUS * in_title.issuperset(cue.parts)
                scores.setdefault(cue.leaf, Score(cue.leaf)).add("+".join(cue.parts), cue.weight * factor)

    def _found(self, text: str) -> list[Hit]:
        """The words in a text; what only stands inside an everyday phrase is left out.

        A lone character is also left out inside any longer cue.
        """
        folded = self._fold(text)
        hits = self._scanner.every(folded)
        everyday, longer = Cover(self._stops.every(folded)), Cover(hits)
        return [
            hit for hit in hits if not everyday.hides(hit) and not (hit.length == 1 and longer.hides(hit))
        ]
