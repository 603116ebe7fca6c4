"""From the words of a basis to the page of the text they mean.

Decisions and revocations are never changed and keep their basis in words. What the words mean stands beside
them (BasisLink), once for each wording: 100,000 imported decisions that rest on one notice cost one row, undoing
and voiding need not know of it, and old decisions are linked without touching them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import swapper
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log

from registry.models import ApprovalDecision, BasisLink, Filing, Violation
from xcms.clauses import clause_anchor
from xcms.versions import page_write, register_write

_BATCH = 500


@dataclass(frozen=True, slots=True)
class BasisTexts:
    """What an app knows of official texts; the hook ``register_xcms_basis_texts`` returns one.

    ``page_models()`` are the page types that can be a basis. ``find(wordings)`` gives the published page's
    key for each wording that names exactly one. ``wording(page)`` is how a decision names the page.
    """

    page_models: Callable[[], Sequence[type[Any]]]
    find: Callable[[Collection[str]], Mapping[str, int]]
    wording: Callable[[Any], str]


def _sources() -> list[BasisTexts]:
    return [source() for source in hooks.get_hooks("register_xcms_basis_texts")]


def page_models() -> list[type[Any]]:
    """Page types that can be a basis; none on a site without such pages."""
    return [model for source in _sources() for model in source.page_models()]


def basis_page_choices() -> Any:
    """Every page that can be a basis, drafts too: what rests on one shows its link once it is published."""
    pages = swapper.load_model("wagtailcore", "Page").objects
    models = page_models()
    return pages.type(*models).filter(alias_of=None) if models else pages.none()


def wording_of(page: Any) -> str:
    """How a decision names this page where the office gives no words of its own: its number, else its title."""
    specific = page.specific
    for source in _sources():
        if isinstance(specific, tuple(source.page_models())):
            return source.wording(specific)[:300]
    return str(page.title)[:300]


# Linking


def cite(
    wordings: Iterable[str], *, page: int | None = None, acting_user: Any = None
) -> list[BasisLink]:
    """Note that decisions rest on these wordings; what they mean is the page (a key), else found by itself.

    A published text is found where the wording names its number or title and no other's. Wordings that mean
    nothing yet are kept, for somebody to link. Gives back what was linked now. A fixed number of queries per
    500 wordings, inside the caller's register write.

    Raises ValidationError where a wording means another page already: one name, one text.
    """
    wanted = sorted({wording for wording in wordings if wording})
    with register_write():
        links: dict[str, BasisLink] = {}
        for batch in _sliced(wanted):
            if page is not None:
                refuse_other_page(batch, page)
            found = BasisLink.objects.filter(wording__in=batch)
            links |= {link.wording: link for link in found}
        open_ones = [w for w in wanted if w not in links or links[w].page_id is None]
        meant = find_pages(open_ones) if page is None else dict.fromkeys(open_ones, page)
        new = [BasisLink(wording=wording) for wording in open_ones if wording not in links]
        linked = _meaning([*(links[w] for w in open_ones if w in links), *new], meant, acting_user)
        BasisLink.objects.bulk_create(new, batch_size=_BATCH)
        _save_links([link for link in linked if link.wording in links])
    return linked


def _meaning(
    links: Iterable[BasisLink], meant: Mapping[str, int], acting_user: Any
) -> list[BasisLink]:
    """Those of the links that now mean a page; not saved yet."""
    linked = [link for link in links if link.wording in meant]
    for link in linked:
        link.page_id, link.linked_at = meant[link.wording], timezone.now()
        link.linked_by = acting_user
    return linked


def _save_links(links: Sequence[BasisLink]) -> None:
    BasisLink.objects.bulk_update(links, ["page", "linked_at", "linked_by"], batch_size=_BATCH)


def refuse_other_page(wordings: Collection[str], page: int) -> None:
    """Raises ValidationError where one of these wordings means another page. One query."""
    for link in (
        BasisLink.objects.filter(wording__in=wordings, page__isnull=False)
        .exclude(page=page)
        .select_related("page")[:1]
    ):
        raise ValidationError(
            {
                "basis_page": _(
                    "“%(wording)s” stands for the text “%(page)s” already. Two texts under one name can't be "
                    "told apart: word this basis more precisely, for example with its document number."
                )
                % {"wording": link.wording, "page": str(link.page)}
            }
        )


def find_pages(wordings: Collection[str]) -> dict[str, int]:
    """The published text that each wording names, where it names exactly one."""
    found: dict[str, int] = {}
    if wordings:
        for source in _sources():
            found = {**source.find(wordings), **found}
    return found


def link_open(*, acting_user: Any = None) -> list[BasisLink]:
    """Look again for what open wordings mean: a text may have been published since. Writes only what it finds."""
    open_ones = BasisLink.objects.filter(page__isnull=True)
    found = find_pages(list(open_ones.values_list("wording", flat=True)))
    if not found:
        return []
    with page_write():
        linked = []
        for batch in _sliced(sorted(found)):
            linked += _meaning(open_ones.filter(wording__in=batch), found, acting_user)
        _save_links(linked)
        for link in linked:
            log(
                instance=link,
                action="xcms_registry.link_basis",
                user=acting_user,
                data={"page": link.page_id},
            )
    return linked


def link_recorded(*, acting_user: Any = None) -> list[BasisLink]:
    """The same for everything ever recorded, also before there were links. Decisions stay as they are."""
    known = set(BasisLink.objects.values_list("wording", flat=True))
    if unknown := sorted(recorded_wordings() - known):
        with page_write():
            BasisLink.objects.bulk_create(
                [BasisLink(wording=wording) for wording in unknown],
                batch_size=_BATCH,
                ignore_conflicts=True,
            )
    return link_open(acting_user=acting_user)


def open_wordings() -> set[str]:
    """Recorded wordings that mean no page yet."""
    linked = BasisLink.objects.filter(page__isnull=False).values_list("wording", flat=True)
    return recorded_wordings().difference(linked)


def recorded_wordings() -> set[str]:
    """Every wording that a decision or a revocation has ever been recorded with. Three queries."""
    of_decisions = ApprovalDecision.objects.order_by().values_list("basis", flat=True).distinct()
    of_filings = (
        Filing.objects.exclude(revocation_basis="")
        .order_by()
        .values_list("revocation_basis", flat=True)
        .distinct()
    )
    of_violations = (
        Violation.objects.exclude(basis="").order_by().values_list("basis", flat=True).distinct()
    )
    return {*of_decisions, *of_filings, *of_violations}


# Reading


def public_basis_pages(wordings: Iterable[str]) -> dict[str, Any]:
    """For each wording that means a page which everybody may read now, that page.

    One query and one for the view restrictions, none where there are no wordings.
    """
    wanted = sorted({wording for wording in wordings if wording})
    return _public_pages(BasisLink.objects.filter(wording__in=wanted)) if wanted else {}


def every_public_basis_page() -> dict[str, Any]:
    """The same for every wording that there is: for whole files. Wordings are few, whatever the number of rows."""
    return _public_pages(BasisLink.objects.all())


def _public_pages(links: QuerySet[BasisLink]) -> dict[str, Any]:
    pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
    found = links.filter(page__in=pages.order_by().values("pk")).select_related("page")
    return {link.wording: link.page for link in found}


def public_pages(keys: Iterable[int]) -> dict[int, Any]:
    """Those of these pages that everybody may read now, by key. Two queries, none where there are no keys."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
    return {page.pk: page for page in pages.filter(pk__in=wanted)}


