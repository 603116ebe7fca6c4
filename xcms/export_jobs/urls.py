from django.urls import path, re_path

from xcms.export_jobs.views import AskView, FileView, JobView

app_name = "xcms_exports"

_CODE = "(?P<code>[0-9a-f]{32})"

urlpatterns = [
    re_path(rf"^{_CODE}/$", JobView.as_view(), name="job"),
    re_path(rf"^{_CODE}/file/$", FileView.as_view(), name="file"),
    path("<slug:register>/", AskView.as_view(), name="ask"),
]
