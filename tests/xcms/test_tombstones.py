"""What a removed record leaves behind."""

import pytest

from registry.models import Certificate, Organization, School, SchoolName
from tests import factories
from xcms.models import Tombstone
from xcms.tombstones import leave_tombstones, revive_public_ids
from xcms.versions import current_version

pytestmark = pytest.mark.django_db


def left() -> list[tuple[str, str, int]]:
    return list(Tombstone.objects.values_list("model_label", "label", "removed_version"))


def test_a_deleted_record_leaves_its_names_and_the_version_that_removed_it() -> None:
    certificate = factories.CertificateFactory(name="物流管理")
    key, public_id = certificate.pk, certificate.public_id

    certificate.delete()

    tombstone = Tombstone.objects.get()
    assert (tombstone.model_label, tombstone.label) == ("xcms_registry.Certificate", "物流管理")
    assert (tombstone.record_key, tombstone.public_id) == (str(key), public_id)
    assert tombstone.removed_version == current_version()


def test_many_deleted_at_once_leave_one_each_at_one_version() -> None:
    factories.OrganizationFactory.create_batch(3)
    before = current_version()

    Organization.objects.all().delete()

    assert current_version() == before + 1
    assert {version for _model, _label, version in left()} == {before + 1}
    assert len(left()) == 3


def test_what_goes_along_leaves_one_too() -> None:
    school = factories.SchoolFactory(name="甲学院")
    SchoolName.objects.create(school=school, name="甲中专")

    School.objects.filter(pk=school.pk).delete()

    assert {(model, label) for model, label, _version in left()} == {
        ("xcms_registry.School", "甲学院"),
        ("xcms_registry.SchoolName", "甲中专"),
    }


def test_a_refused_deletion_leaves_none() -> None:
    filing = factories.FilingFactory()
    with pytest.raises(Exception, match="protected"):
        filing.certificate.delete()
    assert not left()


def test_a_record_that_comes_back_gets_its_last_public_id() -> None:
    owner = factories.OrganizationFactory(name="甲中心")
    first = factories.CertificateFactory(name="物流管理", organization=owner)
    first.delete()
    second = factories.CertificateFactory(name="物流管理", organization=owner)
    assert second.public_id != first.public_id
    second.delete()
    back = Certificate(name="物流管理", organization=owner, national_batch=1, levels=("advanced",))
    other = Certificate(name="别的", organization=owner, national_batch=1, levels=("advanced",))
    for record in (back, other):
        record.derive()
    fresh = other.public_id

    revive_public_ids([back, other])

    assert (back.public_id, other.public_id) == (second.public_id, fresh)


def test_an_id_that_somebody_has_stays_with_that_one() -> None:
    owner = factories.OrganizationFactory(name="甲中心")
    leave_tombstones([owner], 1)
    owner.name = "乙中心"
    owner.save()
    again = Organization(name="甲中心")
    again.derive()

    revive_public_ids([again])

    assert again.public_id != owner.public_id
