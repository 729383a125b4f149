"""``sunshine add-user USERNAME --name NAME --role ROLE --organisation CODE``: open an account for staff."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.staff import add_user
from accounts.terminal import ask_password, lines_of
from regions.models import Organisation


class Command(BaseCommand):
    help = "Open an account for staff. Asks for its first password, or reads it from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--organisation", required=True, metavar="CODE", help="code of the organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["organisation"]
        organisation = Organisation.objects.current().filter(code=code).first()
        if organisation is None:
            raise CommandError(_("there is no organisation %s in force") % code)
        try:
            user = add_user(
                options["username"], options["name"], ask_password(), [(options["role"], organisation)]
            )
        except ValidationError as fault:
            raise CommandError("\n".join(lines_of(fault))) from None
        done = _("%(username)s may sign in; the first time a password of their own is asked for")
        self.stdout.write(done % {"username": user.username})
