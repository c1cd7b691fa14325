"""Meetings that lie ahead, as the API shows and takes them."""

from rest_framework import serializers

from pipeline.api.fields import VisibleField
from pipeline.choices import PLANNED_KINDS, ActivityOutcome
from pipeline.models import Contact, Deal, PlannedMeeting
from salesmgmt.api.strict import StrictBody


class PlannedMeetingSerializer(serializers.ModelSerializer[PlannedMeeting]):
    """A call, meeting or demo that somebody plans; `activity` is what it became when it was held."""

    user_name = serializers.CharField(source="user.name")

    class Meta:
        model = PlannedMeeting
        read_only_fields = fields = (
            "id",
            "deal",
            "kind",
            "user",
            "user_name",
            "contact",
            "starts_at",
            "minutes",
            "about",
            "state",
            "activity",
            "reason",
            "planned_at",
            "closed_at",
        )


class PlanMeetingBody(StrictBody):
    """What lies ahead; it is the deal's next step, due on its day, unless `as_next_step` is false."""

    deal = VisibleField(Deal)
    kind = serializers.ChoiceField(choices=PLANNED_KINDS)
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(min_value=1, max_value=1440, required=False)
    contact = VisibleField(Contact, required=False)
    about = serializers.CharField(max_length=200, required=False)
    as_next_step = serializers.BooleanField(required=False)


class NextOfMeetingBody(StrictBody):
    """What comes next, which has to be said where the meeting was the deal's next step."""

    next_step = serializers.CharField(max_length=200, required=False)
    next_step_date = serializers.DateField(required=False)


class HoldMeetingBody(NextOfMeetingBody):
    """How it went."""

    outcome = serializers.ChoiceField(choices=ActivityOutcome.choices, required=False)
    minutes = serializers.IntegerField(min_value=1, max_value=1440, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class CancelMeetingBody(NextOfMeetingBody):
    """Why it does not take place."""

    reason = serializers.CharField(max_length=200)
