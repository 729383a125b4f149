"""Pictures: drawn anew from their pixels, so that nothing but the pixels survives."""

from __future__ import annotations

import io
import math
from typing import Any

from PIL import Image

from privacy.uploads.kinds import MAX_BYTES, MAX_PIXELS, MAX_SIDE, Rejected, require

_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
_SAVE: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 88, "optimize": True},
    "png": {"format": "PNG", "compress_level": 6},
    "webp": {"format": "WEBP", "quality": 88, "method": 3},
    "gif": {"format": "GIF"},
}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIXTEEN_BIT = ("I", "I;16", "I;16L", "I;16B", "I;16N")

# Some decoders hold more than the picture itself: libwebp three copies, libjpeg all passes of a progressive
# file.
_FEWER_PIXELS = {"webp": MAX_PIXELS * 2 // 5, "progressive": MAX_PIXELS // 2}
_BAND, _MARGIN = 64, 4  # rows of the result

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def redraw(data: bytes, kind: str, kept_as: str | None = None) -> tuple[str, bytes]:
    """The first frame of a picture, upright, at most ``MAX_SIDE`` wide and high: ``(kind, content)``.

    ``kept_as`` names another kind to keep it in; a GIF becomes a PNG unless told otherwise. No EXIF, colour
    profile, XMP, comment, thumbnail or trailing byte is taken over. A picture that would grow beyond
    ``MAX_BYTES`` becomes a JPEG. Raises ``Rejected``, or what Pillow raises for a broken file.
    """
    target = kept_as or ("png" if kind == "gif" else kind)
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=[_FORMATS[kind]])
    except Image.DecompressionBombError as error:
        raise Rejected("too_many_pixels") from error
    limit = _FEWER_PIXELS.get("progressive" if "progressive" in picture.info else kind, MAX_PIXELS)
    require(picture.width * picture.height <= limit, "too_many_pixels")
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    try:
        picture = _small(picture, target)
        if turn is not None:
            picture = picture.transpose(turn)
        content = _encode(picture, target)
        if len(content) > MAX_BYTES and target != "jpg":
            target, content = "jpg", _encode(_flat(picture), "jpg")
    except MemoryError as error:
        raise Rejected("too_many_pixels") from error
    return target, content


def _mode(source: Image.Image, target: str) -> str:
    """The plain colour mode that holds what the picture shows."""
    if target != "jpg" and (
        source.mode in ("LA", "PA", "La", "RGBA", "RGBa") or "transparency" in source.info
    ):
        return "RGBA"
    return "L" if source.mode in ("L", "1", *_SIXTEEN_BIT) else "RGB"


def _small(source: Image.Image, target: str) -> Image.Image:
    """The picture within ``MAX_SIDE``, in a plain mode, without what the file says of it.

    Goes band by band: a whole second copy of a large picture would take more memory than there is.
    """
    if target == "jpg":
        source.draft(None, (MAX_SIDE, MAX_SIDE))  # decodes a very large JPEG at a fraction of its size
    source.load()
    mode = _mode(source, target)
    scale = max(1.0, source.width / MAX_SIDE, source.height / MAX_SIDE)
    size = max(1, int(source.width / scale)), max(1, int(source.height / scale))
    picture = Image.new(mode, size)
    for top in range(0, size[1], _BAND):
        # Rows beyond the band's edges are drawn and cut off again: each row sees its true neighbours.
        first, last = max(0, top - _MARGIN), min(size[1], top + _BAND + _MARGIN)
        low, high = first * source.height / size[1], last * source.height / size[1]
        rows = source.crop((0, int(low), source.width, math.ceil(high)))
        box = (0, low - int(low), source.width, high - int(low))
        band = _plain(rows, mode).resize((size[0], last - first), Image.Resampling.LANCZOS, box)
        picture.paste(band.crop((0, top - first, size[0], last - first)), (0, top))
    return picture


def _plain(rows: Image.Image, mode: str) -> Image.Image:
    if rows.mode in _SIXTEEN_BIT:
        rows = rows.point(lambda value: value / 256)  # the high bytes; a plain conversion clips
    return rows.convert(mode)


def _flat(picture: Image.Image) -> Image.Image:
    """The picture on white, for a format without transparency."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _encode(picture: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, **_SAVE[kind])
    return buffer.getvalue()
