"""What openings and offers can be narrowed by: the same filters in the addresses of lists, and over the API."""

import django_filters

from hiring.choices import OfferState, OpeningReason, OpeningState
from hiring.models import Offer, Opening
from salesmgmt.api.keys import KeyFilter


class OpeningFilters(django_filters.FilterSet):
    profile = KeyFilter(field_name="profile_id", label="Profile")
    team = KeyFilter(field_name="team_id", label="Team")
    reason = django_filters.ChoiceFilter(choices=OpeningReason.choices, label="Why")
    state = django_filters.ChoiceFilter(choices=OpeningState.choices, label="State")

    class Meta:
        model = Opening
        fields: list[str] = []


class OfferFilters(django_filters.FilterSet):
    candidacy = KeyFilter(field_name="candidacy_id", label="Candidacy")
    state = django_filters.ChoiceFilter(choices=OfferState.choices, label="State")

    class Meta:
        model = Offer
        fields: list[str] = []
