"""新增/变更/撤销 between editions, between rounds and against the register of today."""

import csv
import hashlib
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from registry.models import Filing, ListEdition
from registry.services.filings import revoke_filing
from tests.factories import CertificateFactory, FilingFactory, RoundFactory
from tests.notices.pages import draft_list, make_notice, publish, published_list

pytestmark = pytest.mark.django_db


def json_of(client: Client, page: Any, query: str = "") -> Any:
    response = client.get(f"{page.url}compare/?format=json&{query}")
    assert response.status_code == 200, response.content.decode()
    return response.json()


def names(rows: list[Any]) -> list[str]:
    return [row["cells"]["证书名称"] for row in rows]


def text_of(client: Client, page: Any, query: str = "") -> str:
    response = client.get(f"{page.url}compare/{query}")
    assert response.status_code == 200
    return response.content.decode()


def file_rows(client: Client, address: str) -> list[dict[str, str]]:
    content = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


@pytest.fixture
def twice_corrected(section: Any) -> Any:
    """Edition 1: 甲, 乙; 2: 甲 at another fee, 乙, 丙; 3: 甲, 丙."""
    round_ = RoundFactory()
    for name in ("甲", "乙"):
        FilingFactory(round=round_, certificate=CertificateFactory(name=name))
    page = publish(draft_list(section, round_))
    Filing.objects.filter(certificate__name="甲").update(fee="260元/人次")
    FilingFactory(round=round_, certificate=CertificateFactory(name="丙"))
    page = publish(page, change_note="更正收费，补充丙。")
    revoke_filing(
        Filing.objects.get(certificate__name="乙"),
        on=date(2020, 9, 1),
        basis="通知第六条",
        acting_user=None,
    )
    return publish(page, change_note="撤销乙。")


def test_a_list_corrected_twice_keeps_its_editions_and_tells_them_apart(
    client: Client, section: Any
) -> None:
    round_ = RoundFactory()
    for name in ("甲", "乙"):
        FilingFactory(round=round_, certificate=CertificateFactory(name=name))
    page = publish(draft_list(section, round_))
    on_its_day = client.get(f"{page.url}csv/").content
    shown_on_its_day = client.get(page.url).context["rows"]
    digest = ListEdition.objects.get().digest

    Filing.objects.filter(certificate__name="甲").update(fee="260元/人次")
    FilingFactory(round=round_, certificate=CertificateFactory(name="丙"))
    page = publish(page, change_note="更正收费，补充丙。")
    dropped = Filing.objects.get(certificate__name="乙")
    revoke_filing(dropped, on=date(2020, 9, 1), basis="通知第六条", acting_user=None)
    page = publish(page, change_note="撤销乙。")

    editions = ListEdition.objects.order_by("number")
    assert [edition.number for edition in editions] == [1, 2, 3]
    for edition in editions:
        served = client.get(f"{page.url}editions/{edition.number}/csv/").content
        assert hashlib.sha256(served).hexdigest() == edition.digest
    # The first edition still reads as on its day, but for the mark of the revocation.
    assert client.get(f"{page.url}editions/1/csv/").content == on_its_day
    assert hashlib.sha256(on_its_day).hexdigest() == digest
    first = client.get(f"{page.url}editions/1/").context["rows"]
    assert [(row.name, row.cells) for row in first] == [
        (row.name, row.cells) for row in shown_on_its_day
    ]

    one_two = json_of(client, page, "from=1&to=2")
    assert one_two["counts"] == {"added": 1, "changed": 1, "removed": 0}
    assert names(one_two["added"]) == ["丙"]
    assert one_two["changed"][0]["cells"] == {"考证收费标准": ["200元/人", "260元/人次"]}
    two_three = json_of(client, page, "from=2&to=3")
    assert two_three["counts"] == {"added": 0, "changed": 0, "removed": 1}
    assert names(two_three["removed"]) == ["乙"]
    assert two_three["removed"][0]["revoked_on"] == "2020-09-01"
    one_three = json_of(client, page, "from=1&to=3")
    assert (names(one_three["added"]), names(one_three["removed"])) == (["丙"], ["乙"])
    assert one_three["changed"][0]["name"] == "甲"


def test_changed_words_are_marked_in_old_and_new(client: Client, twice_corrected: Any) -> None:
    text = text_of(client, twice_corrected, "?from=1&to=2")

    assert '<del class="xcms-gone">200</del>元/人' in text
    assert '<ins class="xcms-new">260</ins>元/人<ins class="xcms-new">次</ins>' in text
    assert 'data-label="序号"' in text


