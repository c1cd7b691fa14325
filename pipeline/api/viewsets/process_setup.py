"""/api/v1/pipeline/process-versions/, exit-criteria/, playbook-steps/ and stage-actions/: how a process is set up."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import process as shapes
from pipeline.api.serializers import process_setup as anew
from pipeline.api.serializers import qualification as knowing
from pipeline.api.serializers import version_moves as moving
from pipeline.domain.draft_actions import ActionFacts, add_action, edit_action
from pipeline.domain.draft_qualification import add_item, edit_item, remove_item
from pipeline.domain.drafts import (
    CriterionFacts,
    StepFacts,
    add_criterion,
    add_step,
    discard_draft,
    draft_version,
    edit_criterion,
    edit_step,
    place_rule,
    remove_rule,
)
from pipeline.domain.processes import draft_process, publish_version
from pipeline.domain.version_moves import move_to_version
from pipeline.forms.process_filters import ItemFilters, ProcessVersionFilters, StageRuleFilters
from pipeline.models import ExitCriterion, PlaybookStep, ProcessVersion, QualificationItem, Stage, StageAction
from pipeline.queries.stage_odds import with_odds
from pipeline.queries.version_changes import version_before, version_changes
from pipeline.queries.version_moves import plan_of
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.people.rules import require


class ProcessVersionViewSet(VisibleReadViewSet):
    """Versions of processes, drafts included."""

    model = ProcessVersion
    previews = ("preview_move",)
    serializer_class = shapes.ProcessVersionSerializer
    filterset_class = ProcessVersionFilters
    revalidates = False  # it shows how likely deals in its stages are won

    def get_queryset(self) -> QuerySet[ProcessVersion]:
        stages = Prefetch("stages", with_odds(Stage.objects.all()))
        return super().get_queryset().select_related("process").prefetch_related(stages)

    @extend_schema(request=anew.NewProcessBody, responses={201: shapes.ProcessVersionSerializer})
    def create(self, request: Request) -> Response:
        """Draft a new process: its first version, with its stages."""
        made = draft_process(**self.sent(anew.NewProcessBody), by=request.user, at=timezone.now())
        return self.shown(made.pk, status=201)

    @extend_schema(responses=anew.VersionChangesSerializer)
    @action(detail=True, methods=["get"])
    def changes(self, request: Request, pk: str) -> Response:
        """What this version says otherwise than the one before it, each in a sentence."""
        row = self.get_object()
        before = version_before(row)
        said = {"before": before and before.pk, "changes": version_changes(row, before) if before else []}
        return Response(anew.VersionChangesSerializer(said).data)

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
        return self.shown(publish_version(version=self.get_object(), **_at_draft(self)).pk)

    @extend_schema(request=moving.MoveDealsBody, responses=moving.VersionPlanSerializer)
    @action(detail=True, methods=["post"], url_path="move-deals/preview")
    def preview_move(self, request: Request, pk: str) -> Response:
        """Say what taking the open deals of this version to another one would do; nothing changes."""
        source, said = self.get_object(), self.sent(moving.MoveDealsBody)
        require(request.user, "pipeline.configure", "take deals to another version of their process")
        return Response(moving.VersionPlanSerializer(plan_of(source, said["to"], _chosen(said))).data)

    @extend_schema(request=moving.MoveDealsBody, responses=moving.VersionMoveSerializer)
    @action(detail=True, methods=["post"], url_path="move-deals")
    def move_deals(self, request: Request, pk: str) -> Response:
        """Take the open deals of this version to another one of its process: at most 5,000 in one act."""
        source, said = self.get_object(), self.sent(moving.MoveDealsBody)
        move = move_to_version(source=source, **said, by=request.user, at=timezone.now())
        move.left = plan_of(source, said["to"], _chosen(said)).going
        return Response(moving.VersionMoveSerializer(move).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Discard a draft."""
        discard_draft(version=self.get_object(), **_at_draft(self))
        return Response(status=204)


def _at_draft(view: VisibleReadViewSet) -> dict[str, Any]:
    """Who changes a draft, when, and as it was at which version."""
    return {"by": view.request.user, "at": timezone.now(), "expected_version": view.matched}


def _chosen(said: Mapping[str, Any]) -> dict[int, int] | None:
    """The stages that a body names, as the plan takes them."""
    return None if "stages" not in said else {old.pk: new.pk for old, new in said["stages"].items()}


