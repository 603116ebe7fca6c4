"""The vocabulary of official texts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Validity(TextChoices):
    """有效性"""

    NOT_STATED = "", _("Not stated")
    IN_FORCE = "in_force", pgettext_lazy("validity of a text", "In force")
    LAPSED = "lapsed", pgettext_lazy("validity of a text", "Lapsed")
    REPEALED = "repealed", pgettext_lazy("validity of a text", "Repealed")


#: Texts that readers must not act on any more.
OUT_OF_FORCE = (Validity.LAPSED, Validity.REPEALED)


class EventKind(TextChoices):
    """What becomes of a published text, as visitors learn it."""

    PUBLISHED = "published", pgettext_lazy("life of a text", "Published")
    CORRECTED = "corrected", pgettext_lazy("life of a text", "Corrected")
    WITHDRAWN = "withdrawn", pgettext_lazy("life of a text", "Withdrawn")
    RESTORED = "restored", pgettext_lazy("life of a text", "Restored")
