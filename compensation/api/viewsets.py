"""/api/v1/compensation/: plans, their versions, assignments, runs, statements and lines."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from compensation.api import serializers as shapes
from compensation.domain.assignments import assign_plan, end_assignment
from compensation.domain.plans import change_draft, draft_plan, draft_version
from compensation.domain.publishing import ask_to_publish
from compensation.domain.runs import ask_to_close, calculate_run, remove_run, start_run
from compensation.forms import list_filters as filters
from compensation.models import Assignment, Line, Plan, PlanVersion, Run, Statement
from salesmgmt.api.viewsets import VisibleReadViewSet


class PlanViewSet(VisibleReadViewSet):
    """Plans that you may see."""

    model = Plan
    serializer_class = shapes.PlanSerializer
    ordering = {"name": "name"}
    default_order = "name"

    @extend_schema(request=shapes.NewPlanBody, responses={201: shapes.PlanVersionSerializer})
    def create(self, request: Request) -> Response:
        """Draft a plan; answers with its first version."""
        version = draft_plan(**self.sent(shapes.NewPlanBody), by=request.user, at=timezone.now())
        return self.answer(version, status=201, serializer_class=shapes.PlanVersionSerializer)

    @extend_schema(request=shapes.TermsBody, responses={201: shapes.PlanVersionSerializer})
    @action(detail=True, methods=["post"])
    def versions(self, request: Request, pk: str) -> Response:
        """Draft the next version of a plan."""
        version = draft_version(
            plan=self.get_object(), **self.sent(shapes.TermsBody), by=request.user, at=timezone.now()
        )
        return self.answer(version, status=201, serializer_class=shapes.PlanVersionSerializer)


class PlanVersionViewSet(VisibleReadViewSet):
    """Versions of plans that you may see."""

    model = PlanVersion
    serializer_class = shapes.PlanVersionSerializer
    filterset_class = filters.PlanVersionFilters
    ordering = {"number": "number"}
    at_stake = {"update": (), "publish": ()}
    revalidates = False  # its last day is set by the version that follows it

    @extend_schema(request=shapes.TermsBody, responses=shapes.PlanVersionSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Change a draft."""
        version = change_draft(
            version=self.get_object(),
            **self.sent(shapes.TermsBody),
            by=request.user,
            at=timezone.now(),
            expected_version=self.matched,
        )
        return self.shown(version.pk)

    @extend_schema(request=None, responses={200: shapes.PlanVersionSerializer, 202: shapes.PlanVersionSerializer})
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Publish a draft: it no longer changes, and the people on the version before move over.

        202 where others have to approve it first: it is published by the last yes.
        """
        version = self.get_object()
        asked = ask_to_publish(version=version, by=request.user, at=timezone.now(), expected_version=self.matched)
        return self.shown(version.pk, status=202 if asked else 200)


class AssignmentViewSet(VisibleReadViewSet):
    """Who is on which plan version, as far as you may see."""

    model = Assignment
    serializer_class = shapes.AssignmentSerializer
    filterset_class = filters.AssignmentFilters
    at_stake = {"end": ()}

    def get_queryset(self) -> QuerySet[Assignment]:
        return super().get_queryset().select_related("plan_version")

    @extend_schema(request=shapes.AssignmentBody, responses={201: shapes.AssignmentSerializer})
    def create(self, request: Request) -> Response:
        """Put a person on a published plan version."""
        assignment = assign_plan(**self.sent(shapes.AssignmentBody), by=request.user, at=timezone.now())
        return self.shown(assignment.pk, status=201)

    @extend_schema(request=shapes.EndBody, responses=shapes.AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End an assignment."""
        assignment = end_assignment(
            assignment=self.get_object(),
            **self.sent(shapes.EndBody),
            by=request.user,
            at=timezone.now(),
            expected_version=self.matched,
        )
        return self.shown(assignment.pk)


class RunViewSet(VisibleReadViewSet):
    """Runs; for those who read all pay. The ETag of a run is the number of its calculation."""

    version_field = "calculation"
    at_stake = {"calculate": (), "finalize": (), "remove": ()}
    revalidates = False  # a run becomes stale without being calculated
    model = Run
    serializer_class = shapes.RunSerializer
    filterset_class = filters.RunFilters
    ordering = {"start_date": "start_date"}
    default_order = "-start_date"

    def get_queryset(self) -> QuerySet[Run]:
        return super().get_queryset().select_related("job").prefetch_related("unpaid")

    @extend_schema(request=shapes.NewRunBody, responses={201: shapes.RunSerializer})
    def create(self, request: Request) -> Response:
        """Open the run of a quarter and have it calculated."""
        run = start_run(**self.sent(shapes.NewRunBody), by=request.user, at=timezone.now())
        return self.shown(run.pk, status=201)

    @extend_schema(request=None, responses={202: shapes.RunSerializer})
    @action(detail=True, methods=["post"])
    def calculate(self, request: Request, pk: str) -> Response:
        """Have a draft calculated again."""
        run = calculate_run(
            run=self.get_object(), by=request.user, at=timezone.now(), expected_calculation=self.matched
        )
        return self.shown(run.pk, status=202)

    @extend_schema(request=shapes.RemoveRunBody, responses=shapes.RunSerializer)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Remove a draft with its statements and lines: for good, and its quarter can be calculated anew."""
        run = remove_run(
            run=self.get_object(),
            **self.sent(shapes.RemoveRunBody),
            by=request.user,
            at=timezone.now(),
            expected_calculation=self.matched,
        )
        return self.shown(run.pk)

    @extend_schema(request=None, responses={200: shapes.RunSerializer, 202: shapes.RunSerializer})
    @action(detail=True, methods=["post"])
    def finalize(self, request: Request, pk: str) -> Response:
        """Close a run: its statements and lines no longer change.

        202 where others have to approve it first: it is closed by the last yes.
        """
        run = self.get_object()
        asked = ask_to_close(run=run, by=request.user, at=timezone.now(), expected_calculation=self.matched)
        return self.shown(run.pk, status=202 if asked else 200)


class StatementViewSet(VisibleReadViewSet):
    """Statements that you may see."""

    model = Statement
    serializer_class = shapes.StatementSerializer
    filterset_class = filters.StatementFilters
    ordering = {"quarter": "run__start_date", "total": "total_minor"}
    default_order = "-quarter"

    def get_queryset(self) -> QuerySet[Statement]:
        return super().get_queryset().select_related("run")


class LineViewSet(VisibleReadViewSet):
    """Lines of statements that you may see; the pay of a statement's lines sums to its total."""

    model = Line
    serializer_class = shapes.StatementLineSerializer
    filterset_class = filters.LineFilters
    ordering = {"position": "position"}

    def get_queryset(self) -> QuerySet[Line]:
        return super().get_queryset().select_related("statement__user", "credit__deal")
