"""/offer/: where a candidate answers, and reads the letter."""

from django.urls import path

from hiring.views import answers

app_name = "offer"
urlpatterns = [
    path("<str:token>/", answers.answer, name="answer"),
    path("<str:token>/letter.pdf", answers.letter, name="letter"),
]
