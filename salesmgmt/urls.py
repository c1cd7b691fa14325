"""Every address of the product: pages, then the API."""

from django.urls import include, path

urlpatterns = [
    path("", include("salesmgmt.web.urls")),
    path("accounts/", include("allauth.account.urls")),
]
