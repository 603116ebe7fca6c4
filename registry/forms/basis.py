"""The official text behind the words of a basis, chosen from the site's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from registry.services.basis_links import (
    basis_page_choices,
    page_models,
    wording_of,
)


class _TextChooser(AdminPageChooser):
    def get_instance(self, value: Any) -> Any:
        # What is no key is an error of the field; the stock widget fails when it shows that.
        try:
            return super().get_instance(value)
        except (TypeError, ValueError, OverflowError):
            return None


def page_field() -> forms.ModelChoiceField:
    """Chooses a notice or list of the site. Only where the site has such pages."""
    return forms.ModelChoiceField(
        basis_page_choices(),
        label=_("Text on this site"),
        required=False,
        widget=_TextChooser(target_models=page_models()),
        help_text=_(
            "The notice or list that the basis names: the public page then links to it, and it shows this "
            "record. Left empty, a published text is found by its document number or title."
        ),
        error_messages={
            "invalid_choice": _("Choose a notice or a list; this page is none (any more).")
        },
    )


class BasisPageForm(forms.Form):
    """Before a form with a field ``basis``, which a chosen page fills in where it is left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not page_models():
            return
        self.fields["basis_page"] = page_field()
        names = [name for name in self.fields if name != "basis_page"]
        names.insert(names.index("basis") + 1, "basis_page")
        self.order_fields(names)
        self.fields["basis"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        page = cleaned.get("basis_page")
        if not cleaned.get("basis") and "basis" not in self.errors:
            if page is not None:
                cleaned["basis"] = wording_of(page)
            elif "basis_page" not in self.errors:
                self.add_error("basis", self.fields["basis"].error_messages["required"])
        return cleaned

    @property
    def basis_page(self) -> int | None:
        page = self.cleaned_data.get("basis_page")
        return page.pk if page is not None else None
