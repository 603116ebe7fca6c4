"""PDF: the information about the file, XMP, what programs keep for themselves, names in remarks, places."""

from io import BytesIO
from typing import Any

from xcms.files.cleaning.outcome import (
    AUTHORS,
    COMMENT_AUTHORS,
    PATHS,
    PROPERTIES,
    THUMBNAIL,
    Outcome,
    SignedError,
)
from xcms.files.cleaning.paths import without_folders
from xcms.importing.reading.refusals import Refusal
from xcms.search.attachments.reading.refusals import damaged, encrypted

#: Readers and screen readers show the title; the days say nothing of anybody.
_KEPT = frozenset({"/Title", "/Subject", "/Keywords", "/CreationDate", "/ModDate", "/Trapped"})
_KINDS = {"/Author": AUTHORS}
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">{}</rdf:Description>'
    '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def clean_pdf(data: bytes) -> Outcome:
    """Refuses what is encrypted or damaged. Raises SignedError.

    The file is written anew: earlier states that were saved into it are gone as well. Looks at the result once
    more: the same pages with the same content, byte for byte.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise encrypted()
        outcome = _cleaned(reader, data)
        if outcome.removed and _contents(reader) != _contents(PdfReader(BytesIO(outcome.data))):
            raise damaged()
    except (Refusal, SignedError, MemoryError):
        raise
    except DependencyError as error:
        raise encrypted() from error
    # In a broken file pypdf raises whatever Python does: KeyError, RecursionError, …
    except Exception as error:
        raise damaged() from error
    return outcome


def _cleaned(reader: Any, data: bytes) -> Outcome:
    from pypdf import PdfWriter

    writer: Any = PdfWriter(clone_from=reader)
    objects = [one for one in writer._objects if one is not None]
    if any(_is_signature(one) for one in objects):
        raise SignedError
    removed: set[str] = set()
    _clean_information(reader, writer, removed)
    standard = _archive_standard(reader)
    ours = _declaration(standard)
    is_ours = bool(standard) and _xmp(reader) == ours
    for one in objects:
        if not (is_ours and one is writer._root_object):
            _clean_object(one, removed)
    if standard and removed and not is_ours:
        _declare(writer, ours)
    if not removed:
        return Outcome(data)
    out = BytesIO()
    writer.write(out)
    return Outcome(out.getvalue(), removed)


def _is_signature(one: Any) -> bool:
    return isinstance(one, dict) and "/ByteRange" in one and "/Contents" in one


def _clean_information(reader: Any, writer: Any, removed: set[str]) -> None:
    given = dict(reader.metadata or {})
    kept = {}
    for key, value in given.items():
        if key not in _KEPT:
            if str(value).strip() and key not in ("/Producer",):
                removed.add(_KINDS.get(key, PROPERTIES))
            continue
        kept[key] = without_folders(str(value)) if key == "/Title" else value
        if kept[key] != value:
            removed.add(PATHS)
    writer.metadata = kept or None


def _clean_object(one: Any, removed: set[str]) -> None:
    if not isinstance(one, dict):
        return
    for key, kind in (("/Metadata", PROPERTIES), ("/PieceInfo", PROPERTIES), ("/Thumb", THUMBNAIL)):
        if key in one:
            removed.add(kind)
            del one[key]
    if _is_remark(one) and str(one.get("/T", "")).strip():
        removed.add(COMMENT_AUTHORS)
        del one["/T"]
    if one.get("/Type") == "/Filespec" or "/EF" in one:
        _clean_places(one, removed)


def _is_remark(one: Any) -> bool:
    """A form's field has its name there, which the form needs."""
    return "/Rect" in one and "/FT" not in one and one.get("/Subtype") not in (None, "/Widget")


def _clean_places(one: Any, removed: set[str]) -> None:
    from pypdf.generic import NameObject, TextStringObject

    for key in ("/F", "/UF"):
        value = one.get(key)
        if isinstance(value, str) and without_folders(value) != value:
            removed.add(PATHS)
            one[NameObject(key)] = TextStringObject(without_folders(value))


def _archive_standard(reader: Any) -> dict[str, str]:
    """``{"part": "2", "conformance": "B"}`` where the file says that it keeps to PDF/A."""
    from xml.parsers import expat

    found: dict[str, str] = {}
    open_name = ""

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal open_name
        open_name = _standard_name(name)
        for key, value in given.items():
            if local := _standard_name(key):
                found[local] = value

    def text(value: str) -> None:
        if open_name and value.strip():
            found[open_name] = value.strip()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    try:
        parser.Parse(_xmp(reader), True)
    except expat.ExpatError:
        return {}
    return {key: value for key, value in found.items() if value.isalnum() and len(value) < 5}


def _standard_name(name: str) -> str:
    space, _blank, local = name.rpartition(" ")
    is_one = space == "http://www.aiim.org/pdfa/ns/id/" and local in ("part", "conformance")
    return local if is_one else ""


def _xmp(reader: Any) -> bytes:
    metadata = reader.trailer["/Root"].get("/Metadata")
    return bytes(metadata.get_object().get_data()) if metadata is not None else b""


def _declaration(standard: dict[str, str]) -> bytes:
    said = (f"<pdfaid:{key}>{standard[key]}</pdfaid:{key}>" for key in sorted(standard))
    return _XMP.format("".join(said)).encode()


def _declare(writer: Any, declaration: bytes) -> None:
    from pypdf.generic import DecodedStreamObject, NameObject

    stream = DecodedStreamObject()
    stream.set_data(declaration)
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    writer._root_object[NameObject("/Metadata")] = writer._add_object(stream)


def _contents(reader: Any) -> list[bytes]:
    contents = [page.get_contents() for page in reader.pages]
    return [content.get_data() if content is not None else b"" for content in contents]
