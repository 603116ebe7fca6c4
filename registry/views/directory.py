"""The directory: offices and QQ groups."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy
from wagtail.models import CollectionViewRestriction

from registry.enums import ContactKind
from registry.filters import ContactFilterSet
from registry.models import ContactPoint, QQGroup, QQGroupFile
from registry.views.persons import PersonsStayUnindexed
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.columns import ListColumn
from xcms.views.lists import RegisterListView


@dataclass(frozen=True, slots=True)
class MirroredFile:
    """A file of a QQ group as the site offers it; ``size`` in bytes, None where the file is gone."""

    title: str
    url: str
    format: str
    size: int | None
    issued_on: date | None


class DirectoryView(PersonsStayUnindexed, RegisterListView):
    register = "contacts"
    title = gettext_lazy("Directory")
    description = gettext_lazy(
        "The offices in charge and how to reach them, and the QQ groups with who may join and their files."
    )
    filterset_class = ContactFilterSet
    template_name = "xcms_registry/directory.html"
    # The page has its own layout; the feed says the same in lines.
    columns: ClassVar = (
        ListColumn(
            key="office", header=gettext_lazy("Office"), value=lambda contact: contact.office
        ),
        ListColumn(
            key="kind",
            header=gettext_lazy("Kind"),
            value=lambda contact: contact.get_kind_display(),
        ),
        ListColumn(
            key="phone", header=gettext_lazy("Office phone"), value=lambda contact: contact.phone
        ),
        ListColumn(key="email", header=gettext_lazy("E-mail"), value=lambda contact: contact.email),
        ListColumn(
            key="address", header=gettext_lazy("Address"), value=lambda contact: contact.address
        ),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return ContactPoint.objects.public().select_related("region", "school", "organization")

    def get_breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs(Crumb(self.title, ""))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        groups = _public_groups()
        offices = groupby(self.shown(context["found"].objects), key=lambda contact: contact.kind)
        context["has_demo"] = context["has_demo"] or any(group.is_demo for group in groups)
        return super().get_context_data(
            **context,
            offices=[(ContactKind(kind).label, list(contacts)) for kind, contacts in offices],
            groups=groups,
        )


def _public_groups() -> list[QQGroup]:
    """Public groups with their open ``mirrored`` files. Three queries."""
    groups = list(
        QQGroup.objects.public()
        .select_related("batch", "region")
        .prefetch_related(
            Prefetch("files", QQGroupFile.objects.select_related("document__collection"))
        )
    )
    closed = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    for group in groups:
        group.mirrored = [
            _mirrored(file)
            for file in group.files.all()
            if not (closed and file.document.collection.path.startswith(closed))
        ]
    return groups


def _mirrored(file: QQGroupFile) -> MirroredFile:
    document = file.document
    return MirroredFile(
        title=str(file),
        url=document.url,
        format=document.file_extension.upper(),
        size=_size(document),
        issued_on=file.issued_on,
    )


def _size(document: Any) -> int | None:
    # Not get_file_size(): that writes what it finds to the database, in a visitor's request.
    if document.file_size is not None:
        return int(document.file_size)
    try:
        return int(document.file.size)
    except (OSError, ValueError):
        return None
