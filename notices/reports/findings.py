"""What a check is and what it finds. Other apps add checks by the hook ``register_xcms_content_checks``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from wagtail import hooks

from notices.leaves import Link, links_of

HOOK = "register_xcms_content_checks"


@dataclass(frozen=True, slots=True)
class Finding:
    """``problem`` is a sentence; ``noted_on`` the day of which it holds, where that isn't now.

    ``mend_url`` leads to where it can be mended; empty: the page's editor.
    """

    page: Any
    problem: str
    noted_on: date | None = None
    mend_url: str = ""


class PageSet:
    """The live pages that a reader of the report may edit, read once for all checks.

    No aliases: what is mended is the original.
    """

    def __init__(self, pages: QuerySet[Any]) -> None:
        self._pages = pages

    @cached_property
    def pages(self) -> Sequence[Any]:
        found = self._pages.filter(live=True, alias_of=None, depth__gt=1)
        ordered: Any = found.order_by("path")
        return list(ordered.specific())

    @cached_property
    def links(self) -> Mapping[Any, Sequence[Link]]:
        """By key of the page."""
        return {page.pk: links_of(page) for page in self.pages}

    def of_type(self, mixin: type[Any]) -> list[Any]:
        return [page for page in self.pages if isinstance(page, mixin)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCheck:
    """``find`` gets a PageSet and yields findings in the order of its pages; a few queries, whatever their number."""

    key: str
    label: str | Promise
    find: Callable[[PageSet], Iterable[Finding]]


def content_checks() -> list[ContentCheck]:
    """In the order of the hooks; the last one of a key counts."""
    offered = [check for offer in hooks.get_hooks(HOOK) for check in offer()]
    return list({check.key: check for check in offered}.values())
