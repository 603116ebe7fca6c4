"""Updates of the register for the change feed: one entry for each version in which lines were decided."""

from collections.abc import Mapping, Sequence

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.models import ApprovalDecision
from xcms.changes.sources import Change, ChangeSource, Moment
from xcms.versions import versions_being_read

_KEEP_SECONDS = 24 * 3600

#: Version, lines decided in it, lines of the demo among them.
Sums = tuple[int, int, int]


class RegisterChanges(ChangeSource):
    """Decisions are append-only, so that a version's entry stays as it was; what was voided since isn't counted."""

    def moments(self) -> Sequence[Moment]:
        versions = versions_being_read()
        # A pass over all decisions: once for each version of the register, and not in somebody's transaction.
        key = f"xcms:changes:approvals:{versions.number}" if versions else ""
        found: list[Moment] | None = cache.get(key) if key else None
        if found is None:
            found = _moments()
            if key:
                cache.set(key, found, _KEEP_SECONDS)
        return found

    def described(self, moments: Sequence[Moment], request: HttpRequest) -> Mapping[str, Change]:
        return {moment.key: _described(*moment.what) for moment in moments}


def _moments() -> list[Moment]:
    sums = (
        ApprovalDecision.objects.public()
        .order_by()
        .values("recorded_version")
        .annotate(
            lines=Count("approval", distinct=True),
            demo=Count("pk", filter=Q(approval__is_demo=True)),
            at=Max("decided_at"),
        )
    )
    return [
        Moment(
            row["at"],
            f"register-{row['recorded_version']}",
            (row["recorded_version"], row["lines"], row["demo"]),
        )
        for row in sums
    ]


def _described(version: int, lines: int, demo: int) -> Change:
    title = ngettext(
        "Register updated: %(count)d approved line",
        "Register updated: %(count)d approved lines",
        lines,
    ) % {"count": lines}
    changed = f"{reverse('xcms_registry_api:approvals_list')}?changed_since={version - 1}"
    return Change(
        kind="register",
        title=title,
        url=reverse("xcms_registry:approval_list"),
        text=_("%(title)s (register version %(version)d).") % {"title": title, "version": version},
        is_demo=bool(demo),
        more={"register_version": version, "lines": lines, "changed_since": changed},
    )


def sources() -> list[ChangeSource]:
    """What the ``register_xcms_change_sources`` hook gives."""
    return [RegisterChanges()]
