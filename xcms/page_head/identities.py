"""Which site a page's head names."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Site

from xcms.feeds import publisher
from xcms.models import SiteIdentity
from xcms.page_head.heads import SiteTags


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The site's own tags, and what stands in where a text says nothing."""

    tags: SiteTags
    content_source: str = ""
    author: str = ""
    keywords: str = ""


def identity_of(request: HttpRequest) -> Identity:
    """One query beside Wagtail's own for the site."""
    site = Site.find_for_request(request)
    known = SiteIdentity.objects.filter(site=site).first() if site else None
    return Identity(
        tags=SiteTags(
            name=publisher(request),
            domain=site.hostname if site else request.get_host(),
            code=known.code if known else "",
        ),
        content_source=known.content_source if known else "",
        author=known.author if known else "",
        keywords=known.keywords if known else "",
    )
