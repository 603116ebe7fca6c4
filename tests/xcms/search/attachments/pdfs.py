"""PDFs of a few lines, with Chinese that a reader must look up in a ToUnicode CMap."""

import zlib
from collections.abc import Sequence
from io import BytesIO

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
    b"/Supplement 0>>/DW 1000>>",
)


def pdf(*pages: str, packed: bool = False) -> bytes:
    """One page for each text; a page's lines are the text's. Glyphs are numbered, as in subsets of fonts."""
    glyphs = {letter: number for number, letter in enumerate(sorted(set("".join(pages))), start=1)}
    contents = [_content(page, glyphs) for page in pages]
    first = 6
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        *_FONT,
        stream(_to_unicode(glyphs)),
    ]
    for number, content in enumerate(contents):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (first + 2 * number + 1),
            stream(content, packed=packed),
        ]
    return assembled(objects)


def assembled(objects: Sequence[bytes]) -> bytes:
    """The first object is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)


def stream(content: bytes, *, packed: bool = False) -> bytes:
    if packed:
        content = zlib.compress(content, 9)
    kind = b"/Filter/FlateDecode" if packed else b""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), kind, content)


def locked(data: bytes, *, user: str, owner: str = "secret") -> bytes:
    """With a password to open it, or, where ``user`` is empty, one to change it."""
    from pypdf import PdfReader, PdfWriter

    target = BytesIO()
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    writer.write(target)
    return target.getvalue()


def _content(page: str, glyphs: dict[str, int]) -> bytes:
    lines = [
        b"<%s> Tj 0 -20 Td" % "".join(f"{glyphs[letter]:04x}" for letter in line).encode()
        for line in page.split("\n")
    ]
    return b"BT /F 12 Tf 50 700 Td %s ET" % b" ".join(lines) if page else b"q Q"


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    lines = [
        f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, glyph in glyphs.items()
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    mapped = "".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{mapped}endcmap end end"
    ).encode()
