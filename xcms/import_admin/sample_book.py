"""The sample workbook of a register: a sheet to fill in, and a data dictionary."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from xcms.exports.cells import is_risky
from xcms.importing.columns import Column
from xcms.importing.importers import Importer
from xcms.importing.parsers import allowed_values
from xcms.registers import Register

#: A row that begins with a note is none: examples stay out of the register even if nobody deletes them.
EXAMPLE_MARK = "注：示例"
_SERIAL = "序号"
_TABLE, _DICTIONARY = "填报表", "数据字典"
_DICTIONARY_HEADERS = ("列名", "是否必须", "填写说明", "可填内容", "也认作")

#: Headers and words are Chinese whatever the interface's language: these are the office's sheets.
_INTRODUCTION = (
    "在“填报表”中自示例行之后填写。以“注：”开头的示例行不会导入，可以保留，也可以删除。",
    "列的先后不限，不认识的列不导入；缺少必须的列时，整个文件不能导入。",
)


def sample_book(entry: Register, importer: type[Importer[Any]]) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    columns = [column for column in importer.columns if column.is_read]
    _write_table(book, columns, entry.examples)
    _write_dictionary(book, str(entry.label), columns, importer)
    book.close()
    return target.getvalue()


def _write_table(
    book: Any, columns: Sequence[Column], examples: Sequence[Mapping[str, str]]
) -> None:
    sheet = book.add_worksheet(_TABLE)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    required = book.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#FDE9D9"}
    )
    text = book.add_format({"num_format": "@"})
    grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#595959"})
    # Codes and QQ numbers keep their digits only in cells that are text before anybody types.
    sheet.set_column(0, 0, 11, text)
    sheet.write_string(0, 0, _SERIAL, bold)
    for index, column in enumerate(columns, start=1):
        sheet.set_column(index, index, max(12, 2 * len(column.header) + 4), text)
        sheet.write_string(0, index, column.header, required if column.required else bold)
    for number, example in enumerate(examples, start=1):
        sheet.write_string(number, 0, f"{EXAMPLE_MARK}{number}", grey)
        for index, column in enumerate(columns, start=1):
            if value := example.get(column.key, ""):
                sheet.write_string(number, index, value, grey)
    sheet.freeze_panes(1, 0)


def _write_dictionary(
    book: Any, label: str, columns: Sequence[Column], importer: type[Importer[Any]]
) -> None:
    sheet = book.add_worksheet(_DICTIONARY)
    bold = book.add_format({"bold": True, "bottom": 1})
    title = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for index, width in enumerate((22, 14, 46, 46, 46)):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, f"{label}：数据字典", title)
    for number, line in enumerate(_INTRODUCTION, start=1):
        sheet.write_string(number, 0, line)
    top = len(_INTRODUCTION) + 2
    for index, header in enumerate(_DICTIONARY_HEADERS):
        sheet.write_string(top, index, header, bold)
    for row, column in enumerate(columns, start=top + 1):
        for index, value in enumerate(_entry(column, importer.one_of, columns)):
            quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
            sheet.write_string(row, index, value, quoted if is_risky(value) else wrapped)
    sheet.freeze_panes(top + 1, 0)


def _entry(
    column: Column, one_of: Sequence[tuple[str, ...]], columns: Sequence[Column]
) -> tuple[str, ...]:
    return (
        column.header,
        _need(column, one_of, columns),
        column.note,
        allowed_values(column.parse),
        "、".join(column.synonyms),
    )


def _need(column: Column, one_of: Sequence[tuple[str, ...]], columns: Sequence[Column]) -> str:
    if column.required:
        return "必须"
    names = {other.key: other.header for other in columns}
    for group in one_of:
        if column.key in group:
            return "、".join(names[key] for key in group) + "至少有一列"
    return "可选"
