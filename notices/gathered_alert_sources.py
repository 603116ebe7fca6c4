"""Pages that gather others as topics of e-mail alerts: a theme, a batch's dossier."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from notices.alert_sources import PageAlertSource, public_page
from notices.models import BatchDossierMixin, CertificateListMixin, NoticeMixin, ThemeMixin
from notices.page_types import page_types
from registry.models import Batch
from xcms.alerts.sources import AlertSource, UnknownTopicError


class GatheredSource(PageAlertSource):
    """A topic is the primary key of the page that gathers."""

    mixin: type[Any]

    def canonical(self, asked: str) -> str:
        return str(self._page(asked).pk)

    def title(self, topic: str) -> str:
        return str(self._page(topic).title)

    def url(self, topic: str) -> str:
        return self._page(topic).get_full_url() or ""

    def pages(self, topic: str) -> Any:
        return self.gathered(self._page(topic)).order_by("-first_published_at", "-pk")

    def gathered(self, page: Any) -> Any:
        """The public pages, once each, that the specific page shows."""
        raise NotImplementedError

    def _page(self, topic: str) -> Any:
        page = public_page(topic, page_types(self.mixin), _("There is no such page."))
        # An alias gathers nothing of its own.
        return self._page(str(page.alias_of_id)) if page.alias_of_id else page.specific


class ThemeSource(GatheredSource):
    key = "theme"
    label = gettext_lazy("A theme")
    mixin = ThemeMixin

    def gathered(self, page: Any) -> Any:
        return page.gathered_pages()


class DossierSource(GatheredSource):
    """Nobody sees a dossier whose batch isn't listed."""

    key = "dossier"
    label = gettext_lazy("A batch")
    mixin = BatchDossierMixin

    def gathered(self, page: Any) -> Any:
        return Page.objects.live().public().filter(_about(page.shown_batch), alias_of=None)

    def _page(self, topic: str) -> Any:
        page = super()._page(topic)
        if page.shown_batch is None:
            raise UnknownTopicError(_("There is no such page."))
        return page


def _about(batch: Batch) -> Q:
    """Notices that name the batch, and the lists of its rounds."""
    found = Q(pk__in=[])
    for model in page_types(NoticeMixin):
        found |= Q(pk__in=model.objects.filter(batch=batch).order_by().values("pk"))
    for model in page_types(CertificateListMixin):
        found |= Q(pk__in=model.objects.filter(round__batch=batch).order_by().values("pk"))
    return found


def sources() -> list[AlertSource]:
    """What the ``register_xcms_alert_sources`` hook gives."""
    return [ThemeSource(), DossierSource()]
