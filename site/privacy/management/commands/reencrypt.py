"""``sunshine reencrypt``: move every encrypted text to the newest data key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from privacy.renewal import encrypted_fields, renew


class Command(BaseCommand):
    help = "Put every encrypted value under the newest data key, so that older keys can go."

    def handle(self, *args: Any, **options: Any) -> None:
        unreadable = 0
        for field in encrypted_fields():
            report = renew(field)
            unreadable += report.unreadable
            line = _("%(column)s: %(renewed)d renewed, %(current)d current, %(unreadable)d unreadable")
            self.stdout.write(line % vars(report))
        if unreadable:
            text = _("%(count)d values are opened by none of the keys: keep every key until they are.")
            raise CommandError(text % {"count": unreadable})
