"""/api/v1/search/."""

from django.urls import path

from salesmgmt.search.api.views import SearchView

urlpatterns = [path("", SearchView.as_view(), name="api-search")]