class StageRuleViewSet(VisibleReadViewSet):
    """Rules of stages, which are added to drafts and taken out of them, at the version of the draft."""

    filterset_class = StageRuleFilters
    body: Any
    add: Any
    noun: str
    facts: Any
    edit: Any

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("stage__process_version__process")

    def version_of(self, row: Model) -> int | None:
        return super().version_of(row.stage.process_version if isinstance(row, self.model) else row)

    def _added(self, request: Request) -> Response:
        said = self.sent(self.body)
        self.hold(said["stage"].process_version)
        made = type(self).add(**said, **_at_draft(self))
        return self.shown(made.pk, status=201)

    def _edited(self, request: Request, body: Any) -> Response:
        """What the body leaves out stays as it is."""
        row = self.get_object()
        said = {each.name: getattr(row, each.name) for each in fields(self.facts)} | self.sent(body)
        type(self).edit(**{self.noun: row}, facts=self.facts(**said), **_at_draft(self))
        return self.shown(row.pk)

    def _placed(self, request: Request, body: Any) -> Response:
        rule = self.get_object()
        return self.shown(place_rule(rule=rule, **self.sent(body), **_at_draft(self)).pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take it out of a draft."""
        remove_rule(rule=self.get_object(), **_at_draft(self))
        return Response(status=204)


class ExitCriterionViewSet(StageRuleViewSet):
    """What stages ask for before a deal leaves them forward."""

    model = ExitCriterion
    serializer_class = shapes.ExitCriterionSerializer
    body = shapes.NewCriterionBody
    add = staticmethod(add_criterion)
    noun, facts = "criterion", CriterionFacts
    edit = staticmethod(edit_criterion)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("item")

    @extend_schema(request=shapes.NewCriterionBody, responses={201: shapes.ExitCriterionSerializer})
    def create(self, request: Request) -> Response:
        """Add a criterion to a stage of a draft."""
        return self._added(request)

    @extend_schema(request=anew.EditCriterionBody, responses=shapes.ExitCriterionSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Ask for something else."""
        return self._edited(request, anew.EditCriterionBody)

    @extend_schema(request=anew.PlaceCriterionBody, responses=shapes.ExitCriterionSerializer)
    @action(detail=True, methods=["post"])
    def place(self, request: Request, pk: str) -> Response:
        """Put a criterion of a draft behind another one of its stage, or first."""
        return self._placed(request, anew.PlaceCriterionBody)


class PlaybookStepViewSet(StageRuleViewSet):
    """What to do in stages."""

    model = PlaybookStep
    serializer_class = shapes.PlaybookStepSerializer
    body = shapes.NewStepBody
    add = staticmethod(add_step)
    noun, facts = "step", StepFacts
    edit = staticmethod(edit_step)

    @extend_schema(request=shapes.NewStepBody, responses={201: shapes.PlaybookStepSerializer})
    def create(self, request: Request) -> Response:
        """Add a step to a stage of a draft."""
        return self._added(request)

    @extend_schema(request=anew.EditStepBody, responses=shapes.PlaybookStepSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say it otherwise."""
        return self._edited(request, anew.EditStepBody)

    @extend_schema(request=anew.PlaceStepBody, responses=shapes.PlaybookStepSerializer)
    @action(detail=True, methods=["post"])
    def place(self, request: Request, pk: str) -> Response:
        """Put a step of a draft behind another one of its stage, or first."""
        return self._placed(request, anew.PlaceStepBody)


class StageActionViewSet(StageRuleViewSet):
    """What stages do by themselves."""

    model = StageAction
    serializer_class = shapes.StageActionSerializer
    body = shapes.NewActionBody
    add = staticmethod(add_action)
    noun, facts = "action", ActionFacts
    edit = staticmethod(edit_action)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("step", "person", "webhook")

    @extend_schema(request=shapes.NewActionBody, responses={201: shapes.StageActionSerializer})
    def create(self, request: Request) -> Response:
        """Add an action to a stage of a draft."""
        return self._added(request)

    @extend_schema(request=anew.EditActionBody, responses=shapes.StageActionSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Do something else."""
        return self._edited(request, anew.EditActionBody)


class QualificationItemViewSet(VisibleReadViewSet):
    """What versions of processes want to know of their deals."""

    model = QualificationItem
    serializer_class = knowing.QualificationItemSerializer
    filterset_class = ItemFilters

    def version_of(self, row: Model) -> int | None:
        """An item is changed with its draft, and at the draft's version."""
        return super().version_of(row.process_version if isinstance(row, QualificationItem) else row)

    @extend_schema(request=knowing.NewItemBody, responses={201: knowing.QualificationItemSerializer})
    def create(self, request: Request) -> Response:
        """Add an item to a draft."""
        said = self.sent(knowing.NewItemBody)
        self.hold(said["version"])
        made = add_item(**said, **_at_draft(self))
        return self.shown(made.pk, status=201)

    @extend_schema(request=anew.EditItemBody, responses=knowing.QualificationItemSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say it otherwise; what was scored under its code stays."""
        row = self.get_object()
        said = {"name": row.name, "question": row.question} | self.sent(anew.EditItemBody)
        return self.shown(edit_item(item=row, **said, **_at_draft(self)).pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take an item out of a draft."""
        remove_item(item=self.get_object(), **_at_draft(self))
        return Response(status=204)
