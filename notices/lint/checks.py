"""All checks in one place: the pack's, and those that a host adds."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from wagtail import hooks

from notices.lint import (
    attachments,
    brackets,
    dates,
    glued,
    glyphs,
    labels,
    numbering,
    persons,
    promises,
    wording,
)
from notices.lint.findings import Finding, Severity
from notices.lint.texts import Text

Check = Callable[[Text], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    glyphs.lost_glyphs,
    glyphs.lost_measures,
    glyphs.empty_brackets,
    glued.glued_days,
    glued.glued_phones,
    dates.impossible_days,
    dates.wrong_weekdays,
    dates.backward_ranges,
    dates.past_deadlines,
    dates.far_years,
    dates.rounds_out_of_order,
    attachments.missing_attachments,
    labels.cut_labels,
    labels.malformed_emails,
    labels.wrong_lengths,
    promises.untracked_promises,
    persons.personal_mobiles,
    persons.identity_numbers,
    persons.named_persons,
    numbering.skipped_numbers,
    brackets.unbalanced,
    brackets.wrong_number_brackets,
    brackets.mixed_brackets,
    wording.doubled_punctuation,
    wording.doubled_words,
    wording.mixed_widths,
    wording.wrong_words,
)

#: Hosts add checks: ``hooks.register(HOOK, lambda: [my_check])``.
HOOK = "register_xcms_lint_checks"

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


def lint(text: Text) -> list[Finding]:
    """In the order of the text; the gravest first where several stand at one place."""
    added: list[Check] = [check for hook in hooks.get_hooks(HOOK) for check in hook()]
    order = {id(passage): index for index, passage in enumerate(text.passages)}
    found = [finding for check in (*CHECKS, *added) for finding in check(text)]
    found.sort(
        key=lambda one: (order.get(id(one.passage), len(order)), one.start, _GRAVITY[one.severity])
    )
    return _numbered(found)


def _numbered(findings: Iterable[Finding]) -> list[Finding]:
    """Each place once; the same sentence with the same fault again is another finding."""
    seen: set[tuple[str, int, int, int]] = set()
    times: Counter[str] = Counter()
    kept = []
    for one in findings:
        place = (one.code, id(one.passage), one.start, one.end)
        if place in seen:
            continue
        seen.add(place)
        times[one.fingerprint] += 1
        kept.append(replace(one, ordinal=times[one.fingerprint]))
    return kept
