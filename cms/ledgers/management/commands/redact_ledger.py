"""``sunshine redact-ledger VERSION --by USER --reason TEXT``: take away what must not stay public."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from cms.ledgers import process
from cms.ledgers.models import LedgerVersion
from cms.ledgers.process import Refused


class Command(BaseCommand):
    help = "Take the text of a published version of a ledger away, for good."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "version", type=uuid.UUID, help="the version, as its address names it: /ledgers/VERSION/"
        )
        parser.add_argument("--by", required=True, help="who answers for it: a user name")
        parser.add_argument(
            "--reason", required=True, help="why; the history keeps proof of it, not the text"
        )
        parser.add_argument(
            "--whole", action="store_true", help="every version of the ledger, and drafts with them"
        )

    def handle(
        self, *args: Any, version: uuid.UUID, by: str, reason: str, whole: bool, **options: Any
    ) -> None:
        found = LedgerVersion.objects.filter(pk=version).first()
        user = User.objects.filter(username=by).first()
        if found is None:
            raise CommandError(_("There is no such version of a ledger."))
        if user is None:
            raise CommandError(_("There is no user %(name)s.") % {"name": by})
        try:
            redacted = process.redact(found, by=user, reason=reason, whole=whole)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(_("Redacted: %(count)d.") % {"count": len(redacted)})
