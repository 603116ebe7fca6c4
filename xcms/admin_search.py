"""Search in admin lists: two Chinese characters find a name, whatever the search backend."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm

from xcms.search.lookups import SEARCH_TEXT, matching


class ChooserSearchForm(BaseFilterForm):
    """The search box of a register's chooser; subclasses say where to look."""

    lookups: Sequence[str] = (SEARCH_TEXT,)

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
