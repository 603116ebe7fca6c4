from django.urls import path

from xcms.changes.feed import ChangeFeedView

app_name = "xcms_changes"

urlpatterns = [path("", ChangeFeedView.as_view(), name="feed")]
