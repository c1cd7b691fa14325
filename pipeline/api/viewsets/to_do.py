"""/api/v1/pipeline/tasks/: what is to be done, and one address for each act on it."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.fields import VersionedBody
from pipeline.api.serializers import to_do as shapes
from pipeline.domain.to_do import (
    add_task,
    edit_task,
    finish_task,
    give_task,
    reopen_task,
    skip_task,
    take_as_next_step,
)
from pipeline.forms.task_filters import TaskFilters
from pipeline.models import Task
from pipeline.models.task import HELD_BY
from salesmgmt.api.viewsets import VisibleReadViewSet


class TaskViewSet(VisibleReadViewSet):
    """What is to be done: tasks that people wrote down, and steps of the playbook of deals that you may see."""

    model = Task
    serializer_class = shapes.TaskSerializer
    filterset_class = TaskFilters
    ordering = {"due_date": "due_date"}
    default_order = "due_date"

    def get_queryset(self) -> QuerySet[Task]:
        return super().get_queryset().called().annotate(held_by=HELD_BY).select_related("step", "deal", "user")

    @extend_schema(request=shapes.NewTaskBody, responses={201: shapes.TaskSerializer})
    def create(self, request: Request) -> Response:
        """Write down something to do."""
        made = add_task(**self.sent(shapes.NewTaskBody), by=request.user, at=timezone.now())
        return self.shown(made.pk, status=201)

    @extend_schema(request=shapes.EditTaskBody, responses=shapes.TaskSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the words, the day or the time of an open task."""
        task = self.get_object()
        edit_task(task=task, **self.sent(shapes.EditTaskBody), by=request.user, at=timezone.now())
        return self.shown(task.pk)

    @extend_schema(request=shapes.GiveTaskBody, responses={200: shapes.TaskSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def give(self, request: Request, pk: str) -> Response:
        """Let somebody else do it. 204 without a body when it is no longer yours to see."""
        task, sent = self.get_object(), self.sent(shapes.GiveTaskBody)
        give_task(task=task, to=sent.pop("holder"), **sent, by=request.user, at=timezone.now())
        return self.shown_or_gone(task.pk)

    @extend_schema(request=shapes.TaskDoneBody, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: str) -> Response:
        """Say that it is done."""
        task = finish_task(task=self.get_object(), **self.sent(shapes.TaskDoneBody), by=request.user, at=timezone.now())
        return self.shown(task.pk)

    @extend_schema(request=shapes.SkipTaskBody, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def skip(self, request: Request, pk: str) -> Response:
        """Say why it is not needed."""
        task = skip_task(task=self.get_object(), **self.sent(shapes.SkipTaskBody), by=request.user, at=timezone.now())
        return self.shown(task.pk)

    @extend_schema(request=VersionedBody, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Say that it is to be done after all; a step only while its deal is still in the stage."""
        task = reopen_task(task=self.get_object(), **self.sent(VersionedBody), by=request.user, at=timezone.now())
        return self.shown(task.pk)

    @extend_schema(request=VersionedBody, responses=shapes.TaskSerializer)
    @action(detail=True, methods=["post"], url_path="next-step")
    def next_step(self, request: Request, pk: str) -> Response:
        """Make it the next step of its deal, due on the same day."""
        task = self.get_object()
        take_as_next_step(task=task, **self.sent(VersionedBody), by=request.user, at=timezone.now())
        return self.shown(task.pk)