def basis_url(page: Any, clause: str, request: Any = None) -> str:
    """The address of the clause in its page; of the page where no clause is named, "" where it has none."""
    return at_clause(page.get_url(request) or "", clause)


def at_clause(url: str, clause: str) -> str:
    """The place of the clause below the address of its text; the address alone where no clause is named."""
    anchor = clause_anchor(clause) if url else ""
    return f"{url}#{anchor}" if anchor else url


def wordings_of(page: Any) -> list[str]:
    """The wordings that mean this page (a key). One query."""
    return list(BasisLink.objects.filter(page=page).values_list("wording", flat=True))


def pages_rested_on(pages: Any) -> list[Any]:
    """Those of these pages that recorded decisions or revocations rest on, void ones too: they stay readable."""
    wordings: dict[str, Any] = {
        link.wording: link.page
        for link in BasisLink.objects.filter(page__in=pages).select_related("page")
    }
    if not wordings:
        return []
    in_use = {
        *_in_use(ApprovalDecision.objects.all(), "basis", wordings),
        *_in_use(Filing.objects.all(), "revocation_basis", wordings),
        *_in_use(Violation.objects.all(), "basis", wordings),
    }
    return list({wordings[wording].pk: wordings[wording] for wording in sorted(in_use)}.values())


def release_unused(pages: Any) -> None:
    """Take the links of pages that nothing rests on any more (an undone mistake): they hold no page back."""
    kept = [page.pk for page in pages_rested_on(pages)]
    BasisLink.objects.filter(page__in=pages).exclude(page__in=kept).update(page=None)


def _in_use(rows: Any, field: str, wordings: Collection[str]) -> set[str]:
    return {
        wording for wording in wordings if rows.filter(**{field: wording}).values("pk")[:1].exists()
    }


def _sliced(wordings: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(wordings)
    while batch := list(islice(rest, _BATCH)):
        yield batch
