"""What pages say of files: address, format, size, SHA-256, day, and the former versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from xcms.days import SHANGHAI
from xcms.models import DocumentFile, DocumentVersion
from xcms.search.attachments.visibility import public_documents

_ATTRIBUTE = "_xcms_shown_file"


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """``url`` is "" for one that is withheld: that there was one is no secret, what it said is."""

    number: int
    url: str
    format: str
    size: int | None
    sha256: str
    since: date
    until: date
    note: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """``size`` in bytes, None where unknown; ``sha256`` is "" until it is known."""

    title: str
    url: str
    name: str
    format: str
    size: int | None
    sha256: str
    day: date
    number: int
    history: Sequence[ShownVersion] = ()

    @property
    def short_sha256(self) -> str:
        return self.sha256[:12]


def shown_file(document: Any) -> ShownFile:
    """As ``show_files()`` has left it, else asked for now."""
    if not is_shown(document):
        show_files([document])
    found: ShownFile = getattr(document, _ATTRIBUTE)
    return found


def is_shown(document: Any) -> bool:
    return getattr(document, _ATTRIBUTE, None) is not None


def show_files(documents: Iterable[Any]) -> None:
    """Give each document what ``shown_file()`` says of it. One query for all; four more where one of them has
    former versions."""
    everyone = [document for document in documents if document is not None]
    if not everyone:
        return
    records = DocumentFile.objects.in_bulk({document.pk for document in everyone})
    several = [key for key, record in records.items() if record.number > 1]
    history = _public_history({key: records[key] for key in several}) if several else {}
    for document in everyone:
        record = records.get(document.pk)
        shown = _shown(document, record, history.get(document.pk, ()))
        setattr(document, _ATTRIBUTE, shown)


def file_url(document: Any) -> str:
    """The lasting address; Wagtail's own for a document that has none."""
    return shown_file(document).url


def path_is_known(record: DocumentFile, document: Any) -> bool:
    return bool(record.path == document.file.name)


def may_edit(request: Any, document: Any) -> bool:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    policy: Any = policy_registry.get_by_type(get_document_model())
    return bool(policy.user_has_permission_for_instance(user, "change", document))


def address_of(record: DocumentFile) -> str:
    """ "" where the host has no lasting addresses."""
    try:
        return reverse("xcms_files:current", args=[record.public_id])
    except NoReverseMatch:
        return ""


def _shown(
    document: Any, record: DocumentFile | None, history: Sequence[ShownVersion]
) -> ShownFile:
    url = (address_of(record) if record else "") or document.url
    is_known = record is not None and path_is_known(record, document)
    known = record if is_known else None
    return ShownFile(
        title=document.title,
        url=url,
        name=known.name if known else document.filename,
        format=known.format if known else document.file_extension.upper(),
        size=(known.size if known else None) or document.file_size,
        sha256=known.sha256 if known else "",
        day=_day(known.stored_at if known else document.created_at),
        number=record.number if record else 1,
        history=history,
    )


def _public_history(records: dict[Any, DocumentFile]) -> dict[Any, list[ShownVersion]]:
    versions = DocumentVersion.objects.filter(
        document__in=list(records), document_id__in=public_documents().values("pk")
    ).order_by("document", "-number")
    found: dict[Any, list[ShownVersion]] = {}
    for version in versions:
        record = records[version.document_id]
        found.setdefault(version.document_id, []).append(_version(version, record))
    return found


def _version(version: DocumentVersion, record: DocumentFile) -> ShownVersion:
    has_address = not version.is_withheld and address_of(record)
    return ShownVersion(
        number=version.number,
        url=reverse("xcms_files:former", args=[record.public_id, version.number])
        if has_address
        else "",
        format=version.format,
        size=version.size,
        sha256=version.sha256 if has_address else "",
        since=_day(version.stored_at),
        until=_day(version.replaced_at),
        note=version.note,
    )


def _day(moment: Any) -> date:
    day: date = moment.astimezone(SHANGHAI).date()
    return day
