"""Wagtail's bulk actions on pages, which answer with a sentence where a text stands in the way."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

from notices.deletion import let_go, refusal_to_delete
from notices.proofreading.messages_after import tell_of_refusal
from registry.services.editions import PublicationRefusedError


class ListPublishBulkAction(PublishBulkAction):
    """A refused text among the pages leaves all of them as they were."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except PublicationRefusedError as refusal:
            tell_of_refusal(self.request, refusal)
            return redirect(self.next_url)


class ListDeleteBulkAction(DeleteBulkAction):
    def prepare_action(self, objects: list[Any], objects_without_access: Any) -> Any:
        if refusal := refusal_to_delete(objects):
            messages.error(self.request, refusal)
            return redirect(self.next_url)
        let_go(objects)
        return super().prepare_action(objects, objects_without_access)
