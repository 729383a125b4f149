"""A table that was read is stored as everybody may see it, published for good, corrected beside what stood there, and
its text taken away when it must.
"""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from factories import staff
from ledgers import made
from ledgers.made import spending

from cms.ledgers import export, process, stored
from cms.ledgers.deciding import Decisions
from cms.ledgers.differing import difference
from cms.ledgers.models import LedgerRow, LedgerVersion
from cms.ledgers.process import Conflict, NotReady, Refused, Source
from cms.ledgers.reading import read_file
from cms.ledgers.report import as_json
from records.events import history, matches

pytestmark = pytest.mark.django_db

SOUND = [name for name, make in made.TEN.items() if make().verdict == "import"]
UNSOUND = [name for name in made.TEN if name not in SOUND]
STATE = LedgerVersion.State

WATER = ["2026-09-02", "修渠人工", 300, "覃见山", ""]
POWER = ["2026-09-05", "路灯电费", 120.5, "砚川县供电公司", ""]
PAPER = ["2026-09-09", "打印纸", 60, "", ""]


def everything_stored() -> str:
    """Every value of every table, as text."""
    return "\n".join(
        str(row) for model in apps.get_models() for row in model._base_manager.values_list().iterator()
    )


@pytest.mark.parametrize("way", export.WAYS)
@pytest.mark.parametrize("name", SOUND)
def test_each_clerks_spreadsheet_is_published_and_taken_away_with_equal_values(name, way, publish):
    given = made.TEN[name]()
    version = publish(given.content)
    taken = export.WAYS[way](stored.public(version))
    [first] = as_json("", read_file(given.content))["tables"]
    rows = [{key: value for key, value in row.items() if key != "_row"} for row in first["rows"]]
    if way == ".json":
        again = json.loads(taken)
        assert again["rows"] == rows
        assert {key: float(sum_) for key, sum_ in again["totals"].items()} == {
            key: float(sum_) for key, sum_ in first["totals"].items()
        }
    else:
        [table] = as_json("", read_file(taken))["tables"]
        assert [{key: row[key] for key in rows[0]} for row in table["rows"]] == rows
        assert table["totals"] == first["totals"]


@pytest.mark.parametrize("name", UNSOUND)
def test_what_a_person_must_see_to_is_not_stored(name, store):
    with pytest.raises(NotReady) as refused:
        store(made.TEN[name]().content)
    stops = {(cell, kind) for cell, kind, level in made.TEN[name]().problems if level == "stop"}
    assert {(one.cell, one.kind) for one in refused.value.problems} == stops
    assert not LedgerVersion.objects.exists()


def test_no_number_of_a_person_or_an_account_is_stored(publish):
    publish(made.subsidy().content)
    text = everything_stored()
    assert "欧阳＊＊" in text and "****4471" in text
    for secret in ("990121196501010018", "6228480000000004471", "欧阳小娜"):
        assert secret not in text


def test_a_clerks_remark_is_nobodys_opinion_and_a_column_without_a_word_is_not_published(store):
    noted = store(spending([*WATER[:-1], "六日前完成"], POWER))
    assert [row["备注"] for row in stored.rows(noted)] == ["六日前完成", None]
    assert "监委会审核意见" not in noted.columns
    assert store(spending(["2026-09-02", "修渠人工", 300, "", ""])).columns == [
        "日期",
        "摘要",
        "收入金额",
        "支出金额",
    ]


def test_a_remark_is_covered_or_let_stand_with_a_reason_that_history_can_prove(store):
    content = made.personal_data_in_remarks().content
    why = "是合作社公开的联系电话"
    version = store(content, decisions=Decisions(masked=frozenset({"E4", "F4", "F5"}), justified={"B3": why}))
    first, second, third = stored.rows(version)
    assert first["摘要"] == "付覃见山误工费，电话19900010001"
    assert "19900010002" not in str(second) and "6228480402564890018" not in str(second)
    assert "990121196501010018" not in str(third)
    assert second["收款方"] == "石＊199＊＊＊＊＊＊＊＊"  # who stands beside a number is a person still
    assert [one["cell"] for one in version.justified] == ["B3"]
    told = history("ledger", version.pk).get(action="justify")
    assert matches(told, why) and told.data["cell"] == "B3"


def test_a_reason_of_blanks_lets_nothing_stand(store):
    with pytest.raises(NotReady) as refused:
        store(
            made.personal_data_in_remarks().content,
            decisions=Decisions(masked=frozenset({"E4", "F4", "F5"}), justified={"B3": "  "}),
        )
    assert [one.cell for one in refused.value.problems] == ["B3"]


