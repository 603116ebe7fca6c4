"""The wizard's addresses, below Wagtail's admin."""

from django.urls import URLPattern, path

from xcms.import_admin.acts import Cancel, Confirm, Discard, PreviewAgain, TakeAlias, Undo
from xcms.import_admin.columns import ColumnsPage
from xcms.import_admin.downloads import ErrorBook, OriginalFile, SampleBook
from xcms.import_admin.run_pages import RunStatus, ShowRun
from xcms.import_admin.start import HomePage, UploadPage

app_name = "xcms_imports"
urlpatterns: list[URLPattern] = [
    path("", HomePage.as_view(), name="home"),
    path("runs/<str:run>/", ShowRun.as_view(), name="run"),
    path("runs/<str:run>/columns/", ColumnsPage.as_view(), name="columns"),
    path("runs/<str:run>/status/", RunStatus.as_view(), name="status"),
    path("runs/<str:run>/preview/", PreviewAgain.as_view(), name="preview"),
    path("runs/<str:run>/confirm/", Confirm.as_view(), name="confirm"),
    path("runs/<str:run>/cancel/", Cancel.as_view(), name="cancel"),
    path("runs/<str:run>/discard/", Discard.as_view(), name="discard"),
    path("runs/<str:run>/alias/", TakeAlias.as_view(), name="alias"),
    path("runs/<str:run>/undo/", Undo.as_view(), name="undo"),
    path("runs/<str:run>/errors.xlsx", ErrorBook.as_view(), name="errors"),
    path("runs/<str:run>/file/", OriginalFile.as_view(), name="file"),
    path("<slug:register>/", UploadPage.as_view(), name="upload"),
    path("<slug:register>/sample.xlsx", SampleBook.as_view(), name="sample"),
]
