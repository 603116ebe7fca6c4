"""Forms of the ledger: an application as the office enters it, and the moves that decide on it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from registry.enums import ApplicationEventKind
from registry.forms.basis import BasisPageForm
from registry.forms.moves import RecordMoveForm
from registry.forms.private_files import PrivateFileField
from registry.models import Application, ApplicationLine
from registry.services.applications import ApprovalTerms
from registry.services.applications.plan_files import take_in_plan
from xcms.admin_forms import RegisterForm
from xcms.days import shanghai_today

_LARGEST = 1_000_000
PLAN_FILE_HELP = _(
    "The school's plan (实施方案) for this certificate, kept as it is. Another file takes the place of the former one, "
    "which stays readable. For the office and the bureau alone."
)


class ApplicationPlanForm(forms.Form):
    plan_file = PrivateFileField(label=_("Plan as it came in"), help_text=PLAN_FILE_HELP)


class ApplicationForm(RegisterForm):
    """Content alone: the state is moved by actions."""

    plan_file = PrivateFileField(
        label=_("Plan as it came in"), required=False, help_text=PLAN_FILE_HELP
    )

    def save(self, commit: bool = True) -> Application:
        application: Application = super().save(commit)
        if commit and (file := self.cleaned_data.get("plan_file")):
            take_in_plan(application, name=file.name, data=file.read(), acting_user=self.for_user)
        return application

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        lines = self.formsets.get("lines")
        certificate = cleaned.get("certificate")
        if lines is None or certificate is None:
            return cleaned
        for form in lines.forms:
            level = getattr(form, "cleaned_data", {}).get("level")
            if level and level not in certificate.levels:
                form.add_error(
                    "level",
                    _("This certificate is offered only at: %(levels)s.")
                    % {"levels": certificate.get_levels_display()},
                )
        return cleaned


class MoveForm(RecordMoveForm):
    """A move with its comment."""

    @property
    def terms(self) -> ApprovalTerms | None:
        return None


class ApproveForm(BasisPageForm, MoveForm):
    """A figure for each line, the basis, and the reason to go beyond a rule."""

    effective_from = forms.DateField(label=_("Effective from"), widget=AdminDateInput)
    basis = forms.CharField(
        label=_("Basis"),
        max_length=300,
        help_text=_("The document or platform record that the decision rests on."),
    )
    clause = forms.CharField(label=_("Clause"), max_length=300, required=False)
    override = forms.CharField(
        label=_("Reason to go beyond a rule"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only where a rule of the batch is broken; it stays in the record."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: Sequence[ApplicationLine] = list(self.record.lines.select_related("major"))
        for line in self.lines:
            self.fields[_name(line)] = forms.IntegerField(
                label=_("Approved: %(line)s") % {"line": _line_label(line)},
                min_value=0,
                max_value=_LARGEST,
                initial=line.students,
                help_text=_("Applied for: %(students)d. 0 leaves the line out.")
                % {"students": line.students},
            )
        self.fields["effective_from"].initial = shanghai_today
        self.fields["basis"].initial = str(self.record.round.batch)
        self.order_fields([*map(_name, self.lines), "effective_from", "basis", "basis_page"])

    @property
    def terms(self) -> ApprovalTerms:
        cleaned = self.cleaned_data
        return ApprovalTerms(
            effective_from=cleaned["effective_from"],
            basis=cleaned["basis"],
            basis_page=self.basis_page,
            clause=cleaned["clause"],
            figures={line.pk: cleaned[_name(line)] for line in self.lines},
            override=cleaned["override"],
        )


def _name(line: ApplicationLine) -> str:
    return f"approved_{line.pk}"


def _line_label(line: ApplicationLine) -> str:
    level = line.get_level_display() if line.level else ""
    return " · ".join(part for part in (level, str(line.major)) if part)


def form_of(event: ApplicationEventKind) -> type[MoveForm]:
    return ApproveForm if event is ApplicationEventKind.APPROVE else MoveForm
