"""Versions of the papers' wording: which is in force, and making the next.

The only writer of ``NoticeTemplate``. What is in force is kept in each process, and read again when there is a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet, Window
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.documents import shipped
from intake.documents.fields import FIELDS, PAPERS, SUBJECT_FIELDS, paper
from intake.documents.merging import has_stray_braces, used
from intake.documents.models import NoticeTemplate
from intake.documents.shipped import LANGUAGES, Text
from records import events
from regions import stamps

KIND = "notice_template"
MAX_SUBJECT = 120
MAX_BODY = 20_000


class Conflict(RuntimeError):
    """Somebody made a new version in the meantime. ``version`` is the one in force now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version} is in force")
        self.version = version


def current(code: str, language: str) -> NoticeTemplate:
    """The version in force. Raises ``UnknownPaper``."""
    return in_force()[paper(code).code, language]


def all_of(code: str, language: str) -> QuerySet[NoticeTemplate]:
    """Every version of a paper's wording in a language, the newest first."""
    return NoticeTemplate.objects.filter(code=code, language=language).order_by("-version")


def in_force() -> Mapping[tuple[str, str], NoticeTemplate]:
    """The version in force of every paper and language."""
    return _in_force(stamps.of_tables(NoticeTemplate, changed="created_at"))


@lru_cache(maxsize=1)
def _in_force(_stamp: tuple[Any, ...]) -> Mapping[tuple[str, str], NoticeTemplate]:
    newest = Window(Max("version"), partition_by=["code", "language"])
    rows = NoticeTemplate.objects.annotate(newest=newest).filter(version=F("newest"))
    return {(row.code, row.language): row for row in rows}


def validate(code: str, text: Text) -> None:
    """Raise ``ValidationError``, by place, for what the rules don't let a paper say, or leave out."""
    about = paper(code)
    problems: dict[str, list[ValidationError]] = {"subject": [], "body": []}
    allowed = {"subject": SUBJECT_FIELDS & about.fields, "body": about.fields}
    for place, words, limit in (("subject", text.subject, MAX_SUBJECT), ("body", text.body, MAX_BODY)):
        if not words.strip():
            problems[place].append(ValidationError(_("This must not be empty.")))
        if len(words) > limit:
            problems[place].append(
                ValidationError(_("At most %(limit)d characters."), params={"limit": limit})
            )
        for name in sorted(used(words) - allowed[place]):
            problems[place].append(
                ValidationError(_("{%(field)s} is not a field here."), params={"field": name})
            )
        if has_stray_braces(words):
            problems[place].append(ValidationError(_("Braces stand only around a field, such as {number}.")))
    if "\n" in text.subject.strip():
        problems["subject"].append(ValidationError(_("A subject is one line.")))
    for name in sorted(about.required - used(text.body)):
        params = {"field": name, "meaning": FIELDS[name]}
        missing = ValidationError(_("{%(field)s} must stand in the text: %(meaning)s."), params=params)
        problems["body"].append(missing)
    found = {place: errors for place, errors in problems.items() if errors}
    if found:
        raise ValidationError(found)


def edit(code: str, language: str, text: Text, *, by: User, seen: int) -> NoticeTemplate:
    """Make a new version of a wording, in force from now on.

    ``seen`` is the version that the person started from. Raises ``ValidationError`` for a text that
    ``validate`` refuses, and ``Conflict`` when another version is in force by now.
    """
    text = Text(text.subject.strip(), text.body.replace("\r\n", "\n").strip())
    validate(code, text)
    try:
        with transaction.atomic():
            newest = current(code, language)
            if newest.version != seen:
                raise Conflict(newest.version)
            if (newest.subject, newest.body) == (text.subject, text.body):
                return newest
            row = _create(code, language, text, seen + 1, by)
    except IntegrityError:
        raise Conflict(current(code, language).version) from None
    return row


def _create(code: str, language: str, text: Text, version: int, by: User) -> NoticeTemplate:
    row = NoticeTemplate.objects.create(
        code=code,
        language=language,
        version=version,
        subject=text.subject,
        body=text.body,
        created_by=by.uuid,
    )
    events.record(
        KIND,
        row.pk,
        "edit",
        actor_kind="staff",
        actor_id=by.uuid,
        before=str(version - 1),
        after=str(version),
        data={"code": code, "language": language},
        text=f"{text.subject}\n{text.body}",
    )
    return row


def create_missing(using: str) -> int:
    """Bring in the shipped texts that are not there yet, as first or next version; an edited one stays.

    A text that nobody edited follows the product: what the rules newly ask for must not wait for an editor.
    Returns how many.
    """
    rows = NoticeTemplate.objects.using(using)
    newest = {(row.code, row.language): row for row in rows.order_by("version")}
    missing = []
    for code in PAPERS:
        for language in LANGUAGES:
            there, text = newest.get((code, language)), shipped.text(code, language)
            if there and (there.created_by or (there.subject, there.body) == (text.subject, text.body)):
                continue
            version = there.version + 1 if there else 1
            missing.append(
                NoticeTemplate(
                    code=code, language=language, version=version, subject=text.subject, body=text.body
                )
            )
    return len(rows.bulk_create(missing, ignore_conflicts=True))
