"""What visitors read of a text's life: its head, how it stands, and what became of it since it was published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from notices.enums import EventKind
from notices.heads import head_lines
from notices.models.editions import TextEdition
from notices.standing import Standing, standing_of
from notices.withholding.answers import withheld_sentence


@dataclass(frozen=True, slots=True)
class LifeLine:
    """``url`` leads to the text as it read then; the current text has none, nor has one that is ``withheld``.

    ``withheld`` says why, and ``digest`` is then that of the record which is kept.
    """

    kind: EventKind
    at: datetime
    note: str
    url: str = ""
    withheld: str = ""
    number: int = 0
    digest: str = ""

    @property
    def label(self) -> str:
        return str(self.kind.label)


def life_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """For the page's template. Four queries."""
    standing = standing_of(page)
    return {
        "head": head_lines(page),
        "standing": standing,
        "life": life_of(page, request, standing),
    }


def life_of(page: Any, request: HttpRequest, standing: Standing) -> Sequence[LifeLine]:
    """The latest first; nothing where the text is as it was published, or a list's table of editions says it all."""
    editions = list(TextEdition.objects.of_page(page).with_withholding())
    lists = {edition.list_edition_id for edition in editions} - {None}
    is_withheld = any(edition.withheld_at for edition in editions)
    if len(editions) <= max(1, len(lists)) and not standing.history and not is_withheld:
        return []
    lines = [*_publications(editions, page.get_url(request) or ""), *_withdrawals(standing)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _publications(editions: Sequence[Any], url: str) -> Iterator[LifeLine]:
    for position, edition in enumerate(editions):
        withheld = withheld_sentence(edition)
        yield LifeLine(
            kind=EventKind.PUBLISHED if edition.number == 1 else EventKind.CORRECTED,
            at=edition.published_at,
            note=edition.change_note,
            url=f"{url}{edition.below_page}" if position and not withheld else "",
            withheld=withheld,
            number=edition.number,
            digest=edition.record_digest or "",
        )


def _withdrawals(standing: Standing) -> Iterator[LifeLine]:
    for one in standing.history:
        yield LifeLine(EventKind.WITHDRAWN, one.withdrawn_at, one.reason)
        if one.lifted_at is not None:
            yield LifeLine(EventKind.RESTORED, one.lifted_at, one.lift_reason)
