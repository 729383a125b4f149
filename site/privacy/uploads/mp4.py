"""Videos and recordings in MP4, and in QuickTime, which it came from: samples of sound and picture stay where they
are, the rest becomes zero.

Places, owners and devices are written in boxes (``udta``, ``meta``, ``uuid``), in tracks of their own beside
sound and picture, and in gaps. Nothing is moved, because the tables give absolute offsets: unwanted boxes
become ``free`` boxes of the same size, and of the media data only the ranges that a sound or picture track
refers to are copied.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from privacy.uploads.kinds import Rejected, require

_MAX_BOXES = 5000
_MAX_CHUNKS = 400_000
_CONTAINERS = frozenset(b"moov trak mdia minf dinf stbl edts".split())
_TABLES = b"stsd stts ctts cslg stss stsc stsz stz2 stco co64 sgpd sbgp sdtp"
_KEPT = _CONTAINERS | frozenset(b"ftyp mvhd tkhd mdhd hdlr vmhd smhd dref elst".split() + _TABLES.split())
_FRAGMENTS = frozenset({b"moof", b"mvex", b"sidx", b"styp"})
_QUICKTIME = b"qt  "  # what iPhones write
_HANDLERS = {b"vide": "mp4", b"soun": "m4a"}


@dataclass(frozen=True)
class Box:
    """A box: its type, where it starts, where its payload starts and where it ends (absolute offsets)."""

    type: bytes
    start: int
    payload: int
    end: int


def clean_mp4(data: bytes) -> tuple[str, bytes]:
    """The film or recording without anything but sound and picture: ``("mp4", "mov" or "m4a", content)``.

    Raises ``Rejected("media_form")`` for a fragmented file, whose samples no table lists, and ``Rejected``
    for one that is broken or has neither sound nor picture.
    """
    top = list(_boxes(data, 0, len(data), whole=False))
    require(top and top[0].type == b"ftyp")
    if any(box.type in _FRAGMENTS for box in top):
        raise Rejected("media_form")
    movie = [box for box in top if box.type == b"moov"]
    require(len(movie) == 1)
    tracks = [box for box in _boxes(data, movie[0].payload, movie[0].end) if box.type == b"trak"]
    handlers = {track.start: _handler(data, track) for track in tracks}
    kinds = {_HANDLERS[handler] for handler in handlers.values() if handler in _HANDLERS}
    require(kinds)
    foreign = {start for start, handler in handlers.items() if handler not in _HANDLERS}

    out = bytearray(top[-1].end)
    for box in top:
        _copy(data, out, box, foreign)
    media = [(box.payload, box.end) for box in top if box.type == b"mdat"]
    copied = 0
    for track in tracks:
        if track.start not in foreign:
            for start, end in _chunks(data, track):
                copied += end - start
                require(copied <= len(data))  # honest samples don't overlap
                _copy_range(data, out, start, end, media)
    if "mp4" not in kinds:
        return "m4a", bytes(out)
    return ("mov" if data[8:12] == _QUICKTIME else "mp4"), bytes(out)


def _boxes(data: bytes, start: int, end: int, *, whole: bool = True) -> Iterator[Box]:
    """The boxes side by side in a range.

    With ``whole`` they must fill it; else what follows the last good one is cut.
    """
    count = 0
    while start + 8 <= end:
        size, kind = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8]
        payload = start + 8
        if size == 1:
            size, payload = int.from_bytes(data[payload : payload + 8], "big"), payload + 8
        elif size == 0:
            size = end - start
        count += 1
        require(count <= _MAX_BOXES)
        if size < payload - start or start + size > end:
            require(not whole)
            return
        yield Box(kind, start, payload, start + size)
        start += size


def _copy(data: bytes, out: bytearray, box: Box, foreign: set[int]) -> None:
    """Copy a wanted box; media data as an empty one of its size, anything unwanted as free space."""
    require(box.type not in _FRAGMENTS, "media_form")
    if box.type == b"mdat":
        out[box.start : box.payload] = data[box.start : box.payload]
        return
    if box.type not in _KEPT or box.start in foreign:
        out[box.start : box.payload] = data[box.start : box.payload]
        out[box.start + 4 : box.start + 8] = b"free"
        return
    if box.type in _CONTAINERS:
        out[box.start : box.payload] = data[box.start : box.payload]
        for inner in _boxes(data, box.payload, box.end):
            _copy(data, out, inner, foreign)
        return
    out[box.start : box.end] = data[box.start : box.end]
    if box.type in (b"mvhd", b"tkhd", b"mdhd"):  # times of creation and change, after version and flags
        length = 16 if data[box.payload : box.payload + 1] == b"\1" else 8
        require(box.payload + 4 + length <= box.end)
        out[box.payload + 4 : box.payload + 4 + length] = bytes(length)
    if box.type == b"hdlr":  # a name that a device or program gave the track
        name = min(box.payload + 24, box.end)
        out[name : box.end] = bytes(box.end - name)


def _find(data: bytes, box: Box, *path: bytes) -> Box | None:
    """The first box at a path of types below another."""
    for kind in path:
        found = next((inner for inner in _boxes(data, box.payload, box.end) if inner.type == kind), None)
        if found is None:
            return None
        box = found
    return box


def _handler(data: bytes, track: Box) -> bytes:
    box = _find(data, track, b"mdia", b"hdlr")
    require(box)
    assert box is not None
    return data[box.payload + 8 : box.payload + 12]


def _table(data: bytes, box: Box | None, entry: str, skip: int = 4) -> list[tuple[int, ...]]:
    """The rows of a table box: a count, then rows of the struct format ``entry``."""
    require(box)
    assert box is not None
    start = box.payload + skip
    require(start + 4 <= box.end)
    count, size = int.from_bytes(data[start : start + 4], "big"), struct.calcsize(entry)
    require(count <= _MAX_CHUNKS and start + 4 + count * size <= box.end)
    return list(struct.iter_unpack(entry, data[start + 4 : start + 4 + count * size]))


def _chunks(data: bytes, track: Box) -> Iterator[tuple[int, int]]:
    """Start and end of each run of samples of a track."""
    tables = _find(data, track, b"mdia", b"minf", b"stbl")
    require(tables)
    assert tables is not None
    short = _find(data, tables, b"stco")
    offsets = _table(data, short, ">I") if short else _table(data, _find(data, tables, b"co64"), ">Q")
    runs = _table(data, _find(data, tables, b"stsc"), ">III")
    sizes = _sizes(data, _find(data, tables, b"stsz"))
    run = sample = 0
    for number, (offset,) in enumerate(offsets, start=1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        require(runs)
        samples = runs[run][1]
        length = sizes.total(sample, samples)
        sample += samples
        yield offset, max(offset, min(offset + length, len(data)))


@dataclass(frozen=True)
class _Sizes:
    """Sizes of a track's samples: one for all, or sums up to each sample."""

    each: int
    sums: list[int]

    def total(self, first: int, count: int) -> int:
        if self.each:
            return self.each * count
        last = len(self.sums) - 1
        return self.sums[min(first + count, last)] - self.sums[min(first, last)]


def _sizes(data: bytes, box: Box | None) -> _Sizes:
    require(box)
    assert box is not None
    each = int.from_bytes(data[box.payload + 4 : box.payload + 8], "big")
    if each:
        return _Sizes(each, [])
    sums = [0]
    for (size,) in _table(data, box, ">I", skip=8):
        sums.append(sums[-1] + size)
    return _Sizes(0, sums)


def _copy_range(data: bytes, out: bytearray, start: int, end: int, media: list[tuple[int, int]]) -> None:
    """Copy the part of a range that lies in media data: a table can't be made to fetch anything else."""
    for low, high in media:
        first, last = max(start, low), min(end, high)
        if first < last:
            out[first:last] = data[first:last]
