"""The data page, its files, and the dictionary. GET only; everything of one snapshot."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from xcms.datafiles.dictionary import dictionary
from xcms.datafiles.manifest import data_package, offered_file, register_files
from xcms.datafiles.publishing import FORMATS, latest_release
from xcms.exports.formats import CONTENT_TYPES
from xcms.exports.names import attachment, file_name
from xcms.exports.selections import licence
from xcms.feeds import publisher
from xcms.registers import UnknownRegisterError, get_public_register
from xcms.views.breadcrumbs import Crumb, breadcrumbs
from xcms.views.public import PublicView


class DataView(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        release = latest_release()
        found = register_files(release)
        title = _("Data for download")
        context = {
            "title": title,
            "breadcrumbs": breadcrumbs(Crumb(title)),
            "release": release,
            "registers": found,
            "has_demo": any(file["has_demo"] for each in found for file in each.files),
            "publisher": publisher(request),
            "licence": release.licence if release else licence(),
        }
        return render(request, "xcms/datafiles/index.html", context)


class DictionaryView(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        title = _("Data dictionary")
        steps = (Crumb(_("Data for download"), reverse("xcms_data:index")), Crumb(title))
        context = {
            "title": title,
            "breadcrumbs": breadcrumbs(*steps),
            "chapters": dictionary(),
        }
        return render(request, "xcms/datafiles/dictionary.html", context)


class PackageView(PublicView):
    """``datapackage.json``; 404 while there is no release."""

    def get(self, request: HttpRequest) -> HttpResponse:
        release = latest_release()
        if release is None:
            raise Http404
        base_url = request.build_absolute_uri(reverse("xcms_data:index"))
        package = data_package(release, register_files(release), base_url)
        return JsonResponse(package, json_dumps_params={"ensure_ascii": False, "indent": 1})


class FileView(PublicView):
    def get(self, request: HttpRequest, register: str, extension: str) -> HttpResponseBase:
        try:
            found = get_public_register(register)
        except UnknownRegisterError:
            raise Http404 from None
        release = latest_release()
        file = offered_file(release, found, extension) if extension in FORMATS else None
        if release is None or file is None:
            return self._not_now(request)
        etag = f'"{file["sha256"]}"'
        response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        if response is None:
            try:
                content = default_storage.open(file["path"])
            except OSError:
                return self._not_now(request)
            response = FileResponse(content, content_type=CONTENT_TYPES[extension])
            response["Content-Disposition"] = attachment(
                file_name(str(found.label), [], release.day, extension),
                f"{found.name}-{release.day:%Y-%m-%d}.{extension}",
            )
            response["X-Content-Type-Options"] = "nosniff"
        response["ETag"] = etag
        # A file may have to be taken back at any time: ask before each use.
        response["Cache-Control"] = "no-cache"
        return response

    def _not_now(self, request: HttpRequest) -> HttpResponse:
        title = _("This file is being rebuilt")
        steps: list[Any] = [Crumb(_("Data for download"), reverse("xcms_data:index")), Crumb(title)]
        context = {"title": title, "breadcrumbs": breadcrumbs(*steps)}
        response = render(request, "xcms/datafiles/not_now.html", context, status=404)
        response["Cache-Control"] = "no-cache"
        return response
