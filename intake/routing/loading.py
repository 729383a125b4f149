"""Loading the category table from a file: all of it or, when a line is wrong, nothing.

Departments are kept as codes and looked up when a petition comes: the order of loading doesn't matter.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intake.routing.engine.wording import wording
from intake.routing.models import Category
from regions.loading import LoadReport, Problem

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
# A catalogue may do without: its English pages then show the Chinese.
OPTIONAL_COLUMNS = ("leaf_name_en",)
_CODE_LENGTH = 6


def load_categories(path: str | Path) -> LoadReport:
    """Bring a UTF-8 CSV with ``COLUMNS`` into the table. Loading twice changes nothing.

    What operators wrote (``own_keywords``) stays. Raises ``OSError`` or ``UnicodeDecodeError`` when the file
    can't be read.
    """
    report = LoadReport()
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := [column for column in COLUMNS if column not in (reader.fieldnames or ())]:
            reason = _("Missing columns: %(names)s") % {"names": ", ".join(missing)}
            report.problems.append(Problem(1, reason))
            return report
        rows = {}
        for line in reader:
            try:
                cells = (*COLUMNS, *OPTIONAL_COLUMNS)
                category = _category({name: (line.get(name) or "").strip() for name in cells})
                if category.code in rows:
                    raise ValidationError(_("The code stands on an earlier line already."))
            except ValidationError as refused:
                report.problems.append(Problem(reader.line_num, " ".join(refused.messages)))
                continue
            rows[category.code] = category
    if not report.problems:
        _store(rows, report)
    return report


def _category(line: dict[str, str]) -> Category:
    """The row as a category. Raises ``ValidationError`` with all that is wrong with it."""
    if len(line["leaf_code"]) != _CODE_LENGTH or not line["leaf_code"].isdigit():
        raise ValidationError(_("“%(code)s” is not a code of six digits.") % {"code": line["leaf_code"]})
    usual_class = wording().lists["classes"].get(line["typical_class"])
    if usual_class is None:
        raise ValidationError(_("“%(name)s” is not a class.") % {"name": line["typical_class"]})
    category = Category(
        code=line["leaf_code"],
        name=line["leaf_name"],
        name_en=line["leaf_name_en"],
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
    category.full_clean(validate_unique=False)
    return category


def _split(cell: str, separator: str = ";") -> list[str]:
    return [part.strip() for part in cell.split(separator) if part.strip()]


def _object_lead(entry: str) -> dict[str, Any]:
    """``CODE:word|word`` as it is stored."""
    code, colon, words = entry.partition(":")
    if not colon or not code.strip() or not _split(words, "|"):
        raise ValidationError(_("“%(entry)s” is not of the form CODE:word|word.") % {"entry": entry})
    return {"department": code.strip(), "words": _split(words, "|")}


def _store(rows: dict[str, Category], report: LoadReport) -> None:
    """Write what is new or different, in one transaction."""
    kept = {"id", "code", "own_keywords", "changed_at"}
    names = [column.name for column in Category._meta.concrete_fields if column.name not in kept]
    with transaction.atomic():
        stored = Category.objects.in_bulk(list(rows), field_name="code")
        for code, row in rows.items():
            old = stored.get(code)
            if old is None:
                row.save()
                report.created += 1
                continue
            different = [name for name in names if getattr(old, name) != getattr(row, name)]
            if not different:
                report.unchanged += 1
                continue
            for name in different:
                setattr(old, name, getattr(row, name))
            old.save()
            report.updated += 1
