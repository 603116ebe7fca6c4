"""What the site's search finds of the pages: notices, and lists by the certificates that they publish."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from notices.dossiers.visibility import without_hidden_dossiers
from notices.models import BatchDossierMixin, CertificateListMixin, NoticeMixin
from notices.page_types import page_types
from notices.standing import marks_of, out_of_force_keys
from registry.models import EditionRow
from registry.services.editions import searchable_rows
from xcms.search.page_texts import searchable_text
from xcms.search.pages import PageSource
from xcms.search.sources import Hit, SearchSource, Visit


class _OfficialSource(PageSource):
    day_fields: ClassVar = ("dated",)

    def meta(self, page: Any) -> Sequence[str]:
        return [page.document_number, page.issuing_body]

    def withdrawn_among(self, keys: Collection[Any]) -> Collection[Any]:
        return out_of_force_keys(keys)

    def marks_among(self, pages: Sequence[Any]) -> Mapping[Any, str]:
        return {key: mark.label for key, mark in marks_of(pages).items()}


class NoticeSource(_OfficialSource):
    key = "notices"
    label = gettext_lazy("Notices")
    order = 10

    def models(self) -> Sequence[type[Any]]:
        return page_types(NoticeMixin)

    def latest(self, visit: Visit, *, limit: int) -> Sequence[Hit]:
        return self.newest(visit, limit=limit)


class ListSource(_OfficialSource):
    key = "lists"
    label = gettext_lazy("Lists of filed certificates")
    order = 20

    def models(self) -> Sequence[type[Any]]:
        return page_types(CertificateListMixin)

    def demo_among(self, pages: Sequence[Any]) -> Collection[Any]:
        generated = EditionRow.objects.filter(edition__page__in=pages, filing__is_demo=True)
        return set(generated.values_list("edition__page_id", flat=True))

    def texts(self, pages: Sequence[Any]) -> Mapping[Any, str]:
        rows = searchable_rows([page.pk for page in pages])
        return {
            page.pk: "\n".join([searchable_text(page, without=["published_rows"]), *rows[page.pk]])
            for page in pages
        }


class DossierSource(PageSource):
    """Never one of a batch that is not listed (any more)."""

    key = "dossiers"
    label = gettext_lazy("Batch dossiers")
    order = 25
    is_dated = False

    def models(self) -> Sequence[type[Any]]:
        return page_types(BatchDossierMixin)

    def of_types(self, pages: Any) -> Any:
        return without_hidden_dossiers(super().of_types(pages))


def sources() -> list[SearchSource]:
    return [NoticeSource(), ListSource(), DossierSource()]
