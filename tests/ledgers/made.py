"""Spreadsheets as clerks make them, each with its own ways, and what they should come to."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Rows = list[list[Any]]


@dataclass(frozen=True)
class Made:
    """A file, and what stands in it: the kind of ledger, its time, some rows by their number, its sums."""

    content: bytes
    schema: str
    period: tuple[str, str]
    rows: dict[int, dict[str, Any]]
    totals: dict[str, str]
    verdict: str = "import"
    problems: list[tuple[str, str, str]] = field(default_factory=list)  # cell, kind, level


def book(rows: Rows, *, sheet: str = "Sheet1", change: Callable[[Worksheet], None] | None = None) -> bytes:
    """An XLSX with one sheet."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    if change:
        change(page)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def text(rows: Rows, *, encoding: str, delimiter: str = ",") -> bytes:
    """A text with commas, as a spreadsheet program saves it."""
    lines = [delimiter.join(_quoted(str(cell), delimiter) for cell in row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def _quoted(cell: str, delimiter: str) -> str:
    return (
        f'"{cell.replace(chr(34), chr(34) * 2)}"'
        if any(mark in cell for mark in (delimiter, '"', "\n"))
        else cell
    )


def monthly() -> Made:
    """A title over all columns, two rows of headings, dates in four ways, an opening and a closing line, signatures."""

    def merge(page: Worksheet) -> None:
        page.merge_cells("A1:J1")
        page.merge_cells("E3:F3")

    rows = [
        ["柘木湾镇荷叶埂村2026年3月财务收支公开表"],
        ["编制单位：荷叶埂村股份经济合作社", *[""] * 8, "单位：元"],
        ["日期", "凭证号", "收支类别", "摘要", "发生额", "", "经手人", "收款方", "余额", "序号"],
        ["", "", "", "", "收入", "支出", "", "", "", ""],
        ["", "", "", "上月结余", "", "", "", "", 10000, ""],
        [
            datetime.date(2026, 3, 5),
            "记001",
            "转移支付",
            "上级转移支付",
            "5,000.00",
            "",
            "苏守田",
            "",
            15000,
            1,
        ],
        [
            "3月8日",
            "记002",
            "办公费",
            "购买打印纸",
            "",
            "￥１２３．５０",
            "苏守田",
            "砚川县文具店",
            14876.5,
            2,
        ],
        ["2026.3.20", "记003", "公益", "修渠人工", "", 1500, "苏守田", "覃见山", 13376.5, 3],
        ["二〇二六年三月三十一日", "记004", "利息", "存款利息", 0.1 + 0.2, "", "苏守田", "", 13376.8, 4],
        ["合 计", "", "", "", 5000.3, 1623.5, "", "", "", ""],
        ["", "", "", "期末余额", "", "", "", "", 13376.8, ""],
        ["审批：谷丰年    会计：苏守田    制表日期：2026年4月3日"],
    ]
    return Made(
        book(rows, sheet="3月", change=merge),
        "L1",
        ("2026-03-01", "2026-03-31"),
        {
            6: {"日期": "2026-03-05", "收入金额": "5000.00", "支出金额": None, "收支类别": "转移支付"},
            7: {"日期": "2026-03-08", "支出金额": "123.50", "收支类别": "办公", "收款方": "砚川县文具店"},
            8: {"日期": "2026-03-20", "支出金额": "1500.00", "收款方": "覃＊＊", "经手人": "苏守田"},
            9: {"日期": "2026-03-31", "收入金额": "0.30", "余额": "13376.80"},
        },
        {"收入金额": "5000.30", "支出金额": "1623.50"},
        problems=[],
    )


def corrected() -> bytes:
    """The same month with one amount put right."""
    book = openpyxl.load_workbook(io.BytesIO(monthly().content))
    sheet = book.active
    for row in sheet.iter_rows():
        for cell in row:
            replaced = {1500: 1600, 13376.5: 13276.5, 13376.8: 13276.8, 1623.5: 1723.5}.get(cell.value)
            if replaced is not None:
                cell.value = replaced
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def quarterly_in_ten_thousands() -> Made:
    """In 万元, negative in brackets, a subtotal a month, a running total that is no total."""
    rows = [
        ["荷叶埂村二〇二六年第一季度收支明细（单位：万元）"],
        ["月份", "凭证号", "收支类别", "摘要", "收入金额", "支出金额"],
        ["2026年1月", "1", "租赁", "鱼塘租金", 1.2, ""],
        ["2026年1月", "2", "工程", "水渠维修款", "", "0.35"],
        ["小计", "", "", "", 1.2, 0.35],
        ["2026-02", "3", "补助", "上级补助", "2", ""],
        ["2026-02", "4", "补助", "退回多拨补助", "(0.5)", ""],
        ["小计", "", "", "", 1.5, ""],
        ["本年累计", "", "", "", 9.9, 9.9],
        ["总计", "", "", "", 2.7, 0.35],
    ]
    return Made(
        book(rows),
        "L1",
        ("2026-01-01", "2026-03-31"),
        {3: {"月份": "2026-01", "收入金额": "12000.00"}, 7: {"收入金额": "-5000.00", "月份": "2026-02"}},
        {"收入金额": "27000.00", "支出金额": "3500.00"},
    )


def in_gb18030() -> Made:
    """A text with commas in the old Chinese encoding, amounts with commas in quotes."""
    rows = [
        ["茶林坳村2026年5月财务公开"],
        ["日期", "凭证字号", "项目", "收入", "支出", "备注"],
        ["2026/5/6", "记1", "承包款", "12,345.60", "", ""],
        ["2026/5/9", "记2", "清扫", "", "300元", "㐂庆日前完成"],
        ["合计", "", "", "12,345.60", "300", ""],
    ]
    return Made(
        text(rows, encoding="gb18030"),
        "L1",
        ("2026-05-01", "2026-05-31"),
        {
            3: {"摘要": "承包款", "收入金额": "12345.60"},
            4: {"支出金额": "300.00", "备注": "㐂庆日前完成"},
        },
        {"收入金额": "12345.60", "支出金额": "300.00"},
    )


def with_tabs_and_a_mark() -> Made:
    """UTF-8 with the mark that spreadsheet programs put, and tabs."""
    rows = [
        ["月份", "日期", "摘要", "收入金额（元）", "支出金额（元）"],
        ["2026-06", "20260603", "利息", "8.1", ""],
        ["2026-06", "20260630", "电费", "", "1,208.00"],
    ]
    return Made(
        text(rows, encoding="utf-8-sig", delimiter="\t"),
        "L1",
        ("2026-06-01", "2026-06-30"),
        {2: {"日期": "2026-06-03", "收入金额": "8.10"}, 3: {"支出金额": "1208.00"}},
        {"收入金额": "8.10", "支出金额": "1208.00"},
        problems=[("A1", "period_of_rows", "note")],
    )


def subsidy() -> Made:
    """Households with numbers of people and cards, groups merged over rows, ID numbers kept as text."""

    def merge(page: Worksheet) -> None:
        page.merge_cells("B3:B4")

    rows = [
        ["荷叶埂村2026年度耕地地力保护补贴发放公示表"],
        [
            "序号",
            "组",
            "户主姓名",
            "身份证号码",
            "补贴面积（亩）",
            "补贴标准（元/亩）",
            "补贴金额（元）",
            "一卡通账号",
            "是否村干部或亲属",
        ],
        [1, "一组", "覃见山", "990121196501010018", 3.5, 85.2, 298.2, "6228480000000004471", "否"],
        [2, "", "欧阳小娜", "990121197203040029", "2.00", "85.20", "170.40", "6228480000000008812", "是"],
        [3, "二组", "石一", "990121198010100037", 1, 85.2, 85.2, "6228480000000001203", ""],
        ["合计", "", "", "", 6.5, "", 553.8, "", ""],
    ]
    return Made(
        book(rows, change=merge),
        "L4",
        ("2026-01-01", "2026-12-31"),
        {
            3: {
                "组别": "一组",
                "户主": "覃＊＊",
                "金额": "298.20",
                "一卡通账号": "****4471",
                "是否村干部或亲属": False,
            },
            4: {"组别": "一组", "户主": "欧阳＊＊", "计补依据": "2.00", "是否村干部或亲属": True},
            5: {"组别": "二组", "户主": "石＊", "是否村干部或亲属": None},
        },
        {"金额": "553.80", "计补依据": "6.5"},
    )


def cadre_pay() -> Made:
    """Pay of cadres: a title in two lines, blank lines, headings with line breaks, a dash for nothing."""
    rows = [
        ["砚川县柘木湾镇"],
        ["荷叶埂村2026年上半年村干部报酬公示"],
        [],
        [
            "姓 名",
            "职务",
            "基本\n报酬",
            "绩效",
            "误工天数",
            "误工补贴",
            "应发合计",
            "实发合计",
            "资金来源",
            "银行卡号",
        ],
        [],
        ["谷丰年", "书记", 18000, 6000, "—", "-", 24000, 24000, "财政资金", "6228480000000009999"],
        ["苏守田", "委员", "9,000", "/", 12, 1200, 10200, "10,200.00", "村集体", "6228480000000007777"],
        ["合计", "", 27000, 6000, 12, 1200, 34200, 34200, "", ""],
        ["注：误工补贴按每天100元计算。"],
    ]
    return Made(
        book(rows),
        "L11",
        ("2026-01-01", "2026-06-30"),
        {
            6: {"姓名": "谷丰年", "职务": "书记", "误工天数": None, "实发": "24000.00", "资金来源": "财政"},
            7: {"姓名": "苏守田", "绩效": None, "误工天数": "12.00", "资金来源": "集体"},
        },
        {"实发": "34200.00", "应发": "34200.00", "误工天数": "12"},
    )


def wrong_sums() -> Made:
    """A total that is not the sum, a balance that does not follow, a day outside the month, a day that is none."""
    rows = [
        ["荷叶埂村2026年4月财务收支"],
        ["日期", "凭证号", "摘要", "收入金额", "支出金额", "余额"],
        ["", "", "上月结余", "", "", 100],
        ["2026-04-02", "1", "利息", 10, "", 110],
        ["2026-03-30", "2", "水费", "", 20, 95],
        ["2026-02-30", "3", "电费", "", 5.005, 89.99],
        ["2026-04-09", "4", "", 1, 1, 89.99],
        ["合计", "", "", 12, 26, ""],
    ]
    return Made(
        book(rows),
        "L1",
        ("2026-04-01", "2026-04-30"),
        {4: {"收入金额": "10.00"}},
        {"收入金额": "11.00", "支出金额": "21.00"},
        "needs_person",
        [
            ("A5", "outside_period", "stop"),
            ("F5", "balance", "stop"),
            ("A6", "bad_date", "stop"),
            ("E6", "too_precise", "stop"),
            ("C7", "missing", "stop"),
            ("E7", "two_amounts", "stop"),
            ("D8", "sum", "stop"),
        ],
    )


def personal_data_in_remarks() -> Made:
    """Numbers and names where only words should stand; a phone in the column of names."""
    rows = [
        ["荷叶埂村2026年7月财务收支"],
        ["日期", "摘要", "收入金额", "支出金额", "收款方", "备注"],
        ["2026-07-01", "付覃见山误工费，电话19900010001", "", 50, "覃见山", ""],
        ["2026-07-02", "垃圾清运", "", 60, "石一19900010002", "已转6228480402564890018"],
        ["2026-07-03", "看望困难户", "", 70, "村民三户", "身份证号990121196501010018"],
    ]
    return Made(
        book(rows),
        "L1",
        ("2026-07-01", "2026-07-31"),
        {3: {"收款方": "覃＊＊"}},
        {"支出金额": "180.00"},
        "needs_person",
        [
            ("B3", "personal_in_text", "stop"),
            ("E4", "personal_in_text", "stop"),
            ("F4", "personal_in_text", "stop"),
            ("F5", "personal_in_text", "stop"),
        ],
    )


def household_twice() -> Made:
    """One ID number in two rows of a scheme, and an amount that is not area times rate."""
    rows = [
        ["荷叶埂村2026年生态公益林补偿发放表"],
        ["组别", "户主", "身份证号", "面积", "标准", "金额"],
        ["一组", "覃见山", "990121196501010018", 10, 16, 160],
        ["一组", "覃建山", "990121196501010018", 5, 16, 80],
        ["二组", "石一", "990121198010100037", 2, 16, 42],
    ]
    return Made(
        book(rows),
        "L4",
        ("2026-01-01", "2026-12-31"),
        {5: {"金额": "42.00"}},
        {"金额": "282.00"},
        "needs_person",
        [("C4", "duplicate", "stop"), ("F5", "product", "stop")],
    )


def several_sheets() -> Made:
    """A table, a sheet of notes, an empty one and a hidden one."""
    content = io.BytesIO(
        book(
            monthly_rows := [
                ["荷叶埂村2026年8月财务收支"],
                ["日期", "摘要", "收入金额", "支出金额"],
                ["2026-08-05", "利息", 3, ""],
            ]
        )
    )
    made = openpyxl.load_workbook(content)
    made.create_sheet("说明").append(["这里写一点说明"])
    made.create_sheet("空表")
    hidden = made.create_sheet("底稿")
    for row in monthly_rows:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    packed = io.BytesIO()
    made.save(packed)
    return Made(
        packed.getvalue(),
        "L1",
        ("2026-08-01", "2026-08-31"),
        {3: {"收入金额": "3.00"}},
        {"收入金额": "3.00", "支出金额": "0.00"},
        problems=[("A1", "no_table", "note"), ("A1", "hidden_sheet", "note")],
    )


def spending(*rows: list[Any], month: str = "9") -> bytes:
    """A small table of expenses: day, purpose, amount, remark."""
    headings = ["日期", "摘要", "收入金额", "支出金额", "收款方", "备注"]
    lines = [[day, purpose, "", amount, payee, remark] for day, purpose, amount, payee, remark in rows]
    return book([[f"荷叶埂村2026年{month}月财务收支"], headings, *lines])


TEN: dict[str, Callable[[], Made]] = {
    one.__name__: one
    for one in (
        monthly,
        quarterly_in_ten_thousands,
        in_gb18030,
        with_tabs_and_a_mark,
        subsidy,
        cadre_pay,
        wrong_sums,
        personal_data_in_remarks,
        household_twice,
        several_sheets,
    )
}
