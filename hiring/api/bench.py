"""/api/v1/hiring/: who stands on the bench, and the touches that keep them warm."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api import bodies, filters, serializers
from hiring.api.acting import ActingViewSet
from hiring.domain import bench
from hiring.domain.consents import ask_for_consent
from hiring.domain.touches import log_touch
from hiring.forms.bench_list_filters import BenchEntryFilters
from hiring.models import BenchEntry, Touch
from hiring.queries.warmth import with_warmth


class BenchEntryViewSet(ActingViewSet):
    """Who stands or stood on the bench, as far as you may see their candidacies."""

    model = BenchEntry
    serializer_class = serializers.BenchEntrySerializer
    filterset_class = BenchEntryFilters
    ordering = {"next_touch_date": "next_touch_date", "put_at": "put_at"}
    default_order = "next_touch_date"
    row_name = "entry"
    revalidates = False  # how warm somebody is is of the day

    def get_queryset(self) -> QuerySet[BenchEntry]:
        return with_warmth(super().get_queryset()).select_related("owner", "candidacy__candidate")

    @extend_schema(request=bodies.NewBenchEntryBody, responses={201: serializers.BenchEntrySerializer})
    def create(self, request: Request) -> Response:
        """Put an open candidacy on the bench."""
        return self.make(bench.put_on_bench, bodies.NewBenchEntryBody)

    @extend_schema(request=bodies.TierBody, responses=serializers.BenchEntrySerializer)
    @action(detail=True, methods=["post"], url_path="change-tier")
    def change_tier(self, request: Request, pk: str) -> Response:
        """Change the tier, and with it the next touch."""
        return self.act(bench.change_tier, bodies.TierBody)

    @extend_schema(request=bodies.SnoozeBody, responses=serializers.BenchEntrySerializer)
    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, pk: str) -> Response:
        """Let the next touch be due on a later day."""
        return self.act(bench.snooze, bodies.SnoozeBody)

    @extend_schema(request=bodies.BenchDatesBody, responses=serializers.BenchEntrySerializer)
    @action(detail=True, methods=["post"])
    def dates(self, request: Request, pk: str) -> Response:
        """Say from when they could start and until when they agreed to hear from you."""
        return self.act(bench.set_dates, bodies.BenchDatesBody)

    @extend_schema(request=bodies.BenchEntryBody, responses=serializers.BenchEntrySerializer)
    @action(detail=True, methods=["post"], url_path="ask-consent")
    def ask_consent(self, request: Request, pk: str) -> Response:
        """Mail them a link by which they renew or refuse the consent."""
        return self.act(ask_for_consent, bodies.BenchEntryBody)

    @extend_schema(request=bodies.HandOverBody, responses=serializers.BenchEntrySerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """Let somebody else keep the person warm."""
        return self.act(bench.hand_over, bodies.HandOverBody)

    @extend_schema(request=bodies.EndReasonBody, responses=serializers.BenchEntrySerializer)
    @action(detail=True, methods=["post"], url_path="take-off")
    def take_off(self, request: Request, pk: str) -> Response:
        """Take the person off the bench; the candidacy stays."""
        return self.act(bench.take_off_bench, bodies.EndReasonBody)


class TouchViewSet(ActingViewSet):
    """Contacts with people on the bench."""

    model = Touch
    serializer_class = serializers.TouchSerializer
    filterset_class = filters.TouchFilters
    ordering = {"happened_at": "happened_at"}
    default_order = "-happened_at"

    def get_queryset(self) -> QuerySet[Touch]:
        return super().get_queryset().select_related("user", "entry")

    @extend_schema(request=bodies.NewTouchBody, responses={201: serializers.TouchSerializer})
    def create(self, request: Request) -> Response:
        """Log a touch; the next one is due a cadence after it."""
        return self.make(log_touch, bodies.NewTouchBody)
