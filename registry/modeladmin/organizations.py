"""Organisations in the admin."""

from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from registry.models import Organization
from xcms.modeladmin import RegisterModelAdmin


class OrganizationAdmin(RegisterModelAdmin):
    model = Organization
    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = 50
    register_name = "organizations"
    list_display = ("name", "credit_code", "certificates_count", "website", "demo_mark")
    list_filter = ("is_demo",)
    search_fields = ("search_text",)
    inspect_view_fields: ClassVar = [
        "name",
        "pinyin",
        "credit_code",
        "website",
        "note",
        "certificates",
        "is_demo",
    ]
    panels = (
        FieldPanel("name"),
        FieldPanel("pinyin"),
        FieldPanel("credit_code"),
        FieldPanel("website"),
        FieldPanel("note"),
        FieldPanel("is_demo"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        return super().get_queryset(request).annotate(with_certificates=Count("certificates"))

    def certificates_count(self, organization: Any) -> int:
        return int(organization.with_certificates)

    certificates_count.short_description = _("certificates")  # type: ignore[attr-defined]
    certificates_count.admin_order_field = "with_certificates"  # type: ignore[attr-defined]
