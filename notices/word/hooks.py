"""Where writing plugs into Wagtail: the import from Word, and the script of tables."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from notices.word.entrances import header_buttons, listing_buttons
from notices.word.urls import word_urls

hooks.register("register_admin_urls", word_urls)
hooks.register("register_page_header_buttons", header_buttons)
hooks.register("register_page_listing_more_buttons", listing_buttons)


@hooks.register("insert_editor_js")
def editor_script() -> SafeString:
    return format_html('<script src="{}"></script>', static("xcms_notices/admin/cells.js"))


@hooks.register("insert_global_admin_css")
def editor_styles() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("xcms_notices/admin/writing.css")
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("xcms_notices.from_word")
    class FromWord(LogFormatter):
        label = gettext_lazy("Text taken from a Word file")

        def format_message(self, log_entry: Any) -> str:
            return _("The text was taken from the Word file “%(file)s”.") % {
                "file": log_entry.data.get("file", "")
            }
