"""/status/: where a candidate sees where they stand."""

from django.urls import path

from hiring.views import status

app_name = "status"
urlpatterns = [
    path("<str:token>/", status.page, name="page"),
    path("<str:token>/withdraw/<int:pk>/", status.withdraw, name="withdraw"),
    path("<str:token>/ask/", status.ask, name="ask"),
    path("<str:token>/copy/", status.ask_copy, name="ask-copy"),
    path("<str:token>/copy/<int:pk>/", status.copy, name="copy"),
]
