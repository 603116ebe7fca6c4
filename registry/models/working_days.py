"""What the office says of single days."""

from typing import ClassVar, Self

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from registry.working_days import forget_calendar
from xcms.models import RecordQuerySet, RegisterRecord


class DayOverrideQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """All: the reason stands beside each deadline that the day moves."""
        return self.all()


class DayOverride(RegisterRecord):
    """A day that the office counts otherwise than the national calendar does (工作日调整).

    Saved and deleted through ``services.day_overrides``, which looks at the deadlines that move.
    """

    day = models.DateField(
        _("day"), unique=True, error_messages={"unique": _("This day has been changed already.")}
    )
    is_working = models.BooleanField(_("is a working day"), default=False)
    reason = models.CharField(
        _("reason"),
        max_length=200,
        help_text=_("Shown to the public beside the deadlines that are counted over this day."),
    )

    objects = DayOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("changed working day")
        verbose_name_plural = _("changed working days")
        ordering: ClassVar = ["-day"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="xcms_dayoverride_reason",
                violation_error_message=_("Say why the day is changed."),
            ),
        ]

    def __str__(self) -> str:
        kind = _("working day") if self.is_working else _("day off")
        return f"{self.day.isoformat() if self.day else ''} {kind}"


for _signal in (post_save, post_delete):
    _signal.connect(forget_calendar, sender=DayOverride, dispatch_uid="xcms_registry.working_days")
