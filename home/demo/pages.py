"""The section, the notice, both lists, a collection and the batch's dossier, published the way an editor would."""

from typing import Any

from wagtail.models import Page

from home.demo.documents import NOTICE_DIGEST, demo_document
from home.demo.facts import notice_facts
from home.demo.notice_blocks import notice_blocks
from home.demo.register import DemoRegister
from notices.models import (
    BatchDossierPage,
    CertificateListPage,
    NoticeAttachment,
    NoticeIndexPage,
    NoticePage,
    RegisterCollectionPage,
    ThemeCertificate,
    ThemeFile,
    ThemePage,
)
from registry.enums import Measure, SchoolLevel, StatisticsBy
from registry.models import Batch, Certificate, Round

_NUMERALS = {1: "一", 2: "二"}


def load_pages(home: Page, register: DemoRegister) -> None:
    """Pages are known by what they are about, so that a new title or address makes no second one."""
    rounds = [register.rounds[number] for number in sorted(register.rounds)]
    section = NoticeIndexPage.objects.first() or _publish(home, _section())
    for round_ in rounds:
        if not CertificateListPage.objects.filter(round=round_).exists():
            _publish(section, _list_page(round_))
    if not NoticePage.objects.filter(batch=register.batch).exists():
        _publish(section, _notice(register.batch, rounds))
    if not RegisterCollectionPage.objects.exists():
        _publish(section, _collection())
    if not BatchDossierPage.objects.filter(batch=register.batch).exists():
        _publish(home, _dossier(register.batch))
    if not ThemePage.objects.exists():
        _gather(_publish(section, _theme()))


def _publish(parent: Page, page: Page) -> Page:
    page.live = False
    added: Page = parent.add_child(instance=page)
    added.save_revision().publish()
    added.refresh_from_db()
    return added


def _section() -> NoticeIndexPage:
    return NoticeIndexPage(
        title="通知公告",
        slug="notices",
        intro="试点通知和各轮次备案证书名单。",
        show_in_menus=True,
    )


def _notice(batch: Batch, rounds: list[Round]) -> NoticePage:
    facts = notice_facts()
    page = NoticePage(
        title=facts["title"],
        slug="2020-batch-3",
        issuing_body=facts["issuing_body"],
        dated=facts["dated"],
        addressed_to="，".join(facts["addressed_to"]),
        summary="2020年第三批试点分两轮申报：谁能报、报多少、什么时候报、报给谁（演示文本，以原文为准）。",
        batch=batch,
        body=notice_blocks(rounds),
    )
    digest = demo_document(NOTICE_DIGEST)
    page.attachments.add(NoticeAttachment(document=digest, title=NOTICE_DIGEST.title))
    return page


def _list_page(round_: Round) -> CertificateListPage:
    values: dict[str, Any] = {
        "title": f"2020年湖南省第三批1+X证书制度试点第{_NUMERALS[round_.number]}轮备案证书名单",
        "slug": f"2020-batch-3-round-{round_.number}",
        "issuing_body": f"{notice_facts()['issuing_body']}（演示）",
        "summary": "演示数据：哪些证书在本轮备案、收费与考点安排均为生成，不是省教育厅公布的名单。",
        "round": round_,
    }
    return CertificateListPage(**values)


def _collection() -> RegisterCollectionPage:
    saved_filter = f"region=430100&school_level={SchoolLevel.HIGHER_VOCATIONAL}"
    return RegisterCollectionPage(
        title="长沙市高职院校的试点资格",
        slug="changsha-higher-vocational",
        summary="演示数据：长沙市各高职院校今天可以开展的证书、等级、专业与规模。",
        intro="<p>长沙市高职院校今天有效的试点资格，随登记数据更新。可在本页搜索、下载或订阅。</p>",
        register="approvals",
        saved_filter=saved_filter,
        columns="school,certificate,level,major,quota",
        sort="school",
        rows_per_page=25,
        body=[
            (
                "statistics",
                {
                    "title": "长沙市高职院校开展最多的证书",
                    "by": StatisticsBy.CERTIFICATE,
                    "measure": Measure.QUOTA,
                    "saved_filter": saved_filter,
                },
            ),
        ],
    )


def _dossier(batch: Batch) -> BatchDossierPage:
    return BatchDossierPage(
        title=f"{batch.title}试点申报专题",
        # The menu has the section and the registers; the home page leads here.
        slug=f"batch-{batch.key}",
        batch=batch,
        summary="本批次的通知、两轮时间安排、备案证书名单、文件、联系方式和工作群。",
        intro="<p>本页汇总本批次已公开的全部信息，随通知、名单和登记数据更新；以省教育厅印发的原文为准。</p>",
    )


def _theme() -> ThemePage:
    page = ThemePage(
        title="课证融通",
        slug="integration",
        summary="把职业技能等级标准写进专业教学：相关通知、名单、文件和证书（演示专题）。",
        intro="<p>试点院校推进课证融通，把证书的要求写进人才培养方案和课程。本专题汇集本站与之有关的内容。</p>",
    )
    digest = demo_document(NOTICE_DIGEST)
    page.files.add(ThemeFile(document=digest, title=NOTICE_DIGEST.title))
    for certificate in Certificate.objects.public().order_by("pk")[:6]:
        page.certificates.add(ThemeCertificate(certificate=certificate))
    return page


def _gather(theme: Page) -> None:
    """The notice and the lists belong to it."""
    for model in (NoticePage, CertificateListPage):
        for page in model.objects.live():
            page.themes.add(theme.page_ptr)
            page.save()
