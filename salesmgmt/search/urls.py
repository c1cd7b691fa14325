"""/search/."""

from django.urls import path

from salesmgmt.search.views.hits import hits
from salesmgmt.search.views.palette import palette

app_name = "search"
urlpatterns = [
    path("", hits, name="hits"),
    path("palette/", palette, name="palette"),
]
