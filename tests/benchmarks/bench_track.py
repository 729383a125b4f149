"""The track page: number and password in, the case's whole story out."""

from __future__ import annotations

from tests.benchmarks.harness import count_queries, p50_p95, print_table, seconds
from tests.scratch import scratch_site

LOADS = 40


def main() -> None:
    with scratch_site():
        from django.test import Client

        from intake.petitions.models import Petition
        from intake.petitions.process import passwords
        from sunshine.demo import petitions
        from tests.benchmarks.generate import Generator

        petitions.load()
        Generator().make(20_000)
        rows = []
        for state in ("submitted", "in_progress", "replied"):
            petition = Petition.objects.filter(state=state, petitioners__isnull=False).latest("submitted_at")
            password = passwords.renew(petition)
            client = Client(SERVER_NAME="127.0.0.1")
            client.post("/track/", {"number": petition.number, "password": password})
            asked = count_queries(lambda client=client: client.get("/track/case/").status_code == 200)
            median, slow = p50_p95(
                [seconds(lambda client=client: client.get("/track/case/")) for _ in range(LOADS)]
            )
            rows.append([state, asked, median, slow])
    print_table(
        "Track page of one case among 20,000",
        ["state", "queries", "p50", "p95"],
        rows,
        "template rendering and decryption of the case's papers",
    )


if __name__ == "__main__":
    main()
