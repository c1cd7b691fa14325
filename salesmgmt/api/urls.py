"""/api/v1/: root, schema and tokens; the apps' routers are included beside it in salesmgmt/urls.py."""

from django.urls import path

from salesmgmt.api.views.bulk import BulkView
from salesmgmt.api.views.root import RootView, SchemaView
from salesmgmt.api.views.tokens import TokensView, TokenView

urlpatterns = [
    path("", RootView.as_view(), name="api-root"),
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("bulk/", BulkView.as_view(), name="api-bulk"),
    path("auth/tokens/", TokensView.as_view(), name="api-tokens"),
    path("auth/tokens/<str:token_id>/", TokenView.as_view(), name="api-token"),
]