def test_without_a_choice_the_last_change_is_shown(client: Client, twice_corrected: Any) -> None:
    assert json_of(client, twice_corrected) == json_of(client, twice_corrected, "from=2&to=3")


def test_the_mirror_shows_the_other_way(client: Client, twice_corrected: Any) -> None:
    there = json_of(client, twice_corrected, "from=1&to=3")
    back = json_of(client, twice_corrected, "from=3&to=1")

    assert names(there["added"]) == names(back["removed"])
    assert names(there["removed"]) == names(back["added"])
    assert {column: cells[::-1] for column, cells in there["changed"][0]["cells"].items()} == back[
        "changed"
    ][0]["cells"]


def test_the_same_list_has_no_difference(client: Client, twice_corrected: Any) -> None:
    assert json_of(client, twice_corrected, "from=2&to=2")["counts"] == {
        "added": 0,
        "changed": 0,
        "removed": 0,
    }
    assert "xcms-empty" in text_of(client, twice_corrected, "?from=2&to=2")


def test_the_register_of_today_tells_what_became_of_the_lines(client: Client, section: Any) -> None:
    page = published_list(section, filings=3)
    revoked, renamed, same = Filing.objects.order_by("pk")
    assert json_of(client, page)["to"]["value"] == "now"
    assert not any(json_of(client, page)["counts"].values())

    revoke_filing(revoked, on=date(2020, 9, 1), basis="通知第六条", acting_user=None)
    renamed.certificate.name = "新的名称"
    renamed.certificate.levels = ("beginner",)
    renamed.certificate.save()
    renamed.certificate.organization.name = "新的组织"
    renamed.certificate.organization.save()
    # Nobody has published this yet.
    Filing.objects.filter(pk=same.pk).update(fee="9999元/人")

    found = json_of(client, page, "from=1&to=now")

    assert names(found["removed"]) == [revoked.certificate.name]
    assert found["removed"][0]["revocation_basis"] == "通知第六条"
    (change,) = found["changed"]
    assert {column: new for column, (_old, new) in change["cells"].items()} == {
        "证书名称": "新的名称",
        "培训评价组织": "新的组织",
        "证书等级": "初级",
    }
    assert "9999" not in str(found)


def test_rounds_are_compared_by_certificate(client: Client, section: Any) -> None:
    shared = CertificateFactory(name="共有")
    first, second = RoundFactory(), RoundFactory(number=2)
    FilingFactory(round=first, certificate=shared, fee="100元")
    FilingFactory(round=first, certificate=CertificateFactory(name="只在第一轮"))
    FilingFactory(round=second, certificate=shared, fee="120元")
    FilingFactory(round=second, certificate=CertificateFactory(name="只在第二轮"))
    one = publish(draft_list(section, first))
    publish(draft_list(section, second, slug="round-2"))

    found = json_of(client, one, "from=2020-3-1&to=2020-3-2")

    assert (names(found["added"]), names(found["removed"])) == (["只在第二轮"], ["只在第一轮"])
    assert found["changed"][0]["cells"] == {"考证收费标准": ["100元", "120元"]}

    # Another round takes no filing back.
    address = f"{one.url}compare/?from=2020-3-1&to=2020-3-2"
    shown = client.get(address).content.decode().partition("<main")[2]
    assert shown.count("未列入") >= 3
    assert "xcms-badge--revoked" not in shown
    assert [row["变动"] for row in file_rows(client, f"{address}&format=csv")] == [
        "新增",
        "变更",
        "未列入",
    ]


