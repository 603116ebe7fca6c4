"""Approvals as raw values: what their columns share is read once, not joined to each of a million rows."""

import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject

from registry.models import Approval, ApprovalDecision, Batch, Certificate, Major, Round, School
from registry.services.basis_addresses import BasisAddresses
from xcms.exports.rows import CodedRows
from xcms.models import Tombstone

_ROWS_AT_ONCE = 2000
#: Parts, and the fields that they are worked out from.
_PLAIN = {
    "public_id": "public_id",
    "school": "school_id",
    "certificate": "certificate_id",
    "level": "level",
    "major": "major_id",
    "synchronised_on": "synchronised_on",
    "is_demo": "is_demo",
}


def coded_approvals(rows: QuerySet[Any], day: date) -> CodedRows:
    """Lines with their state on the day, in their order. Seven queries, whatever the number of lines."""
    schools = School.objects.select_related("region").in_bulk()
    certificates = Certificate.objects.select_related("organization").in_bulk()
    majors = Major.objects.in_bulk()
    rounds = Round.objects.public().select_related("batch").in_bulk()
    addresses = BasisAddresses.of_everything()

    def state(raw: str) -> Any:
        says = json.loads(raw)
        decision = SimpleNamespace(
            pk=0,
            public_round=rounds.get(says["round"]),
            basis=says["basis"],
            clause=says["clause"],
        )
        return SimpleNamespace(
            status=says["status"],
            quota=says["quota"],
            effective_from=date.fromisoformat(says["from"]),
            effective_to=date.fromisoformat(says["to"]) if says["to"] else None,
            ruling=0,
            valid_decisions=[decision],
            basis_url=addresses.of(says["basis"], says["clause"]),
        )

    # What the page joins and prefetches is not read here.
    lines = rows.select_related(None).prefetch_related(None).annotate(says=_what_it_says(day))
    found = lines.values_list(*_PLAIN.values(), "says").iterator(_ROWS_AT_ONCE)
    return CodedRows(
        parts={
            "public_id": _as("public_id"),
            "school": lambda key: SimpleNamespace(school=schools[key]),
            "certificate": lambda key: SimpleNamespace(certificate=certificates[key]),
            "level": _as("level"),
            "major": lambda key: SimpleNamespace(major=majors[key]),
            "synchronised_on": _as("synchronised_on"),
            "is_demo": _as("is_demo"),
            "state": state,
        },
        tuples=found,
    )


def _as(name: str) -> Callable[[Any], Any]:
    return lambda raw: SimpleNamespace(**{name: raw})


def _what_it_says(day: date) -> Coalesce:
    """The decision that ``with_state()`` speaks of, as one text: many lines have the same one."""
    packed = Cast(
        JSONObject(
            **{"from": "effective_from", "to": "effective_to"},
            status="status",
            quota="quota",
            round="round_id",
            basis="basis",
            clause="clause",
        ),
        TextField(),
    )
    of_line = ApprovalDecision.objects.filter(approval=OuterRef("pk"))
    return Coalesce(
        *(
            Subquery(decisions.annotate(packed=packed).values("packed")[:1])
            for decisions in (of_line.ruling_on(day), of_line.coming_after(day))
        )
    )


def approvals_hidden_since(version: int) -> bool:
    """Whether a line or a decision has been taken back since, or a batch that lines name is no longer shown.
    Their visibility follows no page.
    """
    return (
        Batch.objects.filter(is_listed=False, recorded_version__gt=version).exists()
        or ApprovalDecision.objects.filter(voided_version__gt=version).exists()
        or Tombstone.objects.filter(
            model_label=Approval._meta.label, removed_version__gt=version
        ).exists()
    )
