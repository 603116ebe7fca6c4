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
from xcms.files.shown import ShownFile, show_files, shown_file
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.columns import ListColumn
from xcms.views.lists import RegisterListView


@dataclass(frozen=True, slots=True)
class MirroredFile:
    """A file of a QQ group as the site offers it."""

    title: str
    file: ShownFile
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
        groups = groups_with_files(QQGroup.objects.public())
        offices = groupby(self.shown(context["found"].objects), key=lambda contact: contact.kind)
        context["has_demo"] = context["has_demo"] or any(group.is_demo for group in groups)
        return super().get_context_data(
            **context,
            offices=[(ContactKind(kind).label, list(contacts)) for kind, contacts in offices],
            groups=groups,
        )


def groups_with_files(chosen: QuerySet[QQGroup]) -> list[QQGroup]:
    """These groups with their open ``mirrored`` files. Four queries."""
    groups = list(
        chosen.select_related("batch", "region").prefetch_related(
            Prefetch("files", QQGroupFile.objects.select_related("document__collection"))
        )
    )
    closed = closed_collections()
    for group in groups:
        group.mirrored = [file for file in group.files.all() if is_open(file.document, closed)]
    show_files(file.document for group in groups for file in group.mirrored)
    for group in groups:
        group.mirrored = [
            MirroredFile(str(file), shown_file(file.document), file.issued_on)
            for file in group.mirrored
        ]
    return groups


def closed_collections() -> tuple[str, ...]:
    """Paths of the collections whose files are not for everybody. One query."""
    return tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))


def is_open(document: Any, closed: tuple[str, ...]) -> bool:
    return not (closed and document.collection.path.startswith(closed))
