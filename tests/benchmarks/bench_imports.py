"""``sunshine import-petitions``: lines a second through the very command that the form uses, and a rerun."""

from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks.harness import print_table, seconds
from tests.scratch import scratch_site

LINES = 2000


def write_lines(path: Path) -> None:
    """A file of invented matters: the demo's own, told from many villages."""
    from regions.models import Region
    from sunshine.demo.petitions import PETITIONS

    matters = json.loads(PETITIONS.read_text(encoding="utf-8"))
    villages = list(
        Region.objects.current().filter(level=Region.Level.VILLAGE).values_list("code", flat=True)
    )
    with path.open("w", encoding="utf-8") as file:
        for index in range(LINES):
            matter = matters[index % len(matters)]
            line = {
                "id": f"B{index:05d}",
                "title": matter["title"],
                "body": f"{matter['body']}（第{index}件）",
                "region_code": villages[index % len(villages)],
                "reported_party_field": matter.get("reported_party", ""),
                "target_body_field": matter.get("target_body", ""),
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def main() -> None:
    with scratch_site() as folder:
        import io

        from django.core.management import call_command

        from intake.petitions.models import Petition

        path = folder / "lines.jsonl"
        write_lines(path)
        first = seconds(lambda: call_command("import_petitions", str(path), stdout=io.StringIO()))
        stored = Petition.objects.count()
        again = seconds(lambda: call_command("import_petitions", str(path), stdout=io.StringIO()))
        assert Petition.objects.count() == stored
    print_table(
        f"Import of {LINES:,} lines",
        ["run", "stored", "time", "lines a second"],
        [
            ["first", f"{stored:,}", f"{first:.1f} s", f"{LINES / first:.0f}"],
            ["again (nothing doubled)", 0, f"{again:.1f} s", f"{LINES / again:.0f}"],
        ],
        "one process; routing of the text, encryption and one synced transaction a line",
    )


if __name__ == "__main__":
    main()
