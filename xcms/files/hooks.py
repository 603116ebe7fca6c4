"""Where documents' files plug into Wagtail; xcms.wagtail_hooks imports this."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.actions.registry import ActionRegistry
from wagtail.documents.models import AbstractDocument
from wagtail.log_actions import LogActionRegistry

from xcms.conf import setting
from xcms.files.edit_action import DocumentEditAction
from xcms.files.log_actions import (
    ReplaceFileFormatter,
    ShowFileFormatter,
    WithholdFileFormatter,
)
from xcms.files.rich_text import LastingDocumentLinkHandler


@hooks.register("register_xcms_urls")
def lasting_addresses() -> list[URLPattern | URLResolver]:
    where = setting("FILES_PATH")
    return [path(where, include("xcms.files.urls"))] if where else []


@hooks.register("register_admin_urls", order=-100)
def admin_urls() -> list[URLPattern]:
    from xcms.files.admin_urls import urlpatterns

    return urlpatterns


@hooks.register("register_actions")
def register_actions(actions: ActionRegistry) -> None:
    actions.register(AbstractDocument, DocumentEditAction)


@hooks.register("register_rich_text_features", order=100)
def links_to_lasting_addresses(features: Any) -> None:
    features.register_link_type(LastingDocumentLinkHandler)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("xcms.replace_file")(ReplaceFileFormatter)
    actions.register_action("xcms.withhold_file")(WithholdFileFormatter)
    actions.register_action("xcms.show_file")(ShowFileFormatter)
