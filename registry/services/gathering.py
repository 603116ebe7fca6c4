"""Public pages on which other apps gather certificates, such as the themes (专题) of the notices."""

from collections.abc import Callable, Iterable
from typing import Any

from wagtail import hooks

from registry.models import Certificate

#: A function that returns how an app finds its public pages of a certificate.
HOOK = "register_xcms_gathering_pages"

Finding = Callable[[Certificate], Iterable[Any]]


def gathering_pages(certificate: Certificate) -> list[Any]:
    """By title."""
    finders: list[Finding] = [offer() for offer in hooks.get_hooks(HOOK)]
    pages = [page for find in finders for page in find(certificate)]
    return sorted(pages, key=lambda page: str(page.title))
