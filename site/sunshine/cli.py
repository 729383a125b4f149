"""The command ``sunshine``: Django's management commands and ours."""

import os
import sys

from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand


class Commands(ManagementUtility):
    """Django's commands and ours by name. ``load-regions`` is ``load_regions``: a module's name has no hyphens."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        name = subcommand if subcommand in get_commands() else subcommand.replace("-", "_")
        return super().fetch_command(name)


def main() -> None:
    """Run the command named on the command line, under production settings unless others are chosen.

    The demo makes its keys before the settings are read, so it is no management command.
    """
    if sys.argv[1:] == ["demo"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = "sunshine.settings.demo"
        from sunshine.demo.runner import main as run_demo

        sys.exit(run_demo())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.settings.production")
    Commands(sys.argv).execute()
