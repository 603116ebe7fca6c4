"""The page of the text that imported decisions rest on."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.services.basis_links import basis_page_choices, refuse_other_page, wording_of
from xcms.importing.errors import ImportFileError
from xcms.importing.importers import ImportOptions

#: So many are offered to choose from, the newest first; the command knows every one.
_OFFERED = 200
_MOST_DIGITS = 18


def basis_pages() -> Sequence[tuple[str, str]]:
    pages = basis_page_choices().order_by("-first_published_at", "-pk")[:_OFFERED]
    return [(str(page.pk), page.title) for page in pages]


def basis_page_of(options: ImportOptions) -> int | None:
    """The key of the page that the import names by id or address; None where it names none.

    Raises ImportFileError for what is no official text of the site, and where the words of the basis mean
    another text already.
    """
    page = _named_page(options.extra.get("basis_page", ""))
    if page is None:
        return None
    try:
        refuse_other_page([basis_of(options)], page.pk)
    except ValidationError as error:
        raise ImportFileError(" ".join(error.messages)) from error
    return int(page.pk)


def basis_of(options: ImportOptions) -> str:
    """The words that every decision of the import gives as its basis; "" for those of the sheet."""
    basis = options.extra.get("basis", "")
    page = None if basis else _named_page(options.extra.get("basis_page", ""))
    return wording_of(page) if page is not None else basis


def _named_page(text: str) -> Any:
    text = text.strip()
    if not text:
        return None
    pages = basis_page_choices()
    if text.isascii() and text.isdecimal():
        page = pages.filter(pk=int(text[:_MOST_DIGITS])).first()
    else:
        page = _page_at(pages, _path_of(text))
    if page is None:
        raise ImportFileError(
            _("There is no notice or list “%(text)s” on this site: give its page's id or address.")
            % {"text": text[:100]}
        )
    return page


def _path_of(address: str) -> str:
    try:
        return unquote(urlsplit(address).path) if "://" in address else unquote(address)
    except ValueError:
        return ""


def _page_at(pages: Any, path: str) -> Any:
    """The page whose address on its site is this path."""
    wanted = f"/{path.strip('/')}/"
    slug = wanted.rstrip("/").rpartition("/")[2]
    for page in pages.filter(slug=slug):
        parts = page.get_url_parts()
        if parts and parts[2] and f"/{unquote(parts[2]).strip('/')}/" == wanted:
            return page
    return None
