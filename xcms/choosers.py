"""Chooser widgets of registers for forms that are not model forms."""

from django import forms
from django.db import models


def chooser_widget(model: type[models.Model]) -> forms.Widget:
    """The searching chooser of a model that is registered as a snippet; call it once URLs are loaded."""
    widget: forms.Widget = model.snippet_viewset.chooser_viewset.widget_class()  # type: ignore[attr-defined]
    return widget
