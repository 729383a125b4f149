"""The plain data that the routing rules read and give: places, units, matters, parties, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

SUGGESTION = "suggestion"  # 建议意见
ACCUSATION = "accusation"  # 检举控告
APPEAL = "appeal"  # 申诉求决

# Lead rules of matters that enter at the discipline intake.
DISCIPLINE_RULE = "discipline"
ORGANISATION_RULE = "organisation"
POLICE_RULE = "police"
ELECTION_RULE = "election"
ACCUSATION_RULES = frozenset({DISCIPLINE_RULE, ORGANISATION_RULE, POLICE_RULE, ELECTION_RULE})

STEP_RULE = "step"
TOWN_FIRST_RULE = "town_first"

# Stands in the table for the township government of the place that the matter lies in.
TOWNSHIP = "TOWN-GOV"


@dataclass(frozen=True)
class Place:
    """An administrative division. ``current`` is its own code, or its successor's once it has ended."""

    code: str
    level: str
    names: tuple[str, ...]
    path: tuple[str, ...]
    current: str


@dataclass(frozen=True)
class Unit:
    """A body. ``current`` is its own code, its successor's, or empty when it ended without one."""

    code: str
    kind: str
    names: tuple[str, ...]
    region: str
    current: str
    supervises: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ObjectLead:
    """A department that leads when the matter is about one of the words."""

    department: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """A row of the category table."""

    code: str
    name: str
    group: str
    usual_class: str
    department: str
    lead_rule: str
    co_departments: tuple[str, ...] = ()
    object_leads: tuple[ObjectLead, ...] = ()
    may_lead: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    own_keywords: tuple[str, ...] = ()  # this county's

    @property
    def is_accusation(self) -> bool:
        """Whether the matter enters at the discipline intake."""
        return self.lead_rule in ACCUSATION_RULES


@dataclass(frozen=True)
class OwnRule:
    """A region's own rule on who leads there, about one leaf, one group of leaves or one class."""

    region: str
    unit: str
    leaf: str = ""
    group: str = ""
    petition_class: str = ""


@dataclass(frozen=True)
class Petition:
    """What the engine may know of a petition: its words and its place, nothing about the writer."""

    title: str
    body: str
    region: str
    category: str = ""
    petition_class: str = ""
    reported_party: str = ""
    target_body: str = ""

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.body}"


# How a party was recognised: by its name, or by a post or a general word.
Kind = Literal["named", "mentioned"]
# Where: in the field that asks who did wrong, or in the text.
Source = Literal["field", "text"]


@dataclass(frozen=True)
class Party:
    """A unit or a person complained of.

    ``unit`` is the body that it is or works in, empty when none is known; ``department`` that of an
    institution (学校, 卫生院), which may handle an ordinary complaint about it. ``row`` is that of the rule
    on discipline units, S1 to S8, empty for somebody without a public office.
    """

    unit: str
    person: str
    mention: str
    kind: Kind
    source: Source = "field"
    row: str = ""
    rank: str = ""
    department: str = ""

    @property
    def of_institution(self) -> bool:
        """Whether it is an institution or somebody in one, which only its department stands for."""
        return not self.unit and bool(self.department)

    @property
    def body(self) -> tuple[str, bool] | None:
        """The body that stands for the party, and whether as an institution's department; None without any."""
        code = self.unit or self.department
        return (code, self.of_institution) if code else None


@dataclass(frozen=True)
class Reason:
    """Why, as a code with parameters: stored with the case, put into words for each reader."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The reason as it is stored."""
        return {"code": self.code, "params": dict(self.params)}


@dataclass(frozen=True)
class Candidate:
    """A body that might lead, and why."""

    unit: str
    reason: Reason


@dataclass(frozen=True)
class Judgement:
    """What the rules say of a petition.

    ``leaves`` are the likeliest matters of its class, ``leaf`` the first. Without a ``lead``, which is the
    first candidate, somebody has to look. ``staff`` are people known by name alone, who decide on nothing here.
    """

    petition_class: str
    leaf: str
    leaves: tuple[str, ...]
    lead: str
    candidates: tuple[Candidate, ...]
    reasons: tuple[Reason, ...]
    parties: tuple[Party, ...]
    staff: tuple[Party, ...]
    barred: frozenset[str]
    accusation_suspected: bool
