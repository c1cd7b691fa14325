"""/api/v1/jobs/."""

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.events.domain import jobs
from salesmgmt.events.models import Job


class JobSerializer(serializers.ModelSerializer[Job]):
    percent = serializers.IntegerField(allow_null=True, help_text="How much is done; null while the total is unknown.")

    class Meta:
        model = Job
        fields = [
            "id", "kind", "state", "percent", "progress", "result", "error", "attempts",
            "requested_by", "created_at", "started_at", "finished_at",
        ]  # fmt: skip


class JobFilter(django_filters.FilterSet):
    class Meta:
        model = Job
        fields = ["kind", "state"]


class JobViewSet(VisibleReadViewSet):
    """Long work: one's own, and everybody's for admins. Who sees a job may cancel it and start it again."""

    model = Job
    serializer_class = JobSerializer
    filterset_class = JobFilter
    lookup_value_converter = "int"
    ordering = {"created_at": "created_at"}
    default_order = "-created_at"

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        """Call a waiting or running job off.

        What its finished chunks wrote stays.
        """
        jobs.cancel(job=self.get_object(), by=request.user, at=timezone.now())
        return self.shown(pk)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: int) -> Response:
        """Start a failed or cancelled job again; it goes on where it stopped."""
        jobs.retry(job=self.get_object(), by=request.user, at=timezone.now())
        return self.shown(pk)
