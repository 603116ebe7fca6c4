"""Characters of symbol fonts: code points that mean nothing without the font."""

from mammoth.docx.dingbats import dingbats

_PRIVATE = range(0xF000, 0xF100)
_DEFAULT_FONT = "Symbol"
#: Exact twins that hardly any Chinese font has, and what every one has.
_COMMON = {0x1F5F9: "☑", 0x1F5F7: "☒", 0x1F5F8: "✓", 0x1F5F6: "✗", 0x1F78E: "□", 0x2B1B: "■"}
_FAMILIES = ("Symbol", "Webdings", "Wingdings", "Wingdings 2", "Wingdings 3")
#: For what no table knows.
UNKNOWN = "□"


def symbol(code: int, font: str) -> str | None:
    """The character that looks the same in any font; None where there is none."""
    family = font if font in _FAMILIES else _DEFAULT_FONT
    found = dingbats.get((family, code & 0xFF if code in _PRIVATE else code))
    if found is not None:
        return _COMMON.get(found, chr(found))
    if code in _PRIVATE or code in range(0xE000, 0xF900) or not 0x20 <= code <= 0x10FFFF:
        return None
    return None if 0xD800 <= code <= 0xDFFF else chr(code)


def is_private(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff"
