"""A copy of one's data (个人信息查阅复制): all that is kept of a petitioner, under words that a person understands.

One account of it for the page and for the file. Times are those of the county's clocks.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from intake.documents.rendering import date_text

from . import changes, status, timeline
from .forms.filing import CLASSES, ID_TYPES
from .models import Attachment, CaseText, Notice, Petition, Rating
from .process import splitting
from .process.case import Case

Value = str | int | datetime.datetime
Row = list[tuple[str, Value]]


@dataclass(frozen=True)
class Part:
    """A heading and what is kept under it: one row of values, or several alike."""

    heading: str
    rows: list[Row]
    many: bool = True


def parts(case: Case) -> list[Part]:
    """All of it, empty parts too: that nothing is kept is worth saying."""
    petition = case.petition
    return [
        Part(_("Your petition"), [_matter(petition)], many=False),
        Part(_("Who wrote it"), [_person(values) for values in petition.petitioners.values()]),
        Part(
            _("What you added"),
            [_added(text) for text in petition.texts.filter(kind="material")],
        ),
        Part(_("Files"), [_file(file) for file in petition.attachments.filter(from_petitioner=True)]),
        Part(_("Papers for you"), [_paper(paper) for paper in petition.notices.filter(to_organisation=None)]),
        Part(_("Ratings"), [_rating(rating) for rating in petition.ratings.all()]),
        Part(_("What happened"), [_entry(entry) for entry in timeline.entries(petition)]),
        *_split_off(petition),
    ]


def _split_off(petition: Petition) -> list[Part]:
    """The petitions that were made of parts of a report; for others there is no such heading."""
    rows: list[Row] = [
        [(_("When"), _at(part.made_at)), (_("Case number"), part.petition.shown_number)]
        for part in splitting.parts_of(petition)
    ]
    return [Part(_("Petitions made of parts of this"), rows)] if rows else []


def as_json(kept: Iterable[Part]) -> dict[str, object]:
    """The parts by their headings, each row by its words."""
    return {
        part.heading: [dict(row) for row in part.rows] if part.many else dict(part.rows[0]) for part in kept
    }


def _at(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment).replace(microsecond=0)


def _on(day: datetime.date | None) -> str:
    return date_text(day, get_language() or "zh-hans") if day else ""


def _word(choices: Iterable[tuple[str, Any]], code: str) -> str:
    return next((str(label) for value, label in choices if value == code), code)


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")


def _matter(petition: Petition) -> Row:
    return [
        (_("Case number"), petition.shown_number),
        (_("Sent in"), _at(petition.submitted_at)),
        (_("Received on"), _on(petition.reached_on)),
        (_("Where it stands"), status.public_name(petition)),
        (_("Kind of matter"), _word(CLASSES, petition.petition_class)),
        (pgettext("of a petition", "Subject"), petition.category.name_here if petition.category else ""),
        (_("Where it happened"), petition.region.name),
        (_("What it is about"), petition.title),
        (_("Your text"), petition.body),
        (_("Who did wrong"), petition.reported_party),
        (_("Who should act"), petition.target_body),
        (_("Without a name"), _yes(petition.anonymous)),
        (_("Name kept from the unit"), _yes(petition.withhold_name)),
        (_("Number of people"), petition.people_count),
        (_("A summary may be published"), _yes(petition.publish_consent)),
        *_public(petition),
    ]


def _public(petition: Petition) -> Row:
    found = changes.published(petition)
    return [(_("Published summary"), found.title), (_("Its address"), found.url)] if found else []


def _person(values: Mapping[str, Any]) -> Row:
    return [
        (pgettext("of a person", "Name"), values["name"]),
        (_("Phone"), values["phone"]),
        (_("Address"), values["address"]),
        (_("Email"), values["email"]),
        (_("Identity paper"), _word(ID_TYPES, values["id_type"]) if values["id_type"] else ""),
        (_("Number of the paper"), values["id_number"]),
    ]


def _added(text: CaseText) -> Row:
    return [(_("When"), _at(text.created_at)), (_("Text"), text.text)]


def _file(file: Attachment) -> Row:
    return [
        (_("When"), _at(file.uploaded_at)),
        (_("File name"), file.name),
        (_("Bytes"), file.size),
        (_("SHA-256 checksum"), file.sha256),
    ]


def _paper(paper: Notice) -> Row:
    """A paper's words; those of an answer only after its opening, from which the law counts days."""
    closed = _("Not opened yet. Open the answer on the page of the case: from then its days are counted.")
    return [
        (_("When"), _at(paper.issued_at)),
        (_("Number of the document"), paper.number_shown),
        (_("Paper"), paper.subject),
        (_("Text"), closed if paper.waits_to_be_opened else paper.body),
    ]


def _rating(rating: Rating) -> Row:
    return [
        (_("When"), _at(rating.rated_at)),
        (_("Whom"), rating.get_subject_display()),
        (_("Rating"), rating.get_value_display()),
        (_("Text"), rating.text),
    ]


def _entry(entry: timeline.Entry) -> Row:
    return [(_("When"), _at(entry.at)), (_("What"), entry.heading), (_("Text"), entry.text)]
