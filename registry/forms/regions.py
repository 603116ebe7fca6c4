"""Prefectures to narrow a page to."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from registry.models import Region


class RegionForm(forms.Form):
    """``region`` as repeated GB codes; an unknown code is an error with a sentence."""

    region = forms.MultipleChoiceField(
        label=_("Region"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict, *, regions: Sequence[Region]) -> None:
        super().__init__(data)
        self.regions = regions
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            (region.code, region.short_name) for region in regions
        ]

    @property
    def codes(self) -> list[str]:
        return self.cleaned_data["region"] if self.is_valid() else []
