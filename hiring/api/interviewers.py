"""/api/v1/hiring/: interviewers' figures, and debriefs."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.choices import LookedBy
from hiring.domain.looks import note_look
from hiring.models import Candidacy
from hiring.queries.debrief import Debrief, debrief_of
from hiring.queries.interviewers import Interviewer, interviewers_seen
from salesmgmt.api.viewsets import ApiView
from salesmgmt.people.models import Company


class EstimateSerializer(serializers.Serializer[Any]):
    """An estimate with its 95% interval and what it is made of."""

    estimate = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField()


class InterviewerSerializer(serializers.Serializer[Any]):
    """One interviewer; an estimate made of too little is null."""

    user = serializers.IntegerField()
    name = serializers.CharField()
    weeks = serializers.ListField(
        child=serializers.IntegerField(), help_text="Interviews by week, from eight weeks ago to two ahead."
    )
    this_week = serializers.IntegerField()
    per_week = serializers.IntegerField(help_text="How many they take.")
    agreement = EstimateSerializer(allow_null=True)
    leniency = EstimateSerializer(allow_null=True)


class InterviewersSerializer(serializers.Serializer[Any]):
    """Everybody who sits in interviews that one sees."""

    results = InterviewerSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: there are few.")


class InterviewersView(ApiView):
    """How much interviewers see and how they rate, out of scorecards that you may read by now."""

    @extend_schema(operation_id="interviewers", responses=InterviewersSerializer)
    def get(self, request: Request) -> Response:
        """List interviewers with load, agreement and leniency."""
        if not request.user.has_perm("hiring.work_candidates"):
            return Response({"results": [], "next": None})
        today = Company.objects.current().day_of(timezone.now())
        rows = interviewers_seen(request.user, today=today)
        return Response({"results": [_interviewer(row) for row in rows], "next": None})


class RatingCountSerializer(serializers.Serializer[Any]):
    """How many scorecards gave a value."""

    value = serializers.IntegerField()
    count = serializers.IntegerField()


class DebriefLineSerializer(serializers.Serializer[Any]):
    """One competency; who did not see it is in no count."""

    competency = serializers.CharField()
    weight = serializers.IntegerField(allow_null=True)
    counts = RatingCountSerializer(many=True)


class DebriefSerializer(serializers.Serializer[Any]):
    """What those scorecards say that you may read; `hidden` ones are in and not yours to read yet."""

    scorecards = serializers.ListField(child=serializers.IntegerField())
    recommended = serializers.DictField(child=serializers.IntegerField())
    lines = DebriefLineSerializer(many=True)
    hidden = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField(), help_text="Whose scorecards are missing.")


class DebriefView(ApiView):
    """All that was seen of a candidate, as far as you may read it."""

    @extend_schema(operation_id="candidacy_debrief", responses=DebriefSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Read the debrief of a candidacy."""
        rows = Candidacy.objects.visible_to(request.user).select_related("profile__role_profile")
        candidacy = rows.filter(pk=pk).first()
        if candidacy is None:
            raise Http404
        note_look(candidate_id=candidacy.candidate_id, how=LookedBy.API, by=request.user, at=timezone.now())
        return Response(_debrief(debrief_of(candidacy, viewer=request.user)))


def _interviewer(row: Interviewer) -> dict[str, Any]:
    agreed, lenient = row.agreement, row.leniency
    return {
        "user": row.person.pk,
        "name": row.person.name,
        "weeks": list(row.weeks),
        "this_week": row.this_week,
        "per_week": row.per_week,
        "agreement": _estimate(agreed.share, agreed.interval, agreed.pairs) if agreed.is_enough else None,
        "leniency": _estimate(lenient.estimate, lenient, lenient.ratings) if lenient and lenient.is_enough else None,
    }


def _estimate(estimate: float | None, ends: Any, n: int) -> dict[str, Any]:
    return {"estimate": estimate, "low": ends.low, "high": ends.high, "n": n}


def _debrief(found: Debrief) -> dict[str, Any]:
    return {
        "scorecards": [card.pk for card, _ in found.cards],
        "recommended": {code: count for code, _, count in found.recommended},
        "lines": [
            {
                "competency": line.name,
                "weight": line.weight,
                "counts": [{"value": value, "count": count} for value, _, count in line.counts],
            }
            for line in found.lines
        ],
        "hidden": found.hidden,
        "missing": [name for name, _ in found.missing],
    }
