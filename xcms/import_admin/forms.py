"""The wizard's forms: a file with the register's options, the columns, the reason of an undo."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xcms.days import shanghai_today
from xcms.importing.columns import Column, missing_columns
from xcms.importing.errors import ImportFileError
from xcms.importing.importers import Importer, ImportOptions
from xcms.importing.options import REPLACE, ImportOption, OptionKind, by_label
from xcms.importing.sheets import SheetSummary
from xcms.imports.runs import RunOptions
from xcms.text import clean_text

_LONGEST_OPTION = 1000


class OptionsForm(forms.Form):
    """A field for each option of the importer, checked by the importer itself."""

    def __init__(self, importer: type[Importer[Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        for option in importer.accepts:
            self.fields[option.name] = _field(option)
        if importer.can_replace:
            self.fields[REPLACE.name] = _field(REPLACE)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        options = self.run_options()
        try:
            self.importer(
                ImportOptions(
                    today=shanghai_today(),
                    replace=options.replace,
                    extra=options.extra,
                    called=by_label,
                )
            ).check_options()
        except ImportFileError as error:
            raise ValidationError(str(error)) from error
        return cleaned

    def run_options(self) -> RunOptions:
        texts = {option.name: self._text(option) for option in self.importer.accepts}
        return RunOptions(
            extra={name: text for name, text in texts.items() if text},
            replace=bool(self.cleaned_data.get(REPLACE.name)),
        )

    def _text(self, option: ImportOption) -> str:
        value = self.cleaned_data.get(option.name)
        if option.kind is OptionKind.SWITCH:
            return "yes" if value else ""
        if option.kind is OptionKind.DAY:
            return value.isoformat() if value else ""
        return clean_text(value or "")


class UploadForm(OptionsForm):
    file = forms.FileField(
        label=gettext_lazy("The sheet"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


def initial_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for options that a run has."""
    return {**options.get("extra", {}), REPLACE.name: options.get("replace", False)}


def _field(option: ImportOption) -> forms.Field:
    texts: dict[str, Any] = {
        "label": option.label,
        "help_text": option.explanation,
        "required": False,
    }
    if option.kind is OptionKind.SWITCH:
        return forms.BooleanField(**texts)
    if option.kind is OptionKind.DAY:
        return forms.DateField(
            **texts, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
    if option.kind is OptionKind.CHOICE and option.choices:
        return forms.ChoiceField(**texts, choices=[("", _("As the sheet says")), *option.choices()])
    return forms.CharField(**texts, max_length=_LONGEST_OPTION)


class ColumnsForm(forms.Form):
    """Which column of the register each header of the sheet is."""

    def __init__(
        self,
        importer: type[Importer[Any]],
        summary: SheetSummary,
        mapping: Mapping[str, str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        self.read = [column for column in importer.columns if column.is_read]
        self.headers = {
            index: header for index, header in enumerate(summary.header) if header.strip()
        }
        matched = matched_keys(importer.columns, summary)
        choices = [("", _("Do not import")), *((c.key, _choice_label(c)) for c in self.read)]
        for index, header in self.headers.items():
            self.fields[_name(index)] = forms.ChoiceField(
                label=header,
                choices=choices,
                required=False,
                initial=mapping.get(str(index), matched.get(index, "")),
            )

    def rows(self, summary: SheetSummary) -> list[tuple[Any, str, list[str]]]:
        """For each header its field, its place as in Excel, and sample values."""
        return [
            (
                self[_name(index)],
                _letters(index),
                [row[index] for row in summary.sample if index < len(row) and row[index]],
            )
            for index in self.headers
        ]

    def mapping(self) -> dict[int, str]:
        return {index: self.cleaned_data.get(_name(index), "") for index in self.headers}

    def missing(self) -> list[str]:
        """Required columns that nothing is chosen for: as posted, else as proposed."""
        chosen = {str(self[_name(index)].value() or "") for index in self.headers}
        return missing_columns(self.importer.columns, self.importer.one_of, chosen - {""})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first: dict[str, int] = {}
        for index in self.headers:
            key = cleaned.get(_name(index), "")
            if key and first.setdefault(key, index) != index:
                self.add_error(
                    _name(index),
                    _("“%(header)s” has been chosen for this column already.")
                    % {"header": self.headers[first[key]]},
                )
        if missing := self.missing():
            raise ValidationError(
                _("Required columns are missing: %(missing)s. Say which header they have here.")
                % {"missing": "、".join(missing)}
            )
        return cleaned


def matched_keys(columns: Sequence[Column], summary: SheetSummary) -> dict[int, str]:
    """The column keys that the headers go by, each once; known but unread columns are not among them."""
    by_name = {key: column for column in columns for key in column.header_keys()}
    found: dict[int, str] = {}
    for index, keys in enumerate(summary.header_keys):
        column = next((by_name[key] for key in keys if key in by_name), None)
        if column is not None and column.is_read and column.key not in found.values():
            found[index] = column.key
    return found


def _choice_label(column: Column) -> str:
    return f"{column.header} *" if column.required else column.header


def _name(index: int) -> str:
    return f"column-{index}"


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class UndoForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is undone"),
        help_text=gettext_lazy("Stays on record with the import."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        reason = clean_text(self.cleaned_data["reason"])
        if not reason:
            raise ValidationError(_("Say why it is undone."))
        return reason
