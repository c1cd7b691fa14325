"""The address at which a calendar reads what somebody is to do in the pipeline."""

from django.db import models

from salesmgmt.accounts.models import User
from salesmgmt.web.models import CalendarFeed


class WorkFeed(CalendarFeed):
    """A secret address at which a calendar reads one person's tasks, next steps and meetings; only a hash of it is
    kept. `domain.work_feeds` makes and revokes it; another one takes its place."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="work_feed")

    def __str__(self) -> str:
        return f"Work feed of {self.user}"
