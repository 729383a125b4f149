"""Loading the catalogue of what must be made public: all of a file or, when a line is wrong, nothing.

An item that a file does not have stays: what was published under it refers to it.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.pages.models import CatalogueItem
from regions.loading import LoadReport, Problem

SHIPPED = Path(__file__).parent / "data" / "catalogue.csv"
NAMES = [column.name for column in CatalogueItem._meta.concrete_fields if column.name != "id"]


def load_catalogue(path: str | Path = SHIPPED) -> LoadReport:
    """Bring a UTF-8 CSV with a column for each field into the table. Loading twice changes nothing.

    Raises ``OSError`` or ``UnicodeDecodeError`` when the file can't be read.
    """
    report = LoadReport()
    with Path(path).open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := [column for column in NAMES if column not in (reader.fieldnames or ())]:
            reason = _("Missing columns: %(names)s") % {"names": ", ".join(missing)}
            report.problems.append(Problem(1, reason))
            return report
        items: dict[str, CatalogueItem] = {}
        for line in reader:
            try:
                item = _item({name: (line[name] or "").strip() for name in NAMES})
                if item.no in items:
                    raise ValidationError(_("The code stands on an earlier line already."))
            except ValidationError as refused:
                report.problems.append(Problem(reader.line_num, " ".join(refused.messages)))
                continue
            items[item.no] = item
    if not report.problems:
        _store(items, report)
    return report


def load_catalogue_once() -> None:
    """The catalogue that comes with the product, unless the county has one already."""
    if not CatalogueItem.objects.exists():
        report = load_catalogue()
        if report.problems:
            raise ValueError(report.problems)


def _item(line: dict[str, Any]) -> CatalogueItem:
    """The row as an item. Raises ``ValidationError`` with all that is wrong with it."""
    if line["personal_data"] not in ("yes", "no"):
        raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": line["personal_data"]})
    line |= {"personal_data": line["personal_data"] == "yes", "display_days": line["display_days"] or None}
    item = CatalogueItem(**line)
    item.full_clean(validate_unique=False)
    return item


@transaction.atomic
def _store(items: dict[str, CatalogueItem], report: LoadReport) -> None:
    stored = CatalogueItem.objects.in_bulk(list(items), field_name="no")
    for no, item in items.items():
        old = stored.get(no)
        if old is None:
            item.save(force_insert=True)
            report.created += 1
        elif any(getattr(old, name) != getattr(item, name) for name in NAMES):
            item.pk = old.pk
            item.save(force_update=True)
            report.updated += 1
        else:
            report.unchanged += 1
