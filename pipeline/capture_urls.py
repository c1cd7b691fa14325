"""/leads/: forms that stand open to everybody."""

from django.urls import path

from pipeline.views import capture

app_name = "capture"
urlpatterns = [
    path("<slug:code>/", capture.form, name="form"),
    path("<slug:code>/thanks/", capture.thanks, name="thanks"),
]
