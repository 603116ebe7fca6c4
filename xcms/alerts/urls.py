from django.urls import path, re_path

from xcms.alerts.views import AskedView, ConfirmView, LeaveView, ManageView, SubscribeView

app_name = "xcms_alerts"

# The shape of one.
_TOKEN = "(?P<token>[A-Za-z0-9_:-]{20,200})"  # noqa: S105  # nosec B105

urlpatterns = [
    path("", SubscribeView.as_view(), name="subscribe"),
    path("asked/", AskedView.as_view(), name="asked"),
    re_path(rf"^confirm/{_TOKEN}/$", ConfirmView.as_view(), name="confirm"),
    re_path(rf"^unsubscribe/{_TOKEN}/$", LeaveView.as_view(), name="leave"),
    re_path(rf"^manage/{_TOKEN}/$", ManageView.as_view(), name="manage"),
]
