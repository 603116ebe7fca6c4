"""What the history of a register record can say beyond created, edited and deleted."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from registry.enums import DecisionKind


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

    @actions.register_action("xcms_registry.revoke_filing")
    class RevokeFilingFormatter(LogFormatter):
        label = _("Revoke a filing")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Filing revoked from %(on)s; basis: %(basis)s")) % {
                "on": log_entry.data["on"],
                "basis": log_entry.data["basis"],
            }
