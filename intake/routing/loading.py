"""Loading the category table from a file: all of it or, when a line is wrong, nothing.

Departments are kept as codes and looked up when a petition comes: the order of loading doesn't matter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intake.routing.engine.wording import wording
from intake.routing.models import Category
from regions.loading import LoadReport
from regions.tables import Table, load_table

COLUMNS = (
    "l1_code",
    "l1_name",
    "l1_name_en",
    "leaf_code",
    "leaf_name",
    "typical_class",
    "dept_code",
    "co_dept_codes",
    "handling_levels",
    "diversion",
    "keywords",
    "lead_rule",
    "object_lead",
    "co_may_lead",
)
# What operators wrote (``own_keywords``) is not the file's.
_NOT_BROUGHT = {"id", "code", "own_keywords", "changed_at"}
_CODE_LENGTH = 6


def load_categories(path: str | Path) -> LoadReport:
    """Bring a CSV with ``COLUMNS`` into the table: see ``regions.tables``."""
    names = [field.name for field in Category._meta.concrete_fields if field.name not in _NOT_BROUGHT]
    return load_table(Table(Category, COLUMNS, _category, "code", names), path)


def _category(line: dict[str, str]) -> Category:
    """The line as a category. Raises ``ValidationError`` for what can't be read."""
    if len(line["leaf_code"]) != _CODE_LENGTH or not line["leaf_code"].isdigit():
        raise ValidationError(_("“%(code)s” is not a code of six digits.") % {"code": line["leaf_code"]})
    usual_class = wording().lists["classes"].get(line["typical_class"])
    if usual_class is None:
        raise ValidationError(_("“%(name)s” is not a class.") % {"name": line["typical_class"]})
    return Category(
        code=line["leaf_code"],
        name=line["leaf_name"],
        # A catalogue may do without: its English pages then show the Chinese.
        name_en=line.get("leaf_name_en", ""),
        group_code=line["l1_code"],
        group_name=line["l1_name"],
        group_name_en=line["l1_name_en"],
        typical_class=usual_class,
        department=line["dept_code"],
        co_departments=_split(line["co_dept_codes"]),
        lead_rule=line["lead_rule"],
        object_leads=[_object_lead(entry) for entry in _split(line["object_lead"])],
        co_may_lead=_split(line["co_may_lead"]),
        handling_levels=line["handling_levels"],
        diversion=line["diversion"],
        keywords=_split(line["keywords"]),
    )


def _split(cell: str, separator: str = ";") -> list[str]:
    return [part.strip() for part in cell.split(separator) if part.strip()]


def _object_lead(entry: str) -> dict[str, Any]:
    """``CODE:word|word`` as it is stored."""
    code, colon, words = entry.partition(":")
    if not colon or not code.strip() or not _split(words, "|"):
        raise ValidationError(_("“%(entry)s” is not of the form CODE:word|word.") % {"entry": entry})
    return {"department": code.strip(), "words": _split(words, "|")}
