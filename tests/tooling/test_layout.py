"""The shape of the tree: who imports whom, how long a file may be, what the project never names."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
# A path of somebody's machine or the host of a package registry: the product stands alone.
FORBIDDEN = re.compile(
    r"(?<![\w.])/(?:work|farm|home/\w+|Users)/|\.\./shared|(?:pypi|npmjs|maven|crates|golang)\.(?:org|io|com)"
)
SENTENCE = re.compile(r"[\u4e00-\u9fff]{5,}")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
NAMES_HOSTS = {"uv.lock"}


def tracked(*patterns: str) -> list[Path]:
    """Files that belong to the project: in git, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # a picture or a compiled catalogue
        return ""


def test_no_file_outgrows_a_head() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py")
        if "migrations" not in path.parts and (lines := text_of(path).count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_the_project_names_no_machine_and_no_package_host() -> None:
    named = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.name not in NAMES_HOSTS and path != Path(__file__)
        for match in FORBIDDEN.finditer(text_of(path))
    }
    assert named == set()


def test_python_holds_no_chinese_sentences_but_in_comments_and_docstrings() -> None:
    """What people read goes through gettext; word lists live in data folders; a pattern may name a word."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text[:30]}"
        for path in tracked("cms/**/*.py", "intake/**/*.py", "search/**/*.py", "site/**/*.py")
        if not {"migrations", "data"}.intersection(path.parts)
        for line, text in strings_of(ast.parse(text_of(path)))
        if SENTENCE.search(text)
    ]
    assert found == []


def strings_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and value of every string but docstrings."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, DOCUMENTED) and node.body]
    docstrings = {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_every_test_file_has_a_name_of_its_own() -> None:
    names = [path.name for path in tracked("tests/**/test_*.py", "tests/test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_rooms_import_only_what_stands_to_their_right() -> None:
    # In a process of its own: import-linter's cache and import hooks stay out of the tests'.
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("script", [".ci/run", "tests/tooling/lint.sh"])
def test_scripts_are_sound_shell(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    subprocess.run(["bash", "-n", ROOT / script], check=True)
