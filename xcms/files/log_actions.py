"""What the history of a document says of its files."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter


class ReplaceFileFormatter(LogFormatter):
    label = gettext_lazy("File replaced")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        text = _("Version %(number)s was replaced") % {"number": data.get("number", "")}
        return f"{text}：{data['note']}" if data.get("note") else text


class WithholdFileFormatter(LogFormatter):
    label = gettext_lazy("Former file withheld")

    def format_message(self, log_entry: Any) -> str:
        return _("Version %(number)s was withheld from the public") % log_entry.data


class ShowFileFormatter(LogFormatter):
    label = gettext_lazy("Former file shown again")

    def format_message(self, log_entry: Any) -> str:
        return _("Version %(number)s is shown to the public again") % log_entry.data
