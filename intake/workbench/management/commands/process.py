"""``sunshine process``: the process as a page, from the table that the commands themselves read."""

from typing import Any

from django.core.management.base import BaseCommand

from intake.workbench import process_page


class Command(BaseCommand):
    help = "Write the process, a diagram and a table for each track, as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(process_page.page(), ending="")
