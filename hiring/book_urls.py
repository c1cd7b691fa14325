"""/book/: where a candidate chooses a time, and /book/feed/ where a calendar reads interviews."""

from django.urls import path

from hiring.views import booking, feeds

app_name = "book"
urlpatterns = [
    path("feed/<str:secret>.ics", feeds.feed, name="feed"),
    path("<str:token>/", booking.page, name="page"),
    path("<str:token>/cancel/", booking.cancel, name="cancel"),
    path("<str:token>/interview.ics", booking.file, name="file"),
]
