from typing import Any

from django.test import Client

from tests.factories import BatchFactory, FilingFactory, RoundFactory, grant
from tests.registry.publication import public_filing


def test_an_empty_register_has_a_home_page(client: Client, wagtail_root: Any) -> None:
    response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "目前没有正在进行的批次" in page
    assert "还没有发布通知" in page
    assert "演示数据" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_batch_without_rounds_says_so(client: Client, wagtail_root: Any) -> None:
    BatchFactory()
    assert "本批次还没有轮次安排" in client.get("/").content.decode()


def test_real_lines_are_counted_and_need_no_mark(client: Client, wagtail_root: Any) -> None:
    grant(40)
    grant(30)
    main = client.get("/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert "<strong>2</strong> 有效试点资格（条）" in main
    assert "<strong>70</strong> 试点规模合计（人）" in main
    assert "演示数据" not in main


def test_a_demo_filing_that_is_not_public_marks_nothing(client: Client, wagtail_root: Any) -> None:
    certificate = public_filing().certificate
    assert "本页含有生成的演示数据" not in client.get("/").content.decode()
    FilingFactory(certificate=certificate, round=RoundFactory(number=2), pending=True, is_demo=True)
    assert "本页含有生成的演示数据" not in client.get("/").content.decode()
