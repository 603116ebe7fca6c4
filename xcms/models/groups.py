"""What ready-made groups have been given."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class InstalledGrant(models.Model):
    """A right that ``xcms_install`` has given a ready-made group: once, and never a second time.

    ``right`` is "app.codename", so that it outlives the row of the permission.
    """

    wagtail_reference_index_ignore = True

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    right = models.CharField(max_length=200)
    offered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("right of a ready-made group")
        verbose_name_plural = _("rights of ready-made groups")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "right"], name="xcms_installedgrant_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.right}"
