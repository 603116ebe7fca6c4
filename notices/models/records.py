"""An official text shows the register's records that rest on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from notices.records_of_text import record_counts, serve_records


class ShowsRecordsMixin(RoutablePageMixin):
    """For pages that can be a basis; put it before ``OfficialDocumentMixin``."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "record_counts": record_counts(self)}

    @path("records/", name="records")
    def records(self, request: HttpRequest) -> HttpResponse:
        return serve_records(self, request)
