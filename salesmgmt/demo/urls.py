"""Addresses of the sample company."""

from django.urls import path

from salesmgmt.demo.views import sample

app_name = "sample"
urlpatterns = [
    path("", sample.sample, name="company"),
    path("remove/", sample.remove, name="remove"),
]
