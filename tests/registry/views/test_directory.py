"""Organisations and the directory."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from registry.models import QQGroupFile
from tests.factories import (
    ContactFactory,
    OrganizationFactory,
    QQGroupFactory,
    SchoolFactory,
    region,
)
from tests.registry.publication import public_certificate

pytestmark = pytest.mark.django_db

MOBILE = "138" + "0" * 8


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def directory(client: Client, query: str = "") -> str:
    response = client.get(f"/directory/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def document(name: str, collection: Collection) -> Any:
    return get_document_model().objects.create(
        title=name,
        file=ContentFile(b"0123456789", name=f"{name}.pdf"),
        file_size=10,
        collection=collection,
    )


def test_offices_stand_by_kind_with_ways_to_reach_them(client: Client) -> None:
    ContactFactory(kind="bureau", region=region("430200"), office="株洲市教育局职成科")
    ContactFactory(
        office="省级职成所",
        phone="0731-85149710",
        email="office@example.org",
        address="长沙市开福区",
        postal_code="410005",
    )
    page = directory(client)
    for text in (
        'href="tel:+86-731-8514-9710"',
        'href="mailto:office@example.org"',
        "长沙市开福区",
        "410005",
        "株洲市",
    ):
        assert text in page, text
    assert page.index("省级部门") < page.index("省级职成所") < page.index("株洲市教育局职成科")


def test_the_qq_group_shows_its_number_to_copy_who_may_join_and_its_files(client: Client) -> None:
    group = QQGroupFactory(
        number="235468629",
        audience="各试点院校相关负责人",
        purpose="发放材料",
        joining_note="学校加姓名",
    )
    root = Collection.objects.get(depth=1)
    QQGroupFile.objects.create(group=group, document=document("manual", root), title="平台使用手册")
    page = directory(client)
    for text in (
        'data-xcms-copy="235468629"',
        "各试点院校相关负责人",
        "发放材料",
        "学校加姓名",
        "平台使用手册",
        "PDF · 10",
        "/files/",
    ):
        assert text in page, text


def test_a_file_in_a_closed_collection_is_not_offered(client: Client) -> None:
    group = QQGroupFactory()
    closed = Collection.objects.get(depth=1).add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    inner = closed.add_child(name="更里面")
    QQGroupFile.objects.create(group=group, document=document("a", closed), title="内部文件")
    QQGroupFile.objects.create(group=group, document=document("b", inner), title="更内部的文件")
    page = directory(client)
    assert "内部文件" not in page
    assert "更内部的文件" not in page


def test_a_file_that_is_gone_does_not_break_the_page_and_nothing_is_written(client: Client) -> None:
    group = QQGroupFactory()
    gone = document("gone", Collection.objects.get(depth=1))
    get_document_model().objects.filter(pk=gone.pk).update(file_size=None)
    gone.file.storage.delete(gone.file.name)
    QQGroupFile.objects.create(group=group, document=gone, title="丢失的文件")
    assert "丢失的文件" in directory(client)
    assert get_document_model().objects.get(pk=gone.pk).file_size is None


def test_persons_show_only_by_choice_and_then_the_page_stays_unindexed(client: Client) -> None:
    ContactFactory(person="某某某", mobile=MOBILE)
    response = client.get("/directory/")
    assert "某某某" not in response.content.decode()
    assert "X-Robots-Tag" not in response.headers
    ContactFactory(person="某某某", mobile=MOBILE, show_person=True)
    response = client.get("/directory/")
    assert "某某某" in response.content.decode()
    assert MOBILE in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_hidden_offices_and_groups_do_not_show(client: Client) -> None:
    ContactFactory(office="内部科室", is_public=False)
    QQGroupFactory(name="内部群", is_public=False)
    page = directory(client)
    assert "内部科室" not in page
    assert "内部群" not in page


def test_a_schools_office_is_found_by_search_and_leads_to_its_school(client: Client) -> None:
    school = SchoolFactory()
    ContactFactory(kind="school", school=school, office="教务处")
    assert "教务处" not in directory(client)
    page = directory(client, "?q=教务")
    assert f"/registry/schools/{school.code}/" in page


def test_an_organization_shows_its_public_certificates_and_offices(client: Client) -> None:
    owner = OrganizationFactory(name="北京中物联物流采购培训中心")
    certificate = public_certificate(name="物流管理", organization=owner)
    ContactFactory(kind="organization", organization=owner, office="证书业务部")
    page = client.get(f"/registry/organizations/{owner.public_id}/").content.decode()
    for text in ("物流管理", f"/registry/certificates/{certificate.public_id}/", "证书业务部"):
        assert text in page, text
    page = client.get("/registry/organizations/").content.decode()
    assert "北京中物联物流采购培训中心" in page
    assert "物流管理" in page


def test_an_organization_without_a_public_certificate_is_a_404(client: Client) -> None:
    hidden = OrganizationFactory()
    assert client.get(f"/registry/organizations/{hidden.public_id}/").status_code == 404
