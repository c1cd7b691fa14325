"""/api/v1/figures/."""

from django.urls import path

from salesmgmt.figures.api.views import FigureRowsView, FiguresView, FigureView

urlpatterns = [
    path("", FiguresView.as_view(), name="api-figures"),
    path("<str:name>/", FigureView.as_view(), name="api-figure"),
    path("<str:name>/rows/", FigureRowsView.as_view(), name="api-figure-rows"),
]
