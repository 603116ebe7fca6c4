"""Filters of the admin lists that are more than a column."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from registry.enums import ApprovalStatus
from registry.models import Region, Round

Choices = Sequence[tuple[str, Any]]


class KnownValueFilter(SimpleListFilter):
    """A filter that takes no other value than the ones it offers."""

    def value(self) -> str | None:
        given = super().value()
        return given if given in {str(key) for key, _label in self.lookup_choices} else None


class StatusFilter(KnownValueFilter):
    """Today's status, which is derived and no column."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return ApprovalStatus.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(status=value) if value else queryset


class RoundFilter(KnownValueFilter):
    """Lines with a valid decision of the round."""

    title = _("round")
    parameter_name = "round"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(item.pk), str(item)) for item in Round.objects.select_related("batch")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        value = self.value()
        return queryset.in_rounds([int(value)]) if value else queryset


class RegionFilter(KnownValueFilter):
    title = _("region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Region.objects.values_list("code", "short_name"))

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        value = self.value()
        return queryset.in_region([value]) if value else queryset


class RevokedFilter(KnownValueFilter):
    title = _("revoked")
    parameter_name = "revoked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", _("Revoked")), ("no", _("Not revoked"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(revoked_on__isnull=value == "no") if value else queryset
