"""Addresses of the sample company."""

from django.urls import path

from salesmgmt.demo.views import sample

app_name = "demo"
urlpatterns = [
    path("", sample.sample, name="sample"),
    path("remove/", sample.remove, name="remove"),
]
