"""What the tests of a module only read is made once for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from wagtail.models import Site

Record = TypeVar("Record", bound=Model)


@contextmanager
def made_once(django_db_blocker: Any) -> Iterator[None]:
    """For a fixture of a module: what it writes inside is there until the module's tests are done.

    Each test's own transaction nests in this one, and takes back what the test has written. So the module has no
    test with ``transaction=True``.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


def as_it_is(made: Record) -> Record:
    """As the database has it, whatever other tests have done to the object."""
    found: Record = type(made)._base_manager.get(pk=made.pk)
    return found
