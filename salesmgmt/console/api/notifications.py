"""/api/v1/notifications/."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.console.queries.notices import notices_of
from salesmgmt.outbox.domain.reading import mark_all_read, mark_read
from salesmgmt.outbox.models import Notification


class NotificationList(serializers.ListSerializer[Any]):
    """Asks for the words of a whole page at once."""

    def to_representation(self, data: Any) -> list[dict[str, Any]]:
        rows = list(data)
        return [self.child.said(notice) for notice in notices_of(rows)]


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    title = serializers.CharField(read_only=True, help_text="What it says now.")
    body = serializers.CharField(read_only=True, help_text="Why it came; or that there is nothing left to deal with.")
    url = serializers.CharField(
        read_only=True, help_text="Path of the page where it can be dealt with; empty where there is none."
    )

    class Meta:
        model = Notification
        list_serializer_class = NotificationList
        fields = [
            "id", "kind", "subject_kind", "subject_id", "due_date", "title", "body", "url", "created_at", "read_at",
        ]  # fmt: skip

    def to_representation(self, instance: Notification) -> dict[str, Any]:
        (notice,) = notices_of([instance])
        return self.said(notice)

    def said(self, notice: Any) -> dict[str, Any]:
        row = notice.row
        row.title, row.body, row.url = notice.title, notice.body, notice.url
        return super().to_representation(row)


class NotificationFilter(django_filters.FilterSet):
    unread = django_filters.BooleanFilter(field_name="read_at", lookup_expr="isnull", label="Not read yet")

    class Meta:
        model = Notification
        fields = ["kind"]


class ReadAllSerializer(StrictBody):
    upto = serializers.IntegerField(min_value=1, help_text="The number of the newest notification that was seen.")


class ReadCountSerializer(serializers.Serializer[Any]):
    read = serializers.IntegerField(help_text="How many were unread before.")


class NotificationViewSet(VisibleReadViewSet):
    """What one was told; nobody reads what others were told."""

    model = Notification
    serializer_class = NotificationSerializer
    filterset_class = NotificationFilter
    lookup_value_converter = "int"
    ordering = {"created_at": "created_at"}
    default_order = "-created_at"

    def get_queryset(self) -> QuerySet[Notification]:
        return super().get_queryset().select_related("person")

    @extend_schema(request=None, responses=NotificationSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: int) -> Response:
        """Mark it as read.

        A second time changes nothing.
        """
        mark_read(notification=self.get_object(), at=timezone.now())
        return self.shown(pk)

    @extend_schema(request=ReadAllSerializer, responses=ReadCountSerializer)
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        """Mark all up to one as read.

        What came after it stays unread.
        """
        upto = self.sent(ReadAllSerializer)["upto"]
        return Response({"read": mark_all_read(by=request.user, upto=upto, at=timezone.now())})
