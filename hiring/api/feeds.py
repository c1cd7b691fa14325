"""/api/v1/hiring/interview-feed/: the address at which a calendar reads one's interviews."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.domain.feeds import close_feed, open_feed
from hiring.models import InterviewFeed
from hiring.queries.invitations import feed_address
from salesmgmt.api.calendar_feeds import CalendarFeedView, FeedSerializer, NewFeedSerializer


class InterviewFeedView(CalendarFeedView):
    """The secret address of one's own interviews, for a calendar."""

    model, make, revoke, address = InterviewFeed, open_feed, close_feed, feed_address

    @extend_schema(operation_id="interview_feed", responses=FeedSerializer)
    def get(self, request: Request) -> Response:
        """Say whether there is one; the address itself is not shown again."""
        return self.said(request)

    @extend_schema(operation_id="interview_feed_make", request=None, responses={201: NewFeedSerializer})
    def post(self, request: Request) -> Response:
        """Make an address; one before it answers nothing any more."""
        return self.made(request)

    @extend_schema(operation_id="interview_feed_revoke", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Revoke the address."""
        return self.revoked(request)
