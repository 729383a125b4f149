"""The documents stay true: what they point at is there, and the lock file holds what they say of it."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "deploy" / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
CODE = re.compile(r"`([^`\n]+)`")
FILE_NAME = re.compile(r"[a-z][\w.-]*\.(?:py|sh|toml|json|csv|html|css|js|po|mo|md|conf|service|timer)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_picture_of_a_document_is_there(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    """By its path from the project's folder, or by a name that some file has."""
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    tracked = [Path(name) for name in files.stdout.splitlines() if (ROOT / name).exists()]
    tops, names = {path.parts[0] for path in tracked}, {path.name for path in tracked}
    words = [word for code in CODE.findall(document.read_text(encoding="utf-8")) for word in code.split()]
    paths = [word for word in words if "/" in word and word.split("/")[0] in tops]
    lost = [path for path in paths if not (ROOT / path).exists()]
    assert lost + [word for word in words if FILE_NAME.fullmatch(word) and word not in names] == []


def test_the_security_checklist_names_tests_that_exist() -> None:
    missing = []
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines():
        files = [ROOT / name for name in re.findall(r"`(tests/[\w/]+\.py)`", line)]
        missing += [str(file) for file in files if not file.exists()]
        text = "".join(file.read_text(encoding="utf-8") for file in files if file.exists())
        missing += [name for name in re.findall(r"`(test_\w+)`", line) if f"def {name}(" not in text]
    assert missing == []


def test_every_dependency_is_locked_with_a_hash() -> None:
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    files = [
        (package["name"], file)
        for package in packages
        if "registry" in package["source"]
        for file in [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    ]
    assert files
    assert {name for name, file in files if not file.get("hash", "").startswith("sha256:")} == set()
