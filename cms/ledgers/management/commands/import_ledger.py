"""``sunshine import-ledger FILE --dry-run``: what a spreadsheet comes to as a ledger, before anybody publishes it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.ledgers import reading
from cms.ledgers.export import WAYS, Public
from cms.ledgers.places import Places
from cms.ledgers.reading import Reading
from cms.ledgers.report import as_json
from cms.ledgers.schema import Schema, UnknownSchema, load

# What a person reads at a terminal.
MOST_SHOWN = 200


class Command(BaseCommand):
    help = "Read a spreadsheet as a ledger and say what it holds, what is wrong with it, and what of it may be public."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--schema", help="the kind of ledger, such as L1; found by the headings if not given"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            required=True,
            help="store nothing; publishing is done by a clerk",
        )
        parser.add_argument("--report", type=Path, help="write what was read as JSON")
        parser.add_argument(
            "--public",
            type=Path,
            help="write the table as everybody would have it: a name in .xlsx, .csv or .json",
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        schema: str | None,
        report: Path | None,
        public: Path | None,
        **options: Any,
    ) -> None:
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(
                _("Can't read %(file)s: %(problem)s") % {"file": file, "problem": problem.strerror}
            ) from problem
        found = reading.read_file(content, only=_schema(schema), locate=Places().find)
        self._tell(found)
        if report is not None:
            text = json.dumps(as_json(file.name, found), ensure_ascii=False, indent=1)
            _write(report, f"{text}\n".encode())
        if public is not None:
            _write(public, _as_public(found, public.suffix.lower()))

    def _tell(self, found: Reading) -> None:
        for table in found.tables:
            self.stdout.write(
                _("%(schema)s, sheet %(sheet)s: %(rows)d rows")
                % {"schema": table.schema.code, "sheet": table.layout.sheet.name, "rows": len(table.rows)}
            )
        problems = found.all_problems
        for problem in problems[:MOST_SHOWN]:
            place = " ".join(filter(None, (problem.sheet, problem.cell)))
            self.stdout.write(f"{problem.level} {place} {problem.kind}: {problem.message}")
        if len(problems) > MOST_SHOWN:
            more = _("… and %(count)d more; the report has them all.")
            self.stdout.write(more % {"count": len(problems) - MOST_SHOWN})
        self.stdout.write(found.verdict)


def _schema(code: str | None) -> Schema | None:
    try:
        return load(code) if code else None
    except UnknownSchema as problem:
        raise CommandError(_("There is no ledger %(code)s.") % {"code": code}) from problem


def _as_public(found: Reading, suffix: str) -> bytes:
    if suffix not in WAYS:
        raise CommandError(_("A public table ends in .xlsx, .csv or .json."))
    if len(found.tables) != 1:
        raise CommandError(
            _("The file must hold one table; this one holds %(count)d.") % {"count": len(found.tables)}
        )
    try:
        return WAYS[suffix](Public.of(found.tables[0]))
    except ValueError as problem:
        raise CommandError(_("For which month or year is this? Write it in the title.")) from problem


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as problem:
        raise CommandError(
            _("Can't write %(file)s: %(problem)s") % {"file": path, "problem": problem.strerror}
        ) from problem
