"""From HTML to PDF, within limits."""

import ctypes.util
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache as once
from importlib.util import find_spec

from django.core.cache import cache

from xcms.conf import setting
from xcms.confined.running import ReaderDiedError, answered

_KEEP_SECONDS = 24 * 60 * 60
_KEEP_BYTES = 8 * 1024 * 1024
_PANGO = ("pango-1.0-0", "pango-1.0", "libpango-1.0-0")


class PdfBusyError(Exception):
    """As many are being made as this site makes at once, or this very one is."""


class PdfFailedError(Exception):
    """The text can't be made into a PDF within the limits."""


@once
def is_available() -> bool:
    """Both the package and the library that sets its type; otherwise no page offers a PDF."""
    return find_spec("weasyprint") is not None and any(
        ctypes.util.find_library(name) for name in _PANGO
    )


def pdf_of(html: str, *, base_url: str) -> bytes:
    """The text's PDF; of the same text the same bytes as long as the cache keeps them.

    Takes a second or more of a process of its own. The text brings its styles and pictures along (``data:``);
    ``base_url`` only makes its links absolute. Raises PdfBusyError and PdfFailedError.
    """
    key = f"xcms.pdf.{hashlib.sha256(f'{base_url} {html}'.encode()).hexdigest()}"
    if (kept := cache.get(key)) is not None:
        return bytes(kept)
    with _turn(key):
        made = _make(html, base_url)
    if len(made) <= _KEEP_BYTES:
        cache.set(key, made, _KEEP_SECONDS)
    return made


@contextmanager
def _turn(key: str) -> Iterator[None]:
    """A place among the few that are made at once. Places of a process that was killed are free again in time."""
    seconds = setting("PDF_SECONDS") + 10
    own = f"{key}.making"
    if not cache.add(own, 1, seconds):
        raise PdfBusyError
    try:
        places = (f"xcms.pdf.place.{number}" for number in range(setting("PDF_AT_ONCE")))
        place = next((name for name in places if cache.add(name, 1, seconds)), None)
        if place is None:
            raise PdfBusyError
        try:
            yield
        finally:
            cache.delete(place)
    finally:
        cache.delete(own)


def _make(html: str, base_url: str) -> bytes:
    seconds = setting("PDF_SECONDS")
    request = {
        "memory": setting("PDF_MEMORY_BYTES"),
        "seconds": seconds,
        "base_url": base_url,
    }
    try:
        with answered("xcms.pdf.child", html.encode(), request, seconds=seconds) as answer:
            made = answer.read()
    except ReaderDiedError as died:
        raise PdfFailedError from died
    if not made.startswith(b"%PDF-"):
        raise PdfFailedError
    return made
