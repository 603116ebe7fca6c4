"""The index at hand is always that of the snapshot being read."""

import gc
import threading
import weakref
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from registry.models import Approval, Region
from registry.services.approval_index import holder
from registry.services.approval_index.holder import index_at
from registry.services.approval_index.index import ApprovalIndex
from tests.factories import OrganizationFactory, grant
from xcms.versions import RegisterMovedOnError, register_read


def index_now() -> ApprovalIndex:
    with register_read() as version:
        return index_at(version)


def in_another_thread(action: object) -> None:
    def run() -> None:
        try:
            action()  # type: ignore[operator]
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_it_is_made_once_for_a_version() -> None:
    grant()
    assert index_now() is index_now()


@pytest.mark.django_db(transaction=True)
def test_it_follows_every_write() -> None:
    first = grant()
    assert list(index_now().lines.key) == [first.pk]
    second = grant()
    assert sorted(index_now().lines.key) == [first.pk, second.pk]


@pytest.mark.django_db(transaction=True)
def test_a_write_elsewhere_leaves_its_rows_as_they_are() -> None:
    grant()
    before = index_now()
    OrganizationFactory()
    after = index_now()
    assert after.version == before.version + 1
    assert list(after.lines.key) == list(before.lines.key)


@pytest.mark.django_db(transaction=True)
def test_it_knows_the_new_name_of_a_region() -> None:
    grant()
    index_now()
    renamed = Region.objects.get(code="430100")
    renamed.name, before = "新长沙市", renamed.name
    renamed.save()
    try:
        labels = index_now().vocabulary.labels("region")
        assert labels is not None
        assert labels["430100"] == "新长沙市"
    finally:
        renamed.name = before
        renamed.save()


@pytest.mark.django_db(transaction=True)
def test_a_reader_whom_others_have_overtaken_begins_anew() -> None:
    grant()
    with register_read() as version:
        in_another_thread(grant)
        in_another_thread(index_now)
        with pytest.raises(RegisterMovedOnError):
            index_at(version)
    assert len(index_now().lines) == 2


@pytest.mark.django_db(transaction=True)
def test_what_may_still_be_rolled_back_reaches_nobody_else() -> None:
    kept = grant()
    try:
        with transaction.atomic():
            grant()
            with register_read() as version:
                assert len(index_at(version).lines) == 2
            raise RuntimeError
    except RuntimeError:
        pass
    assert list(index_now().lines.key) == [kept.pk]
    grant()
    assert len(index_now().lines) == Approval.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/registry/approvals/", "/registry/schools/?region=430100"])
def test_a_former_index_is_let_go_at_once(client: Client, wagtail_root: Any, address: str) -> None:
    """It has tens of megabytes that the collector of cycles knows nothing of."""
    grant()
    client.get(address)
    former = weakref.ref(holder._held)
    assert former() is not None
    gc.disable()
    try:
        grant()
        client.get(address)
        assert former() is None
    finally:
        gc.enable()
