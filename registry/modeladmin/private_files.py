"""Handing out a file that the office keeps to itself."""

from typing import Any, ClassVar

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from wagtail_modeladmin.views import InstanceSpecificView


class PrivateFileView(InstanceSpecificView):
    """A download, never shown in the browser: it is a stranger's file. ``?file=`` names another than the latest.

    Subclasses name their ``action``; who may is the permission helper's ``user_can_act``.
    """

    action: ClassVar[str]
    label: ClassVar[Any]
    #: The related name under which the record has its files.
    files_name: ClassVar[str]
    button_classes = ("button-secondary",)

    @classmethod
    def offered(cls, permission_helper: Any, user: Any, instance: Model) -> bool:
        # The record's own page links to each of its files; a button in every row would ask for every row's file.
        return False

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_act(user, self.instance, self.action))

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        files = getattr(self.instance, self.files_name).all()
        if wanted := request.GET.get("file"):
            files = files.filter(pk=int(wanted)) if _is_key(wanted) else files.none()
        file = files.first()
        if file is None:
            raise Http404
        response = HttpResponse(bytes(file.data), content_type="application/octet-stream")
        response.headers["Content-Disposition"] = content_disposition_header(True, file.name) or ""
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
