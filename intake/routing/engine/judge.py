"""The door of the rules: from a petition and a county to a proposal with its reasons. It decides nothing.

First who is complained of and what it is about, then of which class it is, then who is out, then who leads.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.routing.engine import discipline, leads
from intake.routing.engine.case import Case
from intake.routing.engine.classes import Verdict, classify
from intake.routing.engine.matters import Score
from intake.routing.engine.parties import Spotter
from intake.routing.engine.plain import ACCUSATION, Candidate, Judgement, Leaf, Party, Petition, Reason
from intake.routing.engine.reading import Reading
from intake.routing.engine.staff import Names, named
from intake.routing.engine.world import World

MOST_CANDIDATES = 3
# Below this no word spoke clearly enough for a proposal: somebody has to read it.
LEAST_SCORE = 1.0
# What it adds to a matter that one of its own bodies is asked to act, or that an institution under its
# department (学校, 医院) is complained of.
ASKED_HINT = 4.0
COMPLAINED_HINT = 2.0


def judge(world: World, petition: Petition, staff: Names | None = None) -> Judgement:
    """What the rules propose for a petition. ``staff`` are the names to look for in it."""
    reading = Reading(world, petition)
    spotter = Spotter(reading)
    in_field = spotter.in_field()
    scores = score(reading, in_field)
    verdict = classify(reading, scores, in_field, spotter)
    accusation = verdict.petition_class == ACCUSATION
    alone = not any(party.row for party in in_field)
    parties = _together(in_field, spotter.in_text(reported=accusation, alone=alone))
    leaves = _leaves(reading, scores, accusation=accusation)
    case = Case(
        reading,
        verdict.petition_class,
        leaves[0] if leaves else None,
        parties,
        _barred(reading, parties, accusation=accusation),
    )
    offered = discipline.candidates(case) if accusation else _of_the_matter(case)
    candidates = offered if accusation else _with_other_matters(case, offered, leaves[1:MOST_CANDIDATES])
    return Judgement(
        petition_class=verdict.petition_class,
        leaf=case.leaf.code if case.leaf else "",
        leaves=tuple(leaf.code for leaf in leaves[:MOST_CANDIDATES]),
        lead=offered[0].unit if offered else "",
        candidates=tuple(candidates[:MOST_CANDIDATES]),
        reasons=tuple(_reasons(case, verdict, scores, offered)),
        parties=parties,
        staff=tuple(named(reading, staff, report=accusation, known=parties)) if staff else (),
        barred=case.barred,
        accusation_suspected=verdict.suspected,
    )


def charged_in_added(world: World, added: Petition, staff: Names | None = None) -> tuple[Party, ...]:
    """Whom words charge that are added to a petition later; ``added`` has them as its body, with class and place."""
    reading = Reading(world, added)
    charged = Spotter(reading).in_added()
    report = added.petition_class == ACCUSATION
    return (*charged, *(named(reading, staff, report=report, known=charged) if staff else ()))


def score(reading: Reading, in_field: Sequence[Party]) -> list[Score]:
    """How strongly each leaf is spoken for: by words, and by the bodies that are asked or complained of."""
    petition, world = reading.petition, reading.world
    # A shop, a firm or a school that is complained of says what the matter is; a public office doesn't.
    private = [party.mention for party in in_field if not party.unit]
    asked = set(reading.asked)
    institutions = {party.department for party in in_field if party.department}
    hints: dict[str, float] = {}
    for leaf in world.leaves.values() if asked or institutions else ():
        row = {world.department(code, reading.site) for code in (leaf.department, *leaf.co_departments)}
        weight = ASKED_HINT * bool(asked & row) + COMPLAINED_HINT * (leaf.department in institutions)
        if weight:
            hints[leaf.code] = weight
    return world.matters.scores(petition.title, "\n".join([petition.body, *private]), hints)


def _together(in_field: Sequence[Party], in_text: Sequence[Party]) -> tuple[Party, ...]:
    """Those of the field, then those of the text whom the field doesn't have yet."""
    bodies = {party.body for party in in_field}
    persons = {party.person for party in in_field if party.person}
    added = (
        party
        for party in in_text
        if (party.body not in bodies if party.body else party.person not in persons)
    )
    return (*in_field, *added)


def _barred(reading: Reading, parties: Sequence[Party], *, accusation: bool) -> frozenset[str]:
    """Who is out: everybody complained of, with all under them."""
    units = {party.unit for party in parties}
    if accusation:
        units |= {party.department for party in parties}
    return reading.world.barred_from(frozenset(units - {""}), reading.petition.region, accusation)


def _leaves(reading: Reading, scores: Sequence[Score], *, accusation: bool) -> list[Leaf]:
    """The matters of the class, the likeliest first; the writer's own choice before all."""
    leaves = reading.world.leaves
    chosen = leaves.get(reading.petition.category)
    clear = (score.leaf for score in scores if score.total >= LEAST_SCORE)
    found = [leaves[code] for code in clear if leaves[code].is_accusation is accusation]
    if chosen is not None and chosen.is_accusation is accusation:
        found = [chosen, *(leaf for leaf in found if leaf != chosen)]
    return found


def _of_the_matter(case: Case) -> list[Candidate]:
    """Who may lead on the likeliest matter; nobody when none was made out or its bodies are no more."""
    return leads.candidates(case, case.leaf) if case.leaf else []


def _with_other_matters(case: Case, offered: Sequence[Candidate], leaves: Sequence[Leaf]) -> list[Candidate]:
    """The candidates, then those who would be proposed if it were about one of the next likeliest matters."""
    found = {candidate.unit: candidate for candidate in offered}
    for leaf in leaves:
        for candidate in leads.candidates(case, leaf)[:1]:
            reason = Reason("other_matter", {"category": leaf.code})
            found.setdefault(candidate.unit, Candidate(candidate.unit, reason))
    return list(found.values())


def _reasons(
    case: Case, verdict: Verdict, scores: Sequence[Score], candidates: Sequence[Candidate]
) -> list[Reason]:
    """Why this class, this matter and this lead, in that order."""
    reasons = []
    if verdict.suspected:
        code = "reads_like_report" if verdict.words else "may_be_report"
        reasons.append(Reason(code, {"words": ", ".join(verdict.words)}))
    if case.leaf is None:
        reasons.append(Reason("no_matter"))
    elif case.leaf.code == case.reading.petition.category:
        reasons.append(Reason("matter_chosen", {"category": case.leaf.code}))
    else:
        words = next(score.strongest() for score in scores if score.leaf == case.leaf.code)
        reasons.append(Reason("matter", {"category": case.leaf.code, "words": ", ".join(words)}))
    reasons.append(candidates[0].reason if candidates else Reason("nobody"))
    return reasons
