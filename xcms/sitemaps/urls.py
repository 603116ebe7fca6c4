from django.urls import path

from xcms.conf import setting
from xcms.sitemaps import views

app_name = "xcms_sitemaps"

_where = setting("SITEMAP_PATH")

urlpatterns = [
    path(_where, views.index, name="index"),
    path(f"{_where.removesuffix('.xml')}/<slug:name>-<int:number>.xml", views.file, name="file"),
]
