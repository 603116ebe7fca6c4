"""Where each statement is a transaction of its own, as on a server: visitors see changes, and no snapshot stays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.factories import SchoolFactory
from tests.xcms.caching.changes import (
    World,
    close_a_collection,
    delete,
    import_schools,
    move,
    publish_again,
    rename_a_document,
    rename_the_site,
    reorder,
    restrict,
    unpublish,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(wagtail_root: Any, tmp_path: Path, settings: Any) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    return World(wagtail_root, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        publish_again,
        unpublish,
        restrict,
        move,
        reorder,
        delete,
        rename_the_site,
        close_a_collection,
        rename_a_document,
        import_schools,
    ],
    ids=lambda change: change.__name__,
)
def test_the_next_visitor_sees_a_change_made_outside_a_transaction(
    world: World, change: Callable[[World], None]
) -> None:
    world.warm()
    change(world)
    assert not world.outdated(world.shown())


def test_a_file_that_nobody_wants_leaves_no_snapshot_behind(
    wagtail_root: Any, client: Client
) -> None:
    SchoolFactory()
    answer = client.get("/registry/schools/?format=csv", headers={"If-None-Match": "*"})
    assert answer.status_code == 304
    assert not connection.in_atomic_block
    assert connection.get_autocommit()
    assert client.get("/registry/schools/?format=json").status_code == 200
