"""Addresses of the import in the admin."""

from django.urls import URLPattern, path

from notices.word.views import PreviewView, ReplaceView, UploadView, picture


def word_urls() -> list[URLPattern]:
    return [
        path("xcms-word/into/<int:pk>/", UploadView.as_view(), name="xcms_notices_word_new"),
        path(
            "xcms-word/replace/<int:pk>/", ReplaceView.as_view(), name="xcms_notices_word_replace"
        ),
        path("xcms-word/<uuid:public_id>/", PreviewView.as_view(), name="xcms_notices_word"),
        path(
            "xcms-word/<uuid:public_id>/pictures/<int:index>/",
            picture,
            name="xcms_notices_word_picture",
        ),
    ]
