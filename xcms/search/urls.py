from django.urls import path

from xcms.views.search import SearchView, SuggestionsView

app_name = "xcms"

urlpatterns = [
    path("", SearchView.as_view(), name="search"),
    path("suggestions/", SuggestionsView.as_view(), name="suggestions"),
]
