"""The building blocks of a page's text: few, plain, and the same in both languages."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
)

INLINE = ["bold", "link", "document-link"]
_CELLS = re.compile(r"\t|\|")


def anchor(title: str) -> str:
    """The address of a section within its page, made from its title."""
    return slugify(title, allow_unicode=True)


class HeadingBlock(CharBlock):
    """A section's title. Its anchor is made from its words, so that a link to it survives other edits."""

    class Meta:
        icon = "title"
        label = _("section heading")
        template = "pages/blocks/heading.html"

    def get_context(self, value: str, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["anchor"] = anchor(value)
        return context


class TableValue(StructValue):
    """A table's text as rows of cells."""

    @property
    def rows(self) -> list[list[str]]:
        """Every line as its cells, the first line being the head."""
        lines = (line.strip().strip("|") for line in self["cells"].splitlines())
        return [[cell.strip() for cell in _CELLS.split(line)] for line in lines if line]

    @property
    def head(self) -> list[str]:
        return self.rows[0] if self.rows else []

    @property
    def body(self) -> list[list[str]]:
        return self.rows[1:]

    @property
    def body_cells(self) -> list[list[tuple[str, str]]]:
        """Each row under the head as pairs of column title and cell."""
        return [list(zip(self.head, row, strict=False)) for row in self.body]


class TableBlock(StructBlock):
    """A table, pasted from a spreadsheet or typed with ``|`` between cells; its first line is the head."""

    caption = CharBlock(label=_("table caption"), required=False)
    cells = TextBlock(
        label=_("table cells"),
        help_text=_(
            "One row a line, cells apart by a tab or |; the first row is the head. "
            "Paste it from a spreadsheet."
        ),
    )

    class Meta:
        icon = "table"
        label = _("table")
        template = "pages/blocks/table.html"
        value_class = TableValue

    def clean(self, value: StructValue) -> StructValue:
        cleaned = super().clean(value)
        widths = {len(row) for row in cleaned.rows}
        if len(widths) > 1:
            wrong = ValidationError(_("Each row needs as many cells as the head."))
            raise StructBlockValidationError(block_errors={"cells": wrong})
        return cleaned


class ListItems(StructBlock):
    """A list, with dots or with numbers where the order matters."""

    kind = ChoiceBlock(
        [("dots", _("with dots")), ("numbers", _("with numbers"))], default="dots", label=_("kind of list")
    )
    items = ListBlock(RichTextBlock(features=INLINE, label=_("list item")), label=_("list items"))

    class Meta:
        icon = "list-ul"
        label = _("list")
        template = "pages/blocks/list.html"


class ProseBlock(StreamBlock):
    """A page's text."""

    heading = HeadingBlock()
    paragraph = RichTextBlock(
        features=INLINE, label=_("paragraph"), icon="pilcrow", template="pages/blocks/paragraph.html"
    )
    list = ListItems()
    callout = RichTextBlock(
        features=INLINE, label=_("callout"), icon="warning", template="pages/blocks/callout.html"
    )
    table = TableBlock()

    class Meta:
        label = _("page text")


class WindowBlock(StructBlock):
    """A place where one can come or call: what the law wants published of it (Regulations, Art. 18)."""

    name = CharBlock(label=_("name of the place"))
    purpose = CharBlock(label=_("what it is for"), required=False)
    address = CharBlock(label=_("address of the place"))
    hours = CharBlock(label=_("opening hours"))
    phone = CharBlock(label=_("phone of the place"), required=False)

    class Meta:
        icon = "home"
        label = _("place to come")
        template = "pages/blocks/window.html"


class StepBlock(StructBlock):
    """One step of the procedure: who does what, and by when."""

    title = CharBlock(label=_("step of the procedure"))
    limit = CharBlock(label=_("time allowed"), required=False)
    text = RichTextBlock(features=INLINE, label=_("page text"))

    class Meta:
        icon = "order"
        label = _("step of the procedure")


class WindowsBlock(StreamBlock):
    """The places of the office page."""

    window = WindowBlock()


class StepsBlock(StreamBlock):
    """The procedure of the office page, in order."""

    step = StepBlock()
