"""Importing petitions from JSON lines: each goes through the very command that the form uses, once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.utils.translation import gettext as _

from regions.models import Organisation, Region
from regions.tree import current

from . import visibility
from .errors import RuleViolation
from .models import Petition
from .models.case import Channel
from .process import Submission, submit
from .texts import IMPORTED_BODY_LENGTH, IMPORTED_TITLE_LENGTH, PARTY_LENGTH, is_damaged, tidy

log = structlog.get_logger(__name__)

# All that a line is read for, beside its id. Anything else in it, a label above all, is never looked at.
LONGEST = {
    "title": IMPORTED_TITLE_LENGTH,
    "body": IMPORTED_BODY_LENGTH,
    "reported_party_field": PARTY_LENGTH,
    "target_body_field": PARTY_LENGTH,
}
TEXTS = (*LONGEST, "region_code")
OPTIONAL = ("reported_party_field", "target_body_field")


@dataclass
class Line:
    """What became of one line: the case and its proposal, or why it was refused."""

    id: str
    number: str = ""
    organisation: str = ""
    category: str = ""
    petition_class: str = ""
    barred: list[str] = field(default_factory=list)
    refused: str = ""
    repeated: bool = False

    def as_json(self) -> dict[str, Any]:
        """The line of the report."""
        return {
            "id": self.id,
            "number": self.number,
            "organisation": self.organisation,
            "category": self.category,
            "petition_class": self.petition_class,
            "barred": self.barred,
            "refused": self.refused,
        }


def lines_of(content: bytes) -> list[str | None]:
    """The lines of a file, None for one that is no UTF-8. The mark that some editors put first is no part of any."""
    return [_decoded(line) for line in content.split(b"\n")]


def _decoded(line: bytes) -> str | None:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def is_blank(text: str | None) -> bool:
    """Whether a line holds nothing, and is passed over."""
    return text is not None and not text.strip()


def import_lines(lines: Iterable[str | None]) -> Iterator[Line]:
    """File each line and yield what became of it. A line that was filed before yields the case that it made.

    Whatever is wrong with a line refuses that line alone.
    """
    for position, text in enumerate(lines, 1):
        if not is_blank(text):
            yield _import(text, position)


def _import(text: str | None, position: int) -> Line:
    if text is None:
        return Line(str(position), refused=_("not text in UTF-8"))
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return Line(str(position), refused=_("not a line of JSON"))
    if not isinstance(record, dict):
        return Line(str(position), refused=_("not a JSON object"))
    given = record.get("id")
    named = isinstance(given, str | int) and not isinstance(given, bool)
    line = Line((tidy(str(given)) if named else "") or str(position))
    try:
        _read(line, record, text)
    except Exception as error:
        log.error("a line was not imported", position=position, error=type(error).__name__)
        line.refused = _("could not be filed; the log names the error")
    return line


def _read(line: Line, record: dict[str, Any], text: str) -> None:
    given = {name: record.get(name, "") for name in TEXTS}
    given |= {name: "" for name in OPTIONAL if given[name] is None}
    if any(isinstance(value, str) and is_damaged(value) for value in given.values()):
        line.refused = _("half characters (lone surrogates) in it")
        return
    values = {name: tidy(value) for name, value in given.items() if isinstance(value, str)}
    wrong = [name for name in TEXTS if name not in values]
    wrong += [name for name, most in LONGEST.items() if len(values.get(name, "")) > most]
    wrong += [name for name in ("title", "body") if values.get(name) == ""]
    if wrong:
        line.refused = _("missing, too long or not text: %(names)s") % {"names": ", ".join(wrong)}
        return
    region = Region.objects.filter(code=values["region_code"]).first()
    if region is None:
        line.refused = _("no region has this code")
        return
    # A half character in what is not read at all is no reason to refuse, and must still give a key.
    _file(line, values, region, hashlib.sha256(text.strip().encode(errors="surrogatepass")).hexdigest())


def _file(line: Line, values: dict[str, str], region: Region, key: str) -> None:
    try:
        made = submit(
            Submission(
                title=values["title"],
                body=values["body"],
                region=_in_force(region),
                channel=Channel.IMPORT,
                reported_party=values["reported_party_field"],
                target_body=values["target_body_field"],
                submission_key=f"import:{key}",
            )
        )
    except RuleViolation as violation:
        line.refused = "; ".join(str(message) for _name, message in violation.problems)
        return
    _describe(line, made.petition)
    line.repeated = made.repeated


def _in_force(region: Region) -> Region:
    """The region itself, or what it was merged into: an old village's name is still used."""
    while not region.is_current() and region.successor_id is not None:
        region = Region.objects.get(pk=region.successor_id)
    return region


def _describe(line: Line, petition: Petition) -> None:
    proposal = petition.proposals.select_related("organisation", "category").first()
    line.number = petition.shown_number
    line.petition_class = petition.petition_class
    if proposal is not None and proposal.organisation is not None:
        line.organisation = current(proposal.organisation).code
    if proposal is not None and proposal.category is not None:
        line.category = proposal.category.code
    barred = Organisation.objects.filter(pk__in=visibility.barred_organisations(petition))
    line.barred = sorted(barred.values_list("code", flat=True))
