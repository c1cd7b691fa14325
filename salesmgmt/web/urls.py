"""Addresses of the shell itself."""

from django.urls import include, path

from salesmgmt.web import views
from salesmgmt.web.lists import export_views

app_name = "web"
urlpatterns = [
    path("", views.start, name="start"),
    path("appearance/", views.theme, name="theme"),
    path("lists/", include("salesmgmt.web.lists.urls")),
    path("exports/", export_views.exports, name="exports"),
    path("exports/everything/", export_views.everything, name="export-everything"),
]
