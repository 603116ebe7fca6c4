"""The statistics page: its figures, links, files and refusals."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.enums import Measure, StatisticsBy
from tests.factories import (
    ApprovalFactory,
    CertificateFactory,
    RoundFactory,
    SchoolFactory,
    decide,
    grant,
    region,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_root")]

ADDRESS = "/registry/statistics/"


def text(client: Client, query: str = "") -> str:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def rows(client: Client, query: str) -> list[dict[str, Any]]:
    found = client.get(f"{ADDRESS}?format=json&{query}").json()
    assert found["count"] == len(found["results"])
    return list(found["results"])


def figures_of(client: Client, query: str) -> dict[str, tuple[int, ...]]:
    return {
        row["value"]: tuple(row[measure] for measure in Measure)
        for row in rows(client, query)
        if row["by"] != "total" and row["lines"]
    }


@pytest.fixture
def line() -> Any:
    certificate = CertificateFactory(name="物流管理")
    school = SchoolFactory(region=region("430100"))
    return grant(40, school=school, certificate=certificate, decision={"round": RoundFactory()})


def test_every_table_shows_the_figures_with_links_to_the_list(client: Client, line: Any) -> None:
    page = text(client)
    for by, value in (
        ("region", "430100"),
        ("school_level", "higher_vocational"),
        ("certificate", line.certificate.public_id),
        ("certificate_level", "intermediate"),
        ("batch", "2020-3"),
        ("round", "2020-3-1"),
    ):
        assert f'id="by-{by}"' in page
        assert f'href="/registry/approvals/?{by}={value}"' in page


def test_links_keep_the_filters_of_the_page(client: Client, line: Any) -> None:
    page = text(client, "school_level=higher_vocational&as_of=2020-07-01&measure=quota")
    wanted = "school_level=higher_vocational&amp;as_of=2020-07-01&amp;region=430100"
    assert f'href="/registry/approvals/?{wanted}"' in page


def test_tiles_and_bars_show_the_measure_chosen(client: Client, line: Any) -> None:
    grant(2000, school=line.school)
    grant(510, school=SchoolFactory(region=region("430200")))
    page = text(client, "measure=quota")
    assert "<title>长沙：2040</title>" in page
    assert "<title>株洲：510</title>" in page
    assert '<rect class="xcms-bar__value" width="250" height="10"/>' in page
    assert 'aria-current="true">试点规模（人）</a>' in page
    assert "<title>长沙：2</title>" in text(client)


def test_the_drawings_are_whole_numbers_without_styles(client: Client, line: Any) -> None:
    page = text(client)
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert "<style" not in page
    drawn = re.findall(r'\s(?:x|y|width|height)="([^"]*)"', page.partition("<main")[2])
    assert drawn
    assert all(number.isdigit() for number in drawn)


def test_the_first_certificates_show_and_the_others_on_demand(client: Client) -> None:
    for number in range(13):
        grant(number, certificate=CertificateFactory(name=f"证书{number:02}"))
    page = text(client, "measure=quota")
    table = page.partition('id="by-certificate"')[2].partition("</section>")[0]
    assert [f"证书{number:02}</a>" in table for number in range(13)] == [False] * 3 + [True] * 10
    assert table.index("证书12</a>") < table.index("证书03</a>")
    assert 'href="/registry/statistics/?by=certificate&amp;measure=quota"' in table
    alone = text(client, "by=certificate&measure=quota")
    assert "证书00</a>" in alone
    assert 'id="by-region"' not in alone


def test_the_figures_are_those_of_the_day_asked_for(client: Client, line: Any) -> None:
    decide(line, kind="enlarge", quota=90, effective_from=date(2020, 9, 1))
    assert figures_of(client, "by=region&as_of=2020-08-31") == {"430100": (1, 1, 1, 40)}
    assert figures_of(client, "by=region&as_of=2020-09-01") == {"430100": (1, 1, 1, 90)}
    assert figures_of(client, "by=region&as_of=2020-01-01") == {}
    assert "2020-08-31 的情况" in text(client, "as_of=2020-08-31")


def test_files_have_the_total_and_every_table(client: Client, line: Any) -> None:
    found = rows(client, "")
    assert found[0] == {
        "by": "total",
        "value": "",
        "label": "合计",
        "lines": 1,
        "schools": 1,
        "certificates": 1,
        "quota": 40,
        "is_demo": False,
    }
    assert [row["by"] for row in found if row["lines"]][1:] == list(StatisticsBy)

    response = client.get(f"{ADDRESS}?format=csv&by=region")
    assert "statistics-" in response.headers["Content-Disposition"]
    sheet = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert sheet[0] == [
        *["统计表", "代码", "名称", "试点资格", "试点院校", "证书数", "试点规模（人）", "数据性质"]
    ]
    assert sheet[2] == ["按市州", "430100", "长沙市", "1", "1", "1", "40", ""]
    assert len(sheet) == 16


def test_a_name_that_looks_like_a_formula_stays_text_in_the_file(client: Client) -> None:
    grant(certificate=CertificateFactory(name="=1+1"))
    file = client.get(f"{ADDRESS}?format=csv&by=certificate").content.decode()
    assert ",'=1+1," in file


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("measure=persons", "统计指标"),
        ("by=planet", "统计表"),
        ("format=pdf", "格式"),
        ("region=999999", "市州"),
        ("as_of=soon", "查询日期"),
    ],
)
def test_a_strange_query_gets_a_sentence_and_no_figures(
    client: Client, line: Any, query: str, sentence: str
) -> None:
    page = text(client, query)
    message = page.partition('role="alert"')[2].partition("</div>")[0]
    assert sentence in message
    assert "xcms-tiles" not in page.partition("<main")[2]
    if "format" not in query:
        for name in ("json", "csv"):
            refusal = client.get(f"{ADDRESS}?{query}&format={name}")
            assert refusal.status_code == 400
            assert refusal.json()["errors"]


def test_nothing_to_count_is_said_so(client: Client) -> None:
    assert text(client).count("没有可统计的") == 6


def test_nothing_that_is_not_public_is_named_or_counted(client: Client, line: Any) -> None:
    hidden = RoundFactory(batch__year=2021, batch__number=1, batch__title="秘密批次")
    hidden.batch.is_listed = False
    hidden.batch.save()
    decide(line, kind="enlarge", quota=41, effective_from=date(2020, 7, 1), round=hidden)
    ApprovalFactory(certificate=CertificateFactory(name="秘密证书甲"))
    decide(
        ApprovalFactory(certificate=CertificateFactory(name="秘密证书乙")),
        quota=98765,
        voided_version=9**9,
    )
    answers = [text(client), text(client, "by=certificate")]
    answers += [client.get(f"{ADDRESS}?format={name}").content.decode() for name in ("json", "csv")]
    for answer in answers:
        assert "秘密" not in answer
        assert "2021-1" not in answer
        assert "98765" not in answer
    assert rows(client, "by=region")[0]["lines"] == 1


def test_demo_lines_mark_page_rows_and_files(client: Client) -> None:
    grant(is_demo=True)
    page = text(client)
    assert "本页" in page.partition("xcms-message--demo")[2][:300]
    assert '<strong class="xcms-demo">演示数据</strong>' in page.partition('id="by-region"')[2]
    assert ",演示数据" in client.get(f"{ADDRESS}?format=csv").content.decode()
    assert rows(client, "")[0]["is_demo"] is True


def test_variants_of_the_page_stay_out_of_search_engines(client: Client, line: Any) -> None:
    assert "X-Robots-Tag" not in client.get(ADDRESS).headers
    assert client.get(f"{ADDRESS}?measure=quota").headers["X-Robots-Tag"] == "noindex"


def test_the_page_costs_the_same_whatever_there_is_to_count(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(client)
        return len(captured)

    for number in (1, 2):
        grant(decision={"round": RoundFactory(number=number)})
    few = queries()
    for _each in range(12):
        grant()
    assert queries() == few


def test_the_form_offers_the_facets_of_few_values_and_keeps_the_others(client: Client) -> None:
    line = grant()
    answer = client.get(
        "/registry/statistics/",
        {"region": "430100", "certificate": line.certificate.public_id, "as_of": "2021-01-01"},
    )
    page = answer.content.decode()
    assert 'type="checkbox" name="region" value="430100" id="facet-region-430100" checked' in page
    assert page.count('name="region"') == 1
    assert 'type="checkbox" name="status" value="in_force"' in page
    assert page.count(f'name="certificate" value="{line.certificate.public_id}"') == 1
    assert 'value="2021-01-01"' in page
