"""Every address of the product: pages, then the API."""

from django.urls import include, path

from salesmgmt.api.views.docs import docs, docs_part
from salesmgmt.api.views.problem import problem
from salesmgmt.embedded.health import healthz

urlpatterns = [
    path("", include("salesmgmt.web.urls")),
    path("", include("salesmgmt.console.urls")),
    path("settings/imports/", include("salesmgmt.console.import_urls")),
    path("settings/sample/", include("salesmgmt.demo.urls")),
    path("healthz/", healthz, name="healthz"),
    path("accounts/", include("salesmgmt.web.account_urls")),
    path("search/", include("salesmgmt.search.urls")),
    path("figures/", include("salesmgmt.figures.urls")),
    path("pipeline/", include("pipeline.urls")),
    path("leads/", include("pipeline.capture_urls")),
    path("calendar/", include("pipeline.work_urls")),
    path("onboarding/", include("onboarding.urls")),
    path("problems/<slug:code>/", problem, name="problem"),
    path("hiring/", include("hiring.urls")),
    path("apply/", include("hiring.apply_urls")),
    path("offer/", include("hiring.offer_urls")),
    path("book/", include("hiring.book_urls")),
    path("about-you/", include("hiring.about_you_urls")),
    path("consent/", include("hiring.consent_urls")),
    path("status/", include("hiring.status_urls")),
    path("compensation/", include("compensation.urls")),
    path("api/docs/", docs, name="api-docs"),
    path("api/docs/<slug:slug>/", docs_part, name="api-docs-part"),
    path("api/v1/", include("salesmgmt.api.urls")),
    path("api/v1/", include("salesmgmt.console.api.urls")),
    path("api/v1/figures/", include("salesmgmt.figures.api.urls")),
    path("api/v1/search/", include("salesmgmt.search.api.urls")),
    path("api/v1/duplicates/", include("salesmgmt.duplicates.api.urls")),
    path("api/v1/pipeline/", include("pipeline.api.urls")),
    path("api/v1/onboarding/", include("onboarding.api.urls")),
    path("api/v1/hiring/", include("hiring.api.urls")),
    path("api/v1/compensation/", include("compensation.api.urls")),
]

handler400 = "salesmgmt.api.fallback.bad_request"
handler403 = "salesmgmt.api.fallback.permission_denied"
handler404 = "salesmgmt.api.fallback.page_not_found"
handler429 = "salesmgmt.web.views.too_often.too_many_requests"  # asked for by allauth
handler500 = "salesmgmt.api.fallback.server_error"
