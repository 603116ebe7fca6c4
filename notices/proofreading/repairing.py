"""Repairs chosen by an editor become one new draft, the originals kept beside them (design rules 7 and 10)."""

import copy
import html
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue
from wagtail.log_actions import log

from notices.lint.findings import Finding
from notices.models.repairs import FindingAcknowledgement, TextRepair
from notices.proofreading.anchors import Anchor, anchors, ordinal, surroundings
from notices.proofreading.places import BODY, Path, Place, places
from notices.proofreading.reading import Reading, read
from notices.proofreading.rich_text import replaced

REPAIRED = "xcms_notices.text_repaired"
ACKNOWLEDGED = "xcms_notices.finding_acknowledged"


@dataclass(frozen=True)
class Choice:
    """What the editor decided of a finding: other words (None: it is right as it is), and why."""

    fingerprint: str
    words: str | None
    reason: str


@dataclass(frozen=True)
class _Edit:
    place: Place
    start: int
    end: int
    words: str
    reason: str
    told: str

    @property
    def original(self) -> str:
        return self.place.passage.text[self.start : self.end]


def latest_draft(key: Any) -> Any:
    """The page's latest draft, read under a lock where a transaction is open."""
    pages = swapper.load_model("wagtailcore", "Page").objects
    if transaction.get_connection().in_atomic_block:
        pages = pages.select_for_update()
    return pages.get(pk=key).specific.get_latest_revision_as_object()


def settle(key: Any, choices: Iterable[Choice], *, token: str, user: Any) -> tuple[int, int]:
    """Write the repairs as one draft and note the acknowledgements: all or nothing.

    Gives back how many of each. Raises ValidationError with a sentence when the draft is not the one that the
    choices were made for, when two repairs touch the same words, or when the new words don't fit their field.
    """
    with transaction.atomic():
        reading = read(latest_draft(key))
        if reading.token != token:
            raise ValidationError(moved_on())
        by_fingerprint = {one.fingerprint: one for one in reading.findings}
        pairs = []
        for choice in choices:
            if choice.fingerprint not in by_fingerprint:
                raise ValidationError(moved_on())
            pairs.append((by_fingerprint[choice.fingerprint], choice))
        acknowledged = [(one, choice) for one, choice in pairs if choice.words is None]
        for finding, choice in acknowledged:
            _acknowledge(reading.page, finding, choice.reason, user)
        edits = [
            _edit(reading, finding, choice.words, choice.reason)
            for finding, choice in pairs
            if choice.words is not None
        ]
        if edits:
            _write(reading, edits, user)
    return len(edits), len(acknowledged)


def moved_on() -> str:
    return _(
        "Nothing was written: the draft has changed since this page was opened. "
        "Below is the draft of now; your choices are kept where the words are still the same."
    )


def _acknowledge(page: Any, finding: Finding, reason: str, user: Any) -> None:
    FindingAcknowledgement.objects.update_or_create(
        page_id=page.pk,
        fingerprint=finding.fingerprint,
        defaults={
            "code": finding.code,
            "place": finding.passage.where[:200],
            "excerpt": finding.excerpt,
            "reason": reason,
            "acknowledged_at": timezone.now(),
            "acknowledged_by": user,
        },
    )
    log(
        instance=page,
        action=ACKNOWLEDGED,
        user=user,
        data={"place": finding.passage.where, "excerpt": finding.excerpt, "reason": reason},
    )


def _edit(reading: Reading, finding: Finding, words: str, reason: str) -> _Edit:
    place = reading.place_of(finding)
    if place is None:
        raise ValidationError(
            _("%(place)s can't be repaired here: change it in the page's editor.")
            % {"place": finding.passage.where}
        )
    if words == finding.original:
        raise ValidationError(
            _("%(place)s: “%(words)s” is what stands there already.")
            % {"place": finding.passage.where, "words": words}
        )
    start, end, text = finding.start, finding.end, place.passage.text
    if not words:
        # Something must stay that can carry the mark.
        if start > 0:
            start, words = start - 1, text[start - 1]
        elif end < len(text):
            end, words = end + 1, text[end]
    return _Edit(place, start, end, words, reason, finding.passage.where)


def _write(reading: Reading, edits: Sequence[_Edit], user: Any) -> None:
    draft = reading.page
    _refuse_overlaps(edits)
    rows = list(draft.xcms_text_repairs.all())
    earlier = anchors(reading.places, rows)
    sources = _changed_sources(draft, edits)
    _put_back(draft, sources, edits)
    after = list(places(draft))
    for edit in edits:
        if not edit.place.is_clause:
            swallowed = _swallowed(edit, earlier)
            row = _row(edit, edits, after, swallowed, user)
            rows = [one for one in rows if one not in swallowed] + [row]
    for number, row in enumerate(rows):
        row.sort_order = number
    draft.xcms_text_repairs.set(rows)
    revision = draft.save_revision(user=user, clean=False)
    log(
        instance=draft,
        action=REPAIRED,
        user=user,
        revision=revision,
        content_changed=True,
        data={
            "repairs": [
                {
                    "place": edit.told,
                    "original": edit.original,
                    "repaired": edit.words,
                    "reason": edit.reason,
                }
                for edit in edits
            ]
        },
    )


def _refuse_overlaps(edits: Sequence[_Edit]) -> None:
    by_place: dict[Any, list[_Edit]] = defaultdict(list)
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


def _changed_sources(draft: Any, edits: Sequence[_Edit]) -> dict[tuple[str, Path], str]:
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


def _put_back(draft: Any, sources: dict[tuple[str, Path], str], edits: Sequence[_Edit]) -> None:
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


def _clause_reasons(edits: Sequence[_Edit]) -> dict[tuple[str, Path], str]:
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


def _swallowed(edit: _Edit, earlier: Sequence[tuple[Any, Anchor]]) -> list[Any]:
    """Earlier repairs whose words are being repaired again: the new one goes back to their originals."""
    return [
        repair
        for repair, anchor in earlier
        if anchor.place.key == edit.place.key
        and edit.start < anchor.end
        and anchor.start < edit.end
    ]


def _row(
    edit: _Edit, edits: Sequence[_Edit], after: Sequence[Place], swallowed: list[Any], user: Any
) -> TextRepair:
    shift = sum(
        len(other.words) - (other.end - other.start)
        for other in edits
        if other.place.key == edit.place.key and other.end <= edit.start
    )
    start = edit.start + shift
    original, reason = edit.original, edit.reason
    for repair in swallowed:
        original = original.replace(repair.repaired, repair.original, 1)
    row = TextRepair(
        home=edit.place.passage.home,
        place=edit.told[:200],
        original=original,
        repaired=edit.words,
        reason=reason,
        repaired_at=timezone.now(),
        repaired_by=user,
    )
    now = next((one for one in after if one.key == edit.place.key), None)
    if now is not None and edit.words:
        anchor = Anchor(now, start, start + len(edit.words))
        row.before, row.after = surroundings(now.passage.text, anchor.start, anchor.end)
        row.ordinal = ordinal(after, anchor)
    return row
