"""An index whose keys have no room for an id still answers, only slower."""

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from modelsearch.query import PlainText
from wagtail.models import Page

from notices.models import NoticePage
from tests.xcms.search.backends.conftest import Notice
from xcms.search.backends.keys import MOST_TYPE


@pytest.fixture
def late_content_type(db: None) -> Iterator[ContentType]:
    """Notices' content type with an id that no key of ours has room for, as in an old or much restored database."""
    ContentType.objects.get_for_model(NoticePage).delete()
    ContentType.objects.clear_cache()
    yield ContentType.objects.create(app_label="notices", model="noticepage", pk=MOST_TYPE + 1)
    ContentType.objects.clear_cache()


def test_content_types_beyond_the_room_of_a_key_are_found_all_the_same(
    late_content_type: ContentType, notice: Notice
) -> None:
    pages = [notice(f"试点{n}号", "课证融通" if n % 2 else "") for n in range(3)]
    other = notice("名单")

    assert [page.pk for page in Page.objects.search("试点")] == [
        page.pk for page in reversed(pages)
    ]
    assert Page.objects.search("试点").count() == 3
    assert [page.pk for page in NoticePage.objects.search("课证融通")] == [pages[1].pk]
    assert {page.pk for page in NoticePage.objects.search(~PlainText("试点"))} == {other.pk}
    only = Page.objects.filter(pk__in=[pages[0].pk, other.pk])
    assert [page.pk for page in only.search("试点")] == [pages[0].pk]
    assert [page.pk for page in only.autocomplete("试点0")] == [pages[0].pk]
    pages[0].delete()
    assert Page.objects.search("试点").count() == 2
