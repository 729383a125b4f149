"""Public pages, made anew and from the copy that the site keeps: a disclosure, its village, the list, the home page."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.harness import console, count_queries, p50_p95, print_table, seconds
from tests.scratch import scratch_site

LOADS = 40
DISCLOSURES = 1_000
CSS = Path(__file__).resolve().parents[2] / "site" / "sunshine" / "static" / "sunshine" / "css"


def main() -> None:
    with scratch_site():
        from cms.pages.models import DisclosurePage
        from cms.pages.setup import ensure_site
        from regions.models import Region
        from sunshine.demo import disclosures

        ensure_site(Region.objects.get(level=Region.Level.COUNTY))
        disclosures.load()
        with_table = DisclosurePage.objects.live().filter(ledgers__isnull=False).earliest("pk")
        make_many(with_table)
        client, kept = forgetful_client(), visitor()
        paths = {
            "disclosure with a table": with_table.path_on_site,
            "its village": f"/r/{with_table.region.code}/",
            "list of all": "/disclosures/",
            "home": "/",
            "feed": "/disclosures/feed/",
        }
        sheets = sum(sheet.stat().st_size for sheet in CSS.glob("*.css") if sheet.name != "admin.css")
        rows = []
        for name, path in paths.items():
            asked = count_queries(lambda path=path: client.get(path).status_code == 200)
            median, slow = p50_p95([seconds(lambda path=path: client.get(path)) for _ in range(LOADS)])
            response = client.get(path)
            assert not response.cookies and "public" in response["Cache-Control"]
            kept.get(path)
            asked_again = count_queries(lambda path=path: kept.get(path).status_code == 200)
            again, slow_again = p50_p95([seconds(lambda path=path: kept.get(path)) for _ in range(LOADS)])
            size = len(response.content) + (0 if name == "feed" else sheets)
            fresh, copied = [asked, median, slow], [asked_again, again, slow_again]
            rows.append([name, *fresh, *copied, f"{size / 1000:.0f} kB"])
    print_table(
        f"Public pages among {DISCLOSURES:,} disclosures, made anew and from the site's copy",
        ["page", "queries", "p50", "p95", "of a copy", "p50", "p95", "weight with all CSS"],
        rows,
        "templates; the rest of a copy is the request itself and packing the page out",
    )
    console.print("Aims: a disclosure in at most 8 queries, a page in at most 100 kB with its CSS.\n")


def visitor() -> Any:
    """A visitor who asks for the site by its own name: under another one it keeps no copies."""
    from django.conf import settings
    from django.test import Client

    return Client(headers={"host": urlsplit(settings.SUNSHINE_BASE_URL).netloc})


def forgetful_client() -> Any:
    """A visitor of a site that keeps no copies."""
    from django.conf import settings
    from django.test import override_settings

    client = visitor()
    keeping = "sunshine.keeping.KeptPagesMiddleware"
    with override_settings(MIDDLEWARE=[one for one in settings.MIDDLEWARE if one != keeping]):
        client.handler.load_middleware()
    return client


def make_many(one: object) -> None:
    """More disclosures of the same village, past ones, as plain rows of the tree."""
    from cms.pages.models import CatalogueItem, DisclosurePage

    parent = one.get_parent()  # type: ignore[attr-defined]
    items = list(CatalogueItem.objects.all()[:50])
    for number in range(DISCLOSURES):
        day = datetime.date(2024, 1, 1) + datetime.timedelta(days=number // 3)
        page = DisclosurePage(
            item=items[number % len(items)],
            publishing_unit=one.publishing_unit,  # type: ignore[attr-defined]
            period_from=day,
            period_to=day,
            slug=f"bench-{number}",
            first_published_at=datetime.datetime.combine(day, datetime.time(9), tzinfo=datetime.UTC),
        )
        parent.add_child(instance=page)


if __name__ == "__main__":
    main()
