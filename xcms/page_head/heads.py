"""What a page's head says of it, and how that is written.

Names are those of 政府网站发展指引 (国办发〔2017〕47号), annex 2: site, column and content tags.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from xcms.days import SHANGHAI
from xcms.views.breadcrumbs import Crumb

#: What would end the script, or open a comment inside of it.
_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


class Tag(NamedTuple):
    """``<meta kind="name" content="…">``; ``kind`` is "name" or "property"."""

    kind: str
    name: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTags:
    name: str
    domain: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTags:
    """A section (栏目)."""

    name: str
    description: str = ""
    keywords: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentTags:
    """A text. ``url`` and ``image`` are absolute addresses."""

    title: str
    url: str
    published_at: datetime | None = None
    changed_at: datetime | None = None
    source: str = ""
    keywords: str = ""
    author: str = ""
    description: str = ""
    image: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """``described`` is the kind of thing in schema.org's words, ``more`` what else is said of it there."""

    site: SiteTags
    column: ColumnTags | None = None
    content: ContentTags | None = None
    url: str = ""
    described: str = "Article"
    more: Mapping[str, Any] = field(default_factory=dict)
    trail: Sequence[Crumb] = ()

    @property
    def canonical(self) -> str:
        return self.content.url if self.content else self.url

    @property
    def tags(self) -> list[Tag]:
        """Only what is known."""
        return [tag for tag in self._all_tags() if tag.content]

    def _all_tags(self) -> Iterator[Tag]:
        yield Tag("name", "SiteName", self.site.name)
        yield Tag("name", "SiteDomain", self.site.domain)
        yield Tag("name", "SiteIDCode", self.site.code)
        if self.column:
            yield Tag("name", "ColumnName", self.column.name)
            yield Tag("name", "ColumnDescription", self.column.description)
            yield Tag("name", "ColumnKeywords", self.column.keywords)
            yield Tag("name", "ColumnType", self.column.kind)
        if self.content:
            yield from _content_tags(self.content)
        elif self.column:
            yield Tag("name", "Description", self.column.description or self.column.name)
        yield from self._open_graph()

    def _open_graph(self) -> Iterator[Tag]:
        yield Tag("property", "og:site_name", self.site.name)
        yield Tag("property", "og:locale", "zh_CN")
        yield Tag("property", "og:url", self.canonical)
        if text := self.content:
            yield Tag("property", "og:type", "article")
            yield Tag("property", "og:title", text.title)
            yield Tag("property", "og:description", text.description)
            yield Tag("property", "og:image", text.image)
            yield Tag("property", "article:published_time", _iso(text.published_at))
            yield Tag("property", "article:modified_time", _iso(text.changed_at))
        elif self.column:
            yield Tag("property", "og:type", "website")
            yield Tag("property", "og:title", self.column.name)

    @property
    def json_ld(self) -> SafeString:
        """For a ``<script type="application/ld+json">``, which no text can end."""
        graph = [self._thing()]
        if steps := [crumb for crumb in self.trail if crumb.label]:
            graph.append(_trail(steps, self.canonical))
        text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
        return mark_safe(text.translate(_UNSAFE))  # noqa: S308  # nosec B308 B703

    def _thing(self) -> dict[str, Any]:
        publisher = {"@type": "GovernmentOrganization", "name": self.site.name}
        said: dict[str, Any] = {"@type": self.described, "url": self.canonical, **self.more}
        if text := self.content:
            said |= {
                "headline" if self.described == "Article" else "name": text.title,
                "description": text.description,
                "keywords": text.keywords,
                "identifier": text.number,
                "datePublished": _iso(text.published_at),
                "dateModified": _iso(text.changed_at),
                "image": text.image,
                "author": {"@type": "GovernmentOrganization", "name": text.source}
                if text.source
                else "",
            }
        elif self.column:
            said |= {"name": self.column.name, "description": self.column.description}
        said |= {"publisher": publisher, "inLanguage": "zh-Hans"}
        return {key: value for key, value in said.items() if value}


def _content_tags(text: ContentTags) -> Iterator[Tag]:
    yield Tag("name", "ArticleTitle", text.title)
    yield Tag("name", "PubDate", _minute(text.published_at))
    yield Tag("name", "ContentSource", text.source)
    yield Tag("name", "Keywords", text.keywords)
    yield Tag("name", "Author", text.author)
    yield Tag("name", "Description", text.description)
    yield Tag("name", "Image", text.image)
    yield Tag("name", "Url", text.url)


def _trail(steps: Sequence[Crumb], here: str) -> dict[str, Any]:
    """``here`` is absolute: it stands for the last step, and gives the others their host."""
    host = "/".join(here.split("/", 3)[:3])
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.label,
                "item": f"{host}{crumb.url}" if crumb.url.startswith("/") else crumb.url or here,
            }
            for position, crumb in enumerate(steps, start=1)
        ],
    }


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds") if moment else ""
