"""What holds across rows: the round's filings, and the caps of the batch."""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from registry.enums import RuleKind, RuleSeverity, SchoolLevel
from registry.importers.approval_plan import Comparison
from registry.importers.approval_rows import LEVELS, Numbers, SheetLines
from registry.importers.vocabularies import CERTIFICATE_LEVELS, SCHOOL_LEVELS
from registry.models import Certificate, Major, Round
from registry.rules.caps import CapUse
from registry.services.caps import cap_findings
from registry.services.filings import filing_scopes
from xcms.importing.parsed import combined
from xcms.importing.rows import Problems

_SCHOOL_LEVELS = tuple(SchoolLevel.values)
_CAP_COLUMNS = {RuleKind.CERTIFICATES: "certificate"}


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


def judge_caps(comparison: Comparison, today: int, problems: Problems) -> None:
    """Schools that the file brings over a cap of its rounds' batches, at their first changed row."""
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
    uses = _uses(comparison, schools, today)
    for batch in batches.values():
        for finding in cap_findings(uses, batch):
            if finding.school_pk is None:
                problems.warn_file(finding.sentence)
                continue
            line = first_row[finding.school_pk]
            column = _CAP_COLUMNS.get(finding.kind, lines.column.at(line))
            row = lines.row(line)
            if finding.severity == RuleSeverity.ERROR:
                problems.error(row, column, finding.sentence)
            else:
                problems.warn(row, column, finding.sentence)


def _uses(comparison: Comparison, schools: Numbers, today: int) -> dict[int, CapUse]:
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
    school = np.concatenate([registered.school[holds], lines.school.map(_key)[stays]])
    certificate = np.concatenate(
        [registered.certificate[holds], lines.certificate.map(_key)[stays]]
    )
    major = np.concatenate([registered.major[holds], lines.major.map(_named_major)[stays]])
    quota = np.concatenate([registered.quota[ruling[holds]], lines.quota[stays]])
    ours = np.isin(school, schools)
    number = np.searchsorted(schools, school[ours])

    def distinct(values: Numbers) -> list[int]:
        first = combined([number, values[ours]], len(number))[1]
        found: list[int] = np.bincount(number[first], minlength=len(schools)).tolist()
        return found

    unspecified = Major.objects.unspecified().pk
    names_none = set(number[np.isin(major[ours], [0, unspecified])].tolist())
    persons = np.bincount(number, weights=quota[ours], minlength=len(schools))
    return {
        key: CapUse(
            certificates=certificates,
            quota=int(persons[position]),
            majors=None if position in names_none else majors,
        )
        for position, (key, certificates, majors) in enumerate(
            zip(schools.tolist(), distinct(certificate), distinct(major), strict=True)
        )
    }


def _named_major(major: object) -> int:
    return 0 if getattr(major, "is_unspecified", False) else _key(major)


def _key(record: object) -> int:
    return getattr(record, "pk", None) or 0


def _school_level(school: object) -> int:
    level = getattr(school, "level", "")
    return _SCHOOL_LEVELS.index(level) if level in _SCHOOL_LEVELS else -1
