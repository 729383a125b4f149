"""``sunshine translations``: check or compile the Chinese catalogue, without gettext's tools."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sunshine.translations import catalogue


class Command(BaseCommand):
    help = "Check (default) or compile the translations."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="fail unless all is translated and compiled")
        what.add_argument("--compile", action="store_true", help="put the catalogue in order and compile it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            catalogue.put_in_order()
            written = catalogue.compile_if_stale()
            self.stdout.write(f"{catalogue.COMPILED.name} {'written' if written else 'is current'}")
        else:
            found = catalogue.problems()
            if found:
                raise CommandError("\n".join([*found, f"{len(found)} problems"]))
            self.stdout.write("every message is translated")
