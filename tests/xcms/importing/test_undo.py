"""Undo of records: new ones go, changed ones are as before; refused where somebody else builds on them."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Organization, QQGroup, School, SchoolYear
from tests import factories
from xcms.importing.importers import Written
from xcms.importing.undo import undo_records
from xcms.importing.undo_refusals import named, record_refusals
from xcms.models import Tombstone
from xcms.versions import current_version, register_write

pytestmark = pytest.mark.django_db

SCHOOL = "xcms_registry.School"
ORGANIZATION = "xcms_registry.Organization"


def as_kept(written: Written) -> Written:
    """As it comes back out of the database."""
    kept = json.loads(
        json.dumps(
            {"created": written.created, "former": written.former, "extra": written.extra},
            cls=DjangoJSONEncoder,
        )
    )
    return Written(**kept)


def change(record: Any, **values: Any) -> tuple[Any, dict[str, Any]]:
    """Change a record as an import does and say what it was."""
    names = (
        [*values, "name_key", "pinyin", "search_text"] if hasattr(record, "name_key") else values
    )
    former = {name: getattr(record, name) for name in names}
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    return record.pk, former


def undo(written: Written) -> int:
    with register_write() as version:
        undo_records(as_kept(written), version)
    return version


def refusals(written: Written, version: int) -> list[str]:
    return named(record_refusals(as_kept(written), version))


def test_new_records_go_and_leave_tombstones() -> None:
    school = factories.SchoolFactory(name="甲学院")
    other = factories.SchoolFactory()
    written = Written(created={SCHOOL: [school.pk]})

    assert refusals(written, current_version()) == []
    version = undo(written)

    assert list(School.objects.all()) == [other]
    tombstone = Tombstone.objects.get()
    assert (tombstone.label, tombstone.removed_version) == ("甲学院", version)


def test_changed_records_get_every_former_value_back() -> None:
    filing = factories.FilingFactory(received_on=date(2020, 5, 20), levels=("beginner",))
    former = change(filing, received_on=None, levels=("advanced",), fee="1元")

    version = undo(Written(former={"xcms_registry.Filing": [former]}))

    filing.refresh_from_db()
    assert (filing.received_on, filing.levels) == (date(2020, 5, 20), ("beginner",))
    assert (filing.fee, filing.recorded_version) == ("200元/人", version)


def test_a_pinyin_that_an_editor_had_corrected_comes_back_too() -> None:
    school = factories.SchoolFactory(name="长沙学院")
    School.objects.filter(pk=school.pk).update(pinyin="corrected")
    school.refresh_from_db()
    former = change(school, name="重庆学院")

    undo(Written(former={SCHOOL: [former]}))

    school.refresh_from_db()
    assert (school.name, school.pinyin) == ("长沙学院", "corrected")


def test_names_that_moved_on_to_the_next_record_find_their_way_back() -> None:
    first, second = (factories.SchoolFactory(name=name) for name in ("甲学院", "乙学院"))
    former = [change(first, name="丙学院"), change(second, name="甲学院")]

    undo(Written(former={SCHOOL: former}))

    assert [school.name for school in School.objects.order_by("pk")] == ["甲学院", "乙学院"]


def test_a_blank_unique_value_comes_back_as_often_as_it_was_there() -> None:
    first, second = factories.OrganizationFactory.create_batch(2)
    codes = "91110000802100433B", "91330106MA2CFC5M97"
    former = [
        (
            organization.pk,
            {"credit_code": ""},
        )
        for organization in (first, second)
    ]
    for organization, code in zip((first, second), codes, strict=True):
        Organization.objects.filter(pk=organization.pk).update(credit_code=code)

    written = Written(former={ORGANIZATION: former})

    assert refusals(written, current_version()) == []
    undo(written)
    assert set(Organization.objects.values_list("credit_code", flat=True)) == {""}


def test_refused_where_a_record_was_changed_since() -> None:
    school = factories.SchoolFactory(name="甲学院")
    version = current_version()
    school.save()
    expected = ["“甲学院”在导入之后又有改动。"]

    assert refusals(Written(created={SCHOOL: [school.pk]}), version) == expected
    assert refusals(Written(former={SCHOOL: [(school.pk, {})]}), version) == expected


def test_refused_where_a_changed_record_was_deleted_since() -> None:
    school = factories.SchoolFactory(name="甲学院")
    version, key = current_version(), school.pk
    school.delete()

    assert refusals(Written(former={SCHOOL: [(key, {"website": ""})]}), version) == [
        "“甲学院”在导入之后已被删除。"
    ]


def test_a_new_record_that_somebody_deleted_is_in_nobodys_way() -> None:
    school = factories.SchoolFactory()
    written = Written(created={SCHOOL: [school.pk]})
    version = current_version()
    school.delete()

    assert refusals(written, version) == []
    undo(written)
    assert Tombstone.objects.count() == 1


@pytest.mark.parametrize("on_delete", ["protected", "cascading"])
def test_refused_where_other_rows_refer_to_a_new_record(on_delete: str) -> None:
    school = factories.SchoolFactory(name="甲学院")
    if on_delete == "protected":
        factories.grant(school=school, certificate=factories.CertificateFactory(name="物流管理"))
        expected = "试点资格“甲学院 · 物流管理 · 中级”引用了“甲学院”。"
    else:
        SchoolYear.objects.create(school=school, year=2020)
        expected = "年度办学数据“甲学院 2020”引用了“甲学院”。"

    written = Written(created={SCHOOL: [school.pk]})

    assert refusals(written, school.recorded_version) == [expected]


def test_rows_of_the_same_import_may_refer_to_each_other() -> None:
    certificate = factories.CertificateFactory()
    written = Written(
        created={
            ORGANIZATION: [certificate.organization.pk],
            "xcms_registry.Certificate": [certificate.pk],
        }
    )

    assert refusals(written, current_version()) == []
    undo(written)

    assert not Organization.objects.exists()
    connection.check_constraints()


def test_refused_where_a_former_name_is_somebody_elses_now() -> None:
    school = factories.SchoolFactory(name="甲学院")
    former = change(school, name="乙学院")
    version = current_version()
    factories.SchoolFactory(name="甲学院", code="4143099999")

    assert refusals(Written(former={SCHOOL: [former]}), version) == [
        "“乙学院”要恢复的“甲学院”现已为“甲学院”所用。"
    ]


def test_refused_where_a_former_link_leads_nowhere() -> None:
    batch = factories.BatchFactory()
    group = factories.QQGroupFactory(batch=None)
    key = batch.pk
    batch.delete()

    written = Written(former={"xcms_registry.QQGroup": [(group.pk, {"batch_id": key})]})

    assert refusals(written, current_version()) == [f"“{group}”要恢复的批次已被删除。"]
    assert QQGroup.objects.count() == 1


def test_only_the_first_rows_are_named() -> None:
    schools = factories.SchoolFactory.create_batch(25)
    written = Written(created={SCHOOL: [school.pk for school in schools]})

    found = refusals(written, 0)

    assert len(found) == 21
    assert found[-1] == "不止这些，此处只列出前 20 条。"


def test_the_queries_do_not_grow_with_the_rows() -> None:
    def queries(count: int) -> int:
        new = factories.CertificateFactory.create_batch(count)
        old = [
            change(s, website="https://example.org/")
            for s in factories.SchoolFactory.create_batch(count)
        ]
        written = Written(
            created={"xcms_registry.Certificate": [record.pk for record in new]},
            former={SCHOOL: old},
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert refusals(written, current_version()) == []
            undo(written)
        return len(captured)

    queries(1)
    assert queries(2) == queries(40)
