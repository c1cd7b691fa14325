"""/api/v1/hiring/tags/: the set of tags of candidates."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api.acting import ActingViewSet
from hiring.domain.tags import LONGEST, add_tag, merge_tags, offer_tag, rename_tag
from hiring.models import CandidateTag
from pipeline.api.fields import VersionedBody, VisibleField
from salesmgmt.api.strict import StrictBody
from salesmgmt.common.folding import by_name


class TagSerializer(serializers.ModelSerializer[CandidateTag]):
    class Meta:
        model = CandidateTag
        read_only_fields = fields = ["id", "name", "is_active"]


class TagBody(StrictBody):
    """What the tag is called; upper and lower case make no other."""

    name = serializers.CharField(max_length=LONGEST)


class MergeTagBody(StrictBody):
    """The tag that stays."""

    into = VisibleField(CandidateTag)


class PutTagBody(VersionedBody):
    """A tag of the set."""

    tag = VisibleField(CandidateTag)


class TagViewSet(ActingViewSet):
    """The words by which candidates are found again, retired ones included."""

    model = CandidateTag
    serializer_class = TagSerializer
    ordering = {"name": by_name()}
    default_order = "name"
    row_name = "tag"

    @extend_schema(request=TagBody, responses={201: TagSerializer})
    def create(self, request: Request) -> Response:
        """Add a tag to the set."""
        return self.make(add_tag, TagBody)

    @extend_schema(request=TagBody, responses=TagSerializer)
    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Rename a tag, for everybody who has it."""
        return self.act(rename_tag, TagBody)

    @extend_schema(request=None, responses=TagSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Take a tag out of use; whoever has it keeps it, and nobody else gets it."""
        tag = offer_tag(tag=self.get_object(), offered=False, by=request.user, at=timezone.now())
        return self.shown(tag.pk)

    @extend_schema(request=None, responses=TagSerializer)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: Request, pk: str) -> Response:
        """Let people put a retired tag on again."""
        tag = offer_tag(tag=self.get_object(), offered=True, by=request.user, at=timezone.now())
        return self.shown(tag.pk)

    @extend_schema(request=MergeTagBody, responses=TagSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Make a tag go into another one, for good; the answer is the one that stays."""
        into = merge_tags(tag=self.get_object(), **self.sent(MergeTagBody), by=request.user, at=timezone.now())
        return self.shown(into.pk)
