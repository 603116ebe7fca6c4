"""Publications that a text promises (承诺公开事项), open until a page fulfils them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

import swapper
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xcms.days import SHANGHAI


class PromiseState(models.TextChoices):
    OPEN = "open", _("to be published")
    FULFILLED = "fulfilled", _("published")
    CLOSED = "closed", _("closed without publication")


class PromiseQuerySet(models.QuerySet["PromisedPublication"]):
    def with_state(self) -> "PromiseQuerySet":
        """Annotate ``state``. A page fulfils a promise only while it is live and open to everybody."""
        fulfilling = _public_pages().filter(pk=OuterRef("fulfilled_by"))
        return self.annotate(
            state=Case(
                When(Exists(fulfilling), then=Value(PromiseState.FULFILLED.value)),
                When(~Q(closed_reason=""), then=Value(PromiseState.CLOSED.value)),
                default=Value(PromiseState.OPEN.value),
                output_field=models.CharField(),
            )
        )

    def open(self) -> "PromiseQuerySet":
        return self.with_state().filter(state=PromiseState.OPEN)  # type: ignore[misc]

    def public(self) -> "PromiseQuerySet":
        """Those of pages that are live and open to everybody."""
        return self.filter(page__in=_public_pages().values("pk"))

    def of_batch(self, batch: Any) -> "PromiseQuerySet":
        """Those of notices about the batch."""
        from notices.models.notices import NoticeMixin

        about: Q = Q(pk__in=())
        for model in apps.get_models():
            if issubclass(model, NoticeMixin):
                pages: Any = model._default_manager.filter(batch=batch)
                about |= Q(page__in=pages.values("pk"))
        return self.filter(about)

    def in_order(self) -> "PromiseQuerySet":
        """What is due first, then what has no day, the oldest first."""
        return self.order_by(models.F("due").asc(nulls_last=True), "recorded_at", "pk")


def _public_pages() -> Any:
    return swapper.load_model("wagtailcore", "Page").objects.live().public().order_by()


class PromisedPublication(models.Model):
    """``words`` is the sentence that promises, ``what`` what it promises.

    No part of a draft: an old one must not take back what has been recorded since. Whether it is fulfilled is
    never stored: it follows from ``fulfilled_by`` being public.
    """

    page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.CASCADE,
        related_name="+",
        verbose_name=_("page that promises"),
    )
    what = models.CharField(_("what is promised"), max_length=200)
    words = models.TextField(
        _("the promising words"), help_text=_("As they stand in the text of the page.")
    )
    due = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("Empty: the text names no day (“soon”).")
    )
    fulfilled_by = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fulfilled by the page"),
        help_text=_("Counts as long as that page is live and open to everybody."),
    )
    closed_reason = models.TextField(
        _("closed without publication, because"),
        blank=True,
        help_text=_("Only where nothing will be published any more. Readers see the reason."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promised publication")
        verbose_name_plural = _("promised publications")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        super().clean()
        if self.fulfilled_by_id and self.fulfilled_by_id == self.page_id:
            raise ValidationError(
                {"fulfilled_by": _("The page that promises can't be what it promised.")}
            )
        if self.fulfilled_by_id and self.closed_reason.strip():
            raise ValidationError(
                {
                    "closed_reason": _(
                        "Name the page that fulfils the promise or close it without one, not both."
                    )
                }
            )

    @property
    def current_state(self) -> str:
        """As annotated, else asked for."""
        state = getattr(self, "state", None)
        if state is None:
            stored: Any = PromisedPublication.objects.filter(pk=self.pk).with_state().first()
            state = stored.state if stored else PromiseState.OPEN
        return str(state)

    @property
    def is_open(self) -> bool:
        return self.current_state == PromiseState.OPEN

    @property
    def is_fulfilled(self) -> bool:
        return self.current_state == PromiseState.FULFILLED

    @property
    def fulfilled_on(self) -> date | None:
        """The day on which the fulfilling page first went live, in Shanghai."""
        published = self.fulfilled_by.first_published_at if self.fulfilled_by else None
        return published.astimezone(SHANGHAI).date() if published and self.is_fulfilled else None

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due is not None and self.due < today


def in_order_of_need(
    promises: Iterable[PromisedPublication], today: date
) -> list[PromisedPublication]:
    """Overdue first, then by their day, then those without one."""
    return sorted(
        promises,
        key=lambda one: (not one.is_overdue(today), one.due or date.max, one.recorded_at),
    )
