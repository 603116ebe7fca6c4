"""What holds across rows: the round's filings, and what the batch's rules say of a school as a whole."""

from collections.abc import Iterator
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from registry.enums import AT_MOST_RULES, RuleKind, RuleOutcome, RuleSeverity, SchoolLevel
from registry.importers.approval_plan import Comparison
from registry.importers.line_rows import LEVELS, Numbers, SheetLines
from registry.importers.vocabularies import CERTIFICATE_LEVELS, SCHOOL_LEVELS
from registry.models import Batch, Certificate, Major, Round
from registry.rules.columns import NO_MAJOR, Lines
from registry.rules.evaluating import Ruling
from registry.services.assessments import assess_lines
from registry.services.filings import filing_scopes
from xcms.importing.parsed import combined
from xcms.importing.rows import Problems

_SCHOOL_LEVELS = tuple(SchoolLevel.values)
#: What a list of decided lines can be held against: the caps, the control by completion, and who may take part.
_KINDS = (*AT_MOST_RULES, RuleKind.COMPLETION, RuleKind.SCHOOL_LEVEL)
_COLUMNS = {RuleKind.CERTIFICATES: "certificate", RuleKind.SCHOOL_LEVEL: "school_name"}


def warn_of_filings(lines: SheetLines, problems: Problems) -> None:
    """Certificates not filed in the round, levels and school levels outside the filing.

    Warnings, since scopes reach over batches; one for each case, at its first row.
    """
    rounds = {round_.pk: round_ for round_ in lines.round.values if isinstance(round_, Round)}
    if not rounds or not len(lines):
        return
    scopes = filing_scopes(list(rounds.values()))
    certificate = lines.certificate.map(_key)
    round_ = lines.round.map(_key)
    school_level = lines.school.map(_school_level)
    codes, first = combined([round_, certificate, lines.level, school_level], len(lines))
    counts = np.bincount(codes, minlength=len(first))
    said: dict[str, tuple[int, str, int]] = {}
    for line, count in zip(first.tolist(), counts.tolist(), strict=True):
        if not round_[line]:
            continue
        scope = scopes.get((int(round_[line]), int(certificate[line])))
        for column, sentence in _outside(lines, line, scope):
            earlier = said.get(sentence, (line, column, 0))
            said[sentence] = (earlier[0], column, earlier[2] + count)
    for sentence, (line, column, count) in said.items():
        more = _("There are %(count)s such lines.") % {"count": count} if count > 1 else ""
        problems.warn(lines.row(line), column, sentence + more)


def _outside(
    lines: SheetLines, line: int, scope: tuple[frozenset[str], frozenset[str]] | None
) -> Iterator[tuple[str, str]]:
    certificate: Certificate = lines.certificate.at(line)
    values = {"certificate": certificate.name, "round": lines.round.at(line).key}
    if scope is None:
        yield "certificate", _("“%(certificate)s” is not filed in %(round)s.") % values
        return
    levels, school_levels = scope
    level, school_level = LEVELS[lines.level[line]], lines.school.at(line).level
    if level and level not in levels:
        yield (
            lines.column.at(line) if lines.column.at(line) != "quota" else "level",
            _("“%(certificate)s” is filed in %(round)s without the level %(level)s.")
            % {**values, "level": CERTIFICATE_LEVELS.label(level)},
        )
    if school_level not in school_levels:
        yield (
            "school_name",
            _("“%(certificate)s” is not filed in %(round)s for schools of the level %(level)s.")
            % {**values, "level": SCHOOL_LEVELS.label(school_level)},
        )


def judge_schools(comparison: Comparison, today: int, problems: Problems) -> None:
    """What the file makes of its schools under the rules of its rounds' batches, at their first changed row."""
    lines = comparison.lines
    changed = comparison.differs | comparison.granted
    batches = {
        round_.batch_id: round_.batch for round_ in lines.round.values if isinstance(round_, Round)
    }
    if not batches or not changed.any():
        return
    schools, first = np.unique(lines.school.map(_key)[changed], return_index=True)
    rows = np.flatnonzero(changed)[first]
    first_row = dict(zip(schools.tolist(), rows.tolist(), strict=True))
    running = _running(comparison, schools, today)
    for batch in batches.values():
        found = assess_lines(batch, date.fromordinal(today), running, Lines.of([]))
        for ruling in found.rulings:
            if sentence := _unchecked(ruling, batch):
                problems.warn_file(sentence)
        for school, finding in found.found(kinds=_KINDS):
            line = first_row[school]
            column = _COLUMNS.get(finding.kind, lines.column.at(line))
            say = problems.error if finding.severity == RuleSeverity.ERROR else problems.warn
            say(lines.row(line), column, finding.sentence)


def _unchecked(ruling: Ruling, batch: Batch) -> str:
    """How many schools a cap could not be held against; "" for other rules, and while it has no bound."""
    rule, schools = ruling.terms, len(ruling.having(RuleOutcome.OPEN))
    if rule.kind not in AT_MOST_RULES or rule.percent is None or not schools:
        return ""
    values = {"rule": rule.kind.label, "schools": schools, "year": batch.year}
    if rule.counts_majors:
        return (
            _(
                "%(rule)s: %(schools)d schools could not be checked, since their figures of %(year)d or "
                "the majors of their approvals are unknown."
            )
            % values
        )
    return (
        _(
            "%(rule)s: %(schools)d schools could not be checked, since their figures of %(year)d are unknown."
        )
        % values
    )


def _running(comparison: Comparison, schools: Numbers, today: int) -> Lines:
    """What each of these schools would run once the file is applied, on the file's last day or today."""
    lines, registered = comparison.lines, comparison.registered
    day = max(today, int(lines.effective_from.max(initial=0)))
    days = np.full(len(registered.key), day)
    ruling = registered.ruling(np.arange(len(registered.key)), days)
    holds = registered.in_force(ruling, days)
    # A decision that takes effect after the file's own keeps ruling.
    later = np.zeros(len(lines), np.bool_)
    if len(registered.key):
        at = ruling[comparison.known]
        later = (comparison.known >= 0) & (at >= 0)
        later &= np.where(at >= 0, registered.effective_from[at], 0) > lines.effective_from
        replaced = comparison.known[(comparison.known >= 0) & ~later]
        holds[replaced] = False
    stays = (lines.quota > 0) & ((lines.effective_to == 0) | (lines.effective_to > day)) & ~later
    unspecified = Major.objects.unspecified().pk
    major = np.concatenate([registered.major[holds], lines.major.map(_key)[stays]])
    found = (
        np.concatenate([registered.school[holds], lines.school.map(_key)[stays]]),
        np.concatenate([registered.certificate[holds], lines.certificate.map(_key)[stays]]),
        np.concatenate([registered.level[holds], lines.level[stays]]),
        np.where(major == unspecified, NO_MAJOR, major),
        np.concatenate([registered.quota[ruling[holds]], lines.quota[stays]]),
    )
    ours = np.isin(found[0], schools)
    return Lines(*(column[ours] for column in found))


def _key(record: object) -> int:
    return getattr(record, "pk", None) or 0


def _school_level(school: object) -> int:
    level = getattr(school, "level", "")
    return _SCHOOL_LEVELS.index(level) if level in _SCHOOL_LEVELS else -1
