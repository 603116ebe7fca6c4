"""A former text as it read on its day: the kept content in the page's own template, marked as former.

Only the live page is asked for it (Wagtail has checked restrictions by then), so that no former text outlives its
page. Register blocks show what the register has now, and nothing that isn't public any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import swapper
from django.apps import apps
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations

from notices.heads import head_lines
from notices.models.editions import TextEdition
from notices.proofreading.marks import shown_repairs
from notices.withholding.answers import withheld_answer, withheld_sentence
from registry.models import ListEdition
from xcms.pdf.making import is_available

#: Of a plain page, these belong to the text; all else is the page's own of today, such as its address.
_OF_THE_TEXT = {"title", "seo_title", "search_description"}


@dataclass(frozen=True, slots=True)
class FormerText:
    """``replaced`` and ``lost``: titles of files that have changed since, or are gone."""

    edition: TextEdition
    page_url: str
    replaced: list[str]
    lost: list[str]


def serve_former_text(page: Any, request: HttpRequest, number: int) -> HttpResponseBase:
    """404 where there is no such text, 410 where it is withheld; the current one has the page's own address."""
    edition = _former_or_404(page, request, number)
    if edition is None:
        return HttpResponseRedirect(page.get_url(request) or "/")
    if edition.withheld_at is not None:
        return withheld_answer(page, request, edition)
    former = _restored(page, edition)
    response = TemplateResponse(
        request,
        page.get_template(request),
        {**former.former_context(request, edition), **_marks(page, request, edition)},
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def former_text_pdf(page: Any, request: HttpRequest, number: int) -> HttpResponseBase:
    """The same as PDF; the current text has the page's own."""
    edition = _former_or_404(page, request, number)
    if edition is None:
        return HttpResponseRedirect(f"{page.get_url(request) or '/'}pdf/")
    if edition.withheld_at is not None:
        return withheld_answer(page, request, edition)
    former = _restored(page, edition)
    response: HttpResponseBase = former.pdf_with(
        request,
        {**former.former_context(request, edition), **_marks(page, request, edition)},
        name=_("%(title)s, edition %(number)s") % {"title": former.title, "number": number},
        back=f"{page.get_url(request) or '/'}{edition.below_page}",
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _former_or_404(page: Any, request: HttpRequest, number: int) -> Any:
    """None for the current text."""
    if getattr(request, "is_preview", False):
        raise Http404
    editions = TextEdition.objects.of_page(page).with_withholding().select_related("list_edition")
    known = {edition.number: edition for edition in editions}
    if number not in known:
        raise Http404(_("There is no such former text."))
    return None if number == max(known) else known[number]


def words_of_edition(
    page: Any, request: HttpRequest, *, list_edition: ListEdition
) -> dict[str, Any]:
    """The words that this edition of a list was first shown with; nothing where they weren't kept yet.

    Where they are withheld, the rows stay, with the words of today and a sentence.
    """
    edition = (
        TextEdition.objects.filter(page=page.pk, list_edition=list_edition)
        .with_withholding()
        .order_by("number")
        .first()
    )
    if edition is None:
        return {}
    if edition.withheld_at is not None:
        return {"withheld_words": withheld_sentence(edition)}
    former = _restored(page, edition)
    return {
        "page": former,
        "self": former,
        "head": head_lines(former),
        "text_repairs": shown_repairs(former),
    }


def _marks(page: Any, request: HttpRequest, edition: TextEdition) -> dict[str, Any]:
    changed = _changed_files(edition.files)
    url, below = page.get_url(request) or "", edition.below_page
    return {
        "former": FormerText(
            edition=edition,
            page_url=url,
            replaced=[file["title"] for file, is_there in changed if is_there],
            lost=[file["title"] for file, is_there in changed if not is_there],
        ),
        "address": f"{page.get_full_url(request) or ''}{below}",
        "pdf_url": f"{url}{below}pdf/" if is_available() else "",
    }


def _changed_files(files: dict[str, dict[str, str]]) -> list[tuple[dict[str, str], bool]]:
    """Those whose bytes aren't today's, and whether there is such a file at all. A query for each kind."""
    keys: dict[str, list[str]] = {}
    for name in files:
        label, _colon, key = name.rpartition(":")
        keys.setdefault(label, []).append(key)
    today: dict[str, str] = {}
    for label, wanted in keys.items():
        model = apps.get_model(label)
        hashes = model._base_manager.filter(pk__in=wanted).values_list("pk", "file_hash")
        today |= {f"{label}:{key}": file_hash for key, file_hash in hashes}
    return [
        (file, name in today)
        for name, file in files.items()
        if name not in today or (today[name] and today[name] != file["hash"])
    ]


def _restored(page: Any, edition: TextEdition) -> Any:
    """The page in memory with the kept content; what it names and is gone is left out. Never to be saved."""
    model = type(page)
    content = {**edition.content, "pk": page.pk}
    found = _Targets()
    rows = {relation.get_accessor_name(): relation for relation in get_all_child_relations(model)}
    found.look_for(model, [content])
    for name, relation in rows.items():
        found.look_for(relation.related_model, content.get(name) or [], skip=relation.field.name)
    for field in _keys(model):
        if content.get(field.name) is not None and not found.has(field, content):
            content[field.name] = None
    for name, relation in rows.items():
        keys = _keys(relation.related_model, skip=relation.field.name)
        content[name] = [
            row
            for row in content.get(name) or []
            if all(row.get(key.name) is None or found.has(key, row) for key in keys)
        ]
    former = model.from_serializable_data(content, check_fks=False)
    base = swapper.load_model("wagtailcore", "Page")
    for field in base._meta.concrete_fields:
        if field.name not in _OF_THE_TEXT:
            setattr(former, field.attname, getattr(page, field.attname))
    former.last_published_at = edition.published_at
    for name, relation in rows.items():
        for row in getattr(former, name).all():
            found.fill(row, _keys(relation.related_model, skip=relation.field.name))
    return former


def _keys(model: type[Model], *, skip: str = "") -> list[Any]:
    """Foreign keys of the type itself: those of a plain page are taken from the page of today."""
    base = swapper.load_model("wagtailcore", "Page")
    return [
        field
        for field in model._meta.concrete_fields
        if field.many_to_one and field.name != skip and field.model is not base
    ]


class _Targets:
    """The records that kept data names, as far as they are there. A query for each kind."""

    def __init__(self) -> None:
        self._found: dict[type[Model], dict[Any, Any]] = {}

    def look_for(
        self, model: type[Model], rows: Iterable[dict[str, Any]], *, skip: str = ""
    ) -> None:
        wanted: dict[type[Model], set[Any]] = {}
        for field in _keys(model, skip=skip):
            keys = {row[field.name] for row in rows if row.get(field.name) is not None}
            if keys:
                wanted.setdefault(field.related_model, set()).update(keys)
        for target, keys in wanted.items():
            known = self._found.setdefault(target, {})
            known |= target._base_manager.in_bulk(keys - known.keys())

    def has(self, field: Any, row: dict[str, Any]) -> bool:
        return self._target(field, row.get(field.name)) is not None

    def fill(self, instance: Any, fields: Iterable[Any]) -> None:
        for field in fields:
            if (target := self._target(field, getattr(instance, field.attname))) is not None:
                setattr(instance, field.name, target)

    def _target(self, field: Any, key: Any) -> Any:
        target = field.related_model
        return self._found.get(target, {}).get(target._meta.pk.to_python(key))
