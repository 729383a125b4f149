"""``sunshine import-ledger FILE --dry-run``: what a spreadsheet comes to as a ledger, before anybody publishes it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.ledgers import reading
from cms.ledgers.places import Places
from cms.ledgers.reading import Reading
from cms.ledgers.report import as_json
from cms.ledgers.schema import Schema, UnknownSchema, load


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

    def handle(self, *args: Any, file: Path, schema: str | None, report: Path | None, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(
                _("Can't read %(file)s: %(problem)s") % {"file": file, "problem": problem.strerror}
            ) from problem
        found = reading.read_file(content, only=_schema(schema), locate=Places().find)
        if report is not None:
            _write(report, file, found)
        self._tell(found)

    def _tell(self, found: Reading) -> None:
        for table in found.tables:
            self.stdout.write(
                _("%(schema)s, sheet %(sheet)s: %(rows)d rows")
                % {"schema": table.schema.code, "sheet": table.layout.sheet.name, "rows": len(table.rows)}
            )
        for problem in found.all_problems:
            place = " ".join(filter(None, (problem.sheet, problem.cell)))
            self.stdout.write(f"{problem.level} {place} {problem.kind}: {problem.message}")
        self.stdout.write(found.verdict)


def _schema(code: str | None) -> Schema | None:
    try:
        return load(code) if code else None
    except UnknownSchema as problem:
        raise CommandError(_("There is no ledger %(code)s.") % {"code": code}) from problem


def _write(path: Path, file: Path, found: Reading) -> None:
    text = json.dumps(as_json(file.name, found), ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        raise CommandError(
            _("Can't write %(file)s: %(problem)s") % {"file": path, "problem": problem.strerror}
        ) from problem
