"""What became of links to other sites, as ``xcms_check_links`` found them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkOutcome(models.TextChoices):
    FINE = "fine", _("can be reached")
    GONE = "gone", _("The page is no longer there (status %(status)s)")
    NO_HOST = "no_host", _("The site's name is unknown")
    NO_ANSWER = "no_answer", _("The site does not answer")
    ERROR = "error", _("The site answers with an error (status %(status)s)")
    INSECURE = "insecure", _("The site's certificate is not valid")
    LOOP = "loop", _("The address leads on and on without an end")
    MALFORMED = "malformed", _("This is no address that can be opened")
    PRIVATE = "private", _("The address leads into a private network, where visitors can't follow")
    UNCLEAR = "unclear", _("The site does not let programs in: look yourself")


#: One look is enough to say so.
BROKEN_AT_ONCE = (
    LinkOutcome.GONE,
    LinkOutcome.NO_HOST,
    LinkOutcome.LOOP,
    LinkOutcome.MALFORMED,
    LinkOutcome.PRIVATE,
)
#: May be over in an hour: said after the second time.
BROKEN_IF_REPEATED = (LinkOutcome.NO_ANSWER, LinkOutcome.ERROR, LinkOutcome.INSECURE)


class CheckedLinkQuerySet(models.QuerySet["CheckedLink"]):
    def broken(self) -> "CheckedLinkQuerySet":
        return self.filter(
            models.Q(outcome__in=BROKEN_AT_ONCE)
            | models.Q(outcome__in=BROKEN_IF_REPEATED, failures__gt=1)
        )


class CheckedLink(models.Model):
    """An address of another site, known by its SHA-256: addresses have any length."""

    digest = models.CharField(max_length=64, unique=True)
    url = models.TextField(_("address"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=LinkOutcome.choices)
    status = models.PositiveSmallIntegerField(null=True)
    #: In a row.
    failures = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(_("checked at"), db_index=True)

    wagtail_reference_index_ignore = True
    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")
        default_permissions = ()
        ordering: ClassVar = ["url"]

    def __str__(self) -> str:
        return self.url

    def in_words(self) -> str:
        text = str(LinkOutcome(self.outcome).label)
        return text % {"status": self.status} if "%(status)s" in text else text
