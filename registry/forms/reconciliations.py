"""What a reconciliation is asked: which sheet of which round, and one decision on many differences."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from registry.enums import DiscrepancyKind, ReconciliationChoice
from registry.forms.basis import BasisPageForm
from registry.forms.chosen import chosen_of
from registry.models import Round
from registry.services.reconciliations import PlatformTerms
from registry.services.seen import Seen
from xcms.days import shanghai_today


class PlatformSheetForm(forms.Form):
    round = forms.ModelChoiceField(
        Round.objects.select_related("batch").order_by("-batch__year", "-batch__number", "-number"),
        label=_("Round"),
    )
    file = forms.FileField(
        label=_("The platform's sheet of figures"),
        help_text=_(
            "As the platform exports it: 学校标识码 or 学校名称, 证书名称, 证书等级 or a column for each level, 专业, "
            "核定人数. It is read and compared; nothing of it is taken over before somebody decides."
        ),
    )


class DifferenceFilterForm(forms.Form):
    """What the list shows; an odd value shows all."""

    kind = forms.ChoiceField(
        label=_("difference"),
        choices=[("", _("All")), *DiscrepancyKind.choices],
        required=False,
    )
    choice = forms.ChoiceField(
        label=pgettext_lazy("reconciliation", "decision"),
        choices=[("", _("All")), *ReconciliationChoice.choices],
        required=False,
    )

    def __init__(self, query: QueryDict) -> None:
        known = {
            "kind": DiscrepancyKind.values,
            "choice": ReconciliationChoice.values,
        }
        super().__init__(
            {name: query.get(name) for name in known if query.get(name) in known[name]},
            # The form of the decision stands on the same page.
            auto_id="show_%s",
        )

    def wanted(self) -> dict[str, str]:
        """By field of the item."""
        return {name: str(value) for name, value in self.data.items() if value}


class DecideDifferencesForm(BasisPageForm):
    """One choice with one reason; following the platform also needs a basis. ``chosen`` holds the keys of items."""

    choice = forms.ChoiceField(label=_("What is right"))
    reason = forms.CharField(
        label=_("Reason or note, the same for all"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    basis = forms.CharField(label=_("Basis"), max_length=300, required=False)
    clause = forms.CharField(
        label=_("Clause"),
        max_length=300,
        required=False,
        help_text=_("Needed where the platform lacks a line, which is then revoked."),
    )
    effective_from = forms.DateField(
        label=_("Effective from"), required=False, widget=AdminDateInput
    )

    def __init__(self, *args: Any, can_follow_platform: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            choice
            for choice in ReconciliationChoice
            if choice is not ReconciliationChoice.OPEN
            and (can_follow_platform or choice is not ReconciliationChoice.PLATFORM)
        ]
        field: Any = self.fields["choice"]
        field.choices = [("", "—"), *((choice.value, choice.label) for choice in choices)]
        self.fields["effective_from"].initial = shanghai_today
        if not can_follow_platform:
            for name in ("basis", "basis_page", "clause", "effective_from"):
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("choice") == ReconciliationChoice.PLATFORM:
            cleaned = super().clean()
            if not cleaned.get("basis") and "basis" not in self.errors:
                self.add_error("basis", self.fields["basis"].error_messages["required"])
            if not cleaned.get("effective_from") and "effective_from" not in self.errors:
                self.add_error("effective_from", _("From which day does it hold?"))
        self.chosen: list[Seen] = chosen_of(
            self,
            nothing=_("Choose at least one difference."),
            too_many=_("At most %(most)d differences at once."),
            unreadable=_("The list has changed meanwhile; look at it again."),
        )
        return cleaned

    @property
    def chosen_choice(self) -> ReconciliationChoice:
        return ReconciliationChoice(self.cleaned_data["choice"])

    @property
    def terms(self) -> PlatformTerms | None:
        if self.chosen_choice is not ReconciliationChoice.PLATFORM:
            return None
        return PlatformTerms(
            effective_from=self.cleaned_data["effective_from"],
            basis=self.cleaned_data["basis"],
            basis_page=self.basis_page,
            clause=self.cleaned_data["clause"],
        )
