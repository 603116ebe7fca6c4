"""Who brings Word files, and where their pictures are kept meanwhile."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission

from tests.notices.pages import editor


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(section: Any) -> User:
    """Writes below the section and may add pictures and documents."""
    user = editor(section, may_publish=False, name="clerk")
    root = Collection.get_first_root_node()
    for codename in ("add_image", "add_document"):
        GroupCollectionPermission.objects.create(
            group=Group.objects.get(name="clerk"),
            collection=root,
            permission=Permission.objects.get(codename=codename),
        )
    return user


@pytest.fixture
def office(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client
