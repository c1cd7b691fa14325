"""What deliveries of webhooks can be narrowed by: the same filters in the address of the list, and over the API."""

import django_filters

from salesmgmt.api.keys import KeyFilter, KeyFilterSet
from salesmgmt.outbox.choices import DeliveryState
from salesmgmt.outbox.models import WebhookDelivery


class DeliveryFilter(KeyFilterSet):
    webhook = KeyFilter(field_name="endpoint", label="To this webhook.")
    state = django_filters.ChoiceFilter(choices=DeliveryState.choices, label="In this state.")
    kind = django_filters.CharFilter(field_name="event__kind", label="Of events of this kind.")
    event = KeyFilter(field_name="event", label="About the event of this number.")

    class Meta:
        model = WebhookDelivery
        fields = {"created_at": ["gte", "lt"]}
