"""The editor's screens of a list page, as a test client fills them in."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from notices.models import CertificateListPage

STALE = "在保存草稿后已有变动"


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def seen_digest(client: Client, url: str) -> str:
    """The digest of the rows that the editor has on the screen."""
    found = re.findall(r'name="rows_digest" value="([0-9a-f]*)"', client.get(url).content.decode())
    assert len(found) == 1
    return str(found[0])


def form_data(page: Any, **values: Any) -> dict[str, Any]:
    return {
        "title": page.title,
        "slug": page.slug,
        "round": getattr(page, "round_id", None) or "",
        "intro": "",
        "summary": "",
        "document_number": "",
        "issuing_body": "",
        "dated": "",
        "change_note": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **values,
    }


def is_live(page: Any) -> bool:
    return bool(CertificateListPage.objects.get(pk=page.pk).live)
