"""Administrators of every kind, and one record of every register."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from tests.made_once import as_it_is, made_once
from tests.page_tree import ensure_page_tree
from tests.registry.admin.registers import one_of_each


@pytest.fixture
def admin(db: None) -> Any:
    return get_user_model().objects.create_superuser("chief", password="x")


@pytest.fixture
def admin_page(client: Client, admin: Any) -> Client:
    """A client logged in as superuser."""
    client.force_login(admin)
    return client


@pytest.fixture
def user_with(db: None) -> Callable[..., Any]:
    """``user_with("view_school", …)``: somebody who may enter the admin and has these permissions."""

    def make(*codenames: str) -> Any:
        user = get_user_model().objects.create_user(
            f"user{len(codenames)}-{'-'.join(codenames)}"[:150]
        )
        wanted = Permission.objects.filter(
            codename__in=codenames, content_type__app_label="xcms_registry"
        )
        user.user_permissions.add(*wanted, Permission.objects.get(codename="access_admin"))
        assert wanted.count() == len(set(codenames))
        return user

    return make


@pytest.fixture
def records(wagtail_root: Any) -> dict[str, Any]:
    return one_of_each(wagtail_root)


@pytest.fixture(scope="module")
def _made_records(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with made_once(django_db_blocker):
        yield one_of_each(ensure_page_tree())


@pytest.fixture
def kept_records(_made_records: dict[str, Any], db: None) -> dict[str, Any]:
    """The same, made once: for modules whose tests all have them."""
    return {name: as_it_is(one) for name, one in _made_records.items()}
