"""Takes place, camera and remarks out of JPEG, PNG, GIF and WebP. Pixels, colours and orientation stay as they are."""

import struct
import zlib
from collections.abc import Iterator

from xcms.files.cleaning.outcome import CAMERA, PLACE, THUMBNAIL, Outcome
from xcms.search.attachments.reading.refusals import damaged

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {
        *("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB"),
        *("cICP", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT"),
    }
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04
_ORIENTATION, _GPS = 0x0112, 0x8825


def is_picture(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8\xff", _PNG, b"GIF8")) or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    )


def clean_picture(data: bytes) -> Outcome:
    """For ``is_picture()``. Refuses a file that ends too early or contradicts itself."""
    try:
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        return _gif(data) if data.startswith(b"GIF8") else _webp(data)
    except (struct.error, IndexError) as error:
        raise damaged() from error


# -- EXIF ------------------------------------------------------------------------------------------


def _exif_facts(tiff: bytes) -> tuple[int, bool]:
    """The orientation (1 where it says none), and whether a place is in it."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1, False
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        orientation, has_place = 1, False
        for place in range(start + 2, start + 2 + count * 12, 12):
            tag, kind = struct.unpack_from(f"{order}HH", tiff, place)
            if tag == _ORIENTATION and kind == 3:
                (orientation,) = struct.unpack_from(f"{order}H", tiff, place + 8)
            has_place |= tag == _GPS
    except struct.error:
        return 1, False
    return (orientation if 1 <= orientation <= 8 else 1), has_place


def _orientation_alone(orientation: int) -> bytes:
    entry = struct.pack("<HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + b"\0\0\0\0"


class _Found:
    """What the metadata of one picture say, and what has to be kept of it."""

    def __init__(self) -> None:
        self.orientation = 1
        self.removed: set[str] = set()

    def exif(self, tiff: bytes) -> None:
        orientation, has_place = _exif_facts(tiff)
        self.orientation = orientation
        if has_place:
            self.removed.add(PLACE)
        if tiff != _orientation_alone(orientation):
            self.removed.add(CAMERA)

    @property
    def kept_exif(self) -> bytes:
        return _orientation_alone(self.orientation) if self.orientation > 1 else b""


# -- JPEG ------------------------------------------------------------------------------------------


def _jpeg(data: bytes) -> Outcome:
    found = _Found()
    head: list[bytes] = []
    rest: list[bytes] = []
    for marker, piece in _segments(data):
        content = piece[4:]
        if marker == 0xE1 and content.startswith(b"Exif\0\0"):
            found.exif(content[6:])
        elif marker == 0xE0 and content.startswith(b"JFIF\0"):
            head.append(_without_thumbnail(piece, found))
        elif _is_metadata(marker, content):
            found.removed.add(CAMERA)
        else:
            rest.append(piece)
    if exif := found.kept_exif:
        content = b"Exif\0\0" + exif
        head.append(b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content)
    cleaned = b"\xff\xd8" + b"".join(head) + b"".join(rest)
    return Outcome(cleaned if found.removed or cleaned != data else data, found.removed)


def _is_metadata(marker: int, content: bytes) -> bool:
    """All application segments but colour profiles and Adobe's, which says how colours are coded."""
    if marker == 0xFE:
        return True
    if marker == 0xE2:
        return not content.startswith(b"ICC_PROFILE\0")
    return 0xE0 <= marker <= 0xEF and marker != 0xEE


def _without_thumbnail(piece: bytes, found: _Found) -> bytes:
    if len(piece) <= 18:
        return piece
    found.removed.add(THUMBNAIL)
    return piece[:2] + struct.pack(">H", 16) + piece[4:16] + b"\0\0"


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Whatever follows the end of the picture (a second one, a film) is no part of it."""
    place = 2
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:
            place += 1
        if data[place] != 0xFF:
            raise damaged()
        marker = data[place + 1]
        if marker == 0xD9:
            yield marker, data[place : place + 2]
            return
        if marker in (0x01, *range(0xD0, 0xD8)):
            yield marker, data[place : place + 2]
            place += 2
            continue
        end = place + 2 + int(struct.unpack_from(">H", data, place + 2)[0])
        if end > len(data) or end < place + 4:
            raise damaged()
        if marker == 0xDA:
            end = _end_of_scan(data, end)
        yield marker, data[place:end]
        place = end


def _end_of_scan(data: bytes, place: int) -> int:
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise damaged()
        following = data[place + 1]
        if following == 0xFF:
            place += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            place += 2
        else:
            return place


# -- PNG -------------------------------------------------------------------------------------------


def _png(data: bytes) -> Outcome:
    found = _Found()
    out = [_PNG]
    place, name = len(_PNG), ""
    while name != "IEND":
        (size,) = struct.unpack_from(">I", data, place)
        end = place + 12 + size
        if end > len(data):
            raise damaged()
        name = data[place + 4 : place + 8].decode("latin-1")
        if name == "eXIf":
            found.exif(data[place + 8 : end - 4])
            if exif := found.kept_exif:
                out.append(_chunk(b"eXIf", exif))
        elif name in _PNG_KEPT:
            out.append(data[place:end])
        elif name[:1].isupper():
            raise damaged()
        else:
            found.removed.add(CAMERA)
        place = end
    return Outcome(b"".join(out), found.removed)


def _chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


# -- GIF -------------------------------------------------------------------------------------------


def _gif(data: bytes) -> Outcome:
    removed: set[str] = set()
    flags = data[10]
    place = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    out = [data[:place]]
    while data[place] != 0x3B:
        begin = place
        if data[place] == 0x21:
            label = data[place + 1]
            first = data[place + 3 : place + 3 + data[place + 2]]
            place = _after_blocks(data, place + 2)
            if label == 0xFE or (label == 0xFF and first not in _GIF_LOOPS):
                removed.add(CAMERA)
                continue
        elif data[place] == 0x2C:
            flags = data[place + 9]
            place += 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
            place = _after_blocks(data, place + 1)
        else:
            raise damaged()
        out.append(data[begin:place])
    return Outcome(b"".join([*out, b"\x3b"]), removed)


def _after_blocks(data: bytes, place: int) -> int:
    while data[place]:
        place += 1 + data[place]
    return place + 1


# -- WebP ------------------------------------------------------------------------------------------


def _webp(data: bytes) -> Outcome:
    found = _Found()
    chunks: list[tuple[bytes, bytes]] = []
    place, end = 12, min(len(data), 8 + int(struct.unpack_from("<I", data, 4)[0]))
    while place + 8 <= end:
        name = data[place : place + 4]
        (size,) = struct.unpack_from("<I", data, place + 4)
        content = data[place + 8 : place + 8 + size]
        if len(content) < size:
            raise damaged()
        if name == b"EXIF":
            found.exif(content.removeprefix(b"Exif\0\0"))
        elif name in _WEBP_KEPT:
            chunks.append((name, content))
        else:
            found.removed.add(CAMERA)
        place += 8 + size + size % 2
    if not chunks:
        raise damaged()
    exif = found.kept_exif if chunks[0][0] == b"VP8X" else b""
    if exif:
        chunks.append((b"EXIF", exif))
    if chunks[0][0] == b"VP8X":
        first = chunks[0][1]
        flags = (first[0] & ~(_EXIF_FLAG | _XMP_FLAG)) | (_EXIF_FLAG if exif else 0)
        chunks[0] = (b"VP8X", bytes([flags]) + first[1:])
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in chunks
    )
    return Outcome(b"RIFF" + struct.pack("<I", len(body)) + body, found.removed)
