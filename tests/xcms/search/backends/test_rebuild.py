"""``update_index`` goes on where it was stopped, writes only what differs, and leaves nothing stale."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.conf import get_app_config
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from notices.models import NoticePage, TextEdition
from tests.xcms.search.backends.conftest import Notice
from xcms.search.backends.state import needs_rebuild


def entries() -> Any:
    return get_app_config().get_model("IndexEntry").objects


@pytest.fixture
def rebuild(db: None) -> Any:
    def run() -> None:
        call_command("update_index", verbosity=0, chunk_size=3)

    return run


def writes(queries: CaptureQueriesContext) -> list[str]:
    """Statements that touched the index. PostgreSQL's one for a chunk decides for itself what it writes."""
    return [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "indexentry" in query["sql"]
    ]


def written() -> Iterator[Any]:
    """What a row holds, and on PostgreSQL which transaction wrote it."""
    mark = ", xmin::text" if connection.vendor == "postgresql" else ""
    statement = f"SELECT id, title, body{mark} FROM wagtailsearch_indexentry ORDER BY id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement)
        yield from cursor.fetchall()


def test_everything_is_found_after_a_rebuild(notice: Notice, rebuild: Any) -> None:
    for n in range(7):
        notice(f"试点{n}")
    entries().all().delete()

    rebuild()

    assert Page.objects.search("试点").count() == 7
    assert not needs_rebuild()


def test_a_second_run_writes_nothing(notice: Notice, rebuild: Any) -> None:
    for n in range(5):
        notice(f"试点{n}", "证书")
    rebuild()
    before = list(written())

    with CaptureQueriesContext(
        connection,
    ) as queries:
        rebuild()

    assert list(written()) == before
    if connection.vendor == "sqlite":
        assert [sql for sql in writes(queries) if not sql.startswith("DELETE")] == [
            "INSERT INTO wagtailsearch_indexentry_fts(wagtailsearch_indexentry_fts) VALUES ('optimize')"
        ]


def test_a_run_that_was_stopped_goes_on(notice: Notice, rebuild: Any, backend: Any) -> None:
    for n in range(9):
        notice(f"试点{n}")
    entries().all().delete()
    index = type(backend.get_index_for_model(NoticePage))
    add_items, calls = index.add_items, []

    def stops(self: Any, model: Any, objs: Any) -> None:
        if model is NoticePage:
            calls.append(1)
            if len(calls) == 3:
                raise KeyboardInterrupt
        add_items(self, model, objs)

    with patch.object(index, "add_items", stops), pytest.raises(KeyboardInterrupt):
        rebuild()
    # What was done stays, and is in use.
    assert Page.objects.search("试点").count() == 6
    kept = list(written())

    rebuild()

    assert Page.objects.search("试点").count() == 9
    assert set(kept) <= set(written())


def test_only_what_differs_is_written(notice: Notice, rebuild: Any) -> None:
    pages = [notice(f"试点{n}") for n in range(4)]
    rebuild()
    before = {row[0]: row for row in written()}
    Page.objects.filter(pk=pages[1].pk).update(title="证书")

    rebuild()

    assert len([row for row in written() if row != before.get(row[0])]) == 1
    assert [page.pk for page in Page.objects.search("证书")] == [pages[1].pk]


def test_entries_of_what_is_gone_vanish(notice: Notice, rebuild: Any) -> None:
    kept, gone = notice("试点甲"), notice("试点乙")
    key = str(gone.pk)
    # As when rows are deleted past Django: no signal tells the index.
    TextEdition.objects.filter(page=gone.pk)._raw_delete("default")
    NoticePage.objects.filter(pk=gone.pk)._raw_delete("default")
    Page.objects.filter(pk=gone.pk)._raw_delete("default")
    other = ContentType.objects.get_for_model(ContentType)
    entries().filter(object_id=str(kept.pk)).first()
    type(entries().first()).objects.bulk_create(
        [
            entries().model(
                id=77, content_type=other, object_id="1", title="", body="", autocomplete=""
            )
        ]
    )

    rebuild()

    assert not entries().filter(object_id=key, content_type__model="noticepage").exists()
    assert not entries().filter(content_type=other).exists()
    assert [page.pk for page in Page.objects.search("试点")] == [kept.pk]


def test_a_page_that_became_another_type_has_one_entry(notice: Notice, rebuild: Any) -> None:
    page = notice("试点")
    entry = entries().get(object_id=str(page.pk), content_type__model="noticepage")
    values = {"title": entry.title, "body": entry.body, "autocomplete": entry.autocomplete}
    kind = ContentType.objects.get_for_model(Page)
    entries().create(id=78, content_type=kind, object_id=str(page.pk), **values)

    rebuild()

    assert entries().filter(object_id=str(page.pk), content_type=kind).count() == 0
    assert Page.objects.search("试点").count() == 1


def test_an_index_of_another_backend_breaks_nothing_and_is_replaced(
    notice: Notice, rebuild: Any, settings: Any
) -> None:
    page = notice("试点 hello")
    entries().all().delete()
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
    rebuild()
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "xcms.search.backends.database"}}
    assert needs_rebuild()

    for question in ("hello", "试点", "试点 hello"):
        assert {found.pk for found in Page.objects.search(question)} <= {page.pk}
        assert Page.objects.live().search(question).count() <= 1

    rebuild()

    assert not needs_rebuild()
    assert [found.pk for found in Page.objects.search("试点 hello")] == [page.pk]


def test_the_other_backend_can_be_switched_on_again(
    notice: Notice, rebuild: Any, settings: Any
) -> None:
    page = notice("hello 试点")
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

    rebuild()

    assert [found.pk for found in Page.objects.search("hello")] == [page.pk]
    assert NoticePage.objects.create is not None
    notice("again hello")
    assert Page.objects.search("hello").count() == 2


def test_all_indexed_models_can_be_rebuilt_as_one(
    rebuild: Any, notice: Notice, settings: Any
) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "xcms.search.backends.database", "ATOMIC_REBUILD": True}
    }
    notice("试点")

    rebuild()

    assert Page.objects.search("试点").count() == 1
    assert get_indexed_models()


def test_an_atomic_rebuild_that_fails_changes_nothing(
    rebuild: Any, notice: Notice, settings: Any, backend: Any
) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "xcms.search.backends.database", "ATOMIC_REBUILD": True}
    }
    page = notice("试点")
    Page.objects.filter(pk=page.pk).update(title="证书")
    index = type(backend.get_index_for_model(NoticePage))

    with (
        patch.object(index, "tidy", side_effect=OSError("full")),
        pytest.raises(OSError, match="full"),
    ):
        rebuild()

    assert Page.objects.search("试点").count() == 1
    assert Page.objects.search("证书").count() == 0
