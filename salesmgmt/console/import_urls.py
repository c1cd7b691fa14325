"""Addresses of imports."""

from django.urls import path

from salesmgmt.console.views import imports

app_name = "imports"
urlpatterns = [
    path("", imports.index, name="index"),
    path("crm/", imports.start, {"kind": "crm"}, name="crm"),
    path("candidates/", imports.start, {"kind": "hiring.candidates"}, name="candidates"),
    path("<int:pk>/", imports.batch, name="batch"),
    path("<int:pk>/map/", imports.map_value, name="map"),
    path("<int:pk>/again/", imports.again, name="again"),
    path("<int:pk>/refused.csv", imports.refused, name="refused"),
]
