"""Search in admin lists: two Chinese characters find a name, whatever the search backend."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm

from xcms.text import search_terms


def matching(
    queryset: models.QuerySet[Any], query: str, lookups: Sequence[str]
) -> models.QuerySet[Any]:
    """Records where every word of the query is in one of the columns; all records for an empty query.

    ``search_text`` columns hold folded text, and so do the words; other columns compare without case.
    """
    for term in search_terms(query):
        found = Q()
        for lookup in lookups:
            found |= Q(**{f"{lookup}__icontains": term})
        queryset = queryset.filter(found)
    return queryset


class ChooserSearchForm(BaseFilterForm):
    """The search box of a register's chooser; subclasses say where to look."""

    lookups: Sequence[str] = ("search_text",)

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects: models.QuerySet[Any]) -> models.QuerySet[Any]:
        objects = super().filter(objects)
        query = self.cleaned_data.get("q")
        if query:
            self.is_searching = True
            self.search_query = query
            objects = matching(objects, query, self.lookups)
        return objects
