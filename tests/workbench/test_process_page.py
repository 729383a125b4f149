"""``docs/process.md`` says what the state table says."""

from pathlib import Path

from intake.petitions import transitions
from intake.petitions.models.work import HandlingState
from intake.workbench import process_page

PAGE = Path(__file__).parents[2] / "docs" / "process.md"


def test_the_page_of_the_process_is_the_one_that_the_table_gives():
    assert PAGE.read_text(encoding="utf-8") == process_page.page(), "sunshine process > docs/process.md"


def test_every_action_stands_on_the_page_with_who_may_do_it():
    lines = process_page.page().splitlines()
    for row in transitions.TRANSITIONS:
        assert any(f"| `{row.action}`" in line and f"| {', '.join(row.who)} |" in line for line in lines), row


def test_every_role_and_object_of_the_table_is_explained_there():
    assert {who for row in transitions.TRANSITIONS for who in (*row.who, row.approval)} - {""} <= set(
        process_page.ROLES
    )
    assert {row.on for row in transitions.TRANSITIONS} <= set(process_page.OBJECTS)


def test_the_diagram_shows_the_way_of_a_simple_answer():
    page = process_page.page()
    simple = HandlingState.SIMPLE_IN_PROGRESS
    assert f"pending --> {simple}: accept_simple" in page and f"{simple} --> replied: reply_simple" in page
