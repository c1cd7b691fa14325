"""The secret address at which a calendar reads one's tasks, next steps and meetings: made, replaced and revoked."""

from datetime import datetime

from pipeline.models import WorkFeed
from salesmgmt.accounts.models import User
from salesmgmt.people.rules import require
from salesmgmt.web.domain.calendar_feeds import close_calendar_feed, open_calendar_feed

KIND = "work_feed"


def open_work_feed(*, by: User, at: datetime) -> str:
    """The secret of a new address, which is stored nowhere and cannot be shown again; one before it is dead."""
    require(by, "pipeline.work_deals", "have a calendar of deals")
    return open_calendar_feed(WorkFeed, kind=KIND, by=by, at=at)


def close_work_feed(*, by: User, at: datetime) -> None:
    """The address answers nothing from now on; without one nothing changes."""
    close_calendar_feed(WorkFeed, kind=KIND, by=by, at=at)
