"""Notices and lists as what decisions rest on (hook ``register_xcms_basis_texts``)."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from wagtail.models import Page
from wagtail.signals import page_published

from notices.models.official import OfficialDocumentMixin
from registry.services.basis_links import BasisTexts, link_open
from xcms.text import fold

#: A document number begins a wording, follows a sign, or one of the words that lead up to it.
_BEFORE_NUMBER = re.compile("(?:[^\u4e00-\u9fff]|依据|根据|按照|参照|依照|以及|[见据按及和与])$")
_LONGEST_LEAD = 2
_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")


def basis_texts() -> BasisTexts:
    return BasisTexts(page_models=official_models, find=texts_named, wording=wording_of_text)


def official_models() -> list[type[Any]]:
    """Of the pack and of the host."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, OfficialDocumentMixin) and issubclass(model, Page)
    ]


def wording_of_text(page: Any) -> str:
    return str(page.document_number or page.title)


def texts_named(wordings: Collection[str]) -> Mapping[str, int]:
    """The one published text whose number or title a wording names; nothing where it names two or none.

    Numbers in either kind of brackets; a title alone, or in 《》. One query for each page type and one for
    the view restrictions, whatever the number of wordings.
    """
    titles: dict[str, set[int]] = {}
    numbers: dict[str, set[int]] = {}
    for model in official_models():
        pages: Any = model._default_manager
        for key, title, number in (
            pages.live()
            .public()
            .filter(alias_of=None)
            .order_by()
            .values_list("pk", "title", "document_number")
        ):
            titles.setdefault(_compared(title), set()).add(key)
            if number.strip():
                numbers.setdefault(_compared(number), set()).add(key)
    lengths = sorted({len(number) for number in numbers}, reverse=True)
    found = {wording: _named(wording, titles, numbers, lengths) for wording in wordings}
    return {wording: next(iter(keys)) for wording, keys in found.items() if len(keys) == 1}


def _named(
    wording: str,
    titles: Mapping[str, set[int]],
    numbers: Mapping[str, set[int]],
    lengths: Sequence[int],
) -> set[int]:
    text = _compared(wording)
    if whole := titles.get(text, set()) | numbers.get(text, set()):
        return whole
    named = [titles.get(_compared(title), set()) for title in _TITLE.findall(wording)]
    # “《…通知》（湘教通〔2020〕1号）” names one text twice.
    return set().union(*named, *_numbered(text, numbers, lengths))


def _numbered(
    text: str, numbers: Mapping[str, set[int]], lengths: Sequence[int]
) -> Iterator[set[int]]:
    """What the document numbers in a text name: of two that end alike the longer one."""
    for end in (sign.end() for sign in re.finditer("号", text)):
        for length in lengths:
            start = end - length
            number = text[start:end] if start >= 0 else ""
            if number in numbers and (
                not start or _BEFORE_NUMBER.search(text[max(0, start - _LONGEST_LEAD) : start])
            ):
                yield numbers[number]
                break


def _compared(text: str) -> str:
    """〔2020〕, [2020] and （2020） are one; the marks around a title and spaces don't count."""
    return fold(text).translate(_SIGNS)


_SIGNS = str.maketrans(
    {"(": "[", ")": "]", " ": None, "《": None, "》": None, "<": None, ">": None}
)


def _look_again(instance: Any, **_kwargs: Any) -> None:
    """Decisions may have named this text before it was published."""
    if isinstance(instance, OfficialDocumentMixin):
        link_open()


def connect() -> None:
    page_published.connect(_look_again, dispatch_uid="xcms_notices.basis_texts")
