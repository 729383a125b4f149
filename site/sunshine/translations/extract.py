"""What the code wants translated: the messages named in Python modules and in templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

from sunshine.translations.po import Key

# Function name → positions of context, message and plural among its arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
SKIPPED_FOLDERS = {"migrations", "node_modules", "vendor"}
# What Django's ``templatize`` leaves of a template: calls with plain string arguments among blanked-out text.
_TEMPLATE_CALL = re.compile(
    r"""\b(n?p?gettext|_)\(((?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?)+)(?:\s*count)?\s*\)""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Use:
    """A message and one place that names it."""

    key: Key
    plural: str
    path: Path
    line: int


class UnreadableMessage(ValueError):
    """A call whose message is put together at run time: no catalogue can hold it."""


def uses(roots: list[Path]) -> Iterator[Use]:
    """Every message named under the folders ``roots``, in Python and in templates."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            if SKIPPED_FOLDERS.intersection(path.parts):
                continue
            if path.suffix == ".py":
                yield from _in_python(path)
            elif path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts:
                yield from _in_template(path)


def _in_python(path: Path) -> Iterator[Use]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if name in CALLS:
                yield from _use(name, node.args, path, node.lineno)


def _in_template(path: Path) -> Iterator[Use]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in _TEMPLATE_CALL.finditer(source):
        arguments = ast.parse(f"f({match[2]})", mode="eval").body
        if isinstance(arguments, ast.Call):
            yield from _use(match[1], arguments.args, path, source.count("\n", 0, match.start()) + 1)


def _use(name: str, arguments: list[ast.expr], path: Path, line: int) -> Iterator[Use]:
    context_at, message_at, plural_at = CALLS[name]
    if len(arguments) <= message_at:
        return
    message = arguments[message_at]
    if isinstance(message, ast.JoinedStr | ast.BinOp):
        raise UnreadableMessage(f"{path}:{line}: the message is put together at run time")
    text = _constant(message)
    if not text:  # a variable: the message is named where its value is written down
        return
    context = _constant(arguments[context_at]) if context_at is not None else ""
    plural = _constant(arguments[plural_at]) if plural_at is not None and len(arguments) > plural_at else ""
    yield Use(Key(text, context), plural, path, line)


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
