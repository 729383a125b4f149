"""How often routing proposes the body that a careful officer would choose.

``python -m tests.benchmarks.routing_accuracy``. The labels of the sample judge the result and are read
nowhere else. The words and weights of routing were tuned on one half of the sample, chosen by a hash of the
id; only the other half tells what to expect of texts that nobody has seen.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.harness import print_table
from tests.scratch import scratch_site

if TYPE_CHECKING:
    from intake.routing.service import Proposal

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample-texts.jsonl"


@dataclass(frozen=True)
class Judged:
    """A text of the sample with what was proposed for it, and the codes that nobody may propose."""

    label: dict[str, Any]
    proposal: Proposal
    forbidden: frozenset[str]
    seconds: float

    @property
    def tuned_on(self) -> bool:
        """Whether the text belongs to the half that the words were written by."""
        return hashlib.sha256(self.label["id"].encode()).digest()[0] % 2 == 0

    @property
    def lead(self) -> str:
        return self.proposal.organisation.code if self.proposal.organisation else ""

    @property
    def candidates(self) -> list[str]:
        return [candidate.organisation.code for candidate in self.proposal.candidates]

    @property
    def good(self) -> set[str]:
        """The bodies whose choice is no fault."""
        return {self.label["expected_dept"], *self.label["also_acceptable"]}

    @property
    def class_is_right(self) -> bool:
        from intake.routing.engine.wording import wording

        return self.proposal.petition_class == wording().lists["classes"][self.label["petition_class"]]


def judge_sample() -> list[Judged]:
    """Every text of the sample through the service, as an import would send it."""
    from intake.routing.service import propose
    from regions import tree
    from regions.models import Organisation, Region

    regions = Region.objects.in_bulk(field_name="code")
    bodies = Organisation.objects.in_bulk(field_name="code")
    codes = {body.pk: body.code for body in bodies.values()}
    judged = []
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        started = time.perf_counter()
        proposal = propose(
            title=label["title"],
            body=label["body"],
            region=regions[label["region_code"]],
            reported_party=label["reported_party_field"],
            target_body=label["target_body_field"],
        )
        spent = time.perf_counter() - started
        barred = {pk for code in label["must_not_forward_to"] for pk in tree.under(bodies[code])}
        judged.append(Judged(label, proposal, frozenset(codes[pk] for pk in barred), spent))
    return judged


def share(judged: Iterable[Judged], fits: Callable[[Judged], bool]) -> float:
    """The share of the texts that fit."""
    found = [fits(one) for one in judged]
    return sum(found) / len(found)


FIGURES: dict[str, Callable[[Judged], bool]] = {
    "expected body": lambda one: one.lead == one.label["expected_dept"],
    "expected or acceptable": lambda one: one.lead in one.good,
    "one of the candidates is": lambda one: bool(one.good.intersection(one.candidates)),
    "category": lambda one: (
        one.proposal.category is not None and one.proposal.category.code == one.label["leaf_code"]
    ),
    "class": lambda one: one.class_is_right,
}
COUNTS: dict[str, Callable[[Judged], bool]] = {
    "reports taken for appeals": lambda one: (
        one.label["petition_class"] == "检举控告" and one.proposal.petition_class != "accusation"
    ),
    "appeals sealed as reports": lambda one: (
        one.label["petition_class"] != "检举控告" and one.proposal.petition_class == "accusation"
    ),
    "proposed to a forbidden body": lambda one: one.lead in one.forbidden,
    "forbidden body among candidates": lambda one: bool(one.forbidden.intersection(one.candidates)),
    "forbidden body not barred": lambda one: not _barred(one),
}


def _barred(one: Judged) -> bool:
    from regions.models import Organisation

    codes = Organisation.objects.filter(pk__in=one.proposal.barred).values_list("code", flat=True)
    return set(one.label["must_not_forward_to"]) <= set(codes)


def rows(halves: Sequence[Sequence[Judged]]) -> list[list[str]]:
    """The figures of each half, a row each."""
    found = [["texts", *(str(len(half)) for half in halves)]]
    found += [[name, *(f"{share(half, fits):.1%}" for half in halves)] for name, fits in FIGURES.items()]
    found += [[name, *(str(sum(map(fits, half))) for half in halves)] for name, fits in COUNTS.items()]
    times = [sorted(one.seconds for one in half)[len(half) // 2] * 1000 for half in halves]
    return [*found, ["median time of a proposal", *(f"{spent:.1f} ms" for spent in times)]]


def main() -> None:
    with scratch_site():
        judged = judge_sample()
        halves = [[one for one in judged if one.tuned_on is half] for half in (True, False)]
        table = rows([*halves, judged])
    print_table(
        "Routing of the sample texts",
        ["", "half tuned on", "half held out", "both"],
        table,
        "the words and weights in intake/routing/data; what a text doesn't say",
    )


if __name__ == "__main__":
    main()
