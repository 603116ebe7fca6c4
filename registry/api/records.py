"""The records of the API: every field with its type and what it means. A test compares them with the columns."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from registry.enums import (
    ApprovalStatus,
    CertificateLevel,
    ContactKind,
    MajorLevel,
    NationalBatch,
    SchoolLevel,
)
from xcms.api.schemas import Content, Says

PublicId = Annotated[
    str, Says(_("The record's id: ten characters, never changes, says nothing by itself."))
]
IsDemo = Annotated[bool, Says(_("Generated demo data, not a real record."))]
SchoolCode = Annotated[str, Says(_("The school's code: ten digits."))]
SchoolName = Annotated[str, Says(_("The school's full name."))]
RegionName = Annotated[str, Says(_("The prefecture's name; empty where none is named."))]
RegionCode = Annotated[
    str, Says(_("The prefecture's GB/T 2260 code: six digits; empty where none is named."))
]
OrganizationName = Annotated[
    str, Says(_("The training and assessment organisation that owns the certificate."))
]
OrganizationId = Annotated[str, Says(_("Id of the organisation; empty where there is none."))]
CertificateName = Annotated[str, Says(_("The certificate's name."))]
CertificateId = Annotated[
    str, Says(_("Id of the certificate; its record is public while a list names it."))
]
RoundKey = Annotated[
    str, Says(_("The round: “2020-3-1” is round 1 of the third batch of 2020; empty for none."))
]
CatalogueYear = Annotated[int, Says(_("The year of the official catalogue of majors."))]
MajorCode = Annotated[str, Says(_("The major's code in its catalogue; may be empty."))]
BasisUrl = Annotated[
    str,
    Says(
        _("Address of that text on this site, at the clause; empty where it is not published here.")
    ),
]
Website = Annotated[str, Says(_("Address of the website; may be empty."))]
Phone = Annotated[str, Says(_("Office landline; never a mobile."))]
Note = Annotated[str, Says(_("An explanatory note; may be empty."))]


class School(Content):
    """A school of the pilot (试点院校)."""

    id: PublicId
    code: SchoolCode
    name: SchoolName
    authority: Annotated[str, Says(_("The competent authority; may be empty."))]
    region: RegionName
    level: Annotated[SchoolLevel, Says(_("The school's level."))]
    is_private: Annotated[bool, Says(_("Privately run."))]
    former_names: Annotated[list[str], Says(_("Names that it had before."))]
    aliases: Annotated[list[str], Says(_("Short names and aliases."))]
    website: Website
    is_demo: IsDemo
    region_code: RegionCode


class SchoolYear(Content):
    """A school's figures of one year (年度办学数据): the bases of the caps."""

    id: PublicId
    school_code: SchoolCode
    school: SchoolName
    year: Annotated[int, Says(_("The year that the figures are of."))]
    majors_count: Annotated[int | None, Says(_("Number of majors; null where not known."))]
    enrolment: Annotated[int | None, Says(_("Students enrolled; null where not known."))]
    source: Annotated[str, Says(_("Where the figures come from."))]
    figures_on: Annotated[
        date | None, Says(_("The day on which they were counted; null where not known."))
    ]
    is_demo: IsDemo


class Major(Content):
    """A major of the official catalogue (专业)."""

    id: PublicId
    catalogue_year: CatalogueYear
    level: Annotated[MajorLevel, Says(_("The level of education."))]
    code: MajorCode
    name: Annotated[str, Says(_("The major's name."))]
    is_demo: IsDemo


class Organization(Content):
    """A training and assessment organisation (培训评价组织) that owns a filed certificate."""

    id: PublicId
    name: Annotated[str, Says(_("The organisation's name."))]
    credit_code: Annotated[str, Says(_("Unified social credit code; may be empty."))]
    website: Website
    note: Note
    is_demo: IsDemo


class Certificate(Content):
    """A vocational skill-level certificate (职业技能等级证书) that a published list names."""

    id: PublicId
    national_batch: Annotated[
        NationalBatch, Says(_("The national batch that published it, not one of the province's."))
    ]
    name: CertificateName
    organization: OrganizationName
    levels: Annotated[list[CertificateLevel], Says(_("The levels that it is offered at."))]
    standard_url: Annotated[str, Says(_("Link to the standard; may be empty."))]
    description: Note
    is_demo: IsDemo
    filing_is_demo: Annotated[bool, Says(_("A filing that makes it public is demo data."))]
    organization_id: OrganizationId


