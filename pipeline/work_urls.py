"""/calendar/: where calendars read what people are to do in the pipeline."""

from django.urls import path

from pipeline.views import work_feed

app_name = "work"
urlpatterns = [path("<str:secret>.ics", work_feed.feed, name="feed")]
