from django.urls import path

from tests.bench.listings.hello import hello

urlpatterns = [path("bench/hello/", hello)]
