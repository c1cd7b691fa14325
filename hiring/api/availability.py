"""/api/v1/hiring/availability/: when one can be booked for interviews."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.domain.availability import set_availability
from hiring.engine.slots import WHOLE_DAY, Window
from hiring.queries.availability import hours_of
from hiring.rules import interviews
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView
from salesmgmt.common.problems import NotAllowed


class WindowBody(StrictBody):
    """A time of the week, in minutes of the day."""

    weekday = serializers.IntegerField(min_value=1, max_value=7, help_text="Monday is 1.")
    from_minute = serializers.IntegerField(min_value=0, max_value=WHOLE_DAY)
    to_minute = serializers.IntegerField(min_value=0, max_value=WHOLE_DAY)


class AvailabilityBody(StrictBody):
    """All of one's times, which replace those before; null is the hours of one's office."""

    windows = WindowBody(many=True, allow_null=True)
    per_day = serializers.IntegerField(min_value=1, max_value=20)
    per_week = serializers.IntegerField(min_value=1, max_value=60)


class WindowSerializer(serializers.Serializer[Any]):
    """A time of the week, in minutes of the day."""

    weekday = serializers.IntegerField(help_text="Monday is 1.")
    from_minute = serializers.IntegerField()
    to_minute = serializers.IntegerField()


class AvailabilitySerializer(serializers.Serializer[Any]):
    """When somebody can be booked, in their zone, and for how many interviews."""

    zone = serializers.CharField()
    is_own = serializers.BooleanField(help_text="False: the hours of the office.")
    windows = WindowSerializer(many=True)
    per_day = serializers.IntegerField()
    per_week = serializers.IntegerField()


class AvailabilityView(ApiView):
    """One's own interview hours; for those who interview."""

    @extend_schema(operation_id="interview_availability", responses=AvailabilitySerializer)
    def get(self, request: Request) -> Response:
        """Read when you can be booked for interviews."""
        return _shown(request)

    @extend_schema(
        operation_id="interview_availability_set", request=AvailabilityBody, responses=AvailabilitySerializer
    )
    def put(self, request: Request) -> Response:
        """Say when you can be booked for interviews, and for how many."""
        body = AvailabilityBody(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        windows = None if sent["windows"] is None else [Window(**each) for each in sent["windows"]]
        set_availability(**{**sent, "windows": windows}, by=request.user, at=timezone.now())
        return _shown(request)


def _shown(request: Request) -> Response:
    if not interviews(request.user):
        raise NotAllowed("You do not interview, so nobody books you; an admin gives the role.")
    return Response(AvailabilitySerializer(hours_of([request.user])[request.user.pk]).data)
