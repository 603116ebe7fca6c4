from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from home.demo.documents import NOTICE_DIGEST
from notices.models import (
    BatchDossierPage,
    CertificateListPage,
    NoticeIndexPage,
    NoticePage,
    ThemePage,
)
from registry.models import Batch
from tests.factories import RoundFactory, grant

pytestmark = pytest.mark.usefixtures("demo")

QUERIES = 29


def test_it_shows_the_current_batch_with_its_dates(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "当前批次：2020年第三批" in page
    for day in ("2020-05-29", "2020-06-12", "2020-06-19", "2020-06-05", "2020-06-29"):
        assert f'datetime="{day}"' in page
    assert "第一轮备案证书名单" in page
    assert "第二轮备案证书名单" in page


def test_it_leads_to_searches_notices_and_the_directory(client: Client) -> None:
    page = client.get("/").content.decode()
    for address in (
        "/registry/certificates/",
        "/registry/schools/",
        "/registry/organizations/",
        "/registry/approvals/",
        "/directory/",
        NoticePage.objects.get().url,
        NoticeIndexPage.objects.get().url,
    ):
        assert f'"{address}"' in page
    assert "235468629" in page
    assert 'href="tel:0731-85149710"' in page


def test_it_leads_to_the_batchs_dossier_which_is_in_no_menu(client: Client) -> None:
    dossier = BatchDossierPage.objects.get()
    page = client.get("/").content.decode()
    assert dossier.batch == Batch.objects.current()
    assert page.count(f'href="{dossier.url}"') == 1
    assert client.get(dossier.url).context["dossier"].state == "published"
    dossier.unpublish()
    assert dossier.url not in client.get("/").content.decode()


def test_it_leads_to_public_themes_and_to_the_subscription(client: Client) -> None:
    theme = ThemePage.objects.get()

    def themes() -> str:
        main = client.get("/").content.decode().partition("<main")[2]
        return main.partition('aria-label="专题"')[2].partition("</nav>")[0]

    assert 'class="xcms-subscribe"' in client.get("/").content.decode()
    assert f'href="{theme.url}"' in themes()
    restriction = PageViewRestriction.objects.create(page=theme, restriction_type="login")
    assert themes() == ""
    restriction.delete()
    assert theme.title in themes()
    theme.unpublish()
    assert themes() == ""


def test_it_says_that_it_shows_demo_data(client: Client) -> None:
    assert "演示数据" in client.get("/").content.decode()


def test_a_withdrawn_list_is_not_linked_and_its_certificates_not_counted(client: Client) -> None:
    first = CertificateListPage.objects.get(round__number=1)
    first.unpublish()
    page = client.get("/").content.decode()
    assert "第一轮备案证书名单" not in page
    assert "待公布" in page
    assert "第二轮备案证书名单" in page
    assert "<strong>6</strong> 备案证书（个）" in page


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/")
    with django_assert_num_queries(QUERIES):
        client.get("/")
    section = NoticeIndexPage.objects.get()
    for number in range(4):
        section.add_child(instance=NoticePage(title=f"通知{number}", slug=f"n{number}"))
        grant(50)
        RoundFactory(batch=Batch.objects.public().get(), number=3 + number)
    with django_assert_num_queries(QUERIES):
        client.get("/")


def test_the_notice_states_the_facts_and_that_it_is_not_the_original(client: Client) -> None:
    page = client.get(NoticePage.objects.get().url).content.decode()
    for fact in (
        "湖南省教育厅",
        "2020年5月29日",
        "2020年6月29日",
        "40%",
        "30%",
        "50%",
        "20%",
        "待定",
        "不再行文",
        "235468629",
        "0731-85149710",
        "以省教育厅印发的原文为准",
        NOTICE_DIGEST.title,
    ):
        assert fact in page, fact
