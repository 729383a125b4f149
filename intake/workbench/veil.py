"""What of a case is shown covered, and to whom it may be uncovered.

Texts come masked. An officer may lift the veil for one view, for a purpose that is recorded; where the writer asked
that the handling unit not learn the name, it stays down for everybody outside the intake office.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from intake.petitions import policies
from intake.petitions.covering import cover
from intake.petitions.models import Petition, Petitioner
from intake.petitions.process.case import Case
from privacy.masks import mask_address, mask_id_number, mask_name, mask_phone, mask_text


@dataclass(frozen=True)
class Identity:
    """A writer or contact as the page may show them."""

    position: int
    name: str
    phone: str
    id_number: str
    address: str
    email: str


@dataclass
class Veil:
    """Covers a case's texts, or lets them through when lifted."""

    petition: Petition
    people: list[Petitioner]
    name_withheld: bool
    lifted: bool = False
    _names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._names = [person.name for person in self.people if person.name]
        self.lifted = self.lifted and self.can_lift

    @property
    def can_lift(self) -> bool:
        """Whether this reader may see the original at all."""
        return not self.name_withheld

    def text(self, text: str | None, *named: str) -> str:
        """A free text of the case; ``named`` are known to stand in it."""
        if not text:
            return ""
        known = [*self._names, *filter(None, named)]
        return text if self.lifted else cover(text, known, withheld=self.name_withheld)

    def name(self, name: str | None) -> str:
        """The name of a person, the accused for one."""
        if not name:
            return ""
        return name if self.lifted else mask_name(name)

    @property
    def title(self) -> str:
        return str(self.petition.title) if self.lifted else self.petition.title_masked

    @property
    def body(self) -> str:
        return str(self.petition.body) if self.lifted else self.petition.body_masked

    def identities(self) -> list[Identity]:
        """Who wrote, covered or not; nobody where the writer withheld the name from this reader."""
        if self.name_withheld:
            return []
        return [self._identity(person) for person in self.people]

    def _identity(self, person: Petitioner) -> Identity:
        fields = (person.name, person.phone, person.id_number, person.address, person.email)
        masks: tuple[Callable[[str], str], ...] = (
            mask_name,
            mask_phone,
            mask_id_number,
            mask_address,
            mask_text,
        )
        shown = [
            (value if self.lifted else mask(value)) if value else ""
            for value, mask in zip(fields, masks, strict=True)
        ]
        return Identity(person.position, *shown)


def at_intake(case: Case, actor: policies.Actor) -> bool:
    """Whether the reader works for the office that takes the case in, from which no name is withheld."""
    return bool({"PO", "DC"} & policies.roles_of(actor, case))


def veil_for(case: Case, actor: policies.Actor, *, lift: bool = False) -> Veil:
    """The veil over a case for one reader."""
    petition = case.petition
    return Veil(
        petition=petition,
        people=list(petition.petitioners.all()),
        name_withheld=petition.withhold_name and not at_intake(case, actor),
        lifted=lift,
    )
