"""Read the texts of all documents that lack theirs. May be stopped and started again at any time."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from xcms.models import DocumentText, TextState
from xcms.search.attachments.extraction import extract


class Command(BaseCommand):
    help = "Read the texts of attachments for the search, where the present file has not been read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="Read all of them, also those read before."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        documents = get_document_model()._default_manager.order_by("pk")
        count = documents.count()
        if not options["again"]:
            documents = documents.exclude(pk__in=DocumentText.objects.current().values("pk"))
        states: Counter[str] = Counter()
        # Keys first: a cursor over hours would hold the database.
        for key in list(documents.values_list("pk", flat=True)):
            text = extract(key, again=options["again"])
            if text is None:
                continue
            states[text.state] += 1
            if text.reason:
                self.stdout.write(f"{key}  {text.document}  {text.reason}")
        self.stdout.write(
            _(
                "%(count)s documents: %(done)s read, %(empty)s without text, %(refused)s refused, "
                "%(pending)s not to be opened now; %(before)s had been read before."
            )
            % {
                **{state.value: states[state] for state in TextState},
                "count": count,
                "before": count - states.total(),
            }
        )
