"""``sunshine rebuild-index``: build the index of the public search anew while the site goes on answering."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import indexing
from search.engines.base import Busy


class Command(BaseCommand):
    help = "Build the index of the public search anew, beside the one that answers, and put it in its place."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()
        try:
            number = indexing.rebuild()
        except Busy:
            raise CommandError(_("The index is being built already.")) from None
        seconds = time.perf_counter() - began
        self.stdout.write(
            _("%(number)d documents in %(seconds).1f s") % {"number": number, "seconds": seconds}
        )
