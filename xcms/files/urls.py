from django.urls import path

from xcms.files.views import CurrentFileView, FormerFileView

app_name = "xcms_files"

urlpatterns = [
    path("<slug:public_id>/", CurrentFileView.as_view(), name="current"),
    path("<slug:public_id>/<int:number>/", FormerFileView.as_view(), name="former"),
]
