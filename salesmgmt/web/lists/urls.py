"""What every list can do besides its page."""

from django.urls import path

from salesmgmt.web.lists.views import bulk_acts, parts, saved_views

urlpatterns = [
    path("<slug:code>/filters/", parts.filters, name="list-filters"),
    path("<slug:code>/columns/", parts.columns, name="list-columns"),
    path("<slug:code>/totals/", parts.totals, name="list-totals"),
    path("<slug:code>/export/", parts.export, name="list-export"),
    path("<slug:code>/acts/<slug:name>/", bulk_acts.act, name="list-act"),
    path("<slug:code>/views/", saved_views.views, name="list-views"),
    path("<slug:code>/views/<int:pk>/", saved_views.change, name="list-view"),
    path("<slug:code>/views/<int:pk>/open-with/", saved_views.choose, name="list-view-open-with"),
    path("<slug:code>/views/<int:pk>/remove/", saved_views.remove, name="list-view-remove"),
]
