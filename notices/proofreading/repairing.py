"""Repairs chosen by an editor become one new draft, the originals kept beside them (design rules 7 and 10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import swapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from notices.lint.findings import Finding
from notices.models.repairs import FindingAcknowledgement, TextRepair
from notices.proofreading.anchors import Anchor, anchors, ordinal, surroundings
from notices.proofreading.edits import Edit, write_edits
from notices.proofreading.places import Place, places
from notices.proofreading.reading import Reading, read

REPAIRED = "xcms_notices.text_repaired"
ACKNOWLEDGED = "xcms_notices.finding_acknowledged"


@dataclass(frozen=True)
class Choice:
    """What the editor decided of a finding: other words (None: it is right as it is), and why."""

    fingerprint: str
    words: str | None
    reason: str


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


def _edit(reading: Reading, finding: Finding, words: str, reason: str) -> Edit:
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
    return Edit(place, start, end, words, reason, finding.passage.where)


def _write(reading: Reading, edits: Sequence[Edit], user: Any) -> None:
    draft = reading.page
    rows = list(draft.xcms_text_repairs.all())
    earlier = anchors(reading.places, rows)
    write_edits(draft, edits)
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


def _swallowed(edit: Edit, earlier: Sequence[tuple[Any, Anchor]]) -> list[Any]:
    """Earlier repairs whose words are being repaired again: the new one goes back to their originals."""
    return [
        repair
        for repair, anchor in earlier
        if anchor.place.key == edit.place.key
        and edit.start < anchor.end
        and anchor.start < edit.end
    ]


def _row(
    edit: Edit, edits: Sequence[Edit], after: Sequence[Place], swallowed: list[Any], user: Any
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
