"""/api/v1/duplicates/: pairs to decide about, merges to take apart, and what looks like something not yet entered."""

from typing import Any

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.viewsets import ApiView, VisibleReadViewSet
from salesmgmt.common.problems import NotAllowed
from salesmgmt.duplicates.api import shapes
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.domain.pairing import keep_apart
from salesmgmt.duplicates.domain.taking_apart import take_apart
from salesmgmt.duplicates.models import DuplicatePair, MergeRecord
from salesmgmt.duplicates.queries.entry import alike
from salesmgmt.duplicates.registry import mergeable_of


class PairFilter(django_filters.FilterSet):
    class Meta:
        model = DuplicatePair
        fields = ["kind", "state", "low_id", "high_id"]


class MergeFilter(django_filters.FilterSet):
    class Meta:
        model = MergeRecord
        fields = ["kind", "kept_id", "gone_id"]


class PairViewSet(VisibleReadViewSet):
    """Two records that look the same, of which you may merge both."""

    model = DuplicatePair
    serializer_class = shapes.PairSerializer
    filterset_class = PairFilter
    lookup_value_converter = "int"
    ordering = {"score": "score"}
    default_order = "-score"

    @extend_schema(request=None, responses=shapes.PairSerializer)
    @action(detail=True, methods=["post"], url_path="keep-apart")
    def keep_apart(self, request: Request, pk: int) -> Response:
        """Say that the two are not the same: the pair is not found again."""
        pair = keep_apart(pair=self.get_object(), by=request.user, at=timezone.now())
        return self.shown(pair.pk)


class MergeViewSet(VisibleReadViewSet):
    """Merges; one asked for by a record that is gone (`gone_id`) says where it went (`kept_id`)."""

    model = MergeRecord
    serializer_class = shapes.MergeSerializer
    filterset_class = MergeFilter
    lookup_value_converter = "int"
    ordering = {"merged_at": "merged_at"}
    default_order = "-merged_at"

    @extend_schema(request=shapes.MergeBody, responses={201: shapes.MergeSerializer})
    def create(self, request: Request) -> Response:
        """Make one record of two: what pointed at `gone` points at `kept`, and nothing else answers for `gone`."""
        sent = self.sent(shapes.MergeBody)
        mergeable = mergeable_of(sent.pop("kind"))
        record = merge(mergeable=mergeable, **sent, by=request.user, at=timezone.now())
        return self.shown(record.pk, status=201)

    @extend_schema(request=None, responses=shapes.MergeSerializer)
    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, pk: int) -> Response:
        """Take the merge apart: both records, and everything that moved, are as they were."""
        record = self.get_object()
        take_apart(record=record, by=request.user, at=timezone.now())
        return self.shown(record.pk)


class CheckView(ApiView):
    """What looks like a record that you are about to create."""

    @extend_schema(request=shapes.CheckBody, responses=shapes.AllAlikeSerializer)
    def post(self, request: Request) -> Response:
        """Ask before you create: records that you may see with the same e-mail or phone, or a name like it."""
        body = shapes.CheckBody(data=request.data)
        body.is_valid(raise_exception=True)
        facts: dict[str, Any] = dict(body.validated_data)
        mergeable = mergeable_of(facts.pop("kind"))
        if not request.user.has_perm(mergeable.permission):
            raise NotAllowed(f"{mergeable.title} are not yours to enter; ask an admin for the role that it needs.")
        found = alike(mergeable, facts, viewer=request.user)
        return Response(shapes.AllAlikeSerializer({"results": found, "next": None}).data)
