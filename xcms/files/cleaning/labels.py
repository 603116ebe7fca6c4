"""The words for what was removed."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from xcms.files.cleaning import outcome

_LABELS = {
    outcome.AUTHORS: _("names of author and last editor"),
    outcome.ORGANIZATION: _("company and manager"),
    outcome.COMMENT_AUTHORS: _("names in comments and tracked changes"),
    outcome.REVISIONS: _("revision marks"),
    outcome.PROPERTIES: _("properties and remarks about the file"),
    outcome.THUMBNAIL: _("thumbnail"),
    outcome.PATHS: _("places on the author's computer"),
    outcome.PLACE: _("place where the picture was taken"),
    outcome.CAMERA: _("camera data and remarks"),
}


def labels(removed: Iterable[str]) -> list[str]:
    """In a fixed order; unknown kinds of an older release are left out."""
    chosen = set(removed)
    return [str(label) for key, label in _LABELS.items() if key in chosen]
