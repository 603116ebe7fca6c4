"""The registers that are Wagtail snippets, and the one menu of all registers."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn

from registry.models import (
    Certificate,
    ContactPoint,
    Major,
    MajorTeam,
    QQGroup,
    Region,
    School,
)
from xcms.exports.columns import ExportColumn
from xcms.viewsets import (
    DEMO_COLUMN,
    QuietChooserViewSet,
    RegisterMenuGroup,
    RegisterViewSet,
)


class SchoolViewSet(RegisterViewSet):
    model = School
    icon = "home"
    menu_label = _("Schools")
    menu_order = 35
    register_name = "schools"
    list_display = ("name", "code", "level", "region", "authority", DEMO_COLUMN, UpdatedAtColumn())
    list_filter = ("level", "region", "is_private", "is_eligible", "is_demo")
    inspect_view_fields = (
        "code",
        "name",
        "pinyin",
        "level",
        "region",
        "authority",
        "is_private",
        "website",
        "is_eligible",
        "names",
        "years",
        "is_demo",
    )
    panels = (
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("level")]),
                FieldPanel("name"),
                FieldPanel("pinyin"),
                FieldRowPanel([FieldPanel("region"), FieldPanel("authority")]),
                FieldPanel("website"),
                FieldRowPanel([FieldPanel("is_private"), FieldPanel("is_eligible")]),
            ],
            heading=_("School"),
        ),
        InlinePanel(
            "names",
            [FieldPanel("name"), FieldRowPanel([FieldPanel("kind"), FieldPanel("until")])],
            heading=_("Former names and aliases"),
            label=_("Other name"),
            help_text=_("Searches and imports find the school under each of these names."),
        ),
        InlinePanel(
            "years",
            [
                FieldPanel("year"),
                FieldRowPanel([FieldPanel("majors_count"), FieldPanel("enrolment")]),
                FieldRowPanel([FieldPanel("source"), FieldPanel("figures_on")]),
            ],
            heading=_("Figures by year"),
            label=_("Year"),
            help_text=_(
                "The bases of the caps on certificates and scale. Empty means unknown, not zero."
            ),
        ),
        FieldPanel("is_demo"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[School]:
        return School.objects.select_related("region")


class CertificateViewSet(RegisterViewSet):
    model = Certificate
    icon = "tasks"
    menu_label = _("Vocational certificates")
    menu_order = 40
    register_name = "certificates"
    list_display = (
        "name",
        "organization",
        "national_batch",
        "levels",
        DEMO_COLUMN,
        UpdatedAtColumn(),
    )
    list_filter = ("national_batch", "organization", "is_demo")
    inspect_view_fields = (
        "name",
        "pinyin",
        "organization",
        "national_batch",
        "levels",
        "standard_url",
        "description",
        "filings",
        "is_demo",
    )
    panels = (
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("pinyin"),
                FieldPanel("organization"),
                FieldPanel(
                    "national_batch",
                    help_text=_("The ministry's batch, not a batch of the province."),
                ),
                FieldPanel("levels"),
            ],
            heading=_("Certificate"),
        ),
        FieldPanel("standard_url"),
        FieldPanel("description"),
        FieldPanel("is_demo"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        return Certificate.objects.select_related("organization")


class MajorViewSet(RegisterViewSet):
    """Without the row that stands for "no major named": it is nobody's to change."""

    model = Major
    icon = "list-ul"
    menu_label = _("Majors")
    menu_order = 80
    register_name = "majors"
    list_display = ("name", "code", "level", "catalogue_year", DEMO_COLUMN)
    list_filter = ("level", "catalogue_year", "is_demo")
    inspect_view_fields = ("catalogue_year", "level", "code", "name", "pinyin", "is_demo")
    panels = (
        FieldRowPanel([FieldPanel("catalogue_year"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("pinyin"),
        FieldPanel("is_demo"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Major]:
        return Major.objects.public()


class MajorTeamViewSet(RegisterViewSet):
    model = MajorTeam
    icon = "user"
    menu_label = _("Teaching teams")
    menu_order = 90
    search_lookups = ("school__search_text", "major__search_text")
    list_display = (
        "school",
        "major",
        "year",
        "dual_qualified_ratio",
        "industry_expert_ratio",
        "flag",
        DEMO_COLUMN,
    )
    list_filter = ("year", "flag", "is_demo")
    inspect_view_fields = (
        "school",
        "major",
        "year",
        "dual_qualified_ratio",
        "industry_expert_ratio",
        "flag",
        "source",
        "figures_on",
        "is_demo",
    )
    panels = (
        FieldPanel("school"),
        FieldPanel("major"),
        FieldPanel("year"),
        MultiFieldPanel(
            [FieldPanel("dual_qualified_ratio"), FieldPanel("industry_expert_ratio")],
            heading=_("Shares"),
            help_text=_("As parts of one: 0.3 is 30 %. Empty means unknown, not zero."),
        ),
        FieldPanel("flag"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("figures_on")]),
        FieldPanel("is_demo"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[MajorTeam]:
        return MajorTeam.objects.select_related("school", "major")


class ContactViewSet(RegisterViewSet):
    model = ContactPoint
    icon = "mail"
    menu_label = _("Contacts")
    menu_order = 100
    register_name = "contacts"
    export_extra_columns = (
        ExportColumn("is_public", "是否公开", lambda contact: "是" if contact.is_public else "否"),
    )
    list_display = (
        "office",
        "kind",
        "region",
        "phone",
        BooleanColumn("is_public", label=_("Shown to the public"), sort_key="is_public"),
        "confirmed_on",
        DEMO_COLUMN,
    )
    list_filter = ("kind", "region", "is_public", "show_person", "is_demo")
    inspect_view_fields = (
        "kind",
        "office",
        "duty",
        "region",
        "school",
        "organization",
        "phone",
        "email",
        "address",
        "postal_code",
        "is_public",
        "confirmed_on",
        "is_demo",
    )
    panels = (
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("office"),
                FieldPanel("duty"),
                FieldPanel("region"),
                FieldPanel("school"),
                FieldPanel("organization"),
            ],
            heading=_("Office"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("phone", help_text=_("A landline of the office, not a mobile.")),
                FieldPanel("email"),
                FieldRowPanel([FieldPanel("address"), FieldPanel("postal_code")]),
            ],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("person"), FieldPanel("mobile")]),
                FieldPanel("show_person"),
            ],
            heading=_("Person (protected)"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_public"),
                FieldRowPanel([FieldPanel("confirmed_on"), FieldPanel("position")]),
                FieldPanel("is_demo"),
            ],
            heading=_("Publication"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPoint]:
        return ContactPoint.objects.select_related("region")


class QQGroupViewSet(RegisterViewSet):
    model = QQGroup
    icon = "comment"
    menu_label = _("QQ groups")
    menu_order = 110
    register_name = "groups"
    search_lookups = ("name", "number", "audience")
    list_display = (
        "name",
        "number",
        "audience",
        "batch",
        BooleanColumn("is_public", label=_("Shown to the public"), sort_key="is_public"),
        DEMO_COLUMN,
    )
    list_filter = ("batch", "region", "is_public", "is_demo")
    inspect_view_fields = (
        "name",
        "number",
        "audience",
        "purpose",
        "joining_note",
        "batch",
        "region",
        "files",
        "is_public",
        "is_demo",
    )
    panels = (
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("number"),
                FieldPanel("audience"),
                FieldPanel("joining_note"),
                FieldPanel("purpose"),
                FieldRowPanel([FieldPanel("batch"), FieldPanel("region")]),
            ],
            heading=_("QQ group details"),
        ),
        InlinePanel(
            "files",
            [FieldPanel("document"), FieldPanel("title"), FieldPanel("issued_on")],
            heading=_("Files issued in the group"),
            label=_("Group file"),
            help_text=_("Mirrored on the site, so that nobody has to join to read them."),
        ),
        MultiFieldPanel(
            [FieldPanel("is_public"), FieldPanel("position"), FieldPanel("is_demo")],
            heading=_("Publication"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[QQGroup]:
        return QQGroup.objects.select_related("batch")


class RegionViewSet(RegisterViewSet):
    """The 14 prefectures: to read and to correct (see the permission policy)."""

    model = Region
    icon = "globe"
    menu_label = _("Regions")
    menu_order = 120
    search_lookups = ("code", "name", "short_name")
    chooser_viewset_class = QuietChooserViewSet
    list_display = ("name", "short_name", "code")
    inspect_view_fields = ("code", "name", "short_name")
    panels = (FieldPanel("name"), FieldPanel("short_name"))


class RegistryMenu(RegisterMenuGroup):
    menu_label = _("Filing and pilot of certificates")
    menu_icon = "folder-open-inverse"
    menu_name = "xcms-registry"
    menu_order = 150
    items: Any = (
        SchoolViewSet,
        CertificateViewSet,
        MajorViewSet,
        MajorTeamViewSet,
        ContactViewSet,
        QQGroupViewSet,
        RegionViewSet,
    )
