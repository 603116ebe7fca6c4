"""Where the words of a basis lead: in lists, and in files and the API, which are read far from their site."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from registry.models import ApprovalDecision, Filing
from registry.services.basis_links import (
    at_clause,
    every_public_basis_page,
    public_basis_pages,
)
from registry.services.scopes import decisions_of_day


class BasisAddresses:
    """The addresses of the public texts that wordings mean. Unchanging: make one for each answer or file."""

    def __init__(self, pages: Mapping[str, Any], address: Callable[[Any], str | None]) -> None:
        # Many wordings mean one page, and an address takes as long as a row.
        known = {page.pk: page for page in pages.values()}
        urls = {key: address(page) or "" for key, page in known.items()}
        self.texts = {wording: urls[page.pk] for wording, page in pages.items() if urls[page.pk]}

    @classmethod
    def within_site(cls, wordings: Iterable[str], request: HttpRequest | None) -> "BasisAddresses":
        """For pages of this site. Two queries, as the next one."""
        return cls(public_basis_pages(wordings), lambda page: page.get_url(request))

    @classmethod
    def whole(cls, wordings: Iterable[str]) -> "BasisAddresses":
        """With scheme and host, by the site that the text belongs to."""
        return cls(public_basis_pages(wordings), lambda page: page.get_full_url())

    @classmethod
    def of_everything(cls) -> "BasisAddresses":
        """The same for every wording, asked for once for a file of any length."""
        return cls(every_public_basis_page(), lambda page: page.get_full_url())

    def of(self, wording: str, clause: str = "") -> str:
        """At the clause, which the wording itself may name; "" where the text is not public."""
        return at_clause(self.texts.get(wording, ""), clause or wording)


@dataclass(frozen=True, slots=True)
class LineBasis:
    """What lines rest on, in words and with the way to the text; "" where it is not public.

    Numbered for the page, since most of its lines share one.
    """

    number: int
    words: str
    url: str


class LineBases:
    """What the lines of a page rest on: the decisions that their state on the day speaks of.

    Three queries for all of them together, once the first is asked for.
    """

    def __init__(self, lines: Iterable[Any], day: date, request: HttpRequest | None = None) -> None:
        self._keys = [line.pk for line in lines]
        self._day = day
        self._request = request

    def of(self, line: Any) -> LineBasis | None:
        """None where somebody voids a line's only decision between two queries."""
        return self._found.get(line.pk)

    def in_order(self) -> list[LineBasis]:
        """As the lines refer to them."""
        return list(dict.fromkeys(self._found.values()))

    @cached_property
    def _found(self) -> dict[int, LineBasis]:
        decisions = self._decisions()
        addresses = BasisAddresses.within_site(
            (decision.basis for decision in decisions.values()), self._request
        )
        named = {
            key: (decisions[key].basis, decisions[key].clause)
            for key in self._keys
            if key in decisions
        }
        bases = {
            (wording, clause): LineBasis(
                number,
                f"{wording}；{clause}" if clause else wording,
                addresses.of(wording, clause),
            )
            for number, (wording, clause) in enumerate(dict.fromkeys(named.values()), start=1)
        }
        return {key: bases[name] for key, name in named.items()}

    def _decisions(self) -> dict[int, ApprovalDecision]:
        histories: defaultdict[int, list[ApprovalDecision]] = defaultdict(list)
        found = (
            ApprovalDecision.objects.public()
            .filter(approval__in=self._keys)
            .only("approval", "effective_from", "basis", "clause")
            .order_by("effective_from", "recorded_version", "pk")
        )
        for decision in found:
            histories[decision.approval_id].append(decision)
        return {key: decisions_of_day(history, self._day)[0] for key, history in histories.items()}


# In files: what their rows lead to, so that none outlives a text that has moved or is no longer public.


def links_of_approvals() -> dict[str, str]:
    """Of every wording: to look for those of a million decisions would take a pass over all of them."""
    return BasisAddresses.of_everything().texts


def links_of_filings() -> dict[str, str]:
    revoked = Filing.objects.public().exclude(revocation_basis="")
    wordings = revoked.order_by().values_list("revocation_basis", flat=True).distinct()
    return BasisAddresses.whole(wordings).texts
