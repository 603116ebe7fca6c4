"""Addresses within an official text: every heading and numbered line can be linked to.

Numbered lines get the address of their number, by which a decision names its clause (xcms/clauses.py);
headings without one that of their block, which stays when others are added before it.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from notices.proofreading.marks import ShownRepairs, render_marked
from xcms.clauses import ClauseCounter, clause_anchor

#: A paragraph or heading of rich text, up to the words that it begins with.
_LINE = re.compile(
    r"<(p|h[2-6])((?:\s[^<>]*)?)>(?=((?:\s|</?(?:b|strong|i|em|a)\b[^<>]*>)*[^<]{1,40}))"
)


def rendered_body(body: Iterable[Any], context: dict[str, Any]) -> Iterator[SafeString]:
    """Each block's HTML, with addresses at its numbered lines and the marks of its repairs (``text_repairs`` in
    the context). Templates of headings and clauses get ``anchor``, "" for none."""
    counter = ClauseCounter()
    repairs = context.get("text_repairs") or ShownRepairs()
    for block in body:
        anchor = _block_anchor(block, counter)
        html = render_marked(block, repairs, {**context, "anchor": anchor})
        if block.block_type == "paragraph":
            html = mark_safe(_with_line_anchors(html, counter, block))  # noqa: S308  # nosec B308 B703
        yield html


def _block_anchor(block: Any, counter: ClauseCounter) -> str:
    if block.block_type in ("heading", "subheading"):
        return counter.anchor(str(block.value), otherwise=f"section-{_short_id(block)}")
    if block.block_type == "clause":
        # Quoted, possibly from another text: the numbering around it goes on as it was.
        return counter.quoted(clause_anchor(str(block.value.get("clause") or "")))
    return ""


def _short_id(block: Any) -> str:
    return str(block.id or "x")[:8]


def _with_line_anchors(html: str, counter: ClauseCounter, block: Any) -> str:
    def marked(found: re.Match[str]) -> str:
        tag, attributes, start = found.groups()
        text = unescape(strip_tags(start)).strip()
        otherwise = f"section-{_short_id(block)}" if tag != "p" else ""
        anchor = counter.anchor(text, otherwise=otherwise)
        if not anchor or " id=" in attributes:
            return found.group()
        return f'<{tag}{attributes} id="{anchor}">'

    return _LINE.sub(marked, str(html))
