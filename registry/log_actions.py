"""What the history of a register record can say beyond created, edited and deleted."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from registry.enums import (
    ApplicationEventKind,
    ApplicationState,
    DecisionKind,
    FilingDecision,
    FindingOutcome,
    PlanContent,
    ReconciliationChoice,
    ViolationEventKind,
    ViolationState,
)


def _difference(line: dict[str, Any]) -> str:
    """A line with both figures; "—" for a side that does not have it."""
    return str(_("%(line)s (ledger %(ledger)s, platform %(platform)s)")) % {
        "line": line["line"],
        **{side: "—" if line[side] is None else line[side] for side in ("ledger", "platform")},
    }


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("xcms_registry.decide")
    class DecideFormatter(LogFormatter):
        label = _("Record a decision")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            return str(
                _("%(kind)s: quota %(quota)s from %(day)s; basis: %(basis)s %(clause)s; %(reason)s")
            ) % {
                "kind": DecisionKind(data["kind"]).label,
                "quota": data["quota"],
                "day": data["effective_from"],
                "basis": data["basis"],
                "clause": data["clause"],
                "reason": data["reason"],
            }

    @actions.register_action("xcms_registry.void_decisions")
    class VoidFormatter(LogFormatter):
        label = _("Void decisions")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Decisions voided: %(reason)s")) % {"reason": log_entry.data["reason"]}

    @actions.register_action("xcms_registry.add_alias")
    class AddAliasFormatter(LogFormatter):
        label = _("Add an alias")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Alias added: %(name)s")) % {"name": log_entry.data["name"]}

    @actions.register_action("xcms_registry.link_basis")
    class LinkBasisFormatter(LogFormatter):
        label = _("Link a basis")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Linked by its words to the page %(page)s")) % {
                "page": log_entry.data["page"]
            }

    @actions.register_action("xcms_registry.copy_batch")
    class CopyBatchFormatter(LogFormatter):
        label = _("Copy a batch")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Made as a copy of “%(title)s” (%(source)s)")) % {
                "title": log_entry.data["title"],
                "source": log_entry.data["source"],
            }

    @actions.register_action("xcms_registry.take_in_plan")
    class TakeInPlanFormatter(LogFormatter):
        label = _("Take in a plan")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Plan taken in: %(name)s (SHA-256 %(sha256)s)")) % {
                "name": log_entry.data["name"],
                "sha256": log_entry.data["sha256"],
            }

    @actions.register_action("xcms_registry.judge_plan")
    class JudgePlanFormatter(LogFormatter):
        label = _("Judge a plan")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            return str(_("%(content)s: %(before)s → %(after)s %(remark)s")).rstrip() % {
                "content": PlanContent(data["content"]).label,
                "before": FindingOutcome(data["before"]).label,
                "after": FindingOutcome(data["after"]).label,
                "remark": data["remark"],
            }

    @actions.register_action("xcms_registry.decide_filing")
    class DecideFilingFormatter(LogFormatter):
        label = _("Decide on a filing")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            text = str(_("Decision: %(before)s → %(after)s %(on)s; reason: %(reason)s")) % {
                "before": FilingDecision(data["before"]).label,
                "after": FilingDecision(data["after"]).label,
                "on": data["on"],
                "reason": data["reason"] or "—",
            }
            return "；".join([text, *data["open"]])

    @actions.register_action("xcms_registry.move_deadline")
    class MoveDeadlineFormatter(LogFormatter):
        label = _("Move a deadline")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            text = (
                _("Municipal review: %(before)s → %(after)s; no longer “%(day)s”; %(reason)s")
                if data["is_lifted"]
                else _("Municipal review: %(before)s → %(after)s; now “%(day)s”; %(reason)s")
            )
            return str(text) % {key: data[key] for key in ("before", "after", "day", "reason")}

    @actions.register_action("xcms_registry.revoke_filing")
    class RevokeFilingFormatter(LogFormatter):
        label = _("Revoke a filing")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Filing revoked from %(on)s; basis: %(basis)s")) % {
                "on": log_entry.data["on"],
                "basis": log_entry.data["basis"],
            }

    @actions.register_action("xcms_registry.enter_scores")
    class EnterScoresFormatter(LogFormatter):
        label = _("Enter points")

        def format_message(self, log_entry: Any) -> str:
            empty = str(_("(empty)"))
            changes = (
                f"{one['label']}：{one['old'] or empty} → {one['new']}"
                for one in log_entry.data["changes"]
            )
            return f"{log_entry.data['school']}：{'；'.join(changes)}"

    @actions.register_action("xcms_registry.publish_evaluation")
    class PublishEvaluationFormatter(LogFormatter):
        label = _("Publish an evaluation")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            words = (
                _("Published with totals and ranks; reason: %(reason)s")
                if data["shows_totals"]
                else _("Published, grades alone; reason: %(reason)s")
            )
            return str(words) % {"reason": data["reason"]}

    @actions.register_action("xcms_registry.take_back_evaluation")
    class TakeBackEvaluationFormatter(LogFormatter):
        label = _("Take an evaluation back")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Taken back; reason: %(reason)s")) % {"reason": log_entry.data["reason"]}

    @actions.register_action("xcms_registry.compare_ledger")
    class CompareLedgerFormatter(LogFormatter):
        label = _("Compare with the platform")

        def format_message(self, log_entry: Any) -> str:
            return str(
                _(
                    "Compared with the platform: %(equal)d lines agree, %(differing)d differ, %(missing)d only in the "
                    "ledger, %(surplus)d only on the platform"
                )
            ) % {key: log_entry.data[key] for key in ("equal", "differing", "missing", "surplus")}

    @actions.register_action("xcms_registry.decide_difference")
    class DecideDifferenceFormatter(LogFormatter):
        label = _("Decide on differences")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            text = str(_("%(choice)s: %(count)d lines; reason: %(reason)s")) % {
                "choice": ReconciliationChoice(data["choice"]).label,
                "count": data["count"],
                "reason": data["reason"],
            }
            return "；".join([text, *map(_difference, data["lines"])])

    @actions.register_action("xcms_registry.undo_sheet")
    class UndoSheetFormatter(LogFormatter):
        label = _("Undo an import of applications")
        message = _(
            "The import was undone: the application is again as it was, and the moves that came of it are void"
        )

    @actions.register_action("xcms_registry.move_application")
    class MoveApplicationFormatter(LogFormatter):
        label = _("Move an application")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            message = _("%(event)s: %(source)s → %(target)s") % {
                "event": ApplicationEventKind(data["event"]).label,
                "source": ApplicationState(data["from"]).label,
                "target": ApplicationState(data["to"]).label,
            }
            return "；".join(part for part in (message, data["comment"], data["override"]) if part)

    @actions.register_action("xcms_registry.take_in_evidence")
    class TakeInEvidenceFormatter(LogFormatter):
        label = _("Take in evidence")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Evidence taken in: %(name)s (SHA-256 %(sha256)s)")) % {
                "name": log_entry.data["name"],
                "sha256": log_entry.data["sha256"],
            }

    @actions.register_action("xcms_registry.move_violation")
    class MoveViolationFormatter(LogFormatter):
        label = _("Move a case")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            message = _("%(event)s: %(source)s → %(target)s") % {
                "event": ViolationEventKind(data["event"]).label,
                "source": ViolationState(data["from"]).label,
                "target": ViolationState(data["to"]).label,
            }
            parts = (message, data["comment"], data.get("basis"), data.get("clause"))
            return "；".join(part for part in parts if part)
