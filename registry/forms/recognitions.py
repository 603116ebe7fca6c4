"""A school's recognition of a certificate, as the office enters it."""

from typing import Any

from registry.models import Major
from xcms.admin_forms import RegisterForm


class RecognitionForm(RegisterForm):
    """Without a major it is of all of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["major"].required = False

    def clean_major(self) -> Major:
        return self.cleaned_data["major"] or Major.objects.unspecified()
