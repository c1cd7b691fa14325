"""/consent/: where somebody on the bench renews their consent or refuses it."""

from django.urls import path

from hiring.views import consent

app_name = "consent"
urlpatterns = [path("<str:token>/", consent.page, name="page")]
