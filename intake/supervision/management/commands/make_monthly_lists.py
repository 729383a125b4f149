"""``sunshine make-monthly-lists``: freeze this month's list of supervision for each petition office. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from intake.supervision import monthly
from regions.models import Organisation


class Command(BaseCommand):
    help = "Freeze this month's list of supervision for each petition office. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        offices = Organisation.objects.current().filter(kind=Organisation.Kind.PETITION_OFFICE)
        for office in offices.order_by("code"):
            try:
                made = monthly.make(office, None)
            except monthly.Refused as refused:
                self.stdout.write(f"{office}: {refused}")
                continue
            count = made.entries.count()
            self.stdout.write(_("%(office)s: %(count)d entries.") % {"office": office, "count": count})
