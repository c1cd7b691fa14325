"""/api/v1/pipeline/stages/: the stages of versions of processes, which change while the version is a draft."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import process_setup as shapes
from pipeline.domain import draft_stages
from pipeline.forms.process_filters import StageFilters
from pipeline.models import Stage
from pipeline.queries.stage_odds import with_odds
from salesmgmt.api.viewsets import VisibleReadViewSet


class StageViewSet(VisibleReadViewSet):
    """Stages of all versions, drafts included. If-Match takes the ETag of the draft."""

    model = Stage
    serializer_class = shapes.OwnStageSerializer
    filterset_class = StageFilters

    def get_queryset(self) -> QuerySet[Any]:
        return with_odds(super().get_queryset()).select_related("process_version__process")

    def version_of(self, row: Model) -> int | None:
        """A stage is changed with its draft, and at the draft's version."""
        return super().version_of(row.process_version if isinstance(row, Stage) else row)

    @extend_schema(request=shapes.NewStageBody, responses={201: shapes.OwnStageSerializer})
    def create(self, request: Request) -> Response:
        """Add an open stage to a draft."""
        said = self.sent(shapes.NewStageBody)
        self.hold(said["version"])
        return self.shown(draft_stages.add_stage(**said, **self._act()).pk, status=201)

    @extend_schema(request=shapes.EditStageBody, responses=shapes.OwnStageSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename a stage of a draft, or change what is normal in it."""
        stage = self.get_object()
        body = shapes.EditStageBody(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        draft_stages.edit_stage(stage=stage, facts=body.facts(stage), **self._act())
        return self.shown(stage.pk)

    @extend_schema(request=shapes.PlaceStageBody, responses=shapes.OwnStageSerializer)
    @action(detail=True, methods=["post"])
    def place(self, request: Request, pk: str) -> Response:
        """Put an open stage of a draft behind another one, or first."""
        stage, said = self.get_object(), self.sent(shapes.PlaceStageBody)
        return self.shown(draft_stages.place_stage(stage=stage, **said, **self._act()).pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take an open stage out of a draft, with its criteria, its steps and its actions."""
        draft_stages.remove_stage(stage=self.get_object(), **self._act())
        return Response(status=204)

    def _act(self) -> dict[str, Any]:
        return {"by": self.request.user, "at": timezone.now(), "expected_version": self.matched}
