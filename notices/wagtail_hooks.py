"""Where notices and lists plug into Wagtail."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from notices.viewsets import CertificateListPageViewSet, ListPublishBulkAction
from registry.models import ListEdition

hooks.register(
    "register_admin_viewset", lambda: CertificateListPageViewSet("xcms_certificate_lists")
)
# Wagtail registers its own with order 0; the last one of a name counts.
hooks.register("register_bulk_action", ListPublishBulkAction, order=100)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("xcms_notices.publication_refused")
    class PublicationRefused(LogFormatter):
        label = gettext_lazy("Scheduled publication refused")

        def format_message(self, log_entry: Any) -> str:
            return _("The scheduled publication was refused: %(reason)s") % {
                "reason": log_entry.data.get("reason", "")
            }


def published_below(pages: Iterable[Page]) -> list[str]:
    """Titles of the pages here and below that have published an edition."""
    below = Q()
    for page in pages:
        below |= Q(path__startswith=page.path)
    if not below:
        return []
    carriers = ListEdition.objects.values("page_id")
    return list(Page.objects.filter(below, pk__in=carriers).values_list("title", flat=True))


def refuse_deletion(request: HttpRequest, titles: list[str]) -> None:
    messages.error(
        request,
        _(
            "Nothing was deleted: %(titles)s has published a list, and published lists are kept. "
            "Unpublish the page to hide the list from the public."
        )
        % {"titles": "、".join(f"“{title}”" for title in titles)},
    )


@hooks.register("before_delete_page")
def keep_published_lists(request: HttpRequest, page: Page) -> HttpResponse | None:
    if titles := published_below([page]):
        refuse_deletion(request, titles)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_bulk_action")
def keep_published_lists_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete" or not all(isinstance(one, Page) for one in objects):
        return None
    if titles := published_below(objects):
        refuse_deletion(request, titles)
        return redirect(action.next_url)
    return None
