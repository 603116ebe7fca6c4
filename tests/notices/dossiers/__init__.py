"""A batch as in 2020, with its pages, for the tests of dossiers and their feeds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from notices.models import BatchDossierPage, NoticeAttachment, NoticePage
from registry.models import Batch, Round
from tests.factories import RoundFactory
from tests.notices.pages import make_notice

Document: Any = get_document_model()


@dataclass
class World:
    section: Any
    batch: Batch
    rounds: list[Round]
    notice: NoticePage
    page: BatchDossierPage


def make_rounds(**batch: Any) -> list[Round]:
    first = RoundFactory(**{f"batch__{name}": value for name, value in batch.items()})
    second = RoundFactory(
        batch=first.batch,
        number=2,
        filing_deadline=date(2020, 6, 5),
        application_deadline=date(2020, 6, 19),
    )
    return [first, second]


def make_dossier(parent: Any, batch: Batch | None, **values: Any) -> BatchDossierPage:
    page = BatchDossierPage(
        **{"title": "第三批试点申报专题", "slug": "batch", "batch": batch, **values}
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_world(section: Any) -> World:
    rounds = make_rounds()
    notice = make_notice(
        section,
        title="关于做好第三批试点申报工作的通知",
        batch=rounds[0].batch,
        dated=date(2020, 5, 21),
        issuing_body="湖南省教育厅",
        summary="谁能报、<怎么>报 & 何时报。",
    )
    return World(section, rounds[0].batch, rounds, notice, make_dossier(section, rounds[0].batch))


def attach(notice: NoticePage, title: str, **document: Any) -> Any:
    made = make_document(title, **document)
    NoticeAttachment.objects.create(page=notice, document=made)
    return made


def make_document(title: str, **values: Any) -> Any:
    return Document.objects.create(
        title=title, file=ContentFile(b"text", name=f"{title}.txt"), file_size=4, **values
    )


def main(client: Client, page: Any) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return str(response.content.decode().partition("<main")[2].partition("</main>")[0])


def gathered(client: Client, page: Any) -> Any:
    return client.get(page.url).context["dossier"]