def test_another_villages_table_is_not_stored(store):
    [table] = read_file(spending(WATER), locate=lambda line: "990121201203").tables
    with pytest.raises(NotReady) as refused:
        process.store(
            table,
            region=store(spending(WATER)).region,
            by=staff("clerk"),
            source=Source.of("x", b""),
        )
    assert [one.kind for one in refused.value.problems] == ["region_differs"]


def test_a_correction_names_what_changed_and_the_old_version_stays_readable(publish, correct):
    first = publish(spending(WATER, POWER))
    second = correct(first, spending([*WATER[:2], 320, *WATER[3:]], PAPER), reason="金额写错")
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (STATE.SUPERSEDED, STATE.PUBLISHED, 2)
    assert stored.current(first.ledger) == second and list(stored.history(first.ledger)) == [second, first]
    found = difference(first, second)
    assert [(one.row, one.column, one.before, one.after) for one in found.cells] == [
        (1, "支出金额", "300.00", "320.00")
    ]
    assert [row for row, _values in found.added] == [2] and [row for row, _values in found.removed] == [2]
    assert [(one.column, one.before, one.after) for one in found.totals] == [("支出金额", "420.50", "380.00")]


def test_a_correction_needs_a_reason_a_change_and_the_newest_version(publish, correct, clerk):
    first = publish(spending(WATER))
    for content, reason in (
        (spending(PAPER), " "),
        (spending(PAPER), "打19900010001问"),
        (spending(WATER), "x"),
    ):
        with pytest.raises(Refused):
            correct(first, content, reason)
    correct(first, spending(PAPER))
    with pytest.raises(Refused):
        correct(first, spending(POWER))
    assert LedgerVersion.objects.count() == 2


def test_two_corrections_at_once_are_one_too_many(publish, clerk):
    first = publish(spending(WATER))
    [table] = read_file(spending(PAPER)).tables
    given = {"by": clerk, "source": Source.of("x", b""), "reason": "更正"}
    draft = process.correct(first, table, **given)
    with pytest.raises(Conflict):
        process.correct(first, table, **given)
    process.discard(draft, by=clerk)
    assert process.correct(first, table, **given).number == 2


def test_a_draft_is_published_or_thrown_away_once(store, clerk):
    draft = store(spending(WATER))
    process.publish(draft, by=clerk)
    for again in (process.publish, process.discard):
        with pytest.raises(Conflict):
            again(draft, by=clerk)
    gone = store(spending(WATER))
    process.discard(gone, by=clerk)
    assert [event.action for event in history("ledger", gone.pk)] == ["store", "discard"]


def test_redaction_leaves_no_word_in_any_table(publish, correct, clerk):
    secret = "看望病人石小凤"
    first = publish(
        spending(WATER, ["2026-09-07", secret, 88, "石小凤", ""]),
        decisions=Decisions(masked=frozenset(), justified={"B4": "误判"}),
    )
    second = correct(first, spending(WATER), reason="撤下一行")
    assert secret in everything_stored()
    first.refresh_from_db()
    assert process.redact(first, by=clerk, reason="公开了病情") == [first]
    assert secret not in everything_stored() and "公开了病情" not in everything_stored()
    first.refresh_from_db()
    assert (first.state, first.row_count, first.title, first.redacted_by) == (STATE.REDACTED, 0, "", clerk)
    assert first.redacted_at and first.published_at and first.source_sha256 == ""
    assert stored.current(first.ledger) == second


def test_redacting_the_whole_ledger_takes_every_version_and_draft(publish, correct, clerk):
    first = publish(spending(WATER))
    second = correct(first, spending(POWER))
    [table] = read_file(spending(PAPER)).tables
    process.correct(second, table, by=clerk, source=Source.of("x", b""), reason="再更正")
    assert len(process.redact(second, by=clerk, reason="全部撤下", whole=True)) == 2
    assert not LedgerRow.objects.exists()
    assert set(LedgerVersion.objects.values_list("state", flat=True)) == {STATE.REDACTED}


def test_after_a_redaction_the_right_table_can_follow(publish, correct, clerk):
    wrong = publish(spending(WATER))
    process.redact(wrong, by=clerk, reason="传错了文件")
    wrong.refresh_from_db()
    right = correct(wrong, spending(POWER), reason="换成正确的表")
    assert (right.number, stored.current(wrong.ledger)) == (2, right)


def test_an_operator_redacts_by_command(publish, clerk, capsys):
    version = publish(spending(WATER))
    given = {"by": clerk.username, "reason": "公开了住址"}
    with pytest.raises(CommandError):
        call_command("redact_ledger", str(version.ledger), **given)
    call_command("redact_ledger", str(version.pk), **given)
    version.refresh_from_db()
    assert version.state == STATE.REDACTED and not LedgerRow.objects.exists()
    with pytest.raises(CommandError):
        call_command("redact_ledger", str(version.pk), **given)
