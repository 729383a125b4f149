"""Every table that is loaded from a file is loaded whole or not at all, with each fault by its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import intake.clock
import intake.routing
from cms.pages.catalogue import SHIPPED, load_catalogue
from cms.pages.models import CatalogueItem
from intake.clock.loading import load_holidays
from intake.clock.models import Holiday
from intake.routing.loading import load_categories
from intake.routing.models import Category

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def data(room: object, name: str) -> Path:
    return Path(str(room.__file__)).parent / "data" / name


TABLES: dict[str, tuple[Callable, type, Path]] = {
    "days off": (load_holidays, Holiday, data(intake.clock, "holidays-2026.csv")),
    "categories": (load_categories, Category, data(intake.routing, "petition-categories.csv")),
    "catalogue": (load_catalogue, CatalogueItem, SHIPPED),
}


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> tuple[Callable, type, list[str]]:
    load, model, path = TABLES[request.param]
    load(path)
    return load, model, path.read_text(encoding="utf-8-sig").splitlines()


def test_what_is_loaded_twice_is_unchanged(table, tmp_path: Path) -> None:
    load, model, shipped = table
    report = loaded(load, tmp_path, shipped)
    assert (report.created, report.updated, report.unchanged) == (0, 0, model.objects.count())


def test_a_line_that_stands_twice_or_runs_over_is_named_and_nothing_is_loaded(table, tmp_path: Path) -> None:
    load, model, shipped = table
    model.objects.all().delete()
    report = loaded(load, tmp_path, [*shipped, shipped[1], f"{shipped[2]},surplus"])
    end = len(shipped)
    assert [problem.line for problem in report.problems] == [end + 1, end + 2]
    assert "2" in report.problems[0].reason
    assert (report.created, model.objects.count()) == (0, 0)


def test_a_column_that_is_missing_is_named(table, tmp_path: Path) -> None:
    load, _model, shipped = table
    name = shipped[0].split(",")[0]
    (problem,) = loaded(load, tmp_path, [shipped[0].replace(name, "other", 1), *shipped[1:]]).problems
    assert problem.line == 1 and name in problem.reason


def loaded(load: Callable, folder: Path, text: list[str]):
    path = folder / "table.csv"
    path.write_text("\n".join(text), encoding="utf-8")
    return load(path)
