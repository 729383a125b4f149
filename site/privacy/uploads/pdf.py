"""PDF: written anew without authors, scripts, attachments, forms that run, and links that lead out.

The file is read by qpdf and written from its objects, so that older revisions, gaps, and anything before or
after the PDF in the same file are gone. Photographs inside lose their EXIF data.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from privacy.uploads.kinds import MAX_UNPACKED, Rejected, require, words
from privacy.uploads.segments import cut_jpeg

_MAX_DEPTH = 60

# Keys that start something, carry files, or tell who made it; gone wherever they stand.
_DROP_KEYS = words(
    """
    /AA /OpenAction /JavaScript /EmbeddedFiles /EF /RF /AF /XFA /Metadata /PieceInfo /LastModified /Collection
    /Perms /DSS /Legal /SpiderInfo /Requirements /OutputIntents /RichMediaContent /RichMediaSettings
    /Renditions /AlternatePresentations /URLS /IDS /CreatorInfo /OPI /Thumb
    """
)
# What an action does, if it is not a jump inside the document.
_ACTIONS = words(
    """
    /GoToR /GoToE /GoToDp /Launch /Thread /URI /Sound /Movie /Hide /SubmitForm /ResetForm /ImportData
    /SetOCGState /Rendition /Trans /GoTo3DView /JavaScript /RichMediaExecute
    """
)
_SIGNATURES = words("/Sig /DocTimeStamp")
_RESOURCES = words("/Font /XObject /Pattern /Image /Form")
_DROP_ANNOTATIONS = words("/FileAttachment /RichMedia /Movie /Sound /Screen /3D /TrapNet")
_ANNOTATION_KEYS = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/IRT")
_STREAM_KEYS = ("/F", "/FFilter", "/FDecodeParms", "/Ref")  # data that lies in another file


def clean_pdf(data: bytes) -> bytes:
    """The pages and nothing but them. Raises ``Rejected``, or what pikepdf raises for a broken file."""
    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Rejected("encrypted") from error
    with document:
        require(not document.is_encrypted, "encrypted")
        require(len(document.pages) > 0)
        # A dynamic form has no pages of its own, only a note that another reader is needed.
        require(not document.Root.get("/NeedsRendering", False), "pdf_form")
        for key in ("/Info", "/ID"):
            if key in document.trailer:
                del document.trailer[key]
        for page in document.pages:
            _clean_annotations(page.obj)
        for item in document.objects:
            _clean(item, 0)
        buffer = io.BytesIO()
        document.save(
            buffer,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
            deterministic_id=True,
        )
    return buffer.getvalue()


def _clean_annotations(page: Object) -> None:
    """Take out annotations that hold files or media, and from the others who wrote them and when."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        if annotations is not None:
            del page["/Annots"]
        return
    kept = [item for item in annotations if isinstance(item, Dictionary)]
    kept = [item for item in kept if str(item.get("/Subtype", "")) not in _DROP_ANNOTATIONS]
    for item in kept:
        if item.get("/Subtype") != Name.Widget:  # there /T is the name of the field
            _drop(item, _ANNOTATION_KEYS)
    page["/Annots"] = Array(kept)


def _clean(item: Object, depth: int) -> None:
    """Clean an object and the direct objects in it. Indirect ones get their own turn."""
    require(depth <= _MAX_DEPTH)
    if isinstance(item, Stream):
        _clean_stream(item)
        _clean_dictionary(item, depth)
    elif isinstance(item, Dictionary):
        _clean_dictionary(item, depth)
    elif isinstance(item, Array):
        for inner in item:
            if isinstance(inner, Dictionary | Array) and not inner.is_indirect:
                _clean(inner, depth + 1)


def _clean_dictionary(item: Object, depth: int) -> None:
    if str(item.get("/S", "")) in _ACTIONS or str(item.get("/Type", "")) in _SIGNATURES:
        # An action, or a signature, which no longer holds: an empty object stays in its place.
        _drop(item, [key for key in _keys(item) if key not in ("/Length", "/Filter", "/DecodeParms")])
        return
    # A font or picture may bear such a name among the resources of a page.
    _drop(item, [key for key in _DROP_KEYS if not _is_resource(item.get(key))])
    if "/S" in item:
        _drop(item, ["/Next"])  # an action that follows an action
    for key in _keys(item):
        inner = item.get(key)
        if isinstance(inner, Dictionary | Array) and not inner.is_indirect:
            _clean(inner, depth + 1)


def _keys(item: Object) -> list[str]:
    return list(item.keys())


def _is_resource(value: Object | None) -> bool:
    if not isinstance(value, Dictionary | Stream):
        return False
    return str(value.get("/Type", "")) in _RESOURCES or str(value.get("/Subtype", "")) in _RESOURCES


def _drop(item: Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in item:
            del item[key]


def _clean_stream(stream: Stream) -> None:
    """Cut the metadata out of a JPEG.

    Other coded pictures carry none, or are refused by what they are wrapped in.
    """
    _drop(stream, _STREAM_KEYS)
    filters = stream.get("/Filter")
    names = (
        [str(name) for name in filters] if isinstance(filters, Array) else [str(filters)] if filters else []
    )
    if not names or names[-1] != "/DCTDecode":
        return
    data = stream.read_raw_bytes()
    for name in names[:-1]:
        data = _unwrap(name, data)
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[-1] if len(parameters) == len(names) else None
    stream.write(
        cut_jpeg(data),
        filter=Name.DCTDecode,
        decode_parms=parameters if isinstance(parameters, Dictionary) else None,
    )


def _unwrap(name: str, data: bytes) -> bytes:
    """Undo a lossless wrapping around a JPEG."""
    if name == "/FlateDecode":
        inflater = zlib.decompressobj()
        data = inflater.decompress(data, MAX_UNPACKED)
        require(not inflater.unconsumed_tail, "bomb")
        return data
    if name == "/ASCII85Decode":
        return base64.a85decode(data.strip().removesuffix(b"~>").removeprefix(b"<~"))
    if name == "/ASCIIHexDecode":
        text = b"".join(data.split()).removesuffix(b">")
        return bytes.fromhex((text + b"0" * (len(text) % 2)).decode("ascii"))
    raise Rejected("unreadable")
