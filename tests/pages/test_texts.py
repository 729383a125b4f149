"""Reading the texts that come with the product, and what an editor may paste into a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from wagtail.blocks import StructBlockValidationError

from cms.pages import prose
from cms.pages.blocks import TableBlock

DATA = Path(prose.__file__).parent / "data"
SOURCE = """# 标题

开头一句。

## 怎么办

看 **这里** 和 [查进度](/track/)，`O` 认作 0 & <1>。

- 一
- 二

1. 甲
2. 乙

> 请当场抄下。

|= 期限
| 步骤 | 日 |
| 登记 | 15 |
"""


def test_a_text_becomes_a_pages_blocks() -> None:
    read = prose.read(SOURCE)
    assert (read.title, read.lede) == ("标题", "开头一句。")
    assert [name for name, _ in read.blocks] == ["heading", "paragraph", "list", "list", "callout", "table"]
    assert read.blocks[1][1] == (
        '<p>看 <b>这里</b> 和 <a href="/track/">查进度</a>，<code>O</code> 认作 0 &amp; &lt;1&gt;。</p>'
    )
    assert read.blocks[3][1] == {"kind": "numbers", "items": ["<p>甲</p>", "<p>乙</p>"]}
    assert read.blocks[5][1] == {"caption": "期限", "cells": "步骤 | 日\n登记 | 15"}


@pytest.mark.parametrize("name", ["help", "privacy", "accessibility", "office"])
def test_both_languages_of_a_text_have_the_same_parts(name: str) -> None:
    chinese, english = (
        prose.read((DATA / f"{name}.{code}.md").read_text(encoding="utf-8")) for code in ("zh", "en")
    )
    assert [kind for kind, _ in chinese.blocks] == [kind for kind, _ in english.blocks]


def test_a_table_is_pasted_from_a_spreadsheet() -> None:
    block = TableBlock()
    value = block.clean(block.to_python({"caption": "", "cells": "村\t户\n荷叶埂\t31\n藕塘沿\t12"}))
    assert value.head == ["村", "户"]
    assert value.body == [["荷叶埂", "31"], ["藕塘沿", "12"]]


def test_a_row_with_a_cell_too_few_is_named() -> None:
    block = TableBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"caption": "", "cells": "村|户\n荷叶埂"}))
