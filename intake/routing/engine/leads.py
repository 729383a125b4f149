"""Which body leads on a suggestion, an appeal or a request (主办单位).

The steps stand in their order; the first that gives a body which may have the case decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.routing.engine.case import Case
from intake.routing.engine.plain import (
    STEP_RULE,
    SUGGESTION,
    TOWN_FIRST_RULE,
    TOWNSHIP,
    Candidate,
    Leaf,
    Reason,
)
from intake.routing.engine.world import COUNTY_GOVERNMENT, VILLAGE_COMMITTEE


def candidates(case: Case, leaf: Leaf) -> list[Candidate]:
    """Who may lead on the matter, the one to be proposed first. Never somebody barred, never a village."""
    found: dict[str, Candidate] = {}
    for step in _STEPS:
        for option in step(case, leaf):
            if option.unit and option.unit not in case.barred and not _is_village(case, option.unit):
                found.setdefault(option.unit, option)
    return list(found.values())


def _is_village(case: Case, unit: str) -> bool:
    return case.world.units[unit].kind == VILLAGE_COMMITTEE


def _row(leaf: Leaf) -> tuple[str, ...]:
    """The codes of the bodies in a row of the table, the lead's first."""
    return (leaf.department, *leaf.co_departments)


def _county_departments(case: Case, leaf: Leaf) -> list[str]:
    """The row's county departments that may have the case, the lead first."""
    units = (case.open_unit(code) for code in _row(leaf) if code != TOWNSHIP)
    return [unit for unit in units if unit]


def _own(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    yield Candidate(case.own_rule(), Reason("own_rule"))


def _named(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    """Step 3: one of the row's bodies, asked by name; for a rule for everybody the county's department."""
    if case.petition_class == SUGGESTION and case.reading.asks_the_county:
        for unit in _county_departments(case, leaf)[:1]:
            yield Candidate(unit, Reason("asked_county"))
        return
    row = {case.open_unit(code) for code in _row(leaf)}
    asked = [unit for unit in case.reading.asked if unit in row]
    if len(asked) == 1:
        yield Candidate(asked[0], Reason("asked"))


def _object(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    """Step 4: the thing itself belongs to a co-department."""
    complained_of = any(party.department == leaf.department for party in case.parties)
    if complained_of and leaf.code in case.world.wording.words("objects", "stay_when_complained_of"):
        return
    for lead in leaf.object_leads:
        words = case.reading.spoken(lead.words)
        if words and lead.department != TOWNSHIP:
            yield Candidate(case.open_unit(lead.department), Reason("object", _quoted(words)))


def _step(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    """Step 5: what went wrong is a step that the village or the township takes."""
    if leaf.lead_rule == STEP_RULE:
        own = [word for lead in leaf.object_leads if lead.department == TOWNSHIP for word in lead.words]
        words = case.reading.spoken([*own, *case.world.wording.words("objects", "township_steps")])
        if words:
            yield Candidate(case.open_unit(TOWNSHIP), Reason("township_step", _quoted(words)))


def _township_first(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    """Step 6."""
    if leaf.lead_rule == TOWN_FIRST_RULE:
        yield Candidate(case.open_unit(TOWNSHIP), Reason("township_first"))


def _department(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    """Step 7, and step 1 when the lead is barred or there is none here: the next county department."""
    lead = case.open_unit(leaf.department)
    yield Candidate(lead, Reason("department"))
    barred = case.world.department(leaf.department, case.site)
    why = "may_lead" if lead else "co_department" if barred else "co_department_here"
    for unit in _county_departments(case, leaf):
        yield Candidate(unit, Reason(why))


def _above(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    """Those who alone have the power are complained of: the body above orders them to act."""
    row = {case.world.department(code, case.site) for code in _row(leaf)} - {""}
    if row and row <= case.barred:
        government = case.world.in_region(COUNTY_GOVERNMENT, case.site.county)
        yield Candidate(government, Reason("order_from_above"))


def _others(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    for code in (*leaf.co_departments, *leaf.may_lead):
        yield Candidate(case.open_unit(code), Reason("may_lead"))


def _quoted(words: list[str]) -> dict[str, str]:
    return {"words": ", ".join(words)}


_STEPS = (_own, _named, _object, _step, _township_first, _department, _above, _others)
