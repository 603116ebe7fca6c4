"""What editors read of the metadata that were, or were not, taken out of their file."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin import messages

from xcms.files.cleaning.labels import labels
from xcms.models import Cleaning, DocumentFile


@dataclass(frozen=True, slots=True)
class CleaningTold:
    sentence: str
    is_warning: bool


def cleaning_told(record: DocumentFile) -> CleaningTold | None:
    """None where there is nothing to say: a kind of file that has no such metadata, or a site that removes none."""
    match record.cleaning:
        case Cleaning.DONE:
            what = _("Removed from the file: %(what)s. Its content is unchanged.") % {
                "what": "、".join(labels(record.removed))
            }
            return CleaningTold(f"{what} {record.reason}".strip(), bool(record.reason))
        case Cleaning.NOTHING:
            sentence = _("There were no metadata in the file that had to be removed.")
            return CleaningTold(f"{sentence} {record.reason}".strip(), bool(record.reason))
        case Cleaning.SIGNED:
            return CleaningTold(
                _(
                    "The file bears a digital signature, which any change would break: it was left as it is, with "
                    "the names and other metadata in it."
                ),
                True,
            )
        case Cleaning.FAILED:
            return CleaningTold(
                _(
                    "The metadata (authors, company, places) of this file could not be removed and are public with "
                    "it. %(reason)s"
                )
                % {"reason": record.reason},
                True,
            )
    return None


def tell_about(request: Any, document: Any) -> None:
    record = DocumentFile.objects.filter(document_id=document.pk).first()
    told = cleaning_told(record) if record else None
    if told is None:
        return
    tell = messages.warning if told.is_warning else messages.info
    tell(request, told.sentence)
