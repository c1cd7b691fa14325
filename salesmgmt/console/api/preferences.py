"""/api/v1/notification-preferences/: how and when one is told."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView
from salesmgmt.outbox.choices import Way
from salesmgmt.outbox.domain.preferences import choose_way, set_mail_hours
from salesmgmt.outbox.queries.preferences import mail_hours_of, preferences_of


@extend_schema_field({"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?$", "example": "20:00:00"})
class WallTime(serializers.TimeField):
    """A time on the person's clock, without a zone."""


class MailHoursBody(StrictBody):
    """When mails leave, in one's own zone; the same time twice means no quiet hours."""

    quiet_from = WallTime()
    quiet_to = WallTime()
    weekdays = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7), max_length=7)
    digest_time = WallTime()


class WayBody(StrictBody):
    """How one is told of a kind of notice."""

    kind = serializers.CharField(max_length=80)
    way = serializers.ChoiceField(choices=Way.choices)


class PreferenceSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(source="kind.code")
    label = serializers.CharField(source="kind.label")
    way = serializers.ChoiceField(choices=Way.choices)


class PreferencesSerializer(serializers.Serializer[Any]):
    """Every kind of notice with the way one is told of it, and when mails leave."""

    zone = serializers.CharField(help_text="The zone that the times are in.")
    quiet_from = WallTime()
    quiet_to = WallTime()
    weekdays = serializers.ListField(child=serializers.IntegerField(), help_text="Monday is 1.")
    digest_time = WallTime()
    kinds = PreferenceSerializer(many=True)


class PreferencesView(ApiView):
    """How and when one is told; everybody's own."""

    @extend_schema(operation_id="notification_preferences", responses=PreferencesSerializer)
    def get(self, request: Request) -> Response:
        """Read how and when you are told."""
        return _shown(request)

    @extend_schema(operation_id="notification_hours", request=MailHoursBody, responses=PreferencesSerializer)
    def put(self, request: Request) -> Response:
        """Set when your mails leave."""
        set_mail_hours(**_sent(MailHoursBody, request), by=request.user, at=timezone.now())
        return _shown(request)

    @extend_schema(operation_id="notification_way", request=WayBody, responses=PreferencesSerializer)
    def post(self, request: Request) -> Response:
        """Choose how you are told of a kind of notice."""
        choose_way(**_sent(WayBody, request), by=request.user, at=timezone.now())
        return _shown(request)


def _sent(body: type[StrictBody], request: Request) -> dict[str, Any]:
    serializer = body(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def _shown(request: Request) -> Response:
    hours = mail_hours_of(request.user)
    facts = {name: getattr(hours, name) for name in ("zone", "quiet_from", "quiet_to", "digest_time")}
    rows = {**facts, "weekdays": sorted(hours.weekdays), "kinds": preferences_of(request.user)}
    return Response(PreferencesSerializer(rows).data)
