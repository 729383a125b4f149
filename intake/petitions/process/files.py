"""Keeping files of a case: cleaned first, then stored under a random name in private storage."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from intake.petitions.errors import RuleViolation
from intake.petitions.models import Attachment, Petition
from privacy.uploads import MAX_FILES, CleanFile, Deadline, Refused, clean
from privacy.uploads.names import told_apart

from . import apart

MOST_FILES = MAX_FILES  # with the petition, and with each message after it
MOST_IN_A_CASE = 45

# Where files lie, by day, whose form could not be sent yet.
DRAFTS = "drafts"
DRAFTS_KEPT_DAYS = 2


class Storable(Protocol):
    """A cleaned file: fresh from cleaning, or kept since the form was sent the first time."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def inline_ok(self) -> bool: ...


def clean_all(uploads: list[IO[bytes]], already: int = 0) -> list[CleanFile]:
    """Every upload cleaned. Raises ``RuleViolation`` with one problem for each that is refused, by its name."""
    if len(uploads) + already > MOST_FILES:
        raise RuleViolation(("files", _("At most nine files to a petition.")))
    cleaned, problems, deadline = [], [], Deadline()
    for upload in uploads:
        try:
            cleaned.append(clean(getattr(upload, "name", "") or "", upload, deadline=deadline))
        except Refused as refusal:
            problems.append(("files", refusal.message))
    RuleViolation.gather(problems)
    return cleaned


def attach(
    petition: Petition, files: Iterable[Storable], now: datetime.datetime, *, from_petitioner: bool = True
) -> list[Attachment]:
    """Store cleaned files with the case.

    A caller whose transaction may still fail wraps it in ``all_or_nothing``, which takes the files back.
    """
    kept: list[Attachment] = []
    with all_or_nothing(kept), transaction.atomic():
        names = set(petition.attachments.values_list("name", flat=True))
        for file in files:
            content = file.content
            name = told_apart(file.name, names)
            names.add(name)
            row = Attachment(
                petition=petition,
                name=name,
                kind=file.kind,
                content_type=file.content_type,
                size=len(content),
                sha256=file.sha256,
                inline_ok=file.inline_ok,
                from_petitioner=from_petitioner,
                uploaded_at=now,
            )
            row.file.save(name, ContentFile(content), save=False)
            kept.append(row)
            row.save(force_insert=True)
    return kept


@contextmanager
def all_or_nothing(kept: list[Attachment]) -> Iterator[None]:
    """Delete the stored files of ``kept`` when what happens inside fails: a database forgets, a disk doesn't."""
    try:
        yield
    except BaseException:
        for row in kept:
            row.file.storage.delete(str(row.file.name))
        raise


def sweep_drafts(today: datetime.date) -> int:
    """Delete the files of forms that were never sent. Returns how many."""
    storage = storages["private"]
    if not storage.exists(DRAFTS):
        return 0
    oldest = f"{today - datetime.timedelta(days=DRAFTS_KEPT_DAYS):%Y%m%d}"
    days = [f"{DRAFTS}/{day}" for day in storage.listdir(DRAFTS)[0] if day < oldest]
    drafts = [f"{day}/{name}" for day in days for name in storage.listdir(day)[1]]

    def delete(path: str) -> int:
        storage.delete(path)
        return 1

    deleted, _failed = apart.each(drafts, delete, "drafts")
    apart.each(days, delete, "days of drafts")
    return deleted
