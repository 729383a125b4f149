"""``sunshine set-up-site COUNTY_CODE``: the pages and settings of the county's site, with the product's own texts."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.pages.models import SiteSettings
from cms.pages.setup import ensure_site
from regions.models import Region


class Command(BaseCommand):
    help = (
        "Make the pages that the site of a county owes its visitors: home, help, privacy, accessibility, office. "
        "What is there already is left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "county", metavar="COUNTY_CODE", help="code of the county, loaded with load-regions"
        )

    def handle(self, *args: Any, county: str, **options: Any) -> None:
        region = Region.objects.current().filter(code=county, level=Region.Level.COUNTY).first()
        if region is None:
            raise CommandError(_("There is no county %(code)s in force.") % {"code": county})
        # The county was given once, and everything hangs on it: editors may have written under its name since.
        others = SiteSettings.objects.exclude(county=None).exclude(county=region)
        for name in others.values_list("county__name", flat=True):
            raise CommandError(_("The site is that of %(county)s already.") % {"county": name})
        ensure_site(region)
        self.stdout.write(
            _("The site of %(county)s is set up: %(address)s/")
            % {"county": region.name, "address": settings.SUNSHINE_BASE_URL}
        )
