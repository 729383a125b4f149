"""The command ``sunshine``: Django's management commands and ours."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand

from sunshine import env
from sunshine.demo import keys

DEMO = "sunshine.settings.demo"
PRODUCTION = "sunshine.settings.production"


# What an operator needs of the commands that come with Django and Wagtail; the others are there, and not listed.
USEFUL = ("check", "clearsessions", "collectstatic", "createcachetable", "migrate", "shell")
OURS = ("accounts", "cms", "delivery", "intake", "privacy", "records", "regions", "search", "sunshine")


class Commands(ManagementUtility):
    """Django's commands and ours by name. ``load-regions`` is ``load_regions``: a module's name has no hyphens."""

    def main_help_text(self, commands_only: bool = False) -> str:
        """Ours and the useful ones, as they are typed, each with what it does."""
        if commands_only:
            return str(super().main_help_text(commands_only=True))
        there = get_commands()
        ours = [name for name, app in there.items() if app.partition(".")[0] in OURS]
        useful = [name for name in USEFUL if name in there]
        return "\n".join(
            (
                f"Type '{self.prog_name} help COMMAND' for what one takes. '{self.prog_name} --demo COMMAND' runs it",
                "on the demo's data. Django's other commands work too and are not listed.",
                "",
                "  demo                  Start the demo county with people to sign in as.",
                *(self._line(name) for name in sorted(ours)),
                "",
                "Of Django's:",
                "",
                *(self._line(name) for name in useful),
            )
        )

    def _line(self, name: str) -> str:
        told = " ".join(str(self.fetch_command(name).help).split())
        return f"  {name.replace('_', '-'):<21} {told}"

    def fetch_command(self, subcommand: str) -> BaseCommand:
        name = subcommand if subcommand in get_commands() else subcommand.replace("-", "_")
        return super().fetch_command(name)


def main() -> None:
    """Run the command named on the command line, under production settings unless others are chosen.

    The demo makes its keys before the settings are read, so it is no management command. ``--demo`` before a command
    runs it on the demo's data.
    """
    asked = sys.argv[1:]
    if asked == ["demo"]:
        os.environ["DJANGO_SETTINGS_MODULE"] = DEMO
        from sunshine.demo.runner import main as run_demo

        sys.exit(run_demo())
    if asked[:1] == ["--demo"]:
        asked = asked[1:]
        _on_the_demo(helping=_wants_help(asked))
    elif _wants_help(asked):
        _only_for_help()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", PRODUCTION)
    try:
        Commands([sys.argv[0], *asked]).execute()
    except ImproperlyConfigured as problem:
        # A person at a terminal wants the sentence, not where it was raised.
        _stop(str(problem))


def _on_the_demo(*, helping: bool) -> None:
    """Choose the demo's settings, keys and data, which ``sunshine demo`` has made."""
    os.environ["DJANGO_SETTINGS_MODULE"] = DEMO
    folder = env.path("SUNSHINE_VAR", env.ROOT / "var" / "demo")
    kept = folder / "keys.json"
    if kept.exists():
        env.provide({"SUNSHINE_VAR": str(folder), **keys.read_or_make(kept)})
    elif helping:
        _only_for_help()
    else:
        _stop(f"there is no demo in {folder} yet; start it once with: make demo")


def _wants_help(asked: list[str]) -> bool:
    return not asked or asked[0] == "help" or not {"-h", "--help"}.isdisjoint(asked)


def _only_for_help() -> None:
    """What a command can do is told before anything is configured: with keys that open nothing and are kept nowhere."""
    chosen = os.environ.get("DJANGO_SETTINGS_MODULE", PRODUCTION)
    if chosen in (PRODUCTION, DEMO) and not env.text("SUNSHINE_SECRET_KEY"):
        os.environ["DJANGO_SETTINGS_MODULE"] = DEMO
        env.provide(keys.fresh())


def _stop(reason: str) -> None:
    sys.stderr.write(f"sunshine: {' '.join(reason.split())}\n")
    sys.exit(1)
