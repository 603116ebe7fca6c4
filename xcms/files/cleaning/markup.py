"""Edits XML by its tags alone: whatever is not touched stays as it was, byte for byte."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from xcms.search.attachments.reading.refusals import damaged

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"""|<(?>[^<>"']++|"[^"]*+"|'[^']*+')*+>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(\s+)((?:[\w.\-]+:)?([\w.\-]+))(\s*=\s*)("[^"]*"|'[^']*')""", re.DOTALL)
_LOCAL_NAME = re.compile(r"</?(?:[\w.\-]+:)?([\w.\-]+)")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

#: Of element, attribute and value: the new value, or None to drop the attribute.
AttributeRule = Callable[[str, str, str], str | None]
#: Of element and tag: whether the element goes, with all that is inside.
DropRule = Callable[[str, str], bool]


def keep_all(_element: str, _tag: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Rules:
    """By local names. ``blank`` gives the new text of an element that holds nothing but text."""

    attribute: AttributeRule | None = None
    drop: DropRule = keep_all
    blank: Mapping[str, Callable[[str], str]] = field(default_factory=dict)


def outline(data: bytes) -> str:
    """A digest of elements and texts, without attributes. Refuses what is no XML or declares entities."""
    digest = hashlib.sha256()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, _given: digest.update(f"<{name}>".encode())
    parser.EndElementHandler = lambda name: digest.update(f"</{name}>".encode())
    # Text comes in pieces of any size.
    parser.CharacterDataHandler = lambda text: digest.update(text.encode("utf-8", "replace"))
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged() from error
    return digest.hexdigest()


def edited(data: bytes, rules: Rules) -> bytes:
    """Refuses XML in an encoding that office programs don't write."""
    encoding = _MARKS.get(data[:2], "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise damaged() from error
    changed = _edited(text, rules)
    return data if changed == text else changed.encode(encoding)


def _edited(text: str, rules: Rules) -> str:
    out: list[str] = []
    place = dropped = 0
    blanking: str | None = None
    for token in _TOKEN.finditer(text):
        tag = token.group()
        between = text[place : token.start()]
        place = token.end()
        is_tag = tag[1] not in "!?"
        name = _local(tag) if is_tag else ""
        if dropped:
            if is_tag and not tag.endswith("/>"):
                dropped += -1 if tag.startswith("</") else 1
            continue
        if blanking is not None and name == blanking and tag.startswith("</"):
            out += [rules.blank[blanking](between), tag]
            blanking = None
            continue
        out.append(between)
        if is_tag and not tag.startswith("</"):
            if rules.drop(name, tag):
                dropped = 0 if tag.endswith("/>") else 1
                continue
            if name in rules.blank and not tag.endswith("/>"):
                blanking = name
            if rules.attribute and "=" in tag:
                tag = _with_attributes(name, tag, rules.attribute)
        out.append(tag)
    out.append("" if dropped else text[place:])
    return "".join(out)


def _with_attributes(element: str, tag: str, rule: AttributeRule) -> str:
    def replaced(found: re.Match[str]) -> str:
        value = found[5][1:-1]
        new = rule(element, found[3], value)
        if new is None:
            return ""
        if new == value:
            return found[0]
        quote = found[5][0]
        return f"{found[1]}{found[2]}{found[4]}{quote}{new}{quote}"

    return _ATTRIBUTE.sub(replaced, tag)


def _local(tag: str) -> str:
    found = _LOCAL_NAME.match(tag)
    return found[1] if found else ""


def _refuse(*_given: object) -> None:
    raise damaged()


def attributes_of(tag: str) -> dict[str, str]:
    """By local names, as written."""
    return {found[3]: found[5][1:-1] for found in _ATTRIBUTE.finditer(tag)}
