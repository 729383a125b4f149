"""``sunshine import-petitions FILE.jsonl``: file each line as a petition."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from intake.petitions.importing import Line, import_lines, is_blank, lines_of


class Command(BaseCommand):
    help = "File petitions from a file of JSON lines; a line that was filed before is not filed again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--report", type=Path, help="write what became of each line, as JSON lines")

    def handle(self, *args: Any, file: Path, report: Path | None, **options: Any) -> None:
        lines = _read(file)
        # Opened before anything is filed: a report that can't be written is found out while it costs nothing.
        with _opened(report, file) as written:
            results = self._run(lines, written)
        self._tell(results)

    def _run(self, lines: list[str | None], report: IO[str] | None) -> list[Line]:
        """File all lines with a progress bar on the error stream. No password is shown: nobody asked for one."""
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        with bar:
            task = bar.add_task(_("Petitions"), total=sum(not is_blank(line) for line in lines))
            results = []
            for line in import_lines(lines):
                results.append(line)
                if report is not None:
                    report.write(json.dumps(line.as_json(), ensure_ascii=False) + "\n")
                bar.advance(task)
        return results

    def _tell(self, results: list[Line]) -> None:
        refused = [line for line in results if line.refused]
        for line in refused:
            self.stderr.write(f"{line.id}: {line.refused}")
        repeated = sum(line.repeated for line in results)
        self.stdout.write(
            _("%(filed)d filed, %(repeated)d filed before, %(refused)d refused")
            % {
                "filed": len(results) - repeated - len(refused),
                "repeated": repeated,
                "refused": len(refused),
            }
        )
        if refused:
            raise CommandError(_("Some lines were refused."))


def _read(file: Path) -> list[str | None]:
    try:
        return lines_of(file.read_bytes())
    except OSError as problem:
        place = {"file": file, "problem": problem.strerror}
        raise CommandError(_("Can't read %(file)s: %(problem)s") % place) from problem


def _opened(report: Path | None, file: Path) -> AbstractContextManager[IO[str] | None]:
    """The report, written line by line: what was filed before a stop stands in it."""
    if report is None:
        return nullcontext()
    try:
        if report.exists() and report.samefile(file):
            raise CommandError(
                _("%(file)s is what is read: name another file for the report.") % {"file": file}
            )
        return report.open("w", encoding="utf-8", buffering=1)
    except OSError as problem:
        place = {"file": report, "problem": problem.strerror}
        raise CommandError(_("Can't write %(file)s: %(problem)s") % place) from problem
