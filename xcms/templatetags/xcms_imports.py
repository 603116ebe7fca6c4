"""How an import's register is called on a page."""

from django import template

from xcms.import_admin.access import register_of
from xcms.models import ImportRun

register = template.Library()


@register.filter
def register_label(run: ImportRun) -> str:
    """The name as it was recorded where no app offers that register any more."""
    entry = register_of(run)
    return str(entry.label) if entry else run.register
