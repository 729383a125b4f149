"""The command ``sunshine``: Django's management commands and ours."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line, under production settings unless others are chosen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.settings.production")
    execute_from_command_line(sys.argv)
