from django.urls import path, re_path

from xcms.datafiles.views import DataView, DictionaryView, FileView, PackageView

app_name = "xcms_data"

urlpatterns = [
    path("", DataView.as_view(), name="index"),
    path("dictionary/", DictionaryView.as_view(), name="dictionary"),
    path("datapackage.json", PackageView.as_view(), name="package"),
    re_path(r"^(?P<register>[-a-z]+)\.(?P<extension>csv|jsonl)$", FileView.as_view(), name="file"),
]
