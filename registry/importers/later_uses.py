"""Later decisions and editions that rest on what an import has changed, so that it can't be undone."""

from collections.abc import Iterator

from registry.models import Approval, Certificate, EditionRow, Filing
from xcms.importing.importers import Written
from xcms.importing.undo import batches
from xcms.importing.undo_refusals import refers


def later_editions(written: Written, written_version: int) -> Iterator[str]:
    """Rows of editions that show a changed filing; one published before shows what comes back.

    Rows that show a new filing refer to it and need no word here.
    """
    changed = [key for key, _values in written.former.get(Filing._meta.label, ())]
    for batch in batches(changed):
        rows = EditionRow.objects.filter(
            filing__in=batch, edition__recorded_version__gt=written_version
        )
        for row in rows.select_related("edition__round__batch", "filing__certificate").order_by(
            "edition", "position"
        ):
            yield refers(row, row.filing)


def uses_of_new_levels(written: Written, written_version: int) -> Iterator[str]:
    """Later filings and approvals at a level that the certificate would lose again."""
    changed = [
        (key, values["levels"])
        for key, values in written.former.get(Certificate._meta.label, ())
        if "levels" in values
    ]
    field = Certificate._meta.get_field("levels")
    for batch in batches(changed):
        former = {key: set(field.to_python(levels)) for key, levels in batch}
        later = {"certificate__in": former, "recorded_version__gt": written_version}
        for filing in Filing.objects.filter(**later).select_related("certificate", "round__batch"):
            if not set(filing.levels) <= former[filing.certificate_id]:
                yield refers(filing, filing.certificate)
        approvals = Approval.objects.public().filter(**later).exclude(level="")
        for approval in approvals.select_related("school", "certificate", "major"):
            if approval.level not in former[approval.certificate_id]:
                yield refers(approval, approval.certificate)
