"""In the admin, before Wagtail's own: the same addresses, so that every link to them stays right."""

from django.urls import path
from wagtail.documents.views.chooser import viewset as chooser

from xcms.files.admin_views import (
    DocumentCreateView,
    DocumentEditView,
    DocumentsAddView,
    DocumentUploadView,
    RestoreView,
    WithholdView,
)

urlpatterns = [
    path("documents/edit/<int:document_id>/", DocumentEditView.as_view()),
    path("documents/add/", DocumentCreateView.as_view()),
    path("documents/multiple/add/", DocumentsAddView.as_view()),
    path("documents/chooser/create/", chooser.construct_view(DocumentUploadView)),
    path(
        "xcms/files/<int:document_id>/<int:number>/restore/",
        RestoreView.as_view(),
        name="xcms_file_restore",
    ),
    path(
        "xcms/files/<int:document_id>/<int:number>/withhold/",
        WithholdView.as_view(),
        name="xcms_file_withhold",
    ),
]
