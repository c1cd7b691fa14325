"""/api/v1/hiring/documents/: documents of candidates."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.domain.documents import add_document, remove_document
from hiring.models import Candidate, CandidateDocument, DocumentKind
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import VisibleReadViewSet


class DocumentSerializer(serializers.ModelSerializer[CandidateDocument]):
    name = serializers.CharField(source="stored.name", read_only=True)
    media_type = serializers.CharField(source="stored.media_type", read_only=True, help_text="What the bytes are.")
    size = serializers.IntegerField(source="stored.size", read_only=True)
    sha256 = serializers.CharField(source="stored.sha256", read_only=True)
    text_state = serializers.CharField(
        source="stored.text.state",
        read_only=True,
        help_text="WAITING, READ or UNREADABLE: whether its words are known.",
    )
    url = serializers.SerializerMethodField(help_text="Where the file itself is.")

    class Meta:
        model = CandidateDocument
        fields = [
            "id", "candidate", "kind", "name", "media_type", "size", "sha256", "text_state", "added_by", "added_at",
            "url",
        ]  # fmt: skip

    def get_url(self, document: CandidateDocument) -> str:
        return reverse("console:file", args=[document.stored_id])


class NewDocumentBody(StrictBody):
    """A document of a candidate that one works with, as multipart/form-data."""

    candidate = serializers.PrimaryKeyRelatedField(queryset=Candidate.objects.none())
    kind = serializers.ChoiceField(choices=DocumentKind.choices, default=DocumentKind.CV)
    file = serializers.FileField(allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.context.get("request")
        if request is not None:
            self.fields["candidate"].queryset = Candidate.objects.visible_to(request.user)


class DocumentFilters(django_filters.FilterSet):
    class Meta:
        model = CandidateDocument
        fields = ["candidate", "kind"]


class DocumentViewSet(VisibleReadViewSet):
    """Documents of the candidates that you may see."""

    model = CandidateDocument
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilters
    parser_classes = [MultiPartParser, JSONParser]
    ordering = {"added_at": "added_at"}
    default_order = "-added_at"

    def get_queryset(self) -> QuerySet[CandidateDocument]:
        return super().get_queryset().select_related("stored__text", "candidate")

    @extend_schema(request={"multipart/form-data": NewDocumentBody}, responses={201: DocumentSerializer})
    def create(self, request: Request) -> Response:
        """Add a document; its words are read in the background."""
        sent = self.sent(NewDocumentBody)
        file = sent.pop("file")
        added = add_document(**sent, content=file.file, name=file.name, by=request.user, at=timezone.now())
        return self.shown(added.pk, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Remove a document; it can be brought back for 30 days."""
        remove_document(document=self.get_object(), by=request.user, at=timezone.now())
        return Response(status=204)
