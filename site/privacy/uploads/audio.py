"""Recordings in MP3 and AMR: only the frames of sound are kept, one after the other; tags and all else fall
away.
"""

from __future__ import annotations

from privacy.uploads.kinds import require

_MIN_FRAMES = 8  # fewer are a coincidence, not a recording
_MAX_GAP = 4096  # bytes without a frame, before the end

# Bit rates in kbit/s of layer III by the four bits of the header: MPEG 1, and MPEG 2 and 2.5.
_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
)
_SAMPLING = {3: (44100, 48000, 32000, 0), 2: (22050, 24000, 16000, 0), 0: (11025, 12000, 8000, 0)}

# Bytes of a frame after its first byte, by frame type; None is no type.
_AMR = (12, 13, 15, 17, 19, 20, 26, 31, 5, None, None, None, None, None, None, 0)
_AMR_WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, None, None, None, None, 0, 0)


def clean_mp3(data: bytes) -> bytes:
    """The frames of an MP3 without ID3, APE or other tags.

    Raises ``Rejected`` when it is no row of frames.
    """
    position, frames, gap = _after_id3(data), [], 0
    while position + 4 <= len(data):
        length = _frame_length(data[position : position + 4])
        if length and position + length <= len(data):
            frames.append(data[position : position + length])
            position, gap = position + length, 0
            continue
        if _is_tail(data[position:]):
            break
        position, gap = position + 1, gap + 1
        if gap > _MAX_GAP:
            break
    require(len(frames) >= _MIN_FRAMES and sum(map(len, frames)) * 2 > len(data) - _after_id3(data))
    return b"".join(frames)


def _after_id3(data: bytes) -> int:
    """Where an ID3v2 tag at the start ends; its size is written in four times seven bits."""
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        require(byte < 0x80)
        size = size << 7 | byte
    return 10 + size + (10 if data[5] & 0x10 else 0)


def _is_tail(rest: bytes) -> bool:
    return rest.startswith((b"TAG", b"APETAGEX", b"LYRICSBEGIN"))


def _frame_length(header: bytes) -> int:
    """The length in bytes of the layer III frame that begins with these four bytes; 0 when none does."""
    if header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version = header[1] >> 3 & 3
    if version == 1:
        return 0
    rate = _RATES[0 if version == 3 else 1][header[2] >> 4]
    sampling = _SAMPLING[version][header[2] >> 2 & 3]
    if not rate or not sampling:
        return 0
    return (144 if version == 3 else 72) * rate * 1000 // sampling + (header[2] >> 1 & 1)


def clean_amr(data: bytes) -> bytes:
    """The frames of an AMR recording, narrow or wide, up to the first byte that begins none."""
    wide = data.startswith(b"#!AMR-WB\n")
    magic = b"#!AMR-WB\n" if wide else b"#!AMR\n"
    sizes = _AMR_WIDE if wide else _AMR
    position, count = len(magic), 0
    while position < len(data):
        first = data[position]
        size = sizes[first >> 3 & 0xF]
        if first & 0x83 or size is None or position + 1 + size > len(data):
            break
        position, count = position + 1 + size, count + 1
    require(count >= _MIN_FRAMES)
    return data[:position]
