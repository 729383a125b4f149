"""Hostile, broken and unwanted files are refused with a reason, soon, and never break the server."""

from __future__ import annotations

import logging
import random
import struct
import subprocess
import sys
import threading
import time

import pytest
from django.utils import translation
from uploads import corpus
from uploads.hostile import REFUSED, pdf_bomb

from privacy.uploads import Refused, clean, cleaning
from privacy.uploads.refusals import MESSAGES


@pytest.mark.parametrize("case", REFUSED)
def test_the_file_is_refused_with_its_reason(case: str) -> None:
    name, data, code = REFUSED[case]
    with pytest.raises(Refused) as refused:
        clean(name, data)
    assert refused.value.code == code


def test_a_pdf_bomb_is_decided_within_its_bounds() -> None:
    started = time.monotonic()
    with pytest.raises(Refused) as refused:
        clean("a.pdf", pdf_bomb())
    assert refused.value.code in ("bomb", "unreadable", "too_slow")
    assert time.monotonic() - started < cleaning.MAX_SECONDS + 5


@pytest.mark.parametrize("sample", ["jpg", "png", "webp", "gif", "pdf", "docx", "xlsx", "mp4", "mp3", "csv"])
def test_a_file_with_flipped_bytes_is_cleaned_or_refused(sample: str) -> None:
    makers = {
        "jpg": corpus.told_jpeg, "png": corpus.told_png, "webp": corpus.told_webp, "gif": corpus.told_gif,
        "pdf": corpus.pdf, "docx": corpus.docx, "xlsx": corpus.xlsx, "mp4": corpus.mp4, "mp3": corpus.mp3,
        "csv": lambda: b"a,b\n1,=2\n",
    }  # fmt: skip
    dice = random.Random(sample)
    for _ in range(4):
        data = bytearray(makers[sample]())
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            clean(f"file.{sample}", bytes(data))
        except Refused as refused:
            assert refused.code in MESSAGES


@pytest.mark.parametrize("code", MESSAGES)
def test_every_reason_has_words(code: str) -> None:
    with translation.override("en"):
        assert "%" not in Refused(code).message


def test_nobody_waits_for_ever_for_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_slots", threading.BoundedSemaphore(1))
    monkeypatch.setattr(cleaning, "_WAIT_SECONDS", 0)
    with cleaning._slots, pytest.raises(Refused) as refused:
        clean("a.jpg", corpus.told_jpeg())
    assert refused.value.code == "busy"


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import time; time.sleep(60)", "too_slow"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "too_slow"),
        ("import os; os.abort()", "unreadable"),
        ("print('nonsense')", "unreadable"),
        ("print('[1, 2]')", "unreadable"),
        ('print(\'{"kind": "exe"}\'); print(1)', "unreadable"),
        ('print(\'{"refused": "no such code"}\')', "unreadable"),
    ],
)
def test_a_worker_that_hangs_dies_or_lies_is_a_refusal(
    program: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "_COMMAND", [sys.executable, "-c", program])
    monkeypatch.setattr(cleaning, "MAX_SECONDS", 1)
    with pytest.raises(Refused) as refused:
        clean("a.jpg", corpus.told_jpeg())
    assert refused.value.code == code


def test_the_worker_gets_none_of_the_sites_keys() -> None:
    assert set(cleaning._ENVIRONMENT) == {"PATH", "LC_ALL"}
    assert "-I" in cleaning._COMMAND


def test_the_log_holds_the_kind_of_error_and_nothing_of_the_file(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Refused):
        clean("张三的身份证.jpg", b"\xff\xd8\xff" + "张三 19900000000".encode() * 50)
    assert "Error" in caplog.text
    assert "张三" not in caplog.text
    assert "19900000000" not in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process took")
def test_the_worker_keeps_within_its_memory() -> None:
    """The heaviest picture that is taken: 40 million pixels, turned, with transparency."""
    data = corpus.picture("PNG", (7300, 5470), "RGBA", exif=corpus.exif(6))
    header = b'{"extension": "png", "declared_type": ""}\n'
    program = "import runpy, sys; runpy.run_module('privacy.uploads.worker', run_name='__main__'); "
    program += "sys.stderr.write(open('/proc/self/status').read())"
    done = subprocess.run(
        [sys.executable, "-c", program], input=header + data, capture_output=True, check=True
    )
    assert b'"kind": "png"' in done.stdout.partition(b"\n")[0]
    peak = next(line for line in done.stderr.decode().splitlines() if line.startswith("VmHWM"))
    assert int(peak.split()[1]) < 300 * 1024


def test_a_hundred_thousand_chunks_of_a_film_are_no_way_to_stall() -> None:
    """Each of 400,000 table rows claims the whole file."""
    rows = 400_000
    head = corpus.box(b"ftyp", b"isom", bytes(4))
    tables = corpus.box(
        b"stbl",
        corpus.box(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, 1, 1)),
        corpus.box(b"stsz", bytes(4), struct.pack(">II", 1 << 31, rows)),
        corpus.box(b"stco", bytes(4), struct.pack(">I", rows), bytes(4 * rows)),
    )
    handler = corpus.box(b"hdlr", bytes(8), b"vide", bytes(13))
    media = corpus.box(b"mdia", handler, corpus.box(b"minf", tables))
    data = head + corpus.box(b"mdat", bytes(8_000_000)) + corpus.box(b"moov", corpus.box(b"trak", media))
    started = time.monotonic()
    with pytest.raises(Refused):
        clean("a.mp4", data)
    assert time.monotonic() - started < cleaning.MAX_SECONDS + 5
