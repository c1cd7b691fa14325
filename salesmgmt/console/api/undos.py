"""/api/v1/undos/: what may still be taken back."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo


class UndoSerializer(serializers.ModelSerializer[Undo]):
    title = serializers.CharField(source="undoable.title", read_only=True, help_text="The act, in words.")

    class Meta:
        model = Undo
        fields = ["id", "verb", "title", "subject_kind", "subject_id", "by", "offered_at", "until_at"]


class BackSerializer(serializers.Serializer[Any]):
    """An act was taken back."""

    words = serializers.CharField(help_text="What is as it was before.")


class UndoFilter(django_filters.FilterSet):
    class Meta:
        model = Undo
        fields = ["verb", "subject_kind", "subject_id"]


class UndoViewSet(VisibleReadViewSet):
    """Acts that one may still take back; after that, or once taken back, they are not here."""

    model = Undo
    serializer_class = UndoSerializer
    filterset_class = UndoFilter
    lookup_value_converter = "int"
    ordering = {"offered_at": "offered_at"}
    default_order = "-offered_at"

    def get_queryset(self) -> QuerySet[Undo]:
        rows = super().get_queryset()
        return rows if self.action == "take_back" else rows.standing(timezone.now())

    @extend_schema(request=None, responses=BackSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: int) -> Response:
        """Take the act back.

        Only once, within its window, and never over what somebody changed since.
        """
        back = take_back(undo=self.get_object(), by=request.user, at=timezone.now())
        return Response(BackSerializer(back).data)
