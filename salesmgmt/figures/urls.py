"""/figures/: pages."""

from django.urls import path

from salesmgmt.figures.views.catalogue import catalogue
from salesmgmt.figures.views.report import report
from salesmgmt.figures.views.why import why

app_name = "figures"
urlpatterns = [
    path("", catalogue, name="catalogue"),
    path("<str:name>/", report, name="report"),
    path("<str:name>/why/", why, name="why"),
]
