"""``sunshine reset-access USERNAME``: for somebody who has lost the password or the second factor."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.staff import reset_access
from accounts.terminal import ask_password, lines_of


class Command(BaseCommand):
    help = "Give a password for one sign-in and take away the second factor. All sessions of the user end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(_("there is no user %s") % options["username"])
        try:
            reset_access(user, ask_password())
        except ValidationError as fault:
            raise CommandError("\n".join(lines_of(fault))) from None
        done = _("%(username)s signs in with this password once, and sets up a second factor again")
        self.stdout.write(done % {"username": user.username})
