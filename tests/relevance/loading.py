"""The documents in a database: each as a page that says what a visitor reads, or each as what it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from notices.models import CertificateListPage, NoticeAttachment, NoticeIndexPage, NoticePage
from registry.enums import CertificateLevel, FilingDecision, SchoolLevel, SchoolNameKind
from registry.models import (
    Batch,
    Certificate,
    ContactPoint,
    Filing,
    Organization,
    QQGroup,
    Region,
    Round,
    School,
    SchoolName,
)
from tests.notices.proofreading import acknowledge_errors
from tests.page_tree import ensure_page_tree
from tests.relevance.judgements import Document, documents

_LEVELS = tuple(level.value for level in CertificateLevel)
_SCHOOL_LEVELS = (SchoolLevel.SECONDARY.value, SchoolLevel.HIGHER_VOCATIONAL.value)


def _of_kind(kind: str) -> Iterator[Document]:
    return (document for document in documents().values() if document.kind == kind)


def _section() -> NoticeIndexPage:
    section: NoticeIndexPage = ensure_page_tree().add_child(
        instance=NoticeIndexPage(title="栏目", slug="section")
    )
    return section


# For engines that know nothing but pages


def load_as_pages() -> None:
    """One page a document: its title, and in ``summary`` what stands beside it. The slug is the document's id."""
    section = _section()
    for document in documents().values():
        page = NoticePage(
            title=document.title, slug=document.id, summary=document.text, dated=document.dated
        )
        section.add_child(instance=page)
        if not page.live:
            # It has errors of the proofreading.
            _publish(page)


# For the site's own search


def load_as_published() -> None:
    """Every document as the record, page or file that it is on the site, published."""
    certificates = _load_certificates()
    _load_schools()
    _load_directory()
    section = _section()
    notices = {document.id: _notice(section, document) for document in _of_kind("notice")}
    for document in _of_kind("list"):
        _publish_list(section, document, certificates)
    _attach(notices)


def _load_certificates() -> dict[str, Certificate]:
    owners = {
        one.id: Organization.objects.create(name=one.title) for one in _of_kind("organization")
    }
    return {
        one.id: Certificate.objects.create(
            name=one.title,
            organization=owners[one.values["owner"]],
            national_batch=one.values["batch"],
            levels=_LEVELS,
            description=one.values["description"],
        )
        for one in _of_kind("certificate")
    }


def _load_schools() -> None:
    regions = {region.name: region for region in Region.objects.all()}
    for one in _of_kind("school"):
        is_vocational = "职业" in one.title or "高等专科" in one.title
        school = School.objects.create(
            name=one.title,
            code=one.values["code"],
            region=regions[one.values["region"]],
            level=SchoolLevel.HIGHER_VOCATIONAL if is_vocational else SchoolLevel.UNDERGRADUATE,
            is_eligible=is_vocational,
        )
        for kind, key in ((SchoolNameKind.ALIAS, "aliases"), (SchoolNameKind.FORMER, "former")):
            for name in one.values.get(key, []):
                SchoolName.objects.create(school=school, name=name, kind=kind)


def _load_directory() -> None:
    for one in _of_kind("contact"):
        values = {key: value for key, value in one.values.items() if key not in ("id", "region")}
        ContactPoint.objects.create(region_id=one.values.get("region"), **values)
    for one in _of_kind("group"):
        QQGroup.objects.create(**{key: value for key, value in one.values.items() if key != "id"})


def _notice(section: Any, document: Document) -> NoticePage:
    paragraphs = "".join(f"<p>{line}</p>" for line in document.text.splitlines())
    return _published(
        section,
        NoticePage(
            title=document.title,
            slug=document.id,
            dated=document.dated,
            body=[("paragraph", RichText(paragraphs))],
        ),
    )


def _publish_list(section: Any, document: Document, certificates: dict[str, Certificate]) -> None:
    year, batch, number = document.values["round"]
    day = document.dated or date(year, 6, 1)
    round_ = Round.objects.create(
        batch=Batch.objects.get_or_create(
            year=year, number=batch, defaults={"title": f"{year}-{batch}"}
        )[0],
        number=number,
        filing_deadline=day - timedelta(days=14),
        application_deadline=day,
    )
    for certificate in document.values["certificates"]:
        Filing.objects.create(
            certificate=certificates[certificate],
            round=round_,
            levels=_LEVELS,
            school_levels=_SCHOOL_LEVELS,
            decision=FilingDecision.AGREED,
        )
    _published(
        section,
        CertificateListPage(
            title=document.title,
            slug=document.id,
            dated=document.dated,
            summary=document.text,
            round=round_,
        ),
    )


def _published(section: Any, page: Any) -> Any:
    page.live = False
    section.add_child(instance=page)
    _publish(page)
    return page


def _publish(page: Any) -> None:
    """The texts are as they are: their errors count as acknowledged."""
    revision = page.save_revision()
    acknowledge_errors(page)
    revision.publish()
    page.refresh_from_db()


def _attach(notices: dict[str, NoticePage]) -> None:
    files: dict[str, list[Document]] = defaultdict(list)
    for document in _of_kind("attachment"):
        files[document.values["notice"]].append(document)
    for notice, attached in files.items():
        page = notices[notice]
        page.attachments.set([NoticeAttachment(document=file) for file in _files(attached)])
        page.change_note = "补附件。"
        page.save_revision().publish()


def _files(attached: Iterable[Document]) -> Iterator[Any]:
    for document in attached:
        content = ContentFile(
            f"{document.title}\n\n{document.text}\n".encode("utf-8-sig"), name=f"{document.id}.txt"
        )
        yield get_document_model().objects.create(
            title=document.title, file=content, file_size=content.size
        )