def test_a_list_that_is_not_public_is_never_compared_with(client: Client, section: Any) -> None:
    one = published_list(section)
    round_ = RoundFactory(number=2)
    FilingFactory(round=round_, certificate=CertificateFactory(name="未公开"))
    other = publish(draft_list(section, round_, slug="round-2"))
    address = f"{one.url}compare/?format=json&from=1&to=2020-3-2"
    assert client.get(address).status_code == 200

    other.view_restrictions.create(restriction_type="login")
    assert client.get(address).status_code == 400
    other.view_restrictions.all().delete()
    other.unpublish()
    assert client.get(address).status_code == 400
    assert "2020-3-2" not in text_of(client, one)
    assert client.get(f"{other.url}compare/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "from=9&to=1",
        "from=1&to=9",
        "from=now&to=1",
        "from=x&to=",
        "from=%3Cscript%3E&to=1",
        "from=2020-3-9&to=1",
        f"from={'9' * 5000}&to=1",
        "from=1&to=2&format=pdf",
    ],
)
def test_bad_values_show_a_message_and_no_rows(
    client: Client, twice_corrected: Any, query: str
) -> None:
    response = client.get(f"{twice_corrected.url}compare/?{query}")
    if "format" not in query:
        text = response.content.decode()
        assert response.status_code == 200
        assert 'role="alert"' in text
        assert "<script>" not in text
        assert "<tbody" not in text
        assert response["X-Robots-Tag"] == "noindex"
        query = f"{query}&format=json"
    refused = client.get(f"{twice_corrected.url}compare/?{query}")
    assert refused.status_code == 400
    assert refused.json()["errors"]


def test_the_file_has_a_line_for_each_change_and_safe_cells(client: Client, section: Any) -> None:
    page = published_list(section, filings=2)
    changed, dropped = Filing.objects.order_by("pk")
    Filing.objects.filter(pk=changed.pk).update(fee="=HYPERLINK(1)")
    revoke_filing(dropped, on=date(2020, 9, 1), basis="通知第六条", acting_user=None)
    page = publish(page, change_note="更正。")

    rows = file_rows(client, f"{page.url}compare/?from=1&to=2&format=csv")

    assert [(row["变动"], row["变动项目"], row["现为"]) for row in rows] == [
        ("变更", "考证收费标准", "'=HYPERLINK(1)"),
        ("撤销", "", ""),
    ]
    assert rows[1]["撤销日期"] == "2020-09-01"


def test_files_lead_to_the_text_of_a_revocation_while_it_is_public(
    client: Client, section: Any
) -> None:
    page = published_list(section)
    notice = make_notice(section, document_number="湘教通〔2020〕1号")
    basis = "湘教通〔2020〕1号第六条"
    revoke_filing(Filing.objects.get(), on=date(2020, 9, 1), basis=basis, acting_user=None)

    def told() -> list[str]:
        (row,) = file_rows(client, f"{page.url}compare/?from=1&to=now&format=csv")
        (removed,) = json_of(client, page, "from=1&to=now")["removed"]
        return [row["撤销依据链接"], removed["revocation_basis_url"]]

    assert told() == [f"{notice.full_url}#article-6"] * 2
    notice.unpublish()
    assert told() == ["", ""]


def test_the_editions_table_leads_to_each_step(client: Client, twice_corrected: Any) -> None:
    text = client.get(twice_corrected.url).content.decode()

    for older, newer in ((1, 2), (2, 3)):
        address = f"compare/?from={older}&amp;to={newer}"
        assert f'href="{twice_corrected.url}{address}"' in text
    assert f'href="{twice_corrected.url}compare/?from=3&amp;to=now"' in text


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?from=1&to=2", True),
        ("", True),
        ("?from=1&to=3", False),
        ("?from=2&to=1", False),
        ("?from=3&to=now", False),
        ("?from=1&to=2&x=1", False),
    ],
)
def test_search_engines_find_the_steps_alone(
    client: Client, twice_corrected: Any, query: str, is_found: bool
) -> None:
    response = client.get(f"{twice_corrected.url}compare/{query}")

    assert ("X-Robots-Tag" not in response) == is_found


def test_demo_rows_mark_the_comparison(client: Client, section: Any) -> None:
    round_ = RoundFactory()
    FilingFactory(round=round_, is_demo=True)
    page = publish(draft_list(section, round_))

    assert "演示数据" in text_of(client, page)
    assert json_of(client, page)["has_demo"] is True


@pytest.mark.parametrize(("query", "most"), [("?from=1&to=2", 19), ("?from=1&to=now", 21)])
def test_a_comparison_needs_the_same_few_queries_whatever_its_length(
    client: Client, section: Any, django_assert_max_num_queries: Any, query: str, most: int
) -> None:
    page = published_list(section, filings=2)
    FilingFactory.create_batch(12, round=page.round)
    Filing.objects.filter(round=page.round).update(fee="1元")
    page = publish(page, change_note="补充。")
    client.get(f"{page.url}compare/{query}")

    with django_assert_max_num_queries(most):
        client.get(f"{page.url}compare/{query}")
