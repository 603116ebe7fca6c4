"""One version: version order is commit order (design rule 8); all or nothing (rule 7)."""

import threading

import pytest
from django.db import connection, transaction

from registry.models import Organization
from tests.factories import OrganizationFactory
from tests.killed import run_until_killed
from xcms.versions import current_version, register_read, register_write


@pytest.mark.django_db
def test_every_write_bumps_the_version_and_stamps_its_row() -> None:
    before = current_version()

    organization = OrganizationFactory()

    assert current_version() == before + 1
    assert organization.recorded_version == before + 1


@pytest.mark.django_db
def test_nested_writes_share_one_version() -> None:
    with register_write() as outer, register_write() as inner:
        first, second = OrganizationFactory(), OrganizationFactory()

    assert outer == inner == first.recorded_version == second.recorded_version


@pytest.mark.django_db
def test_deleting_a_row_bumps_the_version() -> None:
    organization = OrganizationFactory()
    before = current_version()

    organization.delete()

    assert current_version() == before + 1


@pytest.mark.django_db
def test_a_failed_write_leaves_neither_rows_nor_a_version() -> None:
    before = current_version()

    def write_and_fail() -> None:
        with register_write():
            OrganizationFactory()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()

    assert current_version() == before
    assert not Organization.objects.exists()


@pytest.mark.django_db
def test_a_failed_write_does_not_lend_its_version_to_the_next() -> None:
    with pytest.raises(RuntimeError), register_write():
        raise RuntimeError

    with register_write() as version:
        assert version == current_version()


@pytest.mark.django_db(transaction=True)
def test_writers_queue_and_never_share_a_version() -> None:
    versions: list[int] = []

    def write() -> None:
        try:
            for _ in range(5):
                with register_write() as version:
                    versions.append(version)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(versions)) == len(versions) == 20
    assert current_version() == max(versions)


@pytest.mark.django_db(transaction=True)
def test_version_order_is_commit_order() -> None:
    """A writer that took its version first commits first: the second waits for the row."""
    order: list[str] = []
    holding = threading.Event()

    def second() -> None:
        holding.wait(10)
        try:
            with register_write():
                order.append("second writes")
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic(), register_write():
        thread.start()
        holding.set()
        thread.join(0.5)
        order.append("first commits")
    thread.join(30)

    assert order == ["first commits", "second writes"]


WRITER = """
from registry.models import Organization
from xcms.versions import register_write
with register_write():
    Organization.objects.bulk_create(
        [Organization(name=f"组织{n}", name_key=f"组织{n}") for n in range(50)]
    )
    os.getloadavg()
"""


@pytest.mark.django_db(transaction=True)
def test_a_writer_killed_in_the_middle_leaves_nothing() -> None:
    before = current_version()

    run_until_killed(WRITER, module="os", attribute="getloadavg")

    assert current_version() == before
    assert not Organization.objects.exists()
    OrganizationFactory()  # and nobody is locked out


def _write_in_another_connection() -> None:
    def write() -> None:
        try:
            OrganizationFactory()
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "the writer waited for the reader"


@pytest.mark.django_db(transaction=True)
def test_a_reader_sees_one_version_to_the_end_and_keeps_no_writer_waiting() -> None:
    OrganizationFactory()
    with register_read() as version:
        assert Organization.objects.count() == 1
        _write_in_another_connection()
        assert Organization.objects.count() == 1
        assert current_version() == version

    with register_read() as next_version:
        assert next_version == version + 1
        assert Organization.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_reader_leaves_the_connection_as_it_was() -> None:
    mode = getattr(connection, "transaction_mode", None)
    with pytest.raises(RuntimeError), register_read():
        raise RuntimeError
    assert getattr(connection, "transaction_mode", None) == mode
    assert not connection.in_atomic_block
    OrganizationFactory()


@pytest.mark.django_db
def test_reading_inside_a_write_sees_that_write() -> None:
    with register_write() as version:
        OrganizationFactory()
        with register_read() as seen:
            assert seen == version
            assert Organization.objects.count() == 1
