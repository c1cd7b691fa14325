"""/about-you/: where candidates say of themselves what they like."""

from django.urls import path

from hiring.views import about_you

app_name = "about-you"
urlpatterns = [
    path("<str:token>/", about_you.page, name="page"),
    path("<str:token>/take-back/", about_you.take_back, name="take-back"),
]
