"""/api/v1/hiring/: what candidates asked for by their page, and what their letters say."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api.acting import ActingViewSet
from hiring.choices import LetterKind
from hiring.domain.candidate_requests import settle_request
from hiring.domain.letter_texts import LONGEST, write_letter_text
from hiring.models import CandidateRequest, HiringProfile
from hiring.queries.letter_words import words_of
from pipeline.api.fields import VisibleField
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView


class CandidateRequestSerializer(serializers.ModelSerializer[CandidateRequest]):
    """What a candidate asked for by the link of their page; `done_at` is null while it waits."""

    class Meta:
        model = CandidateRequest
        read_only_fields = fields = ("id", "candidate", "kind", "asked_at", "done_at", "done_by", "note")


class SettleBody(StrictBody):
    """What was done."""

    note = serializers.CharField(max_length=300)


class CandidateRequestViewSet(ActingViewSet):
    """What candidates whom you see asked for."""

    model = CandidateRequest
    serializer_class = CandidateRequestSerializer
    ordering = {"asked_at": "asked_at"}
    default_order = "asked_at"
    row_name = "request"

    @extend_schema(request=SettleBody, responses=CandidateRequestSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Say that what was asked for is done; this cannot be taken back."""
        return self.act(settle_request, SettleBody)


class LetterTextSerializer(serializers.Serializer[Any]):
    """What a kind of letter of a profile says; the usual words where it has none of its own."""

    profile = serializers.IntegerField()
    letter = serializers.ChoiceField(choices=LetterKind.choices)
    text = serializers.CharField()


class LetterTextsSerializer(serializers.Serializer[Any]):
    """Every kind of letter of every profile."""

    results = LetterTextSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: there are few.")


class LetterTextBody(StrictBody):
    """The words from the next letter on; blank brings the usual ones back."""

    profile = VisibleField(HiringProfile)
    letter = serializers.ChoiceField(choices=LetterKind.choices)
    text = serializers.CharField(max_length=LONGEST, allow_blank=True)


class LetterTextsView(ApiView):
    """The words of letters, for those who work in hiring."""

    @extend_schema(operation_id="letter_texts", responses=LetterTextsSerializer)
    def get(self, request: Request) -> Response:
        """List what letters say."""
        profiles = HiringProfile.objects.visible_to(request.user).select_related("role_profile")
        found = [
            {"profile": profile.pk, "letter": kind, "text": words_of(profile, kind)}
            for profile in profiles
            for kind in LetterKind
        ]
        return Response({"results": found, "next": None})

    @extend_schema(operation_id="letter_text_write", request=LetterTextBody, responses=LetterTextSerializer)
    def put(self, request: Request) -> Response:
        """Write what a kind of letter of a profile says."""
        body = LetterTextBody(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        profile, kind, text = (body.validated_data[name] for name in ("profile", "letter", "text"))
        write_letter_text(profile=profile, kind=kind, text=text, by=request.user, at=timezone.now())
        said = words_of(profile, LetterKind(kind))
        return Response({"profile": profile.pk, "letter": kind, "text": said})
