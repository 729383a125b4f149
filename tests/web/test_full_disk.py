"""A disk that is really full: nothing is half done, nothing typed is lost, and it goes on once there is room."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from web import serving
from web.plainly import Answer, Visitor

ROOM = "48m"
MATTER = {
    "petition_class": "appeal",
    "title": "高标准农田的渠比田高",
    "body": "今年新修的渠，渠底比我们那一片田高出二十多公分，水放不进去，要求返工。",
    "region": "990121103204",
    "identity": "named",
    "name": "覃见山",
    "phone": "199 0001 0001",
    "truth": "on",
    "privacy": "on",
}
FILED = {"title": MATTER["title"], "body": MATTER["body"], "region": MATTER["region"]}


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path_factory.mktemp("disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no small disk to fill: mounting one is not allowed here ({done.stderr.strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def site(site_template: Path, disk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Web]:
    """A site whose data lie on that disk."""
    serving.copy(site_template, disk / "var")
    # In production the log goes to the journal, which has a bound of its own.
    (disk / "var" / "server.log").symlink_to(tmp_path_factory.mktemp("log") / "server.log")
    with serving.serve(disk / "var") as served:
        yield served


@pytest.fixture
def visitor(site: serving.Web) -> Visitor:
    return Visitor(site.url)


@pytest.fixture(autouse=True)
def room_again(site: serving.Web) -> Iterator[None]:
    yield
    filler(site).unlink(missing_ok=True)


def filler(site: serving.Web) -> Path:
    return site.folder.parent / "filler"


def fill(site: serving.Web, leave: int = 0) -> None:
    """Fill the disk to its last byte, or to the last ``leave`` bytes."""
    disk = os.statvfs(site.folder)
    with filler(site).open("wb", buffering=0) as file, suppress(OSError):
        file.write(b"\0" * max(0, disk.f_bavail * disk.f_frsize - leave))
        while not leave:
            file.write(b"\0" * 512)


def photo(side: int = 400) -> bytes:
    """Noise does not compress: a file of the size of a photo, small enough to be quick."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "JPEG", quality=90)
    return out.getvalue()


@dataclass(frozen=True)
class Stored:
    """What is on the disk: cases, the files that they should have with their sizes, and those that are there."""

    petitions: int
    listed: dict[str, int]
    there: dict[str, int]


def stored(site: serving.Web) -> Stored:
    with closing(sqlite3.connect(site.folder / "sunshine.sqlite3")) as database:
        (petitions,) = database.execute("SELECT count(*) FROM petitions_petition").fetchone()
        listed = dict(database.execute("SELECT file, size FROM petitions_attachment"))
    private = site.folder / "private"
    files = [path for path in private.rglob("*") if path.is_file()]
    there = {str(path.relative_to(private)): path.stat().st_size for path in files}
    return Stored(
        petitions, listed, {name: size for name, size in there.items() if not name.startswith("drafts/")}
    )


def assert_one_more(before: Stored, after: Stored) -> None:
    """One case with one file, whole."""
    assert after.petitions == before.petitions + 1
    assert after.there == after.listed and len(after.listed) == len(before.listed) + 1


def send(visitor: Visitor, form: dict[str, str], path: str = "/petition/new/") -> Answer:
    return visitor.send_form(path, form, [("files", "渠.jpg", photo())])


def begun(visitor: Visitor) -> dict[str, str]:
    """The form as filled in, not sent yet."""
    return MATTER | visitor.get("/petition/new/").unseen


def test_a_petition_with_a_photo_is_refused_in_plain_words_and_goes_through_once_there_is_room(
    site: serving.Web, visitor: Visitor
) -> None:
    before = stored(site)
    form = begun(visitor)
    fill(site)
    refused = send(visitor, form)
    assert refused.status == 507 and refused.headers["Retry-After"]
    assert (
        "本站现在存不下任何东西" in refused.text and "再提交一次" in refused.text and "渠.jpg" in refused.text
    )
    assert refused.written["body"] == MATTER["body"]
    assert {
        name: value for name, value in (refused.unseen | refused.written).items() if name in MATTER
    } == MATTER
    filler(site).unlink()
    assert stored(site) == before, "no half row, no half file"
    again = send(visitor, refused.unseen | refused.written)
    assert again.status == 302
    assert visitor.get(again.headers["Location"]).status == 200
    assert_one_more(before, stored(site))


def test_it_is_said_in_english_on_an_english_page(site: serving.Web, visitor: Visitor) -> None:
    form = MATTER | visitor.get("/en/petition/new/").unseen
    fill(site)
    refused = send(visitor, form, "/en/petition/new/")
    assert refused.status == 507 and '<html lang="en">' in refused.text
    assert "store anything just now" in refused.text and "Send it again" in refused.text


@pytest.mark.parametrize("leave", [4, 16, 40, 80, 160, 320, 640])
def test_wherever_the_room_ends_a_form_makes_one_case_with_its_file_or_none(
    site: serving.Web, visitor: Visitor, leave: int
) -> None:
    before = stored(site)
    form = begun(visitor)
    fill(site, leave * 1024)
    first = send(visitor, form)
    assert first.status in (302, 507)
    filler(site).unlink()
    halfway = stored(site)
    assert halfway.there == halfway.listed
    last = send(visitor, first.unseen | first.written) if first.status == 507 else first
    assert last.status == 302
    assert_one_more(before, stored(site))


def test_the_api_answers_with_a_problem_and_takes_it_once_there_is_room(
    site: serving.Web, visitor: Visitor
) -> None:
    before = stored(site)
    fill(site)
    refused = visitor.send_json("/api/v1/petitions/", FILED, **{"Idempotency-Key": "full"})
    assert refused.status == 507 and refused.headers["Content-Type"] == "application/problem+json"
    assert json.loads(refused.content)["status"] == 507 and refused.headers["Retry-After"]
    filler(site).unlink()
    assert stored(site) == before
    assert visitor.send_json("/api/v1/petitions/", FILED, **{"Idempotency-Key": "full"}).status == 201


def test_a_password_is_never_written_back_into_the_page(site: serving.Web, visitor: Visitor) -> None:
    made = json.loads(visitor.send_json("/api/v1/petitions/", FILED).content)
    page = visitor.get("/track/")
    fill(site)
    proof = {"number": made["number"], "password": made["password"]}
    refused = visitor.send_form("/track/", page.unseen | proof)
    assert refused.status == 507 and made["password"] not in refused.text
