"""``sunshine import-petitions FILE.jsonl``: file each line as a petition."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from intake.petitions.importing import Line, import_lines


class Command(BaseCommand):
    help = "File petitions from a file of JSON lines; a line that was filed before is not filed again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--report", type=Path, help="write what became of each line, as JSON lines")

    def handle(self, *args: Any, file: Path, report: Path | None, **options: Any) -> None:
        try:
            lines = file.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(
                _("Can't read %(file)s: %(problem)s") % {"file": file, "problem": problem}
            ) from problem
        results = self._run(lines)
        if report is not None:
            text = "".join(json.dumps(line.as_json(), ensure_ascii=False) + "\n" for line in results)
            report.write_text(text, encoding="utf-8")
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

    def _run(self, lines: list[str]) -> list[Line]:
        """File all lines with a progress bar on the error stream. No password is shown: nobody asked for one."""
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        with bar:
            task = bar.add_task(_("Petitions"), total=sum(1 for line in lines if line.strip()))
            results = []
            for line in import_lines(lines):
                results.append(line)
                bar.advance(task)
        return results
