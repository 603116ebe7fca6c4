"""Where an editor finds the import: the menus of sections and notices."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import Button
from wagtail.models import Page

from notices.word.access import may_add_below, may_rewrite
from notices.word.views import latest_remarks_url

_ICON = "doc-full-inverse"


def header_buttons(page: Page, user: Any, view_name: str, next_url: Any = None) -> Iterator[Button]:
    """In the menu “…” of a section, and of a notice that is being edited."""
    yield from _section_button(page, user, priority=16)
    if may_rewrite(page, user):
        url = reverse("xcms_notices_word_replace", args=[page.pk])
        yield Button(_("Replace the text from Word"), url, icon_name=_ICON, priority=12)
        if remarks := latest_remarks_url(page):
            yield Button(
                _("Remarks of the Word import"), remarks, icon_name="info-circle", priority=13
            )


def listing_buttons(page: Page, user: Any, next_url: Any = None) -> Iterator[Button]:
    """In the menu of a section's row."""
    yield from _section_button(page, user, priority=9)


def _section_button(page: Page, user: Any, *, priority: int) -> Iterator[Button]:
    if may_add_below(page, user):
        url = reverse("xcms_notices_word_new", args=[page.pk])
        yield Button(_("Import from Word"), url, icon_name=_ICON, priority=priority)
