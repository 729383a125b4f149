"""Of which class a petition is: suggestion 建议意见, report of wrongdoing 检举控告 or appeal 申诉求决.

When in doubt between an appeal and a report, a report: what is sealed by mistake can be released, what leaked
can't be called back. Yet slowness alone, or a bill that somebody disputes, is no report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.routing.engine.matters import Score
from intake.routing.engine.parties import Spotter
from intake.routing.engine.plain import ACCUSATION, APPEAL, POLICE_RULE, SUGGESTION, Party
from intake.routing.engine.reading import Reading
from intake.routing.engine.world import World
from intake.routing.engine.wrongdoing import Evidence

# What it weighs who stands in the field for who did wrong. A person with a public office is reported far
# more often than complained to; a body as often the one as the other; a firm or a neighbour is no report.
PERSON_REPORTED = 6.0
BODY_REPORTED = 2.0
INSTITUTION_REPORTED = -1.0
NOBODY_REPORTED = -2.0
OTHERS_REPORTED = -4.0
# A sentence of the text charges somebody with a public office with something grave.
CHARGED_IN_TEXT = 1.5
# The signs of wrongdoing are often the very words of the matter, which counted already.
SIGN_FACTOR = 0.6
# Words of an ordinary matter speak little against a report: they may tell with what the wrong was done.
MATTER_FACTOR = 0.35
LEAST_FOR_A_REPORT = 4.0
LEAST_LEAD_OF_A_REPORT = 1.5

LEAST_FOR_A_SUGGESTION = 1.5

# Parties about whom the petition office may not decide, or who keep its cases: always a report.
KEEPERS_OF_CASES = frozenset({"S6", "S7", "S8"})


@dataclass(frozen=True)
class Verdict:
    """The class, whether the text looks like a report of wrongdoing, and the words that say so."""

    petition_class: str
    suspected: bool
    words: tuple[str, ...]


def classify(
    reading: Reading, scores: Sequence[Score], in_field: Sequence[Party], spotter: Spotter
) -> Verdict:
    """The class that the writer chose, or else the one that the text has."""
    evidence = reading.world.wrongdoing.evidence(reading.petition.text)
    suspected = _suspected(reading, scores, in_field, spotter.in_text(reported=False), evidence)
    chosen = reading.petition.petition_class or (ACCUSATION if suspected else _ordinary(reading, scores))
    return Verdict(chosen, suspected, evidence.words)


def _suspected(
    reading: Reading,
    scores: Sequence[Score],
    in_field: Sequence[Party],
    charged: Sequence[Party],
    evidence: Evidence,
) -> bool:
    world = reading.world
    chosen = world.leaves.get(reading.petition.category)
    if chosen is not None and chosen.is_accusation:
        return True
    if any(party.row in KEEPERS_OF_CASES for party in (*in_field, *charged)):
        return True
    report = _best(world, scores, accusation=True)
    other = _best(world, scores, accusation=False)
    strength = report.total + SIGN_FACTOR * evidence.weight() + _reported(world, report, in_field)
    if any(party.row for party in charged):
        strength += CHARGED_IN_TEXT
    ahead = strength - MATTER_FACTOR * other.total
    return strength >= LEAST_FOR_A_REPORT and ahead >= LEAST_LEAD_OF_A_REPORT


def _reported(world: World, report: Score, in_field: Sequence[Party]) -> float:
    if not in_field:
        return NOBODY_REPORTED
    public = [party for party in in_field if party.row]
    if not public:
        leaf = world.leaves.get(report.leaf)
        return 0.0 if leaf is not None and leaf.lead_rule == POLICE_RULE else OTHERS_REPORTED
    if any(party.unit and (party.person or party.rank != "body") for party in public):
        return PERSON_REPORTED
    return BODY_REPORTED if any(party.unit for party in public) else INSTITUTION_REPORTED


def _best(world: World, scores: Sequence[Score], *, accusation: bool) -> Score:
    fitting = (score for score in scores if world.leaves[score.leaf].is_accusation is accusation)
    return next(fitting, Score(""))


def _ordinary(reading: Reading, scores: Sequence[Score]) -> str:
    """A suggestion when it speaks like one and nobody was wronged; else an appeal or a request."""
    world = reading.world
    words = world.wording.words
    title = world.wording.fold(reading.petition.title)
    strong = words("suggesting", "strong")
    strength = 2.0 * sum(world.wording.fold.word(word) in title for word in strong) + len(
        reading.spoken(strong)
    )
    strength += 0.5 * len(reading.spoken(words("suggesting", "weak")))
    strength -= 0.7 * len(reading.spoken(words("suggesting", "grievance")))
    best = reading.petition.category or _best(world, scores, accusation=False).leaf
    leaf = world.leaves.get(best)
    if leaf is not None and leaf.usual_class == SUGGESTION:
        strength += 1.0
    return SUGGESTION if strength >= LEAST_FOR_A_SUGGESTION else APPEAL
