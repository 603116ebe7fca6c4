"""The platform's sheet of figures (核定规模), read for reconciliation. It writes nothing."""

from django.utils.translation import gettext as _

from registry.importers.line_columns import (
    LEVEL,
    LEVEL_COLUMNS,
    MAJOR_CODE,
    MAJOR_NAME,
    MAJOR_YEAR,
    level_columns,
)
from registry.importers.line_rows import LEVELS, LineSheetReader, refuse_repeated
from registry.importers.rounds import round_of_row
from registry.importers.shared_columns import (
    CERTIFICATE,
    DEMO,
    ORGANIZATION,
    REGION_SYNONYMS,
    ROUND,
    SCHOOL_CODE,
    SCHOOL_NAME,
    SERIAL,
)
from registry.importers.tables import round_table
from registry.models import Round
from registry.services.reconciliations import Figure, Identity
from xcms.importing.columns import Column, known_headers, match_columns, parse_sheet, passed_over
from xcms.importing.errors import ImportFileError
from xcms.importing.limits import Limits
from xcms.importing.parsed import combined
from xcms.importing.parsers import whole_number
from xcms.importing.rows import Problems
from xcms.importing.sheets import read_sheet

_MOST_NAMED = 50

COLUMNS = (
    SCHOOL_CODE,
    SCHOOL_NAME,
    CERTIFICATE,
    ORGANIZATION,
    LEVEL,
    MAJOR_CODE,
    MAJOR_NAME,
    MAJOR_YEAR,
    Column(
        key="quota",
        header="核定人数",
        synonyms=(
            "核定规模",
            "批准人数",
            "批准规模",
            "试点规模(人)",
            "试点规模",
            "规模",
            "人数",
            "试点人数",
        ),
        note="非负整数；空白或 0 表示平台上没有；等级分列时不用此列",
        parse=whole_number,
        blank=0,
    ),
    *level_columns(
        ("核定人数", "核定规模", "试点规模", "规模"), "该等级的核定人数；空白、0 或“/”表示没有"
    ),
    ROUND,
    DEMO,
    SERIAL,
    passed_over("办学层次", "院校层次"),
    passed_over("所在市州", *REGION_SYNONYMS),
    passed_over("申报人数"),
    passed_over("申报编号"),
    passed_over("状态", "申报状态"),
    passed_over("申报日期"),
    passed_over("决定日期"),
)
_ONE_OF = (("school_code", "school_name"), ("quota", *LEVEL_COLUMNS))


class BadRowsError(Exception):
    """Rows that can't be compared; ``sentences`` name each with what is wrong."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def read_figures(data: bytes, *, filename: str, round_: Round) -> dict[Identity, Figure]:
    """The platform's figures by line; a line with nobody is none.

    Raises ImportFileError for a file that can't be read, BadRowsError for rows that can't.
    """
    sheet = read_sheet(
        data,
        filename=filename,
        known_headers=known_headers(COLUMNS),
        limits=Limits.from_settings(),
    )
    matched = match_columns(COLUMNS, _ONE_OF, sheet, None)
    problems = Problems()
    parsed = parse_sheet(sheet, matched, {"rounds": round_table()}, problems)
    reader = LineSheetReader(lambda row, own: round_of_row(row, round_, own), demo=False)
    lines = reader.lines(parsed, reader.named(parsed, problems), problems)
    identity = lines.identity()
    numbers, _first = combined(identity, len(lines))
    refuse_repeated(lines, numbers, [], problems)
    if problems.errors:
        errors = sorted(problems.errors, key=lambda error: error.row or 0)
        sentences = [error.sentence for error in errors[:_MOST_NAMED]]
        if len(errors) > _MOST_NAMED:
            sentences.append(
                _("There are more; the first %(count)s are named.") % {"count": _MOST_NAMED}
            )
        raise BadRowsError(sentences)
    figures = {
        (school, certificate, LEVELS[level], major): Figure(persons, row)
        for school, certificate, level, major, persons, row in zip(
            *(column.tolist() for column in (*identity, lines.quota, lines.numbers)), strict=True
        )
        if persons
    }
    if not figures:
        raise ImportFileError(_("No row of the file has any persons: nothing can be compared."))
    return figures
