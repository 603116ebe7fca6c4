"""A page costs the same number of queries whatever the number of rows; the numbers are pinned."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Collection

from registry.models import (
    BasisLink,
    Certificate,
    QQGroup,
    QQGroupFile,
    Round,
    School,
    SchoolName,
    SchoolYear,
)
from tests.factories import (
    ContactFactory,
    FilingFactory,
    MajorFactory,
    QQGroupFactory,
    RoundFactory,
    SchoolFactory,
    decide,
    grant,
    region,
    violation,
)
from tests.registry.publication import list_page, publish
from tests.registry.views.answers import LISTS

pytestmark = pytest.mark.django_db

Fill = Callable[[int], None]

#: Queries of the pack itself on each page, in the default format.
PINNED = {
    "/registry/certificates/": 15,
    "/registry/schools/": 8,
    "/registry/organizations/": 14,
    "/registry/approvals/": 14,
    "/directory/": 11,
    "/registry/statistics/": 9,
    "/registry/check/": 5,
    "/registry/check/?school=4143099999&majors=20": 11,
    "/registry/schools/4143099999/": 18,
}


@pytest.fixture
def fill(wagtail_root: Any, settings: Any, tmp_path: Any) -> Fill:
    """Rows of everything, so many of each; all of one school, one certificate and one group too."""
    settings.MEDIA_ROOT = tmp_path
    # The skin's menu is the host's own affair.
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    (tmp_path / "base.html").write_text("{% block content %}{% endblock %}")
    pages = {1: list_page("first"), 2: list_page("second")}
    BasisLink.objects.create(wording="2020年第三批", page=pages[1])
    school = SchoolFactory(code="4143099999", region=region("430200"), secondary=True)
    group = QQGroupFactory(number="12345")

    def make(count: int) -> None:
        one_certificate: Certificate | None = Certificate.objects.order_by("pk").first()
        for index in range(count):
            certificate = FilingFactory().certificate
            FilingFactory(certificate=certificate, round=RoundFactory(number=2))
            one_certificate = one_certificate or certificate
            _rows_of_one(index, school, group, certificate, one_certificate)
        for round_ in Round.objects.all():
            publish(round_, pages[round_.number])

    return make


def _rows_of_one(
    index: int, school: School, group: QQGroup, certificate: Certificate, one: Certificate
) -> None:
    other = SchoolFactory()
    SchoolName.objects.create(school=other, name=f"曾用名{other.code}", kind="former")
    grant(school=other, certificate=one, major=MajorFactory())
    line = grant(school=school, certificate=certificate, major=MajorFactory())
    decide(
        line, kind="enlarge", quota=90, effective_from=date(2020, 7, 1), round=Round.objects.first()
    )
    violation(school=school, upheld=True)
    violation(organization=certificate.organization, upheld=True)
    SchoolYear.objects.get_or_create(school=school, year=2020 + index % 50)
    SchoolName.objects.create(school=school, name=f"又名{other.code}", kind="alias")
    ContactFactory()
    ContactFactory(kind="bureau", region=region("430200"))
    ContactFactory(kind="school", school=school)
    ContactFactory(kind="organization", organization=certificate.organization)
    document = get_document_model().objects.create(
        title=f"文件{index}",
        file=ContentFile(b"x", name=f"{index}.pdf"),
        file_size=1,
        collection=Collection.objects.get(depth=1),
    )
    QQGroupFile.objects.create(group=group, document=document)
    QQGroupFactory()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    assert response.status_code == 200
    return len(captured)


@pytest.fixture
def addresses() -> Callable[[], list[str]]:
    def of_everything() -> list[str]:
        certificate = Certificate.objects.order_by("pk").first()
        assert certificate is not None
        formats = [
            f"{address}?format={name}" for address in LISTS for name in ("json", "csv", "atom")
        ]
        return [
            *PINNED,
            *formats,
            "/registry/schools/4143099999/?as_of=2020-07-01",
            f"/registry/certificates/{certificate.public_id}/",
            f"/registry/certificates/{certificate.public_id}/?region=430100",
            f"/registry/organizations/{certificate.organization.public_id}/",
            "/registry/approvals/?q=学院&region=430100&status=in_force&status=ended&batch=2020-3",
        ]

    return of_everything


def test_thirty_rows_cost_as_many_queries_as_three(
    client: Client, fill: Fill, addresses: Callable[[], list[str]]
) -> None:
    fill(3)
    for address in addresses():
        client.get(address)
    with_three = {address: queries(client, address) for address in addresses()}
    fill(27)
    with_thirty = {address: queries(client, address) for address in addresses()}
    assert with_thirty == with_three
    assert {address: with_three[address] for address in PINNED} == PINNED
