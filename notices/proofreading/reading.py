"""A page as the lint reads it, and what the lint says of its draft."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.dateparse import parse_date
from wagtail.blocks.stream_block import StreamValue
from wagtail.documents import get_document_model

from notices.blocks import AttachmentsBlock, DeadlinesBlock
from notices.lint.checks import lint
from notices.lint.findings import Finding, Severity
from notices.lint.texts import Deadline, Kind, Passage, Text
from notices.models.promises import PromisedPublication
from notices.models.repairs import FindingAcknowledgement
from notices.proofreading.places import BODY, Place, places


@dataclass(frozen=True)
class Reading:
    """A draft's places and findings; ``acknowledged`` by the finding's fingerprint."""

    page: Any
    places: Sequence[Place]
    text: Text
    findings: Sequence[Finding]
    acknowledged: dict[str, FindingAcknowledgement]

    @cached_property
    def open(self) -> list[Finding]:
        return [one for one in self.findings if one.fingerprint not in self.acknowledged]

    @cached_property
    def settled(self) -> list[tuple[Finding, FindingAcknowledgement]]:
        return [
            (one, self.acknowledged[one.fingerprint])
            for one in self.findings
            if one.fingerprint in self.acknowledged
        ]

    def of_severity(self, severity: Severity) -> list[Finding]:
        return [one for one in self.open if one.severity == severity]

    @property
    def errors(self) -> list[Finding]:
        return self.of_severity(Severity.ERROR)

    @property
    def warnings(self) -> list[Finding]:
        return self.of_severity(Severity.WARNING)

    @property
    def hints(self) -> list[Finding]:
        return self.of_severity(Severity.HINT)

    def place_of(self, finding: Finding) -> Place | None:
        return next((one for one in self.places if one.passage is finding.passage), None)

    @property
    def token(self) -> str:
        """Changes with the draft: a form that carries another one was filled in before another text.

        Wagtail's autosave writes over a revision, so its number alone doesn't tell.
        """
        said = "\0".join(f"{one.key}\0{one.passage.text}" for one in self.places)
        digest = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
        return f"{self.page.latest_revision_id or 0}-{digest[:20]}"


def read(page: Any, *, attachments: Sequence[str] | None = None) -> Reading:
    """Of the page as it is in memory. Three queries at most, besides the page's own attachments."""
    found = list(places(page))
    text = Text(
        passages=[*(one.passage for one in found), *_attachment_passages(page, attachments)],
        dated=getattr(page, "dated", None),
        document_number=getattr(page, "document_number", "") or "",
        attachments=attachment_titles(page) if attachments is None else attachments,
        deadlines=list(_deadlines(page)),
        promised=_promised(page),
    )
    return Reading(page, found, text, lint(text), _acknowledged(page))


def _attachment_passages(page: Any, given: Sequence[str] | None) -> list[Passage]:
    titles = attachment_titles(page) if given is None else given
    return [
        Passage("attachments", f"附件“{title}”", title, Kind.ATTACHMENT, is_fixed=True)
        for title in titles or ()
    ]


def attachment_titles(page: Any) -> list[str] | None:
    """Of the page's list of attachments and those in its body; None for pages that have no list."""
    listed = getattr(page, "attachments", None)
    if listed is None:
        return None
    files = [(item.document_id, item.title) for item in listed.all()]
    return named_files([*files, *body_files(page)])


def body_files(page: Any) -> Iterator[tuple[Any, str]]:
    for block, value in _blocks(page, AttachmentsBlock):
        del block
        for item in value or []:
            file = item.get("value", item) if isinstance(item, dict) else {}
            if file.get("document"):
                yield file["document"], file.get("title") or ""


def named_files(files: Sequence[tuple[Any, str]]) -> list[str]:
    """(document, title) pairs; one without a title has the document's own. One query where that is needed."""
    unnamed = [key for key, title in files if not title]
    documents = get_document_model().objects
    own = dict(documents.filter(pk__in=unnamed).values_list("pk", "title")) if unnamed else {}
    return [title or own.get(key, "") for key, title in files]


def _deadlines(page: Any) -> Iterator[Deadline]:
    for _block, value in _blocks(page, DeadlinesBlock):
        for item in (value or {}).get("deadlines") or []:
            one = item.get("value", item) if isinstance(item, dict) else {}
            if day := _day(one.get("date")):
                where = str((value or {}).get("title") or "时间安排")
                yield Deadline(where, str(one.get("label") or ""), day)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value or ""))
    except ValueError:
        return None


def _blocks(page: Any, kind: type[Any]) -> Iterator[tuple[Any, Any]]:
    stream = getattr(page, BODY, None)
    if not isinstance(stream, StreamValue):
        return
    for item in stream.raw_data:
        block = stream.stream_block.child_blocks.get(item["type"])
        if isinstance(block, kind):
            yield block, item["value"]


def _promised(page: Any) -> list[str]:
    if not page.pk:
        return []
    return list(PromisedPublication.objects.filter(page_id=page.pk).values_list("words", flat=True))


def _acknowledged(page: Any) -> dict[str, FindingAcknowledgement]:
    if not page.pk:
        return {}
    found = FindingAcknowledgement.objects.filter(page_id=page.pk)
    return {one.fingerprint: one for one in found.select_related("acknowledged_by")}
