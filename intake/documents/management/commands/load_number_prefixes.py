"""``sunshine load-number-prefixes FILE``: what units' document numbers begin with, if none is set yet."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.documents.numbering import load_prefixes


class Command(BaseCommand):
    help = "Load document number prefixes from a CSV file (organisation, prefix) for units that have none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to load")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            created = load_prefixes(options["file"])
        except (OSError, UnicodeDecodeError) as failed:
            raise CommandError(_("The file can't be read: %(reason)s") % {"reason": failed}) from failed
        except ValidationError as refused:
            raise CommandError(f"{_('Nothing was loaded.')} {' '.join(refused.messages)}") from refused
        self.stdout.write(
            ngettext("%(count)d prefix set", "%(count)d prefixes set", created) % {"count": created}
        )
