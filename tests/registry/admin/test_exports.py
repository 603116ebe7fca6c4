"""Files from admin lists open safely and readably in Excel."""

import io
from typing import Any

import pandas
import pytest
from django.test import Client

from tests import factories
from tests.registry.admin.addresses import screen

WITH_EXPORT = (
    "approval",
    "filing",
    "organization",
    "school",
    "certificate",
    "major",
    "contactpoint",
    "qqgroup",
)


@pytest.mark.parametrize("model", WITH_EXPORT)
def test_csv_has_a_byte_order_mark_and_chinese_headers(
    admin_page: Client, records: dict[str, Any], model: str
) -> None:
    response: Any = admin_page.get(screen(model, "list"), {"export": "csv"})
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    header = content.decode("utf-8-sig").splitlines()[0]
    assert not any(word.isascii() and word.islower() for word in header.split(","))
    assert content.decode("utf-8-sig").count("\n") >= 2


@pytest.mark.parametrize("model", WITH_EXPORT)
def test_xlsx_opens(admin_page: Client, records: dict[str, Any], model: str) -> None:
    response: Any = admin_page.get(screen(model, "list"), {"export": "xlsx"})
    content = b"".join(response.streaming_content)
    sheet = pandas.read_excel(io.BytesIO(content), engine="calamine")
    assert len(sheet) >= 1


def test_a_formula_in_a_name_is_disarmed(admin_page: Client) -> None:
    factories.OrganizationFactory(name='=HYPERLINK("http://x","点我")')
    response: Any = admin_page.get(screen("organization", "list"), {"export": "csv"})
    assert b"'=HYPERLINK" in b"".join(response.streaming_content)


def test_the_export_holds_what_is_filtered(admin_page: Client) -> None:
    factories.SchoolFactory(name="湖南铁道职业技术学院")
    factories.SchoolFactory(name="长沙民政职业技术学院")
    response: Any = admin_page.get(screen("school", "list"), {"export": "csv", "q": "铁道"})
    text = b"".join(response.streaming_content).decode()
    assert "铁道" in text
    assert "民政" not in text


def test_no_person_or_mobile_leaves_by_an_export(admin_page: Client) -> None:
    factories.ContactFactory(person="某某某", mobile="138" + "0" * 8, show_person=True)
    response: Any = admin_page.get(screen("contactpoint", "list"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "某某某" not in text
    assert "138" + "0" * 8 not in text


def test_the_offered_edition_is_the_one_that_was_signed(
    admin_page: Client, records: dict[str, Any]
) -> None:
    edition = records["listedition"]
    response: Any = admin_page.get(screen("listedition", "csv", edition.pk))
    assert response.content == edition.csv_bytes()
    assert "attachment" in response["Content-Disposition"]
