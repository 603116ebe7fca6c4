"""The site's addresses and, below ``bench/``, the peers': one server answers both."""

from django.urls import include, path

from tests.bench.listings.hello import hello
from tests.bench.listings.plain import plain_list

urlpatterns = [
    path("bench/hello/", hello),
    path("bench/plain/", plain_list),
    path("", include("xcms.site.urls")),
]