class Filing(Content):
    """A certificate filed in a round (备案), as the current edition of the round's list says it."""

    id: PublicId
    round: RoundKey
    certificate: CertificateName
    organization: OrganizationName
    levels: Annotated[list[CertificateLevel], Says(_("The levels filed."))]
    school_levels: Annotated[list[SchoolLevel], Says(_("The levels of schools that may offer it."))]
    majors_range: Annotated[str, Says(_("The range of majors, as a text."))]
    fee: Annotated[str, Says(_("The fee, as a text."))]
    cost_basis: Annotated[str, Says(_("What the fee is reckoned from."))]
    exam_sites: Annotated[str, Says(_("Exam sites."))]
    note: Note
    revoked_on: Annotated[
        date | None, Says(_("The day from which it is revoked; null if it is not."))
    ]
    revocation_basis: Annotated[str, Says(_("Text and clause that the revocation rests on."))]
    revocation_basis_url: BasisUrl
    is_demo: IsDemo
    certificate_id: CertificateId


class Approval(Content):
    """A school's approved line (试点资格) with its state on the day of the answer."""

    id: PublicId
    school_code: SchoolCode
    school: SchoolName
    region: RegionName
    school_level: Annotated[SchoolLevel, Says(_("The school's level."))]
    certificate: CertificateName
    organization: OrganizationName
    level: Annotated[
        CertificateLevel | Literal[""], Says(_("The certificate level; empty: not specified."))
    ]
    major_code: MajorCode
    major: Annotated[str, Says(_("The major's name; empty: not specified."))]
    major_catalogue_year: Annotated[int | None, Says(_("The year of the major's catalogue."))]
    quota: Annotated[int, Says(_("The approved scale in persons; 0 once revoked."))]
    status: Annotated[ApprovalStatus, Says(_("The state on the day of the answer."))]
    effective_from: Annotated[date, Says(_("First day of the decision that rules."))]
    effective_to: Annotated[
        date | None, Says(_("The day on which it no longer holds; null: until further notice."))
    ]
    round: RoundKey
    basis: Annotated[str, Says(_("The text that the decision rests on."))]
    clause: Annotated[
        str, Says(_("The clause of that text; empty where the basis itself names it, or none."))
    ]
    basis_url: BasisUrl
    synchronised_on: Annotated[
        date | None,
        Says(_("When it last agreed with the national platform; null: never compared.")),
    ]
    is_demo: IsDemo
    certificate_id: CertificateId
    organization_id: OrganizationId
    region_code: RegionCode


class Contact(Content):
    """An office and how to reach it (联系方式). Persons are never part of the API."""

    id: PublicId
    kind: Annotated[ContactKind, Says(_("Whose office it is."))]
    region: RegionName
    school: Annotated[str, Says(_("The school whose office it is; empty otherwise."))]
    organization: Annotated[str, Says(_("The organisation whose office it is; empty otherwise."))]
    office: Annotated[str, Says(_("The office's name."))]
    duty: Annotated[str, Says(_("What it answers."))]
    phone: Phone
    email: Annotated[str, Says(_("E-mail of the office; may be empty."))]
    address: Annotated[str, Says(_("Postal address; may be empty."))]
    postal_code: Annotated[str, Says(_("Six digits; may be empty."))]
    confirmed_on: Annotated[date | None, Says(_("When it was last confirmed; null: not known."))]
    is_demo: IsDemo
    region_code: RegionCode


class Group(Content):
    """A QQ working group (工作群)."""

    id: PublicId
    name: Annotated[str, Says(_("The group's name."))]
    number: Annotated[str, Says(_("The QQ group number."))]
    audience: Annotated[str, Says(_("Who may join."))]
    purpose: Annotated[str, Says(_("What it is for."))]
    joining_note: Annotated[str, Says(_("The note to write when joining."))]
    batch: Annotated[str, Says(_("The batch, such as “2020-3”; empty for none."))]
    region: RegionName
    is_demo: IsDemo
    region_code: RegionCode


class Round(Content):
    """A round (轮次) of one of the province's batches."""

    id: PublicId
    key: RoundKey
    batch: Annotated[str, Says(_("The batch's key: “2020-3” is the third batch of 2020."))]
    batch_title: Annotated[str, Says(_("The batch's title."))]
    number: Annotated[int, Says(_("Number of the round within its batch."))]
    filing_deadline: Annotated[date, Says(_("Organisations file until the end of this day."))]
    application_deadline: Annotated[date, Says(_("Schools apply until the end of this day."))]
    municipal_review_due: Annotated[
        date, Says(_("Bureaus answer until the end of this day: working days of China."))
    ]
    municipal_review_is_provisional: Annotated[
        bool, Says(_("Whether that day may still move: not all its holidays are announced."))
    ]
    is_demo: IsDemo
