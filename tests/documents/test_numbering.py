"""Document numbers: each once, one series per unit, word and year, and units apart from each other."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

import intake.documents
from intake.documents import numbering
from intake.documents.models import NumberPrefix
from regions.models import Organisation, Region

TODAY = datetime.date(2026, 11, 21)
DATA = Path(intake.documents.__file__).parent / "data"


def unit(code: str, name: str, short_name: str) -> Organisation:
    region, _ = Region.objects.get_or_create(
        code="t-region",
        defaults={"name": "试验县", "short_name": "试验", "level": "county", "kind": "county", "path": "t/"},
    )
    return Organisation.objects.create(
        code=code, name=name, short_name=short_name, kind="county_dept", region=region
    )


@pytest.fixture
def bureau(db: None) -> Organisation:
    organisation = unit("t-1", "试验县水产局", "试验水产局")
    NumberPrefix.objects.create(organisation=organisation, prefix="试水信")
    return organisation


def test_numbers_count_up_from_one(bureau: Organisation) -> None:
    assert [numbering.allocate(bureau, "accept", TODAY) for _ in range(3)] == [
        "试水信受〔2026〕1号", "试水信受〔2026〕2号", "试水信受〔2026〕3号",
    ]  # fmt: skip


def test_each_word_and_each_year_has_a_series_of_its_own(bureau: Organisation) -> None:
    numbering.allocate(bureau, "accept", TODAY)
    assert numbering.allocate(bureau, "opinion", TODAY) == "试水信意〔2026〕1号"
    assert numbering.allocate(bureau, "accept", datetime.date(2027, 1, 1)) == "试水信受〔2027〕1号"


def test_the_discipline_series_has_no_word_and_its_numbers_tell_neither_how_many_there_are_nor_of_a_gap(
    bureau: Organisation,
) -> None:
    numbers = [numbering.allocate(bureau, "discipline", TODAY, apart=place % 2 == 0) for place in range(30)]
    drawn = [int(re.fullmatch(r"试水信〔2026〕(\d{5})号", number)[1]) for number in numbers]
    assert len(set(drawn)) == 30, "each is drawn once"
    assert drawn != sorted(drawn) and max(drawn) - min(drawn) > 30, "by chance, not by count"
    assert numbering.allocate(bureau, "accept", TODAY) == "试水信受〔2026〕1号"


def test_a_paper_numbered_apart_leaves_no_gap_in_the_series_and_tells_nothing_of_others_apart(
    bureau: Organisation,
) -> None:
    one = numbering.allocate(bureau, "accept", TODAY)
    apart = {numbering.allocate(bureau, "accept", TODAY, apart=True) for _ in range(30)}
    assert [one, numbering.allocate(bureau, "accept", TODAY)] == [
        "试水信受〔2026〕1号",
        "试水信受〔2026〕2号",
    ]
    drawn = sorted(int(re.fullmatch(r"试水信受专〔2026〕(\d{5})号", number)[1]) for number in apart)
    assert len(drawn) == 30, "each is drawn once"
    assert drawn[-1] - drawn[0] > 30, "drawn by chance: a count would show how many there are"


def test_a_number_is_taken_only_by_a_paper_that_is_stored(bureau: Organisation) -> None:
    class Lost(Exception):
        pass

    with pytest.raises(Lost), transaction.atomic():
        numbering.allocate(bureau, "accept", TODAY)
        raise Lost
    assert numbering.allocate(bureau, "accept", TODAY) == "试水信受〔2026〕1号"


def test_an_unknown_series_is_an_error(bureau: Organisation) -> None:
    with pytest.raises(numbering.UnknownSeries):
        numbering.allocate(bureau, "no_such", TODAY)


def test_without_an_entry_a_unit_goes_by_its_short_name(db: None) -> None:
    assert (
        numbering.allocate(unit("t-2", "试验县渔政站", "试验渔政站"), "accept", TODAY)
        == "试验渔政站受〔2026〕1号"
    )


def test_two_units_of_one_name_never_share_a_number(db: None) -> None:
    one, other = unit("t-3", "试验东村", "试验村"), unit("t-4", "试验西村", "试验村")
    assert numbering.allocate(one, "accept", TODAY) == "试验东村受〔2026〕1号"
    assert numbering.allocate(other, "accept", TODAY) == "试验西村受〔2026〕1号"


def test_a_renamed_unit_keeps_its_numbers_from_the_next_bearer_of_its_name(db: None) -> None:
    one = unit("t-5", "试验甲局", "试验甲局")
    numbering.allocate(one, "accept", TODAY)
    Organisation.objects.filter(pk=one.pk).update(name="试验乙局", short_name="试验乙局")
    other = unit("t-6", "试验县甲局", "试验甲局")
    assert numbering.allocate(other, "accept", TODAY) == "试验县甲局受〔2026〕1号"


def test_a_prefix_of_another_unit_is_refused(bureau: Organisation) -> None:
    other = unit("t-7", "试验县渔业局", "试验渔业局")
    for prefix in ("试水信", "试 水信", "试验水产局", "试验县水产局", "试水信受"):
        with pytest.raises(ValidationError):
            NumberPrefix(organisation=other, prefix=prefix).full_clean()
    NumberPrefix(organisation=other, prefix="试渔信").full_clean()


def test_a_prefix_that_numbered_anothers_papers_stays_taken(bureau: Organisation) -> None:
    numbering.allocate(bureau, "accept", TODAY)
    NumberPrefix.objects.filter(organisation=bureau).update(prefix="试新信")
    with pytest.raises(ValidationError):
        NumberPrefix(organisation=unit("t-8", "试验县湖泊局", "试验湖泊局"), prefix="试水信").full_clean()
    assert numbering.allocate(bureau, "accept", TODAY) == "试新信受〔2026〕1号"


def test_prefixes_load_from_a_file_and_leave_entries_alone(
    bureau: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit("t-9", "试验县码头站", "试验码头站")
    path = tmp_path / "prefixes.csv"
    path.write_text("organisation,prefix\nt-9,试码信\nt-1,试别信\nt-none,试无信\n", encoding="utf-8")
    call_command("load_number_prefixes", str(path))
    call_command("load_number_prefixes", str(path))
    assert numbering.allocate(Organisation.objects.get(code="t-9"), "accept", TODAY).startswith("试码信")
    assert numbering.allocate(bureau, "accept", TODAY).startswith("试水信")
    assert "1" in capsys.readouterr().out


def test_a_file_with_a_clash_loads_nothing(bureau: Organisation, tmp_path: Path) -> None:
    unit("t-10", "试验县甲站", "试验甲站")
    unit("t-11", "试验县乙站", "试验乙站")
    path = tmp_path / "prefixes.csv"
    path.write_text("organisation,prefix\nt-10,试甲信\nt-11,试水信\n", encoding="utf-8")
    with pytest.raises(ValidationError):
        numbering.load_prefixes(path)
    assert not NumberPrefix.objects.filter(prefix="试甲信").exists()


def test_the_prefixes_of_the_invented_county_can_be_told_apart() -> None:
    rows = [
        line.split(",") for line in (DATA / "demo-prefixes.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    starts = [prefix + word for _, prefix in rows for word in numbering.words().values()]
    assert len(starts) == len(set(starts))


PROCESS = """
import datetime, json, sys
import django
django.setup()
from django.db import connection
from intake.documents import numbering
from intake.documents.models import NumberPrefix, NumberSeries
from regions.models import Organisation, Region
if sys.argv[1] == "make":
    with connection.schema_editor() as editor:
        for model in (Region, Organisation, NumberPrefix, NumberSeries):
            editor.create_model(model)
    named = {"name": "Office", "short_name": "Office"}
    # In bulk: no signals, whose receivers look for tables that are not there.
    county = Region(code="r", level="county", kind="county", path="r/", **named)
    [region] = Region.objects.bulk_create([county])
    Organisation.objects.bulk_create([Organisation(code="o", kind="county_dept", region=region, **named)])
else:
    office = Organisation.objects.get()
    day = datetime.date(2026, 11, 21)
    print(json.dumps([numbering.allocate(office, "accept", day) for _ in range(15)]))
"""


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of processes with an empty database of their own, on the server if one is named."""
    environment = os.environ | {"SUNSHINE_VAR": str(tmp_path)}
    server = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not server.scheme:
        yield environment
        return
    name = f"numbers_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield environment | {"DATABASE_URL": server._replace(path=f"/{name}").geturl()}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_processes_that_draw_at_once_get_different_numbers(own_database: dict[str, str]) -> None:
    command = [sys.executable, "-c", PROCESS]
    subprocess.run([*command, "make"], env=own_database, check=True)
    drawing = [
        subprocess.Popen([*command, "draw"], env=own_database, stdout=subprocess.PIPE) for _ in range(3)
    ]
    numbers = [number for process in drawing for number in json.loads(process.communicate()[0])]
    assert sorted(numbers) == sorted(f"Office受〔2026〕{number}号" for number in range(1, 46))
