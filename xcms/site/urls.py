from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.SERVE_MEDIA:
    # Each folder is a root of its own: "images/../documents/" must not lead past the documents' view.
    urlpatterns += [
        re_path(
            rf"^media/{folder}/(?P<path>.+)$",
            serve,
            {"document_root": settings.MEDIA_ROOT / folder},
        )
        for folder in ("images", "original_images", "avatar_images")
    ]

urlpatterns += [
    path("", include("xcms.urls")),
    path("", include(wagtail_urls)),
]
