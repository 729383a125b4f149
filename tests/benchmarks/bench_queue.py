"""Queue, supervision room and home of the office that sees every case, at ten and at a hundred thousand petitions.

Four in five are over, of five years: a county that left twenty thousand open would have other cares than its lists.
"""

from __future__ import annotations

from tests.benchmarks.harness import console, count_queries, p50_p95, print_table, seconds, settle
from tests.scratch import scratch_site

SIZES = (10_000, 100_000)
LOADS = 15
CONCLUDED = 0.8


def main() -> None:
    with scratch_site():
        from django.test import Client
        from django.urls import reverse

        from accounts.models import User
        from intake.petitions.models import Petition
        from regions.models import Organisation
        from tests.benchmarks.generate import Generator

        a_unit = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT).earliest("code").code
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(User.objects.get(username="petition_head"))
        address, room = reverse("workbench:queue"), reverse("supervision:list")
        views = {
            "first tab": address,
            "overdue": f"{address}?tab=overdue",
            "all, page 50": f"{address}?tab=all&p=50",
            "title contains": f"{address}?tab=all&q=路",
            "part of a number": f"{address}?tab=all&q=7K3M",
            "class and place": f"{address}?tab=all&petition_class=appeal&urgent=&since=2026-01-01",
            "home": reverse("wagtailadmin_home"),
            "supervision": room,
            "supervision, left lying": f"{room}?rule=unread",
            "supervision, one unit": f"{room}?rule=late&unit={a_unit}&p=2",
        }
        generator, rows = Generator(concluded=CONCLUDED), []
        for size in SIZES:
            with console.status(f"Writing petitions up to {size:,} …"):
                generator.make(size - Petition.objects.count())
            settle()
            for view, url in views.items():
                asked = count_queries(lambda url=url: client.get(url).status_code == 200)
                median, slow = p50_p95([seconds(lambda url=url: client.get(url)) for _ in range(LOADS)])
                rows.append([f"{size:,} · {view}", asked, median, slow])
    print_table(
        "Lists of the head of the petition office (sees all cases)",
        ["petitions · view", "queries", "p50", "p95"],
        rows,
        "template rendering; the counts of the tabs grow with the number of cases",
    )


if __name__ == "__main__":
    main()
