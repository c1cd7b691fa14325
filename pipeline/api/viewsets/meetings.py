"""/api/v1/pipeline/planned-meetings/: calls, meetings and demos that lie ahead."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import meetings as shapes
from pipeline.domain.planned_meetings import cancel_meeting, hold_meeting, plan_meeting
from pipeline.forms.meeting_filters import MeetingFilters
from pipeline.models import PlannedMeeting
from salesmgmt.api.viewsets import VisibleReadViewSet


class PlannedMeetingViewSet(VisibleReadViewSet):
    """Meetings that people have planned for deals that you may see, and what became of them."""

    model = PlannedMeeting
    serializer_class = shapes.PlannedMeetingSerializer
    filterset_class = MeetingFilters
    ordering = {"starts_at": "starts_at"}
    default_order = "starts_at"

    def get_queryset(self) -> QuerySet[PlannedMeeting]:
        return super().get_queryset().select_related("user")

    @extend_schema(request=shapes.PlanMeetingBody, responses={201: shapes.PlannedMeetingSerializer})
    def create(self, request: Request) -> Response:
        """Plan a meeting; it is yours to hold."""
        said = self.sent(shapes.PlanMeetingBody)
        return self.shown(plan_meeting(**said, by=request.user, at=timezone.now()).pk, status=201)

    @extend_schema(request=shapes.HoldMeetingBody, responses=shapes.PlannedMeetingSerializer)
    @action(detail=True, methods=["post"], url_path="hold")
    def hold_it(self, request: Request, pk: str) -> Response:
        """Say that it took place: it becomes an activity."""
        said = self.sent(shapes.HoldMeetingBody)
        return self.shown(hold_meeting(meeting=self.get_object(), **said, by=request.user, at=timezone.now()).pk)

    @extend_schema(request=shapes.CancelMeetingBody, responses=shapes.PlannedMeetingSerializer)
    @action(detail=True, methods=["post"], url_path="cancel")
    def cancel_it(self, request: Request, pk: str) -> Response:
        """Say that it does not take place, and why."""
        said = self.sent(shapes.CancelMeetingBody)
        return self.shown(cancel_meeting(meeting=self.get_object(), **said, by=request.user, at=timezone.now()).pk)
