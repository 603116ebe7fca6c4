"""The endpoints of ``/api/registry/``: each register once, from the same public queryset and filters as its page."""

from django.utils.translation import gettext_lazy as _

from registry import registers as exported
from registry.api import changes, records
from registry.api.columns import (
    FILING_COLUMNS,
    ID,
    ROUND_COLUMNS,
    coded,
    region_code,
    with_published_rows,
)
from registry.filters import ContactFilterSet
from registry.models import (
    Certificate,
    ContactPoint,
    Filing,
    Organization,
    QQGroup,
    Round,
)
from xcms.api.endpoints import Changes, Endpoint
from xcms.registers import Register, get_register

_ID_HELP = _("The record's id.")

_FILINGS = Register(
    name="filings",
    label=_("Filings"),
    public_queryset=Filing.objects.public,
    prepare=with_published_rows,
    complete=exported.filings_lead_to_their_bases,
    export_columns=FILING_COLUMNS,
)
_ROUNDS = Register(
    name="rounds",
    label=_("Rounds"),
    public_queryset=Round.objects.public,
    prepare=lambda rounds: rounds.select_related("batch"),
    export_columns=ROUND_COLUMNS,
)


ENDPOINTS = (
    Endpoint(
        register=get_register("schools"),
        filterset=get_register("schools").filterset_class(),
        record=records.School,
        columns=(ID, *exported.SCHOOL_COLUMNS, region_code()),
        description=_(
            "The pilot's schools. Certificate, level, major and status ask for an approved line that has them all."
        ),
        lookup="code",
        lookup_help=_("The school's code: ten digits."),
        lookup_pattern="^[0-9]{10}$",
        changes=Changes(legs=changes.school_legs),
        examples=((_("Secondary schools of Changsha"), "region=430100&school_level=secondary"),),
    ),
    Endpoint(
        register=get_register("school-years"),
        record=records.SchoolYear,
        columns=(ID, *exported.SCHOOL_YEAR_COLUMNS),
        description=_(
            "Each school's number of majors and enrolment by year: the bases of the caps."
        ),
        lookup_help=_ID_HELP,
        changes=Changes(legs=changes.school_year_legs),
    ),
    Endpoint(
        register=get_register("majors"),
        record=records.Major,
        columns=(ID, *exported.MAJOR_COLUMNS),
        description=_("The majors of the official catalogues."),
        lookup_help=_ID_HELP,
    ),
    Endpoint(
        register=get_register("organizations"),
        filterset=get_register("organizations").filterset_class(),
        record=records.Organization,
        columns=exported.ORGANIZATION_COLUMNS,
        description=_("Organisations that own a certificate of a published list."),
        lookup_help=_ID_HELP,
        changes=Changes(
            legs=changes.organization_legs,
            once_public=changes.ORGANIZATION_ONCE_PUBLIC,
            withdrawn=changes.withdrawn(Organization),
        ),
    ),
    Endpoint(
        register=get_register("certificates"),
        filterset=get_register("certificates").filterset_class(),
        record=records.Certificate,
        columns=(
            *exported.CERTIFICATE_COLUMNS,
            coded("organization_id", "培训评价组织编号", "organization", "public_id"),
        ),
        description=_("Certificates that a published list names."),
        lookup_help=_ID_HELP,
        changes=Changes(
            legs=changes.certificate_legs,
            once_public=changes.CERTIFICATE_ONCE_PUBLIC,
            withdrawn=changes.withdrawn(Certificate),
        ),
        examples=((_("Certificates with “logistics” in their name"), "q=物流"),),
    ),
    Endpoint(
        register=_FILINGS,
        record=records.Filing,
        columns=FILING_COLUMNS,
        description=_(
            "The rows of the published lists, each as the current edition says it; revocations show at once."
        ),
        lookup_help=_ID_HELP,
        changes=Changes(legs=changes.filing_legs, once_public=changes.FILING_ONCE_PUBLIC),
    ),
    Endpoint(
        register=get_register("approvals"),
        filterset=get_register("approvals").filterset_class(),
        record=records.Approval,
        columns=(
            *exported.APPROVAL_COLUMNS,
            coded("certificate_id", "证书编号", "certificate", "public_id"),
            coded(
                "organization_id", "培训评价组织编号", "certificate", "organization", "public_id"
            ),
            region_code("school"),
        ),
        description=_(
            "Approved lines. Without “status” those in force on the day; with “as_of” the state of another day. "
            "“changed_since” tells lines in every state."
        ),
        lookup_help=_ID_HELP,
        changes=Changes(legs=changes.approval_legs, once_public=changes.APPROVAL_ONCE_PUBLIC),
        examples=(
            (
                _("Lines of Changsha's schools at the intermediate level"),
                "region=430100&certificate_level=intermediate",
            ),
            (_("Revoked and ended lines"), "status=revoked&status=ended"),
        ),
    ),
    Endpoint(
        register=get_register("contacts"),
        filterset=ContactFilterSet,
        record=records.Contact,
        columns=(ID, *exported.CONTACT_COLUMNS, region_code()),
        description=_(
            "Offices of the directory; without “q” or “kind” the province's and the bureaus'. No persons."
        ),
        lookup_help=_ID_HELP,
        changes=Changes(
            legs=changes.contact_legs,
            once_public=changes.CONTACT_ONCE_PUBLIC,
            withdrawn=changes.withdrawn(ContactPoint),
        ),
        examples=((_("Municipal bureaus"), "kind=bureau"),),
    ),
    Endpoint(
        register=get_register("groups"),
        record=records.Group,
        columns=(ID, *exported.GROUP_COLUMNS, region_code()),
        description=_("QQ working groups and who may join them."),
        lookup_help=_ID_HELP,
        changes=Changes(legs=changes.group_legs, withdrawn=changes.withdrawn(QQGroup)),
    ),
    Endpoint(
        register=_ROUNDS,
        record=records.Round,
        columns=ROUND_COLUMNS,
        description=_("The rounds of the province's batches and their deadlines."),
        lookup_help=_ID_HELP,
        changes=Changes(legs=changes.round_legs, withdrawn=changes.withdrawn(Round)),
    ),
)
