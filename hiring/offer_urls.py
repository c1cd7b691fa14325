"""/offer/: where a candidate answers."""

from django.urls import path

from hiring.views import answers

app_name = "offer"
urlpatterns = [path("<str:token>/", answers.answer, name="answer")]
