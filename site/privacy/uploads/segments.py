"""Pictures inside PDF, DOCX and XLSX: their metadata cut out segment by segment, the compressed pixels left
as they are.

Drawing dozens of photographs anew would take too long; these files are never shown inline, so cutting is
enough.
"""

from __future__ import annotations

import re
import zlib

from privacy.uploads.kinds import require

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP14 = 0xE0, 0xEE
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
# Frame headers, Huffman and quantisation tables, arithmetic conditioning, line counts, restart intervals.
_NEEDED = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, 0xDE, 0xDF})
_NEXT_MARKER = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_NEEDED = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD"}
)


def cut_jpeg(data: bytes) -> bytes:
    """A JPEG without EXIF, XMP, profiles, comments, thumbnails and whatever follows its end.

    Raises ``Rejected`` when it is no JPEG. One without an end mark is given one, as viewers do.
    """
    require(data[:2] == b"\xff\xd8")
    out, position = [b"\xff\xd8"], 2
    while position < len(data):
        require(data[position] == 0xFF)
        while data[position : position + 1] == b"\xff":  # a marker may be led by any number of fill bytes
            position += 1
        marker = data[position] if position < len(data) else _EOI
        position += 1
        if marker == _EOI:
            break
        require(marker != _SOI)
        if marker in _STANDALONE:
            out.append(bytes((0xFF, marker)))
            continue
        length = int.from_bytes(data[position : position + 2], "big")
        require(length >= 2 and position + length <= len(data))
        segment = data[position : position + length]
        position += length
        out.append(_kept_segment(marker, segment))
        if marker == _SOS:
            end = _NEXT_MARKER.search(data, position)
            stop = end.start() if end else len(data)
            out.append(data[position:stop])
            position = stop
    out.append(b"\xff\xd9")
    return b"".join(out)


def _kept_segment(marker: int, segment: bytes) -> bytes:
    """The segment as it is, the density alone of a JFIF header, or nothing."""
    if marker in _NEEDED or marker == _SOS or (marker == _APP14 and segment[2:7] == b"Adobe"):
        return bytes((0xFF, marker)) + segment
    if marker == _APP0 and segment[2:7] == b"JFIF\0" and len(segment) >= 14:
        return b"\xff\xe0\x00\x10" + segment[2:14] + b"\0\0"
    return b""


def cut_png(data: bytes) -> bytes:
    """A PNG without texts, EXIF, times, profiles, further frames and whatever follows its end."""
    require(data.startswith(_PNG))
    out, position = [_PNG], len(_PNG)
    while True:
        length = int.from_bytes(data[position : position + 4], "big")
        end = position + 12 + length
        require(end <= len(data) and position + 12 <= len(data))
        name, crc = data[position + 4 : position + 8], data[end - 4 : end]
        require(zlib.crc32(data[position + 4 : end - 4]) == int.from_bytes(crc, "big"))
        if name in _PNG_NEEDED:
            out.append(data[position:end])
        position = end
        if name == b"IEND":
            return b"".join(out)
