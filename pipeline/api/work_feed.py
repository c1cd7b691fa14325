"""/api/v1/pipeline/work-feed/: the address at which a calendar reads one's tasks, next steps and meetings."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.domain.work_feeds import close_work_feed, open_work_feed
from pipeline.models import WorkFeed
from pipeline.queries.work_calendar import work_address
from salesmgmt.api.calendar_feeds import CalendarFeedView, FeedSerializer, NewFeedSerializer


class WorkFeedView(CalendarFeedView):
    """The secret address of one's own tasks, next steps and meetings, for a calendar."""

    model, make, revoke, address = WorkFeed, open_work_feed, close_work_feed, work_address

    @extend_schema(operation_id="work_feed", responses=FeedSerializer)
    def get(self, request: Request) -> Response:
        """Say whether there is one; the address itself is not shown again."""
        return self.said(request)

    @extend_schema(operation_id="work_feed_make", request=None, responses={201: NewFeedSerializer})
    def post(self, request: Request) -> Response:
        """Make an address; one before it answers nothing any more."""
        return self.made(request)

    @extend_schema(operation_id="work_feed_revoke", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Revoke the address."""
        return self.revoked(request)
