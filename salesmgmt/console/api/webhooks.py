"""/api/v1/webhooks/, /api/v1/webhook-deliveries/ and /api/v1/webhook-kinds/."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.accounts.models import User
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView
from salesmgmt.console.api.writing import KernelViewSet
from salesmgmt.console.forms.delivery_filters import DeliveryFilter
from salesmgmt.outbox.choices import WebhookPause, WebhookProblem
from salesmgmt.outbox.domain import webhooks as acts
from salesmgmt.outbox.families import families
from salesmgmt.outbox.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from salesmgmt.outbox.targets import LONGEST


class WebhookSerializer(serializers.ModelSerializer[WebhookEndpoint]):
    """An endpoint without its secret."""

    pause = serializers.ChoiceField(
        choices=WebhookPause.choices, allow_blank=True, read_only=True, help_text="Why nothing is sent; empty if it is."
    )

    class Meta:
        model = WebhookEndpoint
        read_only_fields = fields = (
            "id", "name", "url", "kinds", "sees_as", "pause", "paused_at", "failing_since", "former_until",
            "created_at",
        )  # fmt: skip
        extra_kwargs = {
            "kinds": {"help_text": "Kinds of events, or families such as `deal.*`."},
            "sees_as": {"help_text": "The person who has to see a row for its events to be sent."},
            "failing_since": {"help_text": "Null while it takes what it is sent."},
            "former_until": {"help_text": "Until when the secret before this one signs, too."},
        }


class SecretSerializer(WebhookSerializer):
    """An endpoint and, this once, its secret."""

    secret = serializers.CharField(
        help_text="Verifies signatures (standardwebhooks.com); shown only here, and empty when the answer is replayed."
    )

    class Meta(WebhookSerializer.Meta):
        read_only_fields = fields = (*WebhookSerializer.Meta.fields, "secret")


class WebhookBody(StrictBody):
    name = serializers.CharField(max_length=100, help_text="Who is told.")
    url = serializers.CharField(max_length=LONGEST, help_text="https, and on the public internet.")
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=80), help_text="Of `/webhook-kinds/`, or families such as `deal.*`."
    )
    sees_as = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(is_active=True), required=False, help_text="Oneself if not sent."
    )


class SinceBody(StrictBody):
    since = serializers.DateTimeField(help_text="What was given up at this instant or later.")


class AgainSerializer(serializers.Serializer[Any]):
    """What waits again."""

    deliveries = serializers.IntegerField()


class WebhookViewSet(KernelViewSet):
    """Other programs that are told what happens. Admins set them up."""

    model = WebhookEndpoint
    serializer_class = WebhookSerializer
    ordering = {"name": "name", "created_at": "created_at"}

    @extend_schema(request=WebhookBody, responses={201: SecretSerializer})
    def create(self, request: Request) -> Response:
        """Add a webhook.

        It is told of what happens from now on. Its secret is in this answer only.
        """
        facts = acts.EndpointFacts(**{"sees_as": request.user, **self.sent(WebhookBody)})
        made, secret = acts.add_endpoint(facts=facts, **self.act())
        return self._with_secret(made.pk, secret, status=201)

    @extend_schema(request=WebhookBody)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a webhook."""
        row = self.get_object()
        known = {"name": row.name, "url": row.url, "kinds": row.kinds, "sees_as": row.sees_as}
        acts.edit_endpoint(
            endpoint=row, facts=acts.EndpointFacts(**known | self.sent_in_part(WebhookBody)), **self.act()
        )
        return self.shown(row.pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Remove a webhook.

        It can be taken back for ten minutes.
        """
        acts.remove_endpoint(endpoint=self.get_object(), **self.act())
        return Response(status=204)

    @extend_schema(request=None, responses=WebhookSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: int) -> Response:
        """Send nothing for the time being.

        What happens meanwhile waits.
        """
        acts.pause_endpoint(endpoint=self.get_object(), **self.act())
        return self.shown(pk)

    @extend_schema(request=None, responses=WebhookSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: int) -> Response:
        """Send again, what waits first."""
        acts.resume_endpoint(endpoint=self.get_object(), **self.act())
        return self.shown(pk)

    @extend_schema(request=None, responses=SecretSerializer)
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, pk: int) -> Response:
        """Replace the secret.

        The new one is in this answer only; for 24 hours both sign.
        """
        return self._with_secret(pk, acts.rotate_secret(endpoint=self.get_object(), **self.act()))

    @extend_schema(request=None, responses={202: WebhookSerializer})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: int) -> Response:
        """Send a test event."""
        acts.send_test(endpoint=self.get_object(), **self.act())
        return self.shown(pk, status=202)

    @extend_schema(request=SinceBody, responses=AgainSerializer)
    @action(detail=True, methods=["post"])
    def redeliver(self, request: Request, pk: int) -> Response:
        """Send everything again that was given up since an instant."""
        number = acts.redeliver_given_up(endpoint=self.get_object(), **self.sent(SinceBody), **self.act())
        return Response(AgainSerializer({"deliveries": number}).data)

    def kept(self, data: Any) -> Any:
        """The secret is kept nowhere."""
        return {**data, "secret": ""} if "secret" in data else data

    def _with_secret(self, pk: int, secret: str, *, status: int = 200) -> Response:
        row = self.get_queryset().get(pk=pk)
        row.secret = secret
        return self.answer(row, status=status, serializer_class=SecretSerializer)


class WebhookAttemptSerializer(serializers.ModelSerializer[WebhookAttempt]):
    problem = serializers.ChoiceField(
        choices=WebhookProblem.choices, allow_blank=True, help_text="What went wrong, in a word; empty if nothing did."
    )

    class Meta:
        model = WebhookAttempt
        read_only_fields = fields = ("number", "at", "status", "problem", "milliseconds")


class WebhookDeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    """An event for a webhook, and how each attempt went; never what the receiver answered."""

    webhook = serializers.PrimaryKeyRelatedField(source="endpoint", read_only=True)
    message_id = serializers.CharField(help_text="What is sent as `webhook-id`, the same at every attempt.")
    kind = serializers.CharField(source="event.kind")
    subject_kind = serializers.CharField(source="event.subject_kind")
    subject_id = serializers.IntegerField(source="event.subject_id")
    occurred_at = serializers.DateTimeField(source="event.happened_at")
    tries = WebhookAttemptSerializer(many=True)

    class Meta:
        model = WebhookDelivery
        read_only_fields = fields = (
            "id", "webhook", "message_id", "event", "kind", "subject_kind", "subject_id", "occurred_at", "state",
            "attempts", "next_at", "created_at", "ended_at", "tries",
        )  # fmt: skip


class WebhookDeliveryViewSet(KernelViewSet):
    """What was, or is to be, told to webhooks in the last 30 days."""

    model = WebhookDelivery
    serializer_class = WebhookDeliverySerializer
    filterset_class = DeliveryFilter
    ordering = {"created_at": "created_at"}
    default_order = "-created_at"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("event", "endpoint").prefetch_related("tries")

    @extend_schema(request=None, responses=WebhookDeliverySerializer)
    @action(detail=True, methods=["post"])
    def redeliver(self, request: Request, pk: int) -> Response:
        """Send it once more, under the same id."""
        acts.redeliver(delivery=self.get_object(), **self.act())
        return self.shown(pk)


class WebhookKindSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    family = serializers.CharField(help_text="Ask for this to get all kinds of the family.")
    title = serializers.CharField()


class WebhookKindListSerializer(serializers.Serializer[Any]):
    """The kinds of events that may leave."""

    results = WebhookKindSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: there are few kinds.")


class WebhookKindsView(ApiView):
    """What webhooks can be told of."""

    @extend_schema(operation_id="webhook_kinds_list", responses=WebhookKindListSerializer)
    def get(self, request: Request) -> Response:
        """List the kinds of events that webhooks can ask for."""
        kinds = [
            {"kind": kind, "family": family.wildcard, "title": title}
            for family in families()
            for kind, title in family.offered.items()
        ]
        return Response(WebhookKindListSerializer({"results": kinds, "next": None}).data)
