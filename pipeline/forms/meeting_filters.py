"""What planned meetings can be narrowed by."""

import django_filters

from pipeline.choices import MeetingState
from pipeline.models import PlannedMeeting
from salesmgmt.api.instants import InstantFilter
from salesmgmt.api.keys import KeyFilter


class MeetingFilters(django_filters.FilterSet):
    deal = KeyFilter(field_name="deal_id", label="Deal")
    user = KeyFilter(field_name="user_id", label="Who holds it")
    state = django_filters.ChoiceFilter(choices=MeetingState.choices, label="State")
    starts_from = InstantFilter(field_name="starts_at", lookup_expr="gte", label="From")
    starts_before = InstantFilter(field_name="starts_at", lookup_expr="lt", label="Before")

    class Meta:
        model = PlannedMeeting
        fields: list[str] = []
