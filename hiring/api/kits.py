"""/api/v1/hiring/kit-parts/: what interviewers ask in a stage about each competency."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api.acting import ActingViewSet
from hiring.api.filters import KitPartFilters
from hiring.domain.kits import remove_kit_part, write_kit_part
from hiring.models import HiringStage, KitPart
from pipeline.api.fields import VersionedBody, VisibleField
from salesmgmt.people.models import Competency


class KitPartBody(VersionedBody):
    """The part of a stage about a competency, new or instead of what it was."""

    stage = VisibleField(HiringStage)
    competency = VisibleField(Competency)
    minutes = serializers.IntegerField(min_value=1, max_value=240)
    questions = serializers.CharField(max_length=10_000)
    good = serializers.CharField(max_length=10_000, required=False, allow_blank=True)


class KitPartSerializer(serializers.ModelSerializer[KitPart]):
    """What to ask about a competency in a stage, what good looks like, and how long it takes."""

    competency_name = serializers.CharField(source="competency.name")

    class Meta:
        model = KitPart
        read_only_fields = fields = (
            *("id", "stage", "competency", "competency_name", "minutes", "questions", "good", "version"),
        )


class KitPartViewSet(ActingViewSet):
    """Parts of interview kits."""

    model = KitPart
    serializer_class = KitPartSerializer
    filterset_class = KitPartFilters
    row_name = "part"

    def get_queryset(self) -> QuerySet[KitPart]:
        return super().get_queryset().select_related("competency")

    @extend_schema(request=KitPartBody, responses={201: KitPartSerializer})
    def create(self, request: Request) -> Response:
        """Write what a stage asks about a competency; again, and it replaces that."""
        return self.make(write_kit_part, KitPartBody)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Remove a part of a kit."""
        remove_kit_part(part=self.get_object(), by=request.user, at=timezone.now())
        return Response(status=204)
