"""How the history of an import reads."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter


class ImportFormatter(LogFormatter):
    label = gettext_lazy("Import into a register")

    def format_message(self, log_entry: Any) -> str:
        counts = log_entry.data["counts"]
        return _(
            "Imported “%(file)s”: %(new)s new, %(updated)s updated, %(unchanged)s unchanged, "
            "%(withdrawn)s withdrawn"
        ) % {"file": log_entry.data["file"], **counts}


class UndoImportFormatter(LogFormatter):
    label = gettext_lazy("Undo an import")

    def format_message(self, log_entry: Any) -> str:
        return _("Undid the import of “%(file)s”: %(reason)s") % log_entry.data
