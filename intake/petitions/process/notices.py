"""Issuing papers: to the petitioner as the state table says, and letters between offices. Kept as sent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.conf import settings

from delivery import messages
from intake.clock.rules import local_day
from intake.documents import numbering, rendering
from intake.documents.numbered import NUMBERED
from intake.petitions import visibility
from intake.petitions.models import Handling, Notice, Petition, Petitioner
from privacy.crypto import keyed_hash
from regions.models import Organisation

from .case import Case

# What a paper may say: words, or a day that each paper writes in its own language.
Field = str | datetime.date
REPLIES = frozenset(
    {
        "opinion",
        "suggestion_reply",
        "simple_reply",
        "short_reply",
        "mediation_agreement",
        "discipline_feedback",
        "review_opinion",
        "review_redo",
        "rereview_opinion",
    }
)


def issue(
    case: Case,
    code: str,
    fields: Mapping[str, Field],
    now: datetime.datetime,
    *,
    issued_by: Organisation,
    handling: Handling | None = None,
    to_organisation: Organisation | None = None,
) -> Notice:
    """Compose a paper, number it, keep it, and tell the petitioner that something came."""
    people = list(case.petition.petitioners.all())
    number = ""
    if code in NUMBERED:
        # To whom a report was passed stands on no paper: all are numbered by the intake that has it, whoever acts.
        numbered_by = case.intake if case.petition.is_accusation else issued_by
        apart = visibility.hidden_from_some(case.petition, numbered_by)
        number = numbering.allocate(numbered_by, NUMBERED[code], local_day(now), apart=apart)
    notice = compose(
        case,
        code,
        {"document_number": number, **fields},
        now,
        issued_by=issued_by,
        handling=handling,
        to_organisation=to_organisation,
        people=people,
    )
    keep(notice, [] if to_organisation else letters(notice, people))
    return notice


def compose(
    case: Case,
    code: str,
    fields: Mapping[str, Field],
    now: datetime.datetime,
    *,
    issued_by: Organisation,
    people: list[Petitioner],
    handling: Handling | None = None,
    to_organisation: Organisation | None = None,
) -> Notice:
    """Render a paper from its current template; not stored yet.

    The words of a paper about an accusation hold no unit's number or name: the petitioner is told by the discipline
    side only.
    """
    petition = case.petition
    language = "zh-hans" if to_organisation else petition.language
    common = _common(petition, people, issued_by, now, to_organisation)
    rendered = rendering.render(code, _written(common | dict(fields), language), language)
    return Notice(
        petition=petition,
        handling=handling,
        code=code,
        template_version=rendered.version,
        document_number=str(fields.get("document_number", "")),
        subject=rendered.subject,
        body=rendered.body,
        issued_by=issued_by,
        to_organisation=to_organisation,
        issued_at=now,
        is_reply=code in REPLIES,
    )


def keep(notice: Notice, of_it: list[messages.Letter]) -> None:
    """Store a paper and the letters that tell of it."""
    notice.save(force_insert=True)
    for letter in of_it:
        letter.post()


def _written(fields: Mapping[str, Field], language: str) -> dict[str, str]:
    """The fields as words: a letter between offices writes its days in Chinese, whatever the petitioner reads."""
    return {
        name: value if isinstance(value, str) else rendering.date_text(value, language)
        for name, value in fields.items()
    }


def _common(
    petition: Petition,
    people: list[Petitioner],
    issued_by: Organisation,
    now: datetime.datetime,
    to: Organisation | None,
) -> dict[str, Field]:
    """The merge fields that any paper may use. A letter to a unit never carries what the writer asked to withhold."""
    writer = next((person for person in people if person.position == 0), None)
    withheld = to is not None and petition.withhold_name
    fields: dict[str, Field] = {
        "number": petition.shown_number,
        "petitioner_name": writer.name if writer and not withheld else "",
        "title": petition.title_masked if to is not None else petition.title,
        "received_on": petition.received_on,
        "issued_on": local_day(now),
    }
    if to is not None or not petition.is_accusation:
        fields["unit"] = issued_by.name
    return fields


def letters(notice: Notice, people: list[Petitioner]) -> list[messages.Letter]:
    """Word of a paper to the petitioner."""
    template = "case_received" if notice.code == "receipt" else "case_changed"
    return word(notice.petition, people, template, f"notice:{notice.pk}")


def tell_petitioner(petition: Petition, people: list[Petitioner], template: str, cause: str) -> None:
    """Send word of something that comes with no paper."""
    for letter in word(petition, people, template, cause):
        letter.post()


def word(petition: Petition, people: list[Petitioner], template: str, cause: str) -> list[messages.Letter]:
    """Word, by SMS and mail where an address is known, that the case has something new: nothing else.

    ``cause`` names what is new once and for all: word of it goes out once.
    """
    context = {"number": petition.shown_number, "url": f"{settings.SUNSHINE_BASE_URL}/track/"}
    written = [
        messages.write(
            channel,
            address,
            template,
            context,
            language=petition.language,
            key=keyed_hash("message", f"{cause}:{person.position}:{channel}"),
            about=[petition.pk],
        )
        for person in people
        for channel, address in _addresses(person)
    ]
    return [letter for letter in written if letter is not None]


def _addresses(person: Petitioner) -> list[tuple[str, str]]:
    return [
        (channel, address) for channel, address in (("sms", person.phone), ("mail", person.email)) if address
    ]
