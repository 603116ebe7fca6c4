"""Ways of the admin past the sign-off that Wagtail's permissions don't close by themselves."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.action_menu import WorkflowMenuItem
from wagtail.models import Page

from notices.models import OfficialDocumentMixin, SignOffTask
from notices.sign_off.permissions import needs_second_person


def _is_official(page: Any) -> bool:
    model = page.specific_class
    return model is not None and issubclass(model, OfficialDocumentMixin)


def hide_publish_button(menu_items: list[Any], request: HttpRequest, context: Any) -> None:
    """In the create view: Wagtail asks the section there, which can't know what is being made."""
    if context.get("view") != "create" or not needs_second_person(context["parent_page"]):
        return
    made = request.resolver_match.kwargs if request.resolver_match else {}
    if _is_official_type(made.get("content_type_app_name"), made.get("content_type_model_name")):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


class _DecisionItem(WorkflowMenuItem):
    template_name = "xcms_notices/admin/decision_item.html"


def put_decision_first(menu_items: list[Any], _request: HttpRequest, context: Any) -> None:
    """Wagtail's first button saves a draft; whoever came to decide would become a writer by pressing it."""
    approvals = [item for item in menu_items if item.name == "approve"]
    page = context.get("page")
    if not approvals or not isinstance(page.current_workflow_task, SignOffTask):
        return
    if page.current_workflow_state.is_at_final_task:
        # Wagtail glues “and publish” to the word.
        for item in approvals:
            item.label = (
                _("Approve with a comment and publish")
                if item.launch_modal
                else _("Approve and publish")
            )
    plain = next(item for item in approvals if not item.launch_modal)
    menu_items.remove(plain)
    menu_items.insert(0, _DecisionItem(plain.name, plain.label, False, icon_name=plain.icon_name))


def _is_official_type(app_label: str | None, model_name: str | None) -> bool:
    try:
        model = apps.get_model(app_label or "", model_name or "")
    except LookupError:
        return False
    return issubclass(model, OfficialDocumentMixin)


def keep_from_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The draft is saved by now, and stays one."""
    if not _is_official(page) or not needs_second_person(page):
        return None
    if page.live and page.first_published_at is None:
        # The create view adds pages as live ones before it publishes; PublishingForm sees to it for its own.
        page.live, page.has_unpublished_changes = False, True
        page.save(update_fields=["live", "has_unpublished_changes"])
    messages.warning(
        request,
        _(
            "“%(page)s” was saved as a draft. It goes live when a second person has signed it: submit it."
        )
        % {"page": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def keep_from_publishing_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy gets a title of its own, which nobody has signed."""
    if request.method != "POST" or "publish_copies" not in request.POST:
        return None
    copied = page.get_descendants(inclusive=True) if request.POST.get("copy_subpages") else [page]
    places = [page, *_chosen_parent(request.POST.get("new_parent_page", ""))]
    if not any(map(_is_official, copied)) or not any(map(needs_second_person, places)):
        return None
    messages.error(
        request,
        _("Nothing was copied: copies of official texts begin as drafts. Untick “publish”."),
    )
    return redirect("wagtailadmin_pages:copy", page.pk)


def _chosen_parent(key: str) -> Iterable[Page]:
    return Page.objects.filter(pk=key) if key.isdecimal() and len(key) < 19 else ()
