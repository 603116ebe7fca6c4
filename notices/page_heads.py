"""The head of a page of ours, filled from what the page and the site say and from nothing else."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page

from notices.models import CertificateListMixin, NoticeIndexMixin, OfficialDocumentMixin
from xcms.page_head.heads import ColumnTags, ContentTags, PageHead
from xcms.page_head.identities import Identity, identity_of
from xcms.views.breadcrumbs import Crumb


def page_head(page: Page, request: HttpRequest, trail: Iterable[Crumb] = ()) -> PageHead:
    """Three queries at most."""
    identity = identity_of(request)
    url = page.get_full_url(request) or request.build_absolute_uri(request.path)
    if isinstance(page, NoticeIndexMixin):
        return PageHead(
            site=identity.tags,
            column=_column(page),
            url=url,
            described="CollectionPage",
            trail=tuple(trail),
        )
    section = _section_above(page)
    return PageHead(
        site=identity.tags,
        column=_column(section) if section else None,
        content=_content(page, url, identity),
        described=_kind(page),
        more=_dataset(url) if isinstance(page, CertificateListMixin) else {},
        trail=tuple(trail),
    )


def _section_above(page: Page) -> Any:
    above = page.get_parent()
    section = above.specific if above else None
    return section if isinstance(section, NoticeIndexMixin) else None


def _column(section: Any) -> ColumnTags:
    return ColumnTags(
        name=section.title,
        description=section.search_description or section.intro or section.title,
        keywords=section.column_keywords or section.title,
        kind=section.column_type,
    )


def _content(page: Any, url: str, identity: Identity) -> ContentTags:
    is_official = isinstance(page, OfficialDocumentMixin)
    return ContentTags(
        title=page.title,
        url=url,
        published_at=page.first_published_at,
        changed_at=page.last_published_at,
        source=(page.issuing_body if is_official else "") or identity.content_source,
        keywords=_keywords(page) or identity.keywords,
        author=identity.author,
        description=page.search_description or getattr(page, "summary", "") or page.title,
        image=_picture(page, url),
        number=page.document_number if is_official else "",
    )


def _keywords(page: Any) -> str:
    given = getattr(page, "keywords", "") or ""
    return ",".join(given.replace("、", " ").replace("；", " ").replace("，", " ").split())


def _kind(page: Page) -> str:
    if isinstance(page, CertificateListMixin):
        return "Dataset"
    return "Article" if isinstance(page, OfficialDocumentMixin) else "CollectionPage"


def _dataset(url: str) -> dict[str, Any]:
    return {
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": f"{url}csv/",
            }
        ]
    }


def _picture(page: Any, url: str) -> str:
    """The first picture of the text, as it was uploaded: a scaled copy would be written while a visitor reads."""
    for block in getattr(page, "body", None) or ():
        if image := _image_of(block.value):
            return urljoin(url, image.file.url)
    return ""


def _image_of(value: Any) -> Any:
    if isinstance(value, get_image_model()):
        return value
    if hasattr(value, "values"):
        return next((one for one in value.values() if isinstance(one, get_image_model())), None)
    return None
