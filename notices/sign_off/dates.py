"""Due dates in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.working_days import office_calendar


def due_in_words(due_on: date, today: date) -> str:
    """How far away it is, beside the date itself."""
    days = (due_on - today).days
    if days > 0 and office_calendar().is_provisional(due_on, today):
        return ngettext(
            "%(days)d day left, provisional", "%(days)d days left, provisional", days
        ) % {"days": days}
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def due_sentence(due_on: date, today: date) -> str:
    return _("To be decided by the end of %(day)s (%(left)s).") % {
        "day": date_format(due_on),
        "left": due_in_words(due_on, today),
    }
