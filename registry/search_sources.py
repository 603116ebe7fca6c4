"""What the site's search finds in the register: what its public lists find, and no person."""

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.enums import ContactKind, SchoolLevel
from registry.filters import (
    CertificateFilterSet,
    ContactFilterSet,
    OrganizationFilterSet,
    SchoolFilterSet,
)
from registry.models import Certificate, ContactPoint, Organization, QQGroup, School, SchoolName
from registry.services.exact_names import certificate_called, organization_called, school_called
from registry.views.certificates import attach_published
from registry.views.labels import label
from registry.views.linked import certificate_url, organization_url, school_url
from xcms.search.question import Question
from xcms.search.records import RecordSource
from xcms.search.sources import Hit, Names, SearchFound, SearchSource, Visit
from xcms.search.words import normal_form


class CertificateSource(RecordSource):
    key = "certificates"
    label = gettext_lazy("Filed certificates")
    order = 30
    filterset_class = CertificateFilterSet
    list_name = "xcms_registry:certificate_list"

    def public(self) -> QuerySet[Any]:
        return Certificate.objects.public().select_related("organization")

    def called(self, text: str) -> Certificate | None:
        return certificate_called(text)

    def record_url(self, record: Any) -> str:
        return certificate_url(record)

    def hits(self, records: Sequence[Any]) -> list[Hit]:
        attach_published(records)
        return [
            Hit(
                kind=self.key,
                key=f"certificates/{certificate.public_id}",
                title=certificate.name,
                url=certificate_url(certificate),
                meta=[
                    text
                    for text in (
                        certificate.organization.name,
                        certificate.levels_text,
                        certificate.rounds_text,
                    )
                    if text
                ],
                is_demo=certificate.shows_demo,
                is_withdrawn=bool(certificate.published)
                and all(filing.revoked_on for filing in certificate.published),
            )
            for certificate in records
        ]


class SchoolSource(RecordSource):
    key = "schools"
    label = gettext_lazy("Pilot schools")
    order = 40
    filterset_class = SchoolFilterSet
    list_name = "xcms_registry:school_list"

    def public(self) -> QuerySet[Any]:
        return School.objects.public().with_public_associations()

    def called(self, text: str) -> School | None:
        return school_called(text)

    def record_url(self, record: Any) -> str:
        return school_url(record)

    def hits(self, records: Sequence[Any]) -> list[Hit]:
        return [
            Hit(
                kind=self.key,
                key=f"schools/{school.code}",
                title=school.name,
                url=school_url(school),
                meta=[school.region.short_name, label(SchoolLevel, school.level), school.code],
                text=_("Other names: %(names)s") % {"names": "、".join(aliases)} if aliases else "",
                is_demo=school.is_demo,
            )
            for school in records
            for aliases in [school.alias_texts()]
        ]

    def known_names(self, visit: Visit) -> Names:
        names = School.objects.public().order_by().values_list("name", flat=True)
        aliases = SchoolName.objects.order_by().values_list("name", flat=True)
        return Names(names=[*names, *aliases])


class OrganizationSource(RecordSource):
    key = "organizations"
    label = gettext_lazy("Training and assessment organisations")
    order = 50
    filterset_class = OrganizationFilterSet
    list_name = "xcms_registry:organization_list"

    def public(self) -> QuerySet[Any]:
        return Organization.objects.public()

    def called(self, text: str) -> Organization | None:
        return organization_called(text)

    def record_url(self, record: Any) -> str:
        return organization_url(record)

    def hits(self, records: Sequence[Any]) -> list[Hit]:
        owned: dict[int, list[Certificate]] = {}
        for certificate in Certificate.objects.public().filter(organization__in=records):
            owned.setdefault(certificate.organization_id, []).append(certificate)
        return [
            Hit(
                kind=self.key,
                key=f"organizations/{organization.public_id}",
                title=organization.name,
                url=organization_url(organization),
                text=_("Filed certificates: %(names)s") % {"names": "、".join(names)},
                is_demo=organization.is_demo,
            )
            for organization in records
            for names in [[one.name for one in owned.get(organization.pk, [])]]
        ]


class ContactSource(RecordSource):
    """Offices. A person is neither looked for nor shown."""

    key = "contacts"
    label = gettext_lazy("Contacts")
    order = 60
    filterset_class = ContactFilterSet
    list_name = "xcms_registry:directory"
    key_field = ""
    name_field = "office"

    def public(self) -> QuerySet[Any]:
        return ContactPoint.objects.public().select_related("region", "school", "organization")

    def record_url(self, record: Any) -> str:
        return f"{self.list_url()}?{urlencode({'q': record.office})}"

    def hits(self, records: Sequence[Any]) -> list[Hit]:
        return [
            Hit(
                kind=self.key,
                key=f"contacts/{contact.public_id}",
                title=contact.office,
                url=self.record_url(contact),
                meta=[
                    str(text)
                    for text in (
                        label(ContactKind, contact.kind),
                        contact.school or contact.organization or contact.region,
                        contact.phone,
                        contact.email,
                    )
                    if text
                ],
                text="\n".join(text for text in (contact.duty, contact.address) if text),
                is_demo=contact.is_demo,
            )
            for contact in records
        ]


class GroupSource(SearchSource):
    """QQ groups, all of which are on the directory's page: few, so that no column of search text is kept."""

    key = "groups"
    label = gettext_lazy("QQ groups")
    order = 65

    _COLUMNS: ClassVar = ("name", "number", "audience", "purpose")

    def list_url(self) -> str:
        return f"{reverse('xcms_registry:directory')}#groups"

    def find(self, question: Question, visit: Visit, *, limit: int, offset: int = 0) -> SearchFound:
        has = any if question.is_any else all
        found = [
            group
            for group in QQGroup.objects.public().select_related("region")
            if has(term.is_in(self._text(group)) for term in question.terms)
        ]
        return SearchFound(
            count=len(found),
            hits=[self._hit(group) for group in found[offset : offset + limit]],
            list_url=self.list_url() if found else "",
        )

    def _text(self, group: QQGroup) -> str:
        return "\n".join(normal_form(getattr(group, column)) for column in self._COLUMNS)

    def _hit(self, group: Any) -> Hit:
        return Hit(
            kind=self.key,
            key=f"groups/{group.public_id}",
            title=group.name,
            url=self.list_url(),
            meta=[
                str(text)
                for text in (
                    _("Group number %(number)s") % {"number": group.number},
                    group.audience,
                    group.region,
                )
                if text
            ],
            text=group.purpose,
            is_demo=group.is_demo,
        )


def sources() -> list[SearchSource]:
    """What the ``register_xcms_search_sources`` hook gives to the site's search."""
    return [
        CertificateSource(),
        SchoolSource(),
        OrganizationSource(),
        ContactSource(),
        GroupSource(),
    ]
