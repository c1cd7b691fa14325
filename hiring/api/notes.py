"""/api/v1/hiring/notes/: notes on candidates."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api.acting import ActingViewSet
from hiring.choices import NoteAudience
from hiring.domain.notes import LONGEST, correct_note, remove_note, write_note
from hiring.models import Candidacy, CandidateNote
from pipeline.api.fields import VersionedBody, VisibleField
from salesmgmt.api.keys import KeyFilter
from salesmgmt.api.strict import StrictBody


class NoteSerializer(serializers.ModelSerializer[CandidateNote]):
    class Meta:
        model = CandidateNote
        fields = ["id", "candidacy", "author", "audience", "text", "written_at", "corrected_at", "version"]


class NewNoteBody(StrictBody):
    """A note on a candidacy that one sees. `audience`: ALL who see it, HIRING for those who hire for the profile, OWN
    for nobody else."""

    candidacy = VisibleField(Candidacy)
    text = serializers.CharField(max_length=LONGEST)
    audience = serializers.ChoiceField(choices=NoteAudience.choices, default=NoteAudience.ALL)


class CorrectNoteBody(VersionedBody):
    """What is to be said instead; what is not sent stays."""

    text = serializers.CharField(max_length=LONGEST, required=False)
    audience = serializers.ChoiceField(choices=NoteAudience.choices, required=False)


class NoteFilters(django_filters.FilterSet):
    candidacy = KeyFilter(field_name="candidacy_id", label="Candidacy")
    candidate = KeyFilter(field_name="candidacy__candidate_id", label="Candidate")
    author = KeyFilter(field_name="author_id", label="Author")

    class Meta:
        model = CandidateNote
        fields: list[str] = []


class NoteViewSet(ActingViewSet):
    """Notes that are meant for you; none of others' on a candidacy for which you still owe a scorecard."""

    model = CandidateNote
    serializer_class = NoteSerializer
    filterset_class = NoteFilters
    ordering = {"written_at": "written_at"}
    default_order = "-written_at"
    row_name = "note"

    def get_queryset(self) -> QuerySet[CandidateNote]:
        return super().get_queryset().select_related("author", "candidacy")

    @extend_schema(request=NewNoteBody, responses={201: NoteSerializer})
    def create(self, request: Request) -> Response:
        """Write a note on a candidacy."""
        return self.make(write_note, NewNoteBody)

    @extend_schema(request=CorrectNoteBody, responses=NoteSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct a note of your own."""
        return self.act(correct_note, CorrectNoteBody)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Remove a note of your own, for good."""
        remove_note(note=self.get_object(), by=request.user, at=timezone.now())
        return Response(status=204)
