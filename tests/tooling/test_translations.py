"""The catalogue tools: what they find in code, what they read and write, and what they call a fault."""

import gettext
import io
from pathlib import Path

import polib
import pytest

from sunshine.translations import catalogue, extract, po

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "django.po"
    path.write_text(
        HEADER
        + 'msgid "Open"\nmsgstr "打开"\n\n'
        + 'msgctxt "adjective"\nmsgid "Open"\nmsgstr "公开的"\n\n'
        + 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s 天"\n\n'
        + '#. the framework says it\nmsgid ""\n"Two "\n"lines\\n"\nmsgstr "两行\\n"\n',
        encoding="utf-8",
    )
    return path


def code(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_compiled_catalogue_is_read_by_gettext_itself(source: Path) -> None:
    translations = gettext.GNUTranslations(io.BytesIO(po.compiled(po.read(source).values())))
    assert translations.gettext("Open") == "打开"
    assert translations.pgettext("adjective", "Open") == "公开的"
    assert translations.ngettext("%(n)s day", "%(n)s days", 3) == "%(n)s 天"
    assert translations.gettext("Two lines\n") == "两行\n"
    assert translations.gettext("never translated") == "never translated"


def test_what_is_written_is_read_again_unchanged_by_us_and_by_others(source: Path, tmp_path: Path) -> None:
    entries = po.read(source)
    copy = tmp_path / "copy.po"
    po.write(copy, entries.values())
    assert {key: entry.text for key, entry in po.read(copy).items()} == {
        key: entry.text for key, entry in entries.items()
    }
    assert {(entry.msgid, entry.msgctxt or "") for entry in polib.pofile(str(copy))} == {
        (key.msgid, key.context) for key in entries
    }


@pytest.mark.parametrize(
    ("broken", "line"),
    [('msgid "a"\nmsgstr nothing\n', 4), ('msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n', 5)],
)
def test_a_broken_catalogue_is_refused_with_its_line(tmp_path: Path, broken: str, line: int) -> None:
    path = code(tmp_path, "broken.po", HEADER + broken)
    with pytest.raises(po.CatalogueError, match=rf"broken\.po:{line + 1}:"):
        po.read(path)


def test_messages_are_found_in_python(tmp_path: Path) -> None:
    code(
        tmp_path,
        "room/views.py",
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        "from django.utils import translation\n"
        'a = _("one")\nb = _(\n    "two "\n    "parts"\n)\nc = ngettext("%(n)s day", "%(n)s days", n)\n'
        'd = pgettext("adjective", "Open")\ne = translation.gettext("by module")\nf = _(variable)\n',
    )
    found = {(use.key.msgid, use.key.context, use.plural) for use in extract.uses([tmp_path])}
    assert found == {
        ("one", "", ""),
        ("two parts", "", ""),
        ("%(n)s day", "", "%(n)s days"),
        ("Open", "adjective", ""),
        ("by module", "", ""),
    }


def test_messages_are_found_in_templates(tmp_path: Path) -> None:
    code(
        tmp_path,
        "templates/page.html",
        """<h1>{% translate "It's here" %}</h1>
{% translate "Open" context "adjective" as label %}
{% blocktranslate trimmed count n=days %}
  {{ n }} day
{% plural %}
  {{ n }} days
{% endblocktranslate %}
{% blocktranslate with name=case.name %}Dear "{{ name }}"{% endblocktranslate %}
{% field form.title hint=_("Short") %} {{ value|default:_("none") }}
{# {% translate "commented out" %} #}""",
    )
    found = {(use.key.msgid, use.key.context, use.plural) for use in extract.uses([tmp_path])}
    assert found == {
        ("It's here", "", ""),
        ("Open", "adjective", ""),
        ("%(n)s day", "", "%(n)s days"),
        ('Dear "%(name)s"', "", ""),
        ("Short", "", ""),
        ("none", "", ""),
    }


def test_a_message_put_together_at_run_time_is_refused(tmp_path: Path) -> None:
    code(tmp_path, "views.py", 'from django.utils.translation import gettext as _\n_(f"hello {name}")\n')
    with pytest.raises(extract.UnreadableMessage, match=r"views\.py:2"):
        list(extract.uses([tmp_path]))


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('msgid "Other"\nmsgstr "别的"', "used nowhere"),
        ('msgid "%(n)s files"\nmsgstr "若干文件"', "leaves out"),
        ('msgid "%(n)s files"\nmsgstr "%(count)s 个文件"', "does not have"),
        ('msgid "%(n)s files"\nmsgstr ""', "is not translated"),
        ('#, fuzzy\nmsgid "%(n)s files"\nmsgstr "%(n)s 个文件"', "is not translated"),
        ("", "no translation of"),
    ],
)
def test_a_fault_in_the_catalogue_is_named(tmp_path: Path, entry: str, complaint: str) -> None:
    code(tmp_path, "room/views.py", '_("%(n)s files")\n')
    source = code(tmp_path, "django.po", HEADER + entry + "\n")
    target = tmp_path / "django.mo"
    catalogue.compile_if_stale(source, target)
    found = catalogue.problems([tmp_path / "room"], source, target)
    assert any(complaint in sentence for sentence in found)


def test_a_catalogue_that_was_not_compiled_is_a_fault(tmp_path: Path) -> None:
    code(tmp_path, "room/views.py", '_("Open")\n')
    source = code(tmp_path, "django.po", HEADER + 'msgid "Open"\nmsgstr "打开"\n')
    target = tmp_path / "django.mo"
    assert catalogue.problems([tmp_path / "room"], source, target) == ["django.mo is older than django.po"]
    assert catalogue.compile_if_stale(source, target)
    assert not catalogue.compile_if_stale(source, target)
    assert catalogue.problems([tmp_path / "room"], source, target) == []


def test_entries_written_anywhere_are_put_in_order_and_none_is_lost(tmp_path: Path) -> None:
    source = code(tmp_path, "django.po", HEADER + 'msgid "b"\nmsgstr "乙"\n\nmsgid "a"\nmsgstr "甲"\n')
    catalogue.put_in_order(source)
    assert [(key.msgid, entry.text) for key, entry in po.read(source).items()] == [("a", "甲"), ("b", "乙")]
