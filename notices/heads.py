"""The head of an official text (信息公开表头): the lines that are filled, in the order people know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xcms.days import SHANGHAI


@dataclass(frozen=True, slots=True)
class HeadLine:
    """``day`` is the machine-readable form of a date."""

    label: str
    text: str
    day: str = ""


def head_lines(page: Any) -> list[HeadLine]:
    """Of an OfficialDocumentMixin page; nothing is shown that nobody has filled in. No query."""
    return [line for line in _lines(page) if line.text]


def _lines(page: Any) -> Iterator[HeadLine]:
    yield HeadLine(_("Index number"), page.index_number)
    yield HeadLine(_("Topic category"), page.topic_category)
    yield HeadLine(_("Issuing body"), page.issuing_body)
    yield _dated(_("Date of the document"), page.dated)
    yield HeadLine(_("Document number"), page.document_number)
    yield _dated(_("Published on"), page.first_published_at)
    if page.validity:
        yield HeadLine(_("Validity"), _validity(page))
    yield HeadLine(pgettext("of an official text", "Keywords"), "　".join(page.keyword_list))


def _dated(label: str, day: date | datetime | None) -> HeadLine:
    if day is None:
        return HeadLine(label, "")
    if isinstance(day, datetime):
        day = day.astimezone(SHANGHAI)
    return HeadLine(label, date_format(day), day.isoformat())


def _validity(page: Any) -> str:
    if page.validity_date is None:
        return str(page.get_validity_display())
    return _("%(validity)s (since %(day)s)") % {
        "validity": page.get_validity_display(),
        "day": date_format(page.validity_date),
    }
