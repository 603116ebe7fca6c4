"""Admin views of notices and list pages: a refused publication comes back as a message, with the draft kept."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from notices.models import CertificateListPage, NoticePage
from notices.proofreading.messages_after import tell_of_refusal
from registry.services.editions import PublicationRefusedError

# The forms refuse what they can see. What is left is another editor's change between the form's look and
# the locked one, and the ways to publish that have no form.


class RefusableCreateView(CreateView):
    def publish_action(self) -> HttpResponse:
        try:
            return super().publish_action()
        except PublicationRefusedError as refusal:
            tell_of_refusal(self.request, refusal)
            return self.redirect_and_remain()


class RefusableEditView(EditView):
    def publish_action(self) -> HttpResponse:
        try:
            return super().publish_action()
        except PublicationRefusedError as refusal:
            tell_of_refusal(self.request, refusal)
            return self.redirect_and_remain()

    def perform_workflow_action(self) -> HttpResponse:
        try:
            return super().perform_workflow_action()
        except PublicationRefusedError as refusal:
            tell_of_refusal(self.request, refusal)
            return self.redirect_and_remain()


class RefusableWorkflowActionView(WorkflowActionView):
    """The approval from the dashboard or the user bar; the task stays open when publishing is refused."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except PublicationRefusedError as refusal:
            tell_of_refusal(request, refusal)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(
                request, {"step": "success", "redirect": self.redirect_url}
            )
        return redirect(self.redirect_url)


class _RefusablePageViewSet(PageViewSet):
    add_view_class = RefusableCreateView
    edit_view_class = RefusableEditView
    workflow_action_view_class = RefusableWorkflowActionView


class CertificateListPageViewSet(_RefusablePageViewSet):
    model = CertificateListPage
    icon = "list-ol"


class NoticePageViewSet(_RefusablePageViewSet):
    model = NoticePage
    icon = "doc-full-inverse"
