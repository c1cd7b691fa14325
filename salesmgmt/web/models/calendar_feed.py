"""A secret address at which a calendar reads somebody's days: one table for each kind of feed, all of this shape."""

from typing import Any

from django.db import models

from salesmgmt.accounts.models import User


class CalendarFeedQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "CalendarFeedQuerySet":
        return self.filter(user=user)


class CalendarFeed(models.Model):
    """One person's address (the subclass's `user` is its key), of which only a hash is kept.

    `web.domain.calendar_feeds` makes and revokes it; another one takes its place.
    """

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        abstract = True
