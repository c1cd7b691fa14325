"""/api/v1/pipeline/process-versions/, exit-criteria/, playbook-steps/ and stage-actions/: how a process is set up."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import process as shapes
from pipeline.domain.draft_actions import add_action
from pipeline.domain.drafts import add_criterion, add_step, discard_draft, draft_version, remove_rule
from pipeline.domain.processes import publish_version
from pipeline.forms.process_filters import ProcessVersionFilters, StageRuleFilters
from pipeline.models import ExitCriterion, PlaybookStep, ProcessVersion, StageAction
from salesmgmt.api.viewsets import VisibleReadViewSet


class ProcessVersionViewSet(VisibleReadViewSet):
    """Versions of processes, drafts included."""

    model = ProcessVersion
    serializer_class = shapes.ProcessVersionSerializer
    filterset_class = ProcessVersionFilters

    def get_queryset(self) -> QuerySet[ProcessVersion]:
        return super().get_queryset().select_related("process").prefetch_related("stages")

    @extend_schema(request=None, responses={201: shapes.ProcessVersionSerializer})
    @action(detail=True, methods=["post"])
    def draft(self, request: Request, pk: str) -> Response:
        """Draft the next version of this one's process, with its criteria and its playbook."""
        made = draft_version(process=self.get_object().process, by=request.user, at=timezone.now())
        return self.shown(made.pk, status=201)

    @extend_schema(request=None, responses=shapes.ProcessVersionSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Publish a draft: new deals run through it, and what it asks for stays."""
        return self.shown(publish_version(version=self.get_object(), by=request.user, at=timezone.now()).pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Discard a draft."""
        discard_draft(version=self.get_object(), by=request.user, at=timezone.now())
        return Response(status=204)


class StageRuleViewSet(VisibleReadViewSet):
    """Rules of stages, which are added to drafts and taken out of them."""

    filterset_class = StageRuleFilters
    body: Any
    add: Any

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("stage__process_version__process")

    def _added(self, request: Request) -> Response:
        made = type(self).add(**self.sent(self.body), by=request.user, at=timezone.now())
        return self.shown(made.pk, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it out of a draft."""
        remove_rule(rule=self.get_object(), by=request.user, at=timezone.now())
        return Response(status=204)


class ExitCriterionViewSet(StageRuleViewSet):
    """What stages ask for before a deal leaves them forward."""

    model = ExitCriterion
    serializer_class = shapes.ExitCriterionSerializer
    body = shapes.NewCriterionBody
    add = staticmethod(add_criterion)

    @extend_schema(request=shapes.NewCriterionBody, responses={201: shapes.ExitCriterionSerializer})
    def create(self, request: Request) -> Response:
        """Add a criterion to a stage of a draft."""
        return self._added(request)


class PlaybookStepViewSet(StageRuleViewSet):
    """What to do in stages."""

    model = PlaybookStep
    serializer_class = shapes.PlaybookStepSerializer
    body = shapes.NewStepBody
    add = staticmethod(add_step)

    @extend_schema(request=shapes.NewStepBody, responses={201: shapes.PlaybookStepSerializer})
    def create(self, request: Request) -> Response:
        """Add a step to a stage of a draft."""
        return self._added(request)


class StageActionViewSet(StageRuleViewSet):
    """What stages do by themselves."""

    model = StageAction
    serializer_class = shapes.StageActionSerializer
    body = shapes.NewActionBody
    add = staticmethod(add_action)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("step", "person")

    @extend_schema(request=shapes.NewActionBody, responses={201: shapes.StageActionSerializer})
    def create(self, request: Request) -> Response:
        """Add an action to a stage of a draft."""
        return self._added(request)
