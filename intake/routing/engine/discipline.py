"""Which discipline unit a report of wrongdoing is proposed to (承办机构), by rows S1 to S11.

The unit of the level that manages the reported party; with several parties the highest row counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from intake.routing.engine.case import Case
from intake.routing.engine.plain import (
    DISCIPLINE_RULE,
    ELECTION_RULE,
    ORGANISATION_RULE,
    POLICE_RULE,
    Candidate,
    Leaf,
    Reason,
)
from intake.routing.engine.world import DISCIPLINE_COMMISSION, TOWNSHIP_DISCIPLINE, TOWNSHIP_GOVERNMENT

# Rows that no region's own rule may turn aside: they keep a case from those whom it is about.
_UNTOUCHABLE = frozenset({"S6", "S7", "S8"})
# Matters that the intake passes to a body that is no discipline unit.
_BESIDE = {POLICE_RULE: "S9", ORGANISATION_RULE: "S10", ELECTION_RULE: "S11"}


def candidates(case: Case) -> list[Candidate]:
    """Who may have the report, the one to be proposed first. Never somebody barred."""
    commission = _commission(case)
    superior = case.world.superior_discipline(commission)
    sealed = [Candidate(superior, Reason("discipline_superior"))] if superior else []
    if case.row == "S8":
        return sealed
    found: dict[str, Candidate] = {}
    for option in (*_options(case), Candidate(commission, Reason("discipline_county"))):
        if option.unit and option.unit not in case.barred:
            found.setdefault(option.unit, option)
    return list(found.values()) or sealed


def _commission(case: Case) -> str:
    return case.world.in_region(DISCIPLINE_COMMISSION, case.site.county)


def _options(case: Case) -> Iterator[Candidate]:
    leaf = case.leaf
    if case.row not in _UNTOUCHABLE:
        own = case.own_rule()
        if own and (case.world.is_discipline(own) or (leaf is not None and leaf.lead_rule in _BESIDE)):
            yield Candidate(own, Reason("own_rule"))
        if leaf is not None and leaf.lead_rule in _BESIDE:
            yield from _beside(case, leaf)
            return
    yield from _BY_ROW.get(case.row, _nobody_known)(case)


def _beside(case: Case, leaf: Leaf) -> Iterator[Candidate]:
    """S9 to S11: to the police, the organisation department or the civil affairs department."""
    row = _BESIDE[leaf.lead_rule]
    lead = case.open_unit(leaf.department)
    yield Candidate(lead, Reason(f"discipline_{row.lower()}"))
    if row == "S9" and not lead:
        yield Candidate(case.world.dispatched_to(leaf.department), Reason("discipline_s4"))
    if row == "S11":
        government = case.world.in_region(TOWNSHIP_GOVERNMENT, case.site.township)
        yield Candidate(government, Reason("discipline_s11_township"))


def _village(case: Case) -> Iterator[Candidate]:
    """S1: the township's own unit, unless something takes the case up to the county."""
    if why := _why_the_county(case):
        yield Candidate(_commission(case), Reason(why))
    else:
        yield Candidate(_township_unit(case), Reason("discipline_s1"))


def _why_the_county(case: Case) -> str:
    """Why a report about a village goes past the township, as a reason's code; empty if it doesn't."""
    words = case.world.wording.words
    villages = case.units("S1")
    townships = {case.world.site(case.world.units[code].region).township for code in villages}
    if len(villages) > 1:
        return "discipline_several_villages"
    if townships and townships != {case.site.township}:
        return "discipline_other_township"
    if case.reading.spoken(words("asking", "not_the_township")):
        return "discipline_asked_not_township"
    if case.reading.spoken(words("asking", "leaked")):
        return "discipline_leaked"
    return ""


def _township_unit(case: Case) -> str:
    return case.world.in_region(TOWNSHIP_DISCIPLINE, case.site.township)


def _township_staff(case: Case) -> Iterator[Candidate]:
    yield Candidate(_commission(case), Reason("discipline_s2"))
    yield Candidate(_township_unit(case), Reason("discipline_s2_township"))


def _township(case: Case) -> Iterator[Candidate]:
    yield Candidate(_commission(case), Reason("discipline_s3"))


def _department_staff(case: Case) -> Iterator[Candidate]:
    groups = {case.world.dispatched_to(unit) for unit in case.units("S4")}
    if len(groups) == 1 and "" not in groups:
        yield Candidate(groups.pop(), Reason("discipline_s4"))
    else:
        yield Candidate(_commission(case), Reason("discipline_s4_county"))


def _department(case: Case) -> Iterator[Candidate]:
    yield Candidate(_commission(case), Reason("discipline_s5"))
    for unit in case.units("S5"):
        yield Candidate(case.world.dispatched_to(unit), Reason("discipline_s5_dispatched"))


def _petition_office(case: Case) -> Iterator[Candidate]:
    for unit in case.units("S6"):
        yield Candidate(case.world.dispatched_to(unit), Reason("discipline_s6"))


def _discipline_unit(case: Case) -> Iterator[Candidate]:
    yield Candidate(_commission(case), Reason("discipline_s7"))


def _nobody_known(case: Case) -> Iterator[Candidate]:
    """Nobody recognised: a matter of one department's staff goes to whom the table names."""
    leaf = case.leaf
    if leaf is not None and leaf.lead_rule == DISCIPLINE_RULE and leaf.department != _commission(case):
        yield Candidate(case.open_unit(leaf.department), Reason("discipline_table"))


_BY_ROW: dict[str, Callable[[Case], Iterator[Candidate]]] = {
    "S1": _village,
    "S2": _township_staff,
    "S3": _township,
    "S4": _department_staff,
    "S5": _department,
    "S6": _petition_office,
    "S7": _discipline_unit,
}
