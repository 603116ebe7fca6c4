"""Repairs as readers see them: a mark behind the repaired words, and a note with the original and the reason."""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from notices.lint.persons import without_private_numbers
from notices.proofreading.anchors import Anchor, anchors
from notices.proofreading.places import BODY, places
from notices.proofreading.rich_text import outside_links

_TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
#: One private glyph for each number: it passes through escaping, splitting and templates, and no text has it.
_FIRST_GLYPH, _MOST = 0x10F000, 0xF00
_GLYPHS = re.compile(f"[{chr(_FIRST_GLYPH)}-{chr(_FIRST_GLYPH + _MOST)}]")


@dataclass(frozen=True)
class ShownRepair:
    """``number`` counts in the order of the text; without an ``anchor`` its words were left out."""

    number: int
    repair: Any
    anchor: Anchor | None = None

    @property
    def original(self) -> str:
        """What readers see of it (design rules 9 and 10)."""
        return without_private_numbers(self.repair.original)


@dataclass(frozen=True)
class ShownRepairs:
    """``marked`` are the numbers that have been written into the text so far: notes lead back to these alone."""

    notes: Sequence[ShownRepair] = ()
    marked: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.notes)

    def in_block(self, home: str) -> list[ShownRepair]:
        return [one for one in self.notes if one.anchor and one.anchor.place.passage.home == home]

    def in_field(self, name: str) -> list[tuple[ShownRepair, int]]:
        """With the place in the field's text behind the repaired words, in its order."""
        return [
            (one, one.anchor.place.spans[one.anchor.end - 1][1])
            for one in self.notes
            if one.anchor and one.anchor.place.field == name and name != BODY
        ]


def shown_repairs(page: Any) -> ShownRepairs:
    """The page's repairs whose words still stand in it. One query; the text is only read where there are any."""
    rows = list(page.xcms_text_repairs.all())[:_MOST]
    if not rows:
        return ShownRepairs()
    found = list(places(page))
    order = {place.key: number for number, place in enumerate(found)}
    standing = anchors(found, rows)
    shown = sorted(
        ((order[one.place.key], one.start, row, one) for row, one in standing),
        key=lambda entry: entry[:2],
    )
    left_out = [row for row in rows if not row.repaired]
    notes = [
        ShownRepair(number, row, anchor)
        for number, (_place, _start, row, anchor) in enumerate(shown, start=1)
    ]
    notes += [ShownRepair(number, row) for number, row in enumerate(left_out, len(notes) + 1)]
    return ShownRepairs(notes)


def render_marked(child: Any, repairs: ShownRepairs, context: dict[str, Any]) -> SafeString:
    """A block of the body as its own template shows it, with the marks of its repairs."""
    inside = repairs.in_block(f"{BODY}:{child.id or ''}")
    if not inside:
        return _markup(child, context)
    item = _with_glyphs(child, inside)
    # A stream of this one block: what its templates ask for is there as usual.
    stream_block = context["page"].body.stream_block
    marked = StreamValue(stream_block, [item], is_lazy=True)[0]
    html, numbers = _with_marks(_markup(marked, context), inside)
    repairs.marked.update(numbers)
    return mark_safe(html)  # noqa: S308  # nosec B308 B703


def marked_field(page: Any, name: str, repairs: ShownRepairs) -> SafeString:
    """A field's text, escaped, with the marks of its repairs."""
    text, start = str(getattr(page, name)), 0
    parts = []
    for shown, position in repairs.in_field(name):
        parts += [conditional_escape(text[start:position]), repair_mark(shown.number)]
        repairs.marked.add(shown.number)
        start = position
    parts.append(conditional_escape(text[start:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _markup(child: Any, context: dict[str, Any]) -> SafeString:
    # As in Wagtail's include_block: a block without a template gives plain text.
    return SafeString(conditional_escape(child.render_as_block(context=context)))  # nosec B703


def _with_glyphs(child: Any, inside: Sequence[ShownRepair]) -> dict[str, Any]:
    item: dict[str, Any] = copy.deepcopy(child.get_prep_value())
    by_string: dict[Any, list[tuple[int, int]]] = {}
    for one in inside:
        anchor = one.anchor
        if anchor is None:
            continue
        # The path begins with the block's place in the stream.
        path = anchor.place.path[1:]
        holder = _holder(item, path)
        position = anchor.place.spans[anchor.end - 1][1]
        if anchor.place.is_rich:
            position = outside_links(str(holder[path[-1]]), position)
        by_string.setdefault(path, []).append((position, one.number))
    for path, found in by_string.items():
        holder = _holder(item, path)
        text = str(holder[path[-1]])
        for position, number in sorted(found, reverse=True):
            text = f"{text[:position]}{chr(_FIRST_GLYPH + number)}{text[position:]}"
        holder[path[-1]] = text
    return item


def _holder(item: Any, path: Sequence[Any]) -> Any:
    for step in path[:-1]:
        item = item[step]
    return item


def _with_marks(markup: str, inside: Sequence[ShownRepair]) -> tuple[str, set[int]]:
    """Marks for glyphs, once each, and which: a header that is repeated in attributes or elsewhere is marked where
    it stands."""
    numbers = {one.number for one in inside}
    done: set[int] = set()

    def mark(found: re.Match[str]) -> str:
        number = ord(found[0]) - _FIRST_GLYPH
        if number not in numbers or number in done:
            return ""
        done.add(number)
        return repair_mark(number)

    parts = _TAG.split(markup)
    # Every second part is a tag.
    marked = "".join(
        _GLYPHS.sub("", part) if place % 2 else _GLYPHS.sub(mark, part)
        for place, part in enumerate(parts)
    )
    return marked, done


def repair_mark(number: int) -> SafeString:
    return format_html(
        '<sup class="xcms-repair-mark"><a id="text-repair-{n}-mark" href="#text-repair-{n}" role="doc-noteref">'
        '<span class="xcms-visually-hidden">{note} </span>{sign}{n}</a></sup>',
        n=number,
        note=_("Note on a text repair:"),
        sign=_("rep."),
    )
