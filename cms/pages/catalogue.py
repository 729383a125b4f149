"""Loading the catalogue of what must be made public: all of a file or, when a line is wrong, nothing.

An item that a file does not have stays: what was published under it refers to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.pages.models import CatalogueItem
from regions.loading import LoadReport
from regions.tables import Table, load_table

SHIPPED = Path(__file__).parent / "data" / "catalogue.csv"
NAMES = [column.name for column in CatalogueItem._meta.concrete_fields if column.name != "id"]


def load_catalogue(path: str | Path = SHIPPED) -> LoadReport:
    """Bring a CSV with a column for each field into the table: see ``regions.tables``."""
    return load_table(Table(CatalogueItem, NAMES, _item, "no", NAMES), path)


def load_catalogue_once() -> None:
    """The catalogue that comes with the product, unless the county has one already."""
    if not CatalogueItem.objects.exists():
        report = load_catalogue()
        if report.problems:
            raise ValueError(report.problems)


def _item(cells: dict[str, str]) -> CatalogueItem:
    """The line as an item. Raises ``ValidationError`` for what can't be read."""
    line: dict[str, Any] = {name: cells[name] for name in NAMES}
    if line["personal_data"] not in ("yes", "no"):
        raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": line["personal_data"]})
    line |= {"personal_data": line["personal_data"] == "yes", "display_days": line["display_days"] or None}
    return CatalogueItem(**line)
