"""The secret address at which a calendar reads one's interviews: made, replaced and revoked."""

from datetime import datetime

from hiring.models import InterviewFeed
from hiring.rules import interviews
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed
from salesmgmt.web.domain.calendar_feeds import calendar_owner_of, close_calendar_feed, open_calendar_feed

KIND = "interview_feed"


def open_feed(*, by: User, at: datetime) -> str:
    """The secret of a new address, which is stored nowhere and cannot be shown again; one before it is dead."""
    if not interviews(by):
        raise NotAllowed("You do not interview, so there is nothing for your calendar; an admin gives the role.")
    return open_calendar_feed(InterviewFeed, kind=KIND, by=by, at=at)


def close_feed(*, by: User, at: datetime) -> None:
    """The address answers nothing from now on; without one nothing changes."""
    close_calendar_feed(InterviewFeed, kind=KIND, by=by, at=at)


def owner_of(secret: str) -> User | None:
    """Whose interviews an address shows; None for one that is not, or for somebody who has left."""
    return calendar_owner_of(InterviewFeed, secret)
