"""What an editor decides of one finding."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.lint.findings import Finding
from notices.lint.texts import Kind
from notices.proofreading.repairing import Choice

_LEAVE, _OWN, _RIGHT = "", "own", "right"


class FindingForm(forms.Form):
    """Leave it, take one of the readings, write another, or say that it is right as it is."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(label=gettext_lazy("Other words"), required=False, max_length=500)
    reason = forms.CharField(
        label=gettext_lazy("Reason of the repair"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Readers see it beside the original."),
    )
    right_because = forms.CharField(
        label=gettext_lazy("Why it is right"), required=False, max_length=500
    )

    def __init__(self, *args: Any, finding: Finding, may_repair: bool, **kwargs: Any) -> None:
        kwargs["prefix"] = finding.fingerprint
        super().__init__(*args, **kwargs)
        self.finding = finding
        readings = [
            (str(number), _("Read as “%(words)s”") % {"words": repair.words})
            if repair.words
            else (str(number), _("Leave “%(words)s” out") % {"words": finding.original})
            for number, repair in enumerate(finding.repairs)
        ]
        repairs = [*readings, (_OWN, _("Read as other words"))] if may_repair else []
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            (_LEAVE, _("Not now")),
            *repairs,
            (_RIGHT, _("Right as it is")),
        ]
        self.may_repair = may_repair
        self.fields["decision"].initial = _LEAVE
        self.fields["words"].initial = (
            finding.repairs[0].words if finding.repairs else finding.original
        )
        self.fields["reason"].initial = finding.repairs[0].reason if finding.repairs else ""

    def clean_words(self) -> str:
        # Lines and cells stay what they are.
        return (
            " ".join(str(self.cleaned_data["words"]).split("\n"))
            .replace("\r", "")
            .replace("\t", " ")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        decision = cleaned.get("decision", _LEAVE)
        if decision == _OWN:
            self._check_words(cleaned.get("words", ""))
        if decision == _RIGHT and not cleaned.get("right_because", "").strip():
            self.add_error("right_because", _("Say why these words are right."))
        if decision not in (_LEAVE, _RIGHT) and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why the text is read differently."))
        return cleaned

    def _check_words(self, words: str) -> None:
        if not words.strip():
            self.add_error("words", _("Write the words that are to stand instead."))
        elif words == self.finding.original:
            self.add_error("words", _("These are the words that stand there already."))
        elif self.finding.passage.kind == Kind.CELL and set(words) & set("|｜"):
            self.add_error(
                "words", ValidationError(_("“|” parts the cells of a table: write something else."))
            )

    @property
    def choice(self) -> Choice | None:
        """Of a valid form; None where the finding is left for later."""
        decision = self.cleaned_data["decision"]
        if decision == _LEAVE:
            return None
        if decision == _RIGHT:
            return Choice(
                self.finding.fingerprint, None, self.cleaned_data["right_because"].strip()
            )
        reason = self.cleaned_data["reason"].strip()
        if decision == _OWN:
            return Choice(self.finding.fingerprint, self.cleaned_data["words"], reason)
        repair = self.finding.repairs[int(decision)]
        if reason == self.finding.repairs[0].reason:
            # Left as it was filled in: the reason of the reading that was chosen.
            reason = repair.reason
        return Choice(self.finding.fingerprint, repair.words, reason)
