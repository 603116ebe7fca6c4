"""The editor's form of a collection: a pasted address becomes a filter that the list understands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from notices.collections.saved import canonical_filter, column_choices, keys_of, sort_choices


class CollectionForm(WagtailAdminPageForm):
    """Columns and orders are offered for every list, and those of the chosen one are kept."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=column_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Those of the list chosen above count. None chosen: all. The first always shows."
        ),
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        choices=lambda: [("", _("As the list is")), *sort_choices()],
        required=False,
        help_text=_("One of the list chosen above."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        self.initial["columns"] = [
            f"{page.register}:{key}" for key in page.columns.split(",") if key
        ]
        self.initial["sort"] = f"{page.register}:{page.sort}" if page.sort else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        register = cleaned.get("register")
        if not register or "saved_filter" not in self.fields:
            return cleaned
        cleaned["columns"] = ",".join(keys_of(register, cleaned.get("columns") or ()))
        cleaned["sort"] = "".join(keys_of(register, [cleaned.get("sort") or ""]))
        try:
            cleaned["saved_filter"] = canonical_filter(register, cleaned.get("saved_filter") or "")
        except ValidationError as error:
            self.add_error("saved_filter", error)
        return cleaned
