"""The registers of the pilot as files: what is public of each, and the columns by which imports know it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from registry.application_columns import APPLICATION_COLUMNS
from registry.exports.approvals import approvals_hidden_since, coded_approvals
from registry.importers.examples import EXAMPLES
from registry.models import (
    Application,
    ApplicationLine,
    Approval,
    ApprovalDecision,
    Certificate,
    Completion,
    ContactPoint,
    Filing,
    Major,
    Organization,
    QQGroup,
    School,
    SchoolYear,
)
from registry.office_columns import COMPLETION_COLUMNS
from registry.permissions import CHANGE_SCHOOL, permissions
from registry.services.basis_addresses import (
    BasisAddresses,
    links_of_approvals,
    links_of_filings,
)
from registry.sheet_columns import (
    APPROVAL_COLUMNS,
    CERTIFICATE_COLUMNS,
    CONTACT_COLUMNS,
    FILING_COLUMNS,
    GROUP_COLUMNS,
    MAJOR_COLUMNS,
    ORGANIZATION_COLUMNS,
    SCHOOL_COLUMNS,
    SCHOOL_YEAR_COLUMNS,
    ruling_decision,
)
from xcms.days import shanghai_today
from xcms.registers import Register, register


def _with_filing_marks(certificates: QuerySet[Any]) -> QuerySet[Any]:
    demo = Filing.objects.public().filter(certificate=OuterRef("pk"), is_demo=True)
    return certificates.select_related("organization").annotate(filing_is_demo=Exists(demo))


def _with_decisions(approvals: Any) -> QuerySet[Any]:
    decisions = ApprovalDecision.objects.public().select_related("round__batch")
    return approvals.with_public_associations().prefetch_related(
        Prefetch("decisions", decisions, to_attr="valid_decisions")
    )


def _approvals_lead_to_their_bases(approvals: Sequence[Any]) -> None:
    decisions = [ruling_decision(approval) for approval in approvals]
    addresses = BasisAddresses.whole(decision.basis for decision in decisions)
    for approval, decision in zip(approvals, decisions, strict=True):
        approval.basis_url = addresses.of(decision.basis, decision.clause)


def filings_lead_to_their_bases(filings: Sequence[Any]) -> None:
    addresses = BasisAddresses.whole(filing.revocation_basis for filing in filings)
    for filing in filings:
        filing.revocation_basis_url = addresses.of(filing.revocation_basis)


#: Where an import offers to register a name as an alias of the school it nearly fits.
ADD_ALIAS = "registry.services.schools.add_alias"

register(
    Register(
        name="schools",
        label=_("Schools"),
        public_queryset=School.objects.public,
        prepare=lambda schools: schools.with_public_associations(),
        export_columns=SCHOOL_COLUMNS,
        list_view="xcms_registry:school_list",
        filterset="registry.filters.SchoolFilterSet",
        importer="registry.importers.schools.SchoolImporter",
        import_permissions=permissions("add_school", "change_school"),
        examples=EXAMPLES["schools"],
    )
)
register(
    Register(
        name="school-years",
        label=_("Figures by year"),
        public_queryset=SchoolYear.objects.public,
        prepare=lambda years: years.select_related("school"),
        export_columns=SCHOOL_YEAR_COLUMNS,
        importer="registry.importers.school_years.SchoolYearImporter",
        import_permissions=permissions("change_school"),
        examples=EXAMPLES["school-years"],
        alias_service=ADD_ALIAS,
        alias_permission=CHANGE_SCHOOL,
    )
)
register(
    Register(
        name="majors",
        label=_("Majors"),
        public_queryset=Major.objects.public,
        export_columns=MAJOR_COLUMNS,
        importer="registry.importers.majors.MajorImporter",
        import_permissions=permissions("add_major", "change_major"),
        examples=EXAMPLES["majors"],
    )
)
register(
    Register(
        name="organizations",
        label=_("Organisations"),
        public_queryset=Organization.objects.public,
        export_columns=ORGANIZATION_COLUMNS,
        list_view="xcms_registry:organization_list",
        filterset="registry.filters.OrganizationFilterSet",
        importer="registry.importers.organizations.OrganizationImporter",
        import_permissions=permissions("add_organization", "change_organization"),
        examples=EXAMPLES["organizations"],
    )
)
register(
    Register(
        name="certificates",
        label=_("Vocational certificates"),
        public_queryset=Certificate.objects.public,
        prepare=_with_filing_marks,
        export_columns=CERTIFICATE_COLUMNS,
        list_view="xcms_registry:certificate_list",
        filterset="registry.filters.CertificateFilterSet",
        importer="registry.importers.certificates.CertificateImporter",
        import_permissions=permissions("add_certificate", "change_certificate"),
        examples=EXAMPLES["certificates"],
    )
)
register(
    Register(
        name="filings",
        label=_("Filings"),
        public_queryset=Filing.objects.public,
        prepare=lambda filings: filings.with_associations(),
        complete=filings_lead_to_their_bases,
        links=links_of_filings,
        export_columns=FILING_COLUMNS,
        importer="registry.importers.filings.FilingImporter",
        import_permissions=permissions("add_filing", "change_filing"),
        examples=EXAMPLES["filings"],
    )
)
register(
    Register(
        name="applications",
        label=_("Applications"),
        # What a list shows is an application; a row of its file is one of the lines.
        public_queryset=Application.objects.public,
        office_queryset=ApplicationLine.objects.all,
        prepare=lambda lines: lines.with_application(),
        export_columns=APPLICATION_COLUMNS,
        importer="registry.importers.applications.ApplicationImporter",
        import_permissions=permissions("add_application", "change_application"),
        examples=EXAMPLES["applications"],
        alias_service=ADD_ALIAS,
        alias_permission=CHANGE_SCHOOL,
    )
)
register(
    Register(
        name="approvals",
        label=_("Approvals"),
        public_queryset=lambda: Approval.objects.public().with_state(shanghai_today()),
        prepare=_with_decisions,
        complete=_approvals_lead_to_their_bases,
        coded=coded_approvals,
        hidden_since=approvals_hidden_since,
        links=links_of_approvals,
        export_columns=APPROVAL_COLUMNS,
        list_view="xcms_registry:approval_list",
        filterset="registry.filters.ApprovalFilterSet",
        importer="registry.importers.approvals.ApprovalImporter",
        import_permissions=permissions("add_approval", "add_approvaldecision"),
        examples=EXAMPLES["approvals"],
        alias_service=ADD_ALIAS,
        alias_permission=CHANGE_SCHOOL,
    )
)
register(
    Register(
        name="completions",
        label=_("Completion of batches"),
        public_queryset=Completion.objects.public,
        office_queryset=Completion.objects.all,
        prepare=lambda completions: completions.with_associations(),
        export_columns=COMPLETION_COLUMNS,
        importer="registry.importers.completions.CompletionImporter",
        import_permissions=permissions("add_completion", "change_completion"),
        examples=EXAMPLES["completions"],
        alias_service=ADD_ALIAS,
        alias_permission=CHANGE_SCHOOL,
    )
)
register(
    Register(
        name="contacts",
        label=_("Contacts"),
        public_queryset=ContactPoint.objects.public,
        prepare=lambda contacts: contacts.select_related("region", "school", "organization"),
        export_columns=CONTACT_COLUMNS,
        list_view="xcms_registry:directory",
        importer="registry.importers.contacts.ContactImporter",
        import_permissions=permissions("add_contactpoint", "change_contactpoint"),
        examples=EXAMPLES["contacts"],
        alias_service=ADD_ALIAS,
        alias_permission=CHANGE_SCHOOL,
    )
)
register(
    Register(
        name="groups",
        label=_("QQ groups"),
        public_queryset=QQGroup.objects.public,
        prepare=lambda groups: groups.select_related("batch", "region"),
        export_columns=GROUP_COLUMNS,
        importer="registry.importers.groups.GroupImporter",
        import_permissions=permissions("add_qqgroup", "change_qqgroup"),
        examples=EXAMPLES["groups"],
    )
)
