"""What a text brought about: the recorded decisions and revocations that rest on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from notices.collections.saved import filters_of
from notices.trails import page_trail
from registry.enums import DecisionKind
from registry.models import ApprovalDecision, Filing
from registry.services.approval_index.holder import index_at
from registry.services.basis_links import wordings_of
from registry.services.scopes import public_certificate_keys
from registry.views.figures import figures_of
from registry.views.linked import certificate_url, school_url
from xcms.paging import list_page
from xcms.querystrings import tolerant_query
from xcms.versions import current_versions, read_from_memory_if_possible
from xcms.views.breadcrumbs import Crumb

TEMPLATE = "xcms_notices/records_of_text.html"
_KEEP_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """How many decisions of each kind, and how many revoked filings."""

    decisions: Sequence[tuple[str, int]]
    revocations: int
    has_demo: bool

    def __bool__(self) -> bool:
        return bool(self.total)

    @property
    def total(self) -> int:
        return self.revocations + sum(count for _kind, count in self.decisions)

    @property
    def labelled(self) -> list[tuple[str, int]]:
        labels = [(str(DecisionKind(kind).label), count) for kind, count in self.decisions]
        if self.revocations:
            labels.append((_("Revocation of a filing"), self.revocations))
        return labels


_NONE = RecordCounts((), 0, False)


def record_counts(page: Any) -> RecordCounts:
    """One query for a text that nothing names; else one for the version, and two counts once for each version."""
    return _counts(page, _wordings(page))


def _counts(page: Any, wordings: Sequence[str]) -> RecordCounts:
    if not wordings:
        return _NONE
    versions = current_versions()
    key = f"xcms_notices:records:{page.pk}:{versions.number}:{versions.pages}"
    found: RecordCounts | None = cache.get(key)
    if found is None:
        found = _counted(wordings)
        cache.set(key, found, _KEEP_SECONDS)
    return found


def _wordings(page: Any) -> list[str]:
    """An alias shows what its original does; a page in its first preview is nothing's basis yet."""
    key = page.alias_of_id or page.pk
    return wordings_of(key) if key else []


def _counted(wordings: Sequence[str]) -> RecordCounts:
    by_kind = {
        row["kind"]: row
        for row in decisions_with(wordings)
        .order_by()
        .values("kind")
        .annotate(count=Count("pk"), demo=Count("pk", filter=Q(approval__is_demo=True)))
    }
    revoked = revocations_with(wordings).aggregate(
        count=Count("pk"), demo=Count("pk", filter=Q(is_demo=True))
    )
    return RecordCounts(
        tuple((kind, by_kind[kind]["count"]) for kind in DecisionKind.values if kind in by_kind),
        revoked["count"],
        bool(revoked["demo"] or any(row["demo"] for row in by_kind.values())),
    )


def decisions_with(wordings: Sequence[str]) -> Any:
    """The valid decisions that name their basis so, in the order of recording. Every decided line is public."""
    return ApprovalDecision.objects.public().filter(basis__in=wordings).order_by("pk")


def revocations_with(wordings: Sequence[str]) -> Any:
    return Filing.objects.public().filter(revoked_on__isnull=False, revocation_basis__in=wordings)


class _Decisions:
    """The rows of a page; how many there are has been counted already."""

    def __init__(self, wordings: Sequence[str], counts: RecordCounts) -> None:
        self._rows = decisions_with(wordings).select_related(
            "approval__school", "approval__certificate", "approval__major"
        )
        self._count = sum(count for _kind, count in counts.decisions)

    def count(self) -> int:
        return self._count

    def records(self, start: int, stop: int) -> list[Any]:
        return list(self._rows[start:stop])


def serve_records(page: Any, request: HttpRequest) -> HttpResponse:
    """The decisions, a page at a time, and the revoked filings."""
    wordings = _wordings(page)
    counts = _counts(page, wordings)
    found = list_page(_Decisions(wordings, counts), tolerant_query(request.GET))
    revocations = []
    if counts.revocations:
        revocations = list(
            revocations_with(wordings)
            .select_related("certificate", "round__batch")
            .order_by("-revoked_on", "certificate__pinyin")
        )
    with_page = public_certificate_keys(
        {
            *(decision.approval.certificate_id for decision in found.objects),
            *(filing.certificate_id for filing in revocations),
        }
    )
    context = {
        "page": page,
        "page_url": page.get_url(request) or "",
        "breadcrumbs": page_trail(page, request, Crumb(_("Records that rest on it"))),
        "counts": counts,
        "found": found,
        "path": request.path,
        "rows": [_row(decision, with_page) for decision in found.objects],
        "revocations": [
            (
                filing,
                certificate_url(filing.certificate) if filing.certificate_id in with_page else "",
            )
            for filing in revocations
        ],
        "has_demo": counts.has_demo,
    }
    return TemplateResponse(request, TEMPLATE, context)


def _row(decision: ApprovalDecision, with_page: set[int]) -> dict[str, Any]:
    line = decision.approval
    return {
        "decision": decision,
        "line": line,
        "school_url": f"{school_url(line.school)}#scope",
        "certificate_url": certificate_url(line.certificate)
        if line.certificate_id in with_page
        else "",
    }


def approvals_of_round(round_: Any) -> dict[str, Any] | None:
    """How many lines in force today were decided on in a round, and the list of just these; None for none."""
    if round_ is None or not round_.batch.is_listed:
        return None
    query = QueryDict(f"round={round_.key}")

    def counted(version: int, may_use_memory: bool) -> Any:
        asked: Any = filters_of("approvals", query)
        if not asked.is_valid():
            return None
        return figures_of(asked, index_at(version) if may_use_memory else None).total()

    total = read_from_memory_if_possible(counted)
    if not total or not total.lines:
        return None
    return {"total": total, "url": f"{reverse('xcms_registry:approval_list')}?{query.urlencode()}"}
