"""A file that the office keeps to itself, in a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from registry.services.private_files import MOST_BYTES, too_large


class PrivateFileField(forms.FileField):
    """Whatever the file is; not larger than what is kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > MOST_BYTES:
            raise ValidationError(too_large())
        return file
