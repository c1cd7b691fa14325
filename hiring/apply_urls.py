"""/apply/: what stands open to everybody."""

from django.urls import path

from hiring.views import apply

app_name = "apply"
urlpatterns = [
    path("", apply.profiles, name="profiles"),
    path("<slug:code>/", apply.form, name="form"),
    path("<slug:code>/thanks/", apply.thanks, name="thanks"),
]
