"""Pages as topics of e-mail alerts: the whole site, a section, a single text."""

from collections.abc import Collection, Mapping
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Site

from notices.enums import EventKind
from notices.events import PageEvent, events
from notices.models import NoticeIndexMixin
from notices.models.successors import official_models
from notices.sections import section_pages
from registry.models import EditionRow
from xcms.alerts.sources import AlertItem, AlertSource, TooLongError, UnknownTopicError
from xcms.conf import setting
from xcms.feeds import publisher


def latest_events(pages: Collection[Any]) -> dict[Any, PageEvent]:
    """The latest public event of each of these pages (primary keys) that has one."""
    found: dict[Any, PageEvent] = {}
    for event in events(pages=list(pages)):
        found.setdefault(event.page_id, event)
    return found


class PageAlertSource(AlertSource):
    """What all have in common: public pages, each known by its key and its latest event."""

    def pages(self, topic: str) -> Any:
        """The public pages of the topic, in the order in which a mail names them. Raises UnknownTopicError."""
        raise NotImplementedError

    def fingerprints(self, topic: str) -> Mapping[str, str]:
        most = setting("ALERTS_MAX_ROWS")
        keys = list(self.pages(topic).values_list("pk", flat=True)[: most + 1])
        if len(keys) > most:
            raise TooLongError(_("There are too many texts here to tell of each."))
        latest = latest_events(keys)
        # A page without events of its own is news when it appears and when it goes.
        return {str(key): latest[key].key if key in latest else "" for key in keys}

    def items(self, topic: str, keys: Collection[str]) -> Mapping[str, AlertItem]:
        return _items(self.pages(topic).filter(pk__in=_whole(keys)))

    def departed(self, topic: str, keys: Collection[str]) -> Mapping[str, AlertItem]:
        here = set(self.pages(topic).filter(pk__in=_whole(keys)).values_list("pk", flat=True))
        elsewhere = [key for key in _whole(keys) if key not in here]
        return _items(Page.objects.live().public().filter(pk__in=elsewhere).order_by("pk"))


class SectionSource(PageAlertSource):
    """A topic is the section's primary key."""

    key = "section"
    label = gettext_lazy("A section")

    def canonical(self, asked: str) -> str:
        return str(public_page(asked, _sections(), _("There is no such section.")).pk)

    def title(self, topic: str) -> str:
        return str(self._section(topic).title)

    def url(self, topic: str) -> str:
        return self._section(topic).get_full_url() or ""

    def pages(self, topic: str) -> Any:
        return section_pages(self._section(topic))

    def _section(self, topic: str) -> Any:
        return public_page(topic, _sections(), _("This section is not public at the moment."))


class SiteSource(PageAlertSource):
    """Every official text of the site."""

    key = "site"
    label = gettext_lazy("The whole site")

    def canonical(self, asked: str) -> str:
        self._site()
        return ""

    def title(self, topic: str) -> str:
        return _("All notices and lists of %(site)s") % {"site": publisher()}

    def url(self, topic: str) -> str:
        return f"{self._site().root_url}/"

    def pages(self, topic: str) -> Any:
        pages: Any = Page.objects.descendant_of(self._site().root_page).live().public()
        return (
            pages.filter(alias_of=None)
            .type(*official_models())
            .order_by("-first_published_at", "-pk")
        )

    def _site(self) -> Any:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            raise UnknownTopicError(_("There is no such page."))
        return site


class TextSource(PageAlertSource):
    """One official text, such as a list that goes through editions: a topic is its primary key."""

    key = "text"
    label = gettext_lazy("A single text")

    def canonical(self, asked: str) -> str:
        return str(self._page(asked).pk)

    def title(self, topic: str) -> str:
        return str(self._page(topic).title)

    def url(self, topic: str) -> str:
        return self._page(topic).get_full_url() or ""

    def pages(self, topic: str) -> Any:
        return Page.objects.filter(pk=self._page(topic).pk)

    def _page(self, topic: str) -> Any:
        return public_page(topic, official_models(), _("There is no such page."))


def _sections() -> list[type[Any]]:
    return [model for model in apps.get_models() if issubclass(model, NoticeIndexMixin)]


def public_page(asked: str, models: list[type[Any]], refusal: str | Promise) -> Any:
    keys = _whole([asked])
    page = Page.objects.live().public().type(*models).filter(pk__in=keys).first() if keys else None
    if page is None:
        raise UnknownTopicError(str(refusal))
    return page


def _whole(keys: Collection[str]) -> list[int]:
    """Keys that can be primary keys; whatever else somebody has written is none."""
    return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 18]


def _items(pages: Any) -> dict[str, AlertItem]:
    found = list(pages.specific())
    latest = latest_events([page.pk for page in found])
    demo = set(
        EditionRow.objects.filter(
            edition__page__in=[page.pk for page in found], filing__is_demo=True
        )
        .values_list("edition__page_id", flat=True)
        .distinct()
    )
    return {
        str(page.pk): _item(page, latest.get(page.pk), is_demo=page.pk in demo) for page in found
    }


def _item(page: Any, event: PageEvent | None, *, is_demo: bool) -> AlertItem:
    number = getattr(page, "document_number", "")
    is_first = event is None or event.kind == EventKind.PUBLISHED
    return AlertItem(
        title=page.title,
        url=page.get_full_url() or "",
        event="" if is_first or event is None else str(event.kind.label),
        note=event.note if event else "",
        facts=((_("Document number"), number),) if number else (),
        is_demo=is_demo,
    )


def sources() -> list[AlertSource]:
    """What the ``register_xcms_alert_sources`` hook gives."""
    return [SiteSource(), SectionSource(), TextSource()]
