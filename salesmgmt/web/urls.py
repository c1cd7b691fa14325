"""Addresses of the shell itself."""

from django.urls import include, path

from salesmgmt.web.views import start as views

app_name = "web"
urlpatterns = [
    path("", views.start, name="start"),
    path("appearance/", views.theme, name="theme"),
    path("lists/", include("salesmgmt.web.lists.urls")),
]
