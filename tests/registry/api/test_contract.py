"""The schema tells the truth: of every column, every answer, and nothing private."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from registry.api.endpoints import ENDPOINTS
from registry.models import ContactPoint
from tests.registry.api.conftest import make_some
from tests.registry.api.reading import BASE, NAMES, get
from tests.registry.publication import public_filing
from xcms.api.endpoints import Endpoint
from xcms.api.schemas import answer_schema, page_schema
from xcms.registers import public_registers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_the_schema_has_a_field_for_each_column_in_the_same_order(endpoint: Endpoint) -> None:
    assert list(endpoint.record.model_fields) == [column.key for column in endpoint.columns]


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_every_export_column_is_in_the_api(endpoint: Endpoint) -> None:
    exported = {column.key for column in endpoint.register.export_columns}
    assert exported <= set(endpoint.record.model_fields)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_every_field_says_what_it_is_in_chinese(endpoint: Endpoint) -> None:
    with translation.override("zh-hans"):
        properties = endpoint.record.model_json_schema()["properties"]
    for name, schema in properties.items():
        assert any("\u4e00" <= character <= "\u9fff" for character in schema["description"]), name


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=NAMES)
def test_every_answer_is_as_its_schema_says(
    client: Client, some_of_everything: None, endpoint: Endpoint
) -> None:
    for query in ("", "page_size=1", "changed_since=0", "changed_since=1"):
        response = client.get(f"{BASE}{endpoint.name}/?{query}")
        page_schema(endpoint.record).model_validate_json(response.content)
    found = get(client, endpoint.name)["results"]
    assert found
    key = found[0]["code" if endpoint.lookup == "code" else "id"]
    response = client.get(f"{BASE}{endpoint.name}/{key}/")
    assert response.status_code == 200
    answer_schema(endpoint.record).model_validate_json(response.content)
    assert response.json()["result"] == found[0]


def test_a_register_with_a_public_queryset_is_in_the_api() -> None:
    assert {entry.name for entry in public_registers()} <= set(NAMES)


def test_no_persons_are_in_the_contract(client: Client, some_of_everything: None) -> None:
    mobile = "138" + "0" * 8
    ContactPoint.objects.update(person="愿意公开的人", mobile=mobile, show_person=True)
    kinds = "kind=province&kind=school&kind=organization&kind=bureau"
    for name in NAMES:
        for query in ("changed_since=0", kinds if name == "contacts" else ""):
            text = client.get(f"{BASE}{name}/?{query}").content.decode()
            assert "愿意公开的人" not in text
            assert mobile not in text
    assert mobile not in client.get(f"{BASE}openapi.json").content.decode()


def test_demo_rows_carry_their_mark(client: Client, wagtail_root: Any) -> None:
    make_some(1)
    for name in NAMES:
        assert all(record["is_demo"] is False for record in get(client, name)["results"])
    for endpoint in ENDPOINTS:
        endpoint.public().model._base_manager.update(is_demo=True)
    for name in NAMES:
        assert all(record["is_demo"] is True for record in get(client, name)["results"]), name


def test_a_real_certificate_in_a_demo_list_says_so(client: Client, wagtail_root: Any) -> None:
    public_filing(is_demo=True)
    (certificate,) = get(client, "certificates")["results"]
    assert (certificate["is_demo"], certificate["filing_is_demo"]) == (False, True)


def test_the_document_is_openapi_3_1_and_names_every_filter(client: Client) -> None:
    document = client.get(f"{BASE}openapi.json").json()
    assert document["openapi"] == "3.1.0"
    for endpoint in ENDPOINTS:
        listed = document["paths"][f"{BASE}{endpoint.name}/"]["get"]
        told = {parameter["name"] for parameter in listed["parameters"]}
        filters = set(endpoint.filterset.base_filters) if endpoint.filterset else set()
        assert told == filters | {"cursor", "page_size", "changed_since"}
        assert set(listed["responses"]) == {"200", "400", "404", "405", "429"}


def test_fixed_choices_are_in_the_document_and_those_of_the_database_are_not(
    client: Client, some_of_everything: None
) -> None:
    document = client.get(f"{BASE}openapi.json").json()
    parameters = {
        parameter["name"]: parameter["schema"]
        for parameter in document["paths"][f"{BASE}approvals/"]["get"]["parameters"]
    }
    assert parameters["status"]["items"]["enum"] == ["in_force", "future", "ended", "revoked"]
    assert parameters["certificate"]["items"] == {"type": "string"}
    assert parameters["region"]["items"] == {"type": "string"}
    assert parameters["as_of"] == {"type": "string", "format": "date"}
