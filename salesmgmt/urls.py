"""Every address of the product: pages, then the API."""

from django.urls import include, path

from salesmgmt.embedded.health import healthz

urlpatterns = [
    path("healthz/", healthz, name="healthz"),
    path("accounts/", include("allauth.account.urls")),
]
