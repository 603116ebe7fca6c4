"""The section, the notice and both lists, published the way an editor would."""

from typing import Any

from wagtail.models import Page

from home.demo.documents import NOTICE_DIGEST, demo_document
from home.demo.facts import notice_facts
from home.demo.notice_blocks import notice_blocks
from home.demo.register import DemoRegister
from notices.models import CertificateListPage, NoticeAttachment, NoticeIndexPage, NoticePage
from registry.models import Round

_NUMERALS = {1: "一", 2: "二"}


def load_pages(home: Page, register: DemoRegister) -> None:
    section = _page(
        home,
        NoticeIndexPage(
            title="通知公告",
            slug="notices",
            intro="试点通知和各轮次备案证书名单。",
            show_in_menus=True,
        ),
    )
    for number in sorted(register.rounds):
        _page(section, _list_page(register.rounds[number]))
    _page(section, _notice(register))


def _page(parent: Page, page: Page) -> Page:
    """The child of this slug; made and published if there is none, else left as the editors have it."""
    existing = parent.get_children().filter(slug=page.slug).first()
    if existing is not None:
        found: Page = existing.specific
        return found
    page.live = False
    added: Page = parent.add_child(instance=page)
    added.save_revision().publish()
    added.refresh_from_db()
    return added


def _notice(register: DemoRegister) -> NoticePage:
    facts = notice_facts()
    rounds = [register.rounds[number] for number in sorted(register.rounds)]
    page = NoticePage(
        title=facts["title"],
        slug="2020-batch-3",
        issuing_body=facts["issuing_body"],
        dated=facts["dated"],
        addressed_to="，".join(facts["addressed_to"]),
        summary="2020年第三批试点分两轮申报：谁能报、报多少、什么时候报、报给谁（演示文本，以原文为准）。",
        batch=register.batch,
        body=notice_blocks(rounds),
    )
    digest = demo_document(NOTICE_DIGEST)
    page.attachments.add(NoticeAttachment(document=digest, title=NOTICE_DIGEST.title))
    return page


def _list_page(round_: Round) -> CertificateListPage:
    values: dict[str, Any] = {
        "title": f"2020年湖南省第三批1+X证书制度试点第{_NUMERALS[round_.number]}轮备案证书名单",
        "slug": f"2020-batch-3-round-{round_.number}",
        "issuing_body": notice_facts()["issuing_body"],
        "summary": "演示数据：哪些证书在本轮备案、收费与考点安排均为生成，不是省教育厅公布的名单。",
        "round": round_,
    }
    return CertificateListPage(**values)
