"""A spreadsheet of 100,000 rows read and stored as a ledger, beside what the library alone takes for its cells."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from tests.benchmarks.harness import print_table, seconds
from tests.scratch import scratch_site

if TYPE_CHECKING:
    from cms.ledgers.reading import Table

ROWS = 100_000
HEADINGS = [
    "序号",
    "组别",
    "户主",
    "身份证号",
    "面积",
    "标准",
    "金额",
    "一卡通账号",
    "发放日期",
    "状态",
    "备注",
]
NAMES = [
    surname + given
    for surname in "覃蓝韦黄陆农"
    for given in ("见山", "水生", "有粮", "春苗", "大川", "小满")
]


def spreadsheet() -> bytes:
    """Households of a whole county, each with numbers, an area and a remark of its own."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("补贴")
    sheet.append(["荷叶埂村2026年度补贴发放公示表"])
    sheet.append(HEADINGS)
    for number in range(ROWS):
        person, card = f"9901211965{number:08d}", f"62284800{number:011d}"
        area = (50 + number * 37 % 1450) / 100
        sheet.append(
            [
                number,
                f"{number % 30}组",
                NAMES[number % len(NAMES)],
                person,
                area,
                85.2,
                round(area * 85.2, 2),
                card,
                "2026-05-06",
                "已发",
                f"第{number}户",
            ]
        )
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def cells_alone(content: bytes) -> None:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def store_it(content: bytes, table: Table) -> None:
    """As a clerk of the village of the title would, up to the page that everybody sees."""
    from accounts.models import User
    from cms.ledgers import present, process
    from cms.ledgers.process import Source
    from regions.models import Region

    by, village = User.objects.get(username="clerk"), Region.objects.get(code="990121103204")
    draft = process.store(table, region=village, by=by, source=Source.of("a.xlsx", content))
    present.show(process.publish(draft, by=by))


def main() -> None:
    content = spreadsheet()
    with scratch_site():
        from cms.ledgers import export
        from cms.ledgers.reading import read_file

        library = seconds(lambda: cells_alone(content))
        reading = seconds(lambda: read_file(content))
        found = read_file(content)
        storing = seconds(lambda: store_it(content, found.tables[0]))
        public = export.Public.of(found.tables[0])
        writing = {way: seconds(lambda make=make: make(public)) for way, make in export.WAYS.items()}
    print_table(
        f"A ledger of {ROWS:,} rows and {len(HEADINGS)} columns, {len(content) / 1e6:.1f} MB",
        ["step", "time", "times the cells alone"],
        [
            ["cells alone, by the library", f"{library:.1f} s", "1.0"],
            ["read, checked, covered", f"{reading:.1f} s", f"{reading / library:.1f}"],
            ["stored and published", f"{storing:.1f} s", f"{storing / library:.1f}"],
            [
                "read and stored together",
                f"{reading + storing:.1f} s",
                f"{(reading + storing) / library:.1f}",
            ],
            *(
                [f"written as {way[1:]}", f"{took:.1f} s", f"{took / library:.1f}"]
                for way, took in writing.items()
            ),
        ],
        "Python's own work on each cell; the search for personal data in texts that differ from row to row",
    )


if __name__ == "__main__":
    main()
