"""What each column of each register means: read off the columns themselves."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from xcms.exports.columns import ExportColumn
from xcms.registers import Register, public_registers


class Entry(NamedTuple):
    key: str
    header: str
    type: str
    description: str
    choices: list[tuple[str, str]]


class Chapter(NamedTuple):
    name: str
    label: str
    entries: list[Entry]


def dictionary() -> list[Chapter]:
    return [
        Chapter(
            register.name,
            str(register.label),
            [_entry(column) for column in register.export_columns],
        )
        for register in public_registers()
    ]


def _entry(column: ExportColumn) -> Entry:
    return Entry(
        column.key,
        str(column.header),
        _type_names().get(column.type, column.type),
        str(column.description),
        [(str(code), label) for code, label in column.choices.items() if str(code)],
    )


def _type_names() -> dict[str, str]:
    return {
        "string": _("a text"),
        "integer": _("whole number"),
        "date": _("date (YYYY-MM-DD)"),
        "boolean": _("yes or no"),
        "array": _("several texts"),
    }


def schema_fields(register: Register, file_format: str) -> list[dict[str, Any]]:
    """The fields of a Frictionless Table Schema: a CSV has headers and labels, JSON keys and codes."""
    if file_format == "csv":
        return [
            {
                "name": str(column.header),
                "type": column.sheet_type,
                "title": column.key,
                "description": str(column.description),
                **_one_of(column, [label for label in column.choices.values() if label]),
            }
            for column in register.export_columns
        ]
    return [
        {
            "name": column.key,
            "type": column.type,
            "title": str(column.header),
            "description": str(column.description),
            **_one_of(column, [code for code in column.choices if code != ""]),
        }
        for column in register.export_columns
    ]


def _one_of(column: ExportColumn, values: list[Any]) -> dict[str, Any]:
    # A cell that holds several labels is none of them.
    return {"constraints": {"enum": values}} if values and column.type != "array" else {}
