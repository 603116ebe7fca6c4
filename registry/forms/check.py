"""What a school types to see how its plan stands against the rules: nothing of it is stored."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from registry.enums import SchoolLevel, TeamFlag
from registry.models import Batch, Certificate, School
from registry.services.exact_names import school_called
from registry.services.what_if import TECHNICIAN, Plan, Share
from xcms.filters import labelled

_NO_SHARE = Share(0, 0, False)
#: What the page answers in.
FORMATS = ("html", "json")
_MOST = 9_999_999
_LONGEST = 100
#: Certificates that one plan can name; a school runs dozens at most.
_MOST_CERTIFICATES = 100

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?) ?%?", re.ASCII)
_HEADCOUNT = re.compile(r"(\d{1,7}) ?/ ?(\d{1,7})", re.ASCII)


class ShareField(forms.CharField):
    """A share as a percentage (52%) or as persons of persons (13/25).

    ``may_exceed``: more may have been achieved than was planned.
    """

    default_error_messages: ClassVar = {
        "share": _("Give a percentage such as 52% or persons of persons such as 13/25.")
    }

    def __init__(self, *, may_exceed: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._may_exceed = may_exceed

    def clean(self, value: Any) -> Share | None:
        text = unicodedata.normalize("NFKC", super().clean(value))
        if not text:
            return None
        share = _NO_SHARE
        if found := _PERCENT.fullmatch(text):
            share = Share(int(Decimal(found[1]) * 100), 10_000, False)
        elif found := _HEADCOUNT.fullmatch(text):
            share = Share(int(found[1]), int(found[2]), True)
        if share.whole > 0 and (self._may_exceed or share.part <= share.whole):
            return share
        raise forms.ValidationError(self.error_messages["share"], code="share")


class SchoolField(forms.CharField):
    """A school by code, name, former name or alias."""

    def clean(self, value: Any) -> School | None:
        text = super().clean(value)
        if not text:
            return None
        if school := school_called(text):
            return school
        raise forms.ValidationError(
            _("No school is called “%(name)s”. Give its full name, its short name or its code."),
            code="unknown",
            params={"name": text},
        )


def _count(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=0, max_value=_MOST
    )


def _share(label: Any) -> ShareField:
    return ShareField(
        label=label,
        help_text=_("A percentage (52%) or persons of persons (13/25)."),
        required=False,
        max_length=20,
    )


class CheckForm(forms.Form):
    """``groups`` has the fields as a person reads them. A batch or certificate that is not public is no choice."""

    batch = forms.ChoiceField(label=_("Batch"), required=False)
    school = SchoolField(
        label=_("School"),
        help_text=_("Name or code; fills in what is publicly known of it. May stay empty."),
        required=False,
        max_length=_LONGEST,
    )
    school_level = forms.ChoiceField(
        label=_("School level"),
        choices=[("", "—"), *SchoolLevel.choices, (TECHNICIAN, _("Technician school"))],
        required=False,
    )
    majors = _count(_("Number of majors"), _("Of the whole school."))
    enrolment = _count(_("Enrolment"), _("Students of the whole school."))
    running = _count(_("Certificates already approved"), _("Over all batches."))
    running_persons = _count(_("Persons already approved"), _("Over all batches."))
    certificate = forms.MultipleChoiceField(
        label=_("Certificates wanted"), required=False, widget=forms.CheckboxSelectMultiple
    )
    certificates = _count(
        _("Certificates planned in addition"), _("Those chosen here count by themselves.")
    )
    persons = _count(_("Persons planned in addition"))
    taking = _count(_("Majors taking part"), _("With those of all batches."))
    dual = _share(_("Dual-qualified teachers of the major"))
    experts = _share(_("Industry experts of the major"))
    team = forms.ChoiceField(
        label=_("Teaching team of the major"),
        choices=[("", "—"), *[choice for choice in TeamFlag.choices if choice[0]]],
        required=False,
    )
    completion = ShareField(
        label=_("Completion of earlier batches"),
        help_text=_("Certified (or trained) of planned, as persons (450/600) or as a percentage."),
        required=False,
        max_length=20,
        may_exceed=True,
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=[(name, name) for name in FORMATS], required=False
    )

    def __init__(
        self,
        query: QueryDict,
        *,
        batches: Sequence[Batch],
        certificates: Sequence[Certificate],
    ) -> None:
        super().__init__(query)
        self._hidden: set[str] = set()
        self._batches = {batch.key: batch for batch in batches}
        self._certificates = {one.public_id: one for one in certificates}
        self._choices("batch", [(key, str(batch)) for key, batch in self._batches.items()])
        self._choices("certificate", [(key, str(one)) for key, one in self._certificates.items()])
        for name in ("batch", "school_level", "team"):
            self.fields[name].widget.attrs["class"] = "xcms-select"

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean_certificate(self) -> list[str]:
        chosen: list[str] = list(dict.fromkeys(self.cleaned_data["certificate"]))
        if len(chosen) > _MOST_CERTIFICATES:
            raise forms.ValidationError(
                _("Choose at most %(most)d certificates."), params={"most": _MOST_CERTIFICATES}
            )
        return chosen

    @cached_property
    def batch_chosen(self) -> Batch | None:
        """The latest unless one is asked for; None where none is public."""
        chosen = self.cleaned_data.get("batch") if self.is_valid() else ""
        return self._batches[chosen] if chosen else next(iter(self._batches.values()), None)

    @property
    def format_chosen(self) -> str:
        """HTML says what is wrong with an unknown one."""
        self.full_clean()
        return str(self.cleaned_data.get("format") or "html")

    @property
    def is_empty(self) -> bool:
        """Nothing is asked yet."""
        asked = self.cleaned_data if self.is_valid() else {}
        return not any(
            value not in (None, "", [])
            for name, value in asked.items()
            if name not in ("batch", "format")
        )

    def plan(self) -> Plan:
        """Of a valid form."""
        asked = self.cleaned_data
        return Plan(
            school=asked["school"],
            level=asked["school_level"],
            majors=asked["majors"],
            enrolment=asked["enrolment"],
            running=asked["running"],
            running_persons=asked["running_persons"],
            wanted=[self._certificates[key] for key in asked["certificate"]],
            certificates=asked["certificates"],
            persons=asked["persons"],
            taking=asked["taking"],
            dual_qualified=asked["dual"],
            industry_experts=asked["experts"],
            team=asked["team"],
            completion=asked["completion"],
        )

    def hide(self, name: str) -> None:
        """A field that no rule of the batch looks at."""
        self._hidden = {name}

    def messages(self) -> list[str]:
        return [
            labelled(self.fields[name].label, error)
            for name, errors in self.errors.items()
            for error in errors
        ]

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        for legend, names in (
            (_("Who asks"), ("batch", "school", "school_level")),
            (_("Figures of the school"), ("majors", "enrolment", "running", "running_persons")),
            (_("The plan"), ("certificate", "certificates", "persons", "taking")),
            (_("Teachers of the major"), ("dual", "experts", "team")),
            (_("Earlier batches"), ("completion",)),
        ):
            yield legend, [self[name] for name in names if name not in self._hidden]
