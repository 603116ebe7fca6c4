"""Words of a draft put in the place of others: in its fields, or in the strings of its stream."""

import copy
import html
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from notices.proofreading.places import BODY, Path, Place
from notices.proofreading.rich_text import replaced


@dataclass(frozen=True)
class Edit:
    """``words`` for what stands at [start, end) of the place; ``told`` names the place to people."""

    place: Place
    start: int
    end: int
    words: str
    reason: str
    told: str

    @property
    def original(self) -> str:
        return self.place.passage.text[self.start : self.end]


def write_edits(draft: Any, edits: Sequence[Edit]) -> None:
    """Into the draft in memory. Raises ValidationError where two touch the same words, or a field can't hold them."""
    _refuse_overlaps(edits)
    _put_back(draft, _changed_sources(draft, edits), edits)


def _refuse_overlaps(edits: Sequence[Edit]) -> None:
    by_place: dict[Any, list[Edit]] = defaultdict(list)
    for edit in edits:
        for other in by_place[edit.place.key]:
            if edit.start < other.end and other.start < edit.end:
                raise ValidationError(
                    _(
                        "%(place)s: the repairs of “%(first)s” and “%(second)s” touch the same words. "
                        "Choose one of them, save, and then the other."
                    )
                    % {"place": edit.told, "first": other.original, "second": edit.original}
                )
        by_place[edit.place.key].append(edit)


def _changed_sources(draft: Any, edits: Sequence[Edit]) -> dict[tuple[str, Path], str]:
    """The strings with their repairs, the last repair of a string first: the earlier spans stay right."""
    stream = getattr(draft, BODY, None)
    raw = list(stream.raw_data) if isinstance(stream, StreamValue) else []
    sources: dict[tuple[str, Path], str] = {}
    for edit in sorted(edits, key=lambda one: one.place.spans[one.start][0], reverse=True):
        place, address = edit.place, (edit.place.field, edit.place.path)
        if address not in sources:
            sources[address] = str(
                _at(raw, place.path) if place.path else getattr(draft, place.field)
            )
        words = html.escape(edit.words, quote=False) if place.is_rich else edit.words
        sources[address] = replaced(sources[address], place.spans[edit.start : edit.end], words)
    return sources


def _put_back(draft: Any, sources: dict[tuple[str, Path], str], edits: Sequence[Edit]) -> None:
    reasons = _clause_reasons(edits)
    raw: Any = None
    for (field, path), text in sources.items():
        if not path:
            longest = draft._meta.get_field(field).max_length
            if longest and len(text) > longest:
                raise ValidationError(
                    _("“%(text)s” is too long: %(longest)s characters at most.")
                    % {"text": text, "longest": longest}
                )
            setattr(draft, field, text)
            continue
        if raw is None:
            raw = copy.deepcopy(list(getattr(draft, field).raw_data))
        reason = reasons.get((field, path))
        if reason is None:
            _at(raw, path[:-1])[path[-1]] = text
        else:
            clause = _at(raw, path[:-1])
            clause["repaired"] = text
            clause["reason"] = "；".join(filter(None, [clause.get("reason") or "", reason]))
    if raw is not None:
        setattr(draft, BODY, StreamValue(getattr(draft, BODY).stream_block, raw, is_lazy=True))


def _clause_reasons(edits: Sequence[Edit]) -> dict[tuple[str, Path], str]:
    """A clause keeps its original in itself: what it is read as stands in the block, and why."""
    reasons: dict[tuple[str, Path], list[str]] = defaultdict(list)
    for edit in edits:
        if edit.place.is_clause:
            reasons[edit.place.field, edit.place.path].append(edit.reason.rstrip("。；"))
    return {address: "；".join(found) for address, found in reasons.items()}


def _at(raw: Any, path: Path) -> Any:
    for step in path:
        raw = raw[step]
    return raw
