"""A dossier in the editor: refused where it would show nothing or contradict the register."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from notices.forms import PublishingForm
from registry.models import Batch


class DossierForm(PublishingForm):
    """A dossier may be prepared while its batch is not shown to the public; publishing it waits for that."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        batch: Batch | None = cleaned.get("batch")
        if batch is None:
            return cleaned
        if self.is_publishing and not batch.is_listed:
            self.add_error(
                "batch",
                _(
                    "This batch is not shown to the public. Set that in the batch, and publish the dossier then."
                ),
            )
        self._check_first_day(batch, cleaned.get("begins_on"))
        return cleaned

    def _check_first_day(self, batch: Batch, begins_on: date | None) -> None:
        first = batch.rounds.order_by("number").first()
        if begins_on and first and begins_on > first.filing_deadline:
            self.add_error(
                "begins_on",
                _("The first round's filings are due on %(day)s: the batch can't begin after that.")
                % {"day": first.filing_deadline.isoformat()},
            )
