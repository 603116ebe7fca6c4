"""The site that is searched: notices by the hundred thousand, without an index as yet."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models, transaction
from wagtail.models import Locale, Page

from notices.models import NoticePage
from tests.bench.measuring import Clock
from tests.bench.search.texts import Text, texts
from tests.page_tree import ensure_page_tree

_AT_ONCE = 2_000
_BEGAN = datetime(2015, 1, 1, tzinfo=UTC)


def prepare(clock: Clock, *, documents: int) -> None:
    call_command("migrate", verbosity=0)
    home = ensure_page_tree()
    given = enumerate(texts(documents))
    with clock.part("make"):
        while some := list(islice(given, _AT_ONCE)):
            _make(home, some, documents)
    home.numchild = documents
    home.save(update_fields=["numchild"])


def _make(home: Any, some: Sequence[tuple[int, Text]], documents: int) -> None:
    kind = ContentType.objects.get_for_model(NoticePage)
    locale = Locale.objects.get()
    made = []
    for number, text in some:
        went = _BEGAN + timedelta(days=3_600 * number / documents)
        made.append(
            Page(
                title=text.title,
                draft_title=text.title,
                slug=f"notice-{number}",
                path=f"{home.path}{Page._int2str(number + 1).rjust(Page.steplen, '0')}",
                depth=home.depth + 1,
                url_path=f"{home.url_path}notice-{number}/",
                content_type=kind,
                locale=locale,
                live=True,
                first_published_at=went,
                last_published_at=went,
            )
        )
    with transaction.atomic():
        pages = Page.objects.bulk_create(made)
        notices = list(_notices(pages, [text for _number, text in some]))
        own: list[models.Field[Any, Any]] = list(NoticePage._meta.local_concrete_fields)
        NoticePage._base_manager._insert(notices, fields=own, using=connection.alias)


def _notices(pages: Sequence[Page], given: Sequence[Text]) -> Iterator[NoticePage]:
    for page, text in zip(pages, given, strict=True):
        body = [
            {"type": "paragraph", "value": f"<p>{paragraph}</p>", "id": str(n)}
            for n, paragraph in enumerate(text.paragraphs)
        ]
        yield NoticePage(
            page_ptr=page,
            body=json.dumps(body, ensure_ascii=False),
            summary=text.paragraphs[0][:80],
            document_number=f"湘教通〔{2015 + page.pk % 9}〕{page.pk % 300}号",
        )
