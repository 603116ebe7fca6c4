"""The table in a notice's body. Its text is in ``cells``; ``notices.tables`` says how that is read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput

from notices.tables import MOST_HEADER_ROWS, TextTable, parse_table


class CellsInput(AdminAutoHeightTextInput):
    """A text field that takes a table from the clipboard and shows it below (``admin/cells.js``)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                **(attrs or {}),
                "data-controller": "w-autosize xcms-cells",
                "data-action": "paste->xcms-cells#paste input->xcms-cells#show",
                "data-xcms-cells-preview-value": _("The table as visitors see it"),
                "data-xcms-cells-stray-value": _(
                    "An arrow that points at no cell is shown as an empty cell."
                ),
                "data-xcms-cells-pasted-value": _("The table has been pasted."),
                "data-xcms-cells-break-value": _("Line break in the cell ⏎"),
                "data-xcms-cells-left-value": _("Merge with the cell on the left ←"),
                "data-xcms-cells-above-value": _("Merge with the cell above ↑"),
                "wrap": "off",
                "spellcheck": "false",
            }
        )


class CellsBlock(blocks.TextBlock):
    @cached_property
    def field(self) -> forms.CharField:
        # Tabs at the beginning of the first line are an empty cell.
        return forms.CharField(
            widget=CellsInput(attrs={"rows": self.rows}), strip=False, **self.field_options
        )


class TableValue(blocks.StructValue):
    @cached_property
    def table(self) -> TextTable:
        return parse_table(self["cells"] or "", header_rows=self["header_rows"] or 0)


class TableBlock(blocks.StructBlock):
    """A table pasted from a spreadsheet; captions and headers are part of it, not decoration."""

    caption = blocks.CharBlock(label=_("Caption"), help_text=_("What the table shows."))
    cells = CellsBlock(
        label=_("Cells"),
        help_text=_(
            "Copy the table in Word, WPS or Excel and paste it here. Or type it: one row a line, cells apart by a "
            "tab or by “|”. A cell that holds only “←” is merged with the cell on its left, “↑” with the one "
            "above; “⏎” is a line break within a cell. Short rows are filled up with empty cells."
        ),
        rows=6,
    )
    header_rows = blocks.IntegerBlock(
        label=pgettext_lazy("of a table", "Header rows"),
        help_text=_("How many rows at the top are headers; 0 if there are none."),
        default=1,
        min_value=0,
        max_value=MOST_HEADER_ROWS,
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        table = parse_table(cleaned["cells"], header_rows=cleaned["header_rows"])
        errors: dict[str, ValidationError] = {}
        if not table.body:
            errors["cells"] = ValidationError(_("A table needs at least one row below its header."))
        elif table.stray_arrows:
            errors["cells"] = ValidationError(_stray(table.stray_arrows, table.header_rows))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """What visitors read: no arrows, no separators."""
        return [value["caption"] or "", *(" ".join(row) for row in value.table.texts)]

    # Tables of before had a yes or no instead of a number of header rows.

    def to_python(self, value: Any) -> Any:
        return super().to_python(_with_header_rows(value))

    def bulk_to_python(self, values: Any) -> Any:
        return super().bulk_to_python([_with_header_rows(value) for value in values])

    def normalize(self, value: Any) -> Any:
        if not isinstance(value, blocks.StructValue):
            value = _with_header_rows(value)
        return super().normalize(value)

    def get_preview_value(self) -> Any:
        rows = (
            (gettext("Round"), gettext("Filing"), gettext("Application")),
            (gettext("First round"), "05-29", "06-12"),
            (gettext("Second round"), "06-05", "06-19"),
        )
        cells = "\n".join("\t".join(row) for row in rows)
        return self.normalize({"caption": gettext("Timetable"), "cells": cells, "header_rows": 1})

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Paste it from Word, WPS or Excel, merged cells too.")
        template = "xcms_notices/blocks/table.html"
        value_class = TableValue


def _with_header_rows(value: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(value)
    has_header = given.pop("has_header", None)
    if has_header is not None:
        given.setdefault("header_rows", 1 if has_header else 0)
    return given


def _stray(places: Sequence[tuple[int, int]], header_rows: int) -> str:
    row, column = places[0]
    where = {"row": row + 1, "column": column + 1}
    if row == header_rows and header_rows:
        return (
            gettext(
                "Row %(row)s, column %(column)s: the arrow points at no cell that it could be merged with. "
                "A header cell can't reach into the rows below the header: check the number of header rows."
            )
            % where
        )
    return (
        gettext(
            "Row %(row)s, column %(column)s: the arrow points at no cell that it could be merged with. "
            "Merged cells make a rectangle: “←” to the right of the first cell, “↑” below it."
        )
        % where
    )
