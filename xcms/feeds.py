"""What every Atom feed of the pack needs, whoever fills it."""

import re

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site

from xcms.conf import setting

#: What XML 1.0 can't carry, not even escaped. Word processors put a vertical tab for a line break.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text as a feed can carry it; one stray character must not take the whole feed away."""
    return _NOT_IN_XML.sub(" ", text)


def publisher(request: HttpRequest | None = None) -> str:
    """Who answers for feeds and files; Atom wants an author. At most one query."""
    site = (
        Site.find_for_request(request)
        if request
        else Site.objects.filter(is_default_site=True).first()
    )
    return (
        setting("PUBLISHER")
        or (site.site_name if site else "")
        or getattr(settings, "WAGTAIL_SITE_NAME", "")
        or (request.get_host() if request else "")
    )
