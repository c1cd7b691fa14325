"""/api/v1/pipeline/consistency/: everybody against what luck reaches around the whole's value.

An address of its own and no figure of the catalogue: a figure is what its rows add up to, and a verdict on a person is
not; the three values that it judges are figures, and each row says by which parameters they are asked again.
"""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.queries.consistency import LEAST, Compared, Funnel, Verdict, consistency
from salesmgmt.api.viewsets import ApiView
from salesmgmt.figures.declaration import Unit
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.wording import DAYS_DIGITS, RATE_DIGITS, rounded
from salesmgmt.statistics.funnel import Limits

ASKED = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="The first day."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="The first day left out."),
    OpenApiParameter("as_of", str, description="A past instant, or a day for its end in the company's zone."),
    OpenApiParameter("team", int, description="A team and all below it."),
]


class LimitsSerializer(serializers.Serializer[Any]):
    """What luck alone reaches at this confidence."""

    low = serializers.FloatField()
    high = serializers.FloatField()
    confidence = serializers.FloatField()


class ComparedSerializer(serializers.Serializer[Any]):
    """One person; ask the figure with this `owner` for the rows. No limits for too few, or with nobody to compare."""

    owner = serializers.IntegerField()
    name = serializers.CharField()
    value = serializers.FloatField()
    n = serializers.IntegerField()
    limits = LimitsSerializer(many=True)
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    said = serializers.CharField()


class FunnelSerializer(serializers.Serializer[Any]):
    """One measure by person."""

    figure = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="Of all those compared together.")
    n = serializers.IntegerField()
    spread = serializers.FloatField(allow_null=True, help_text="Standard deviation of single values; null for shares.")
    least = serializers.IntegerField(help_text="Below this n nobody is judged.")
    judged = serializers.IntegerField()
    outside = serializers.IntegerField(help_text="Of those judged, outside their 95% limits.")
    by_chance = serializers.FloatField(help_text="How many would be at most if only luck told people apart.")
    people = ComparedSerializer(many=True)


class FunnelsSerializer(serializers.Serializer[Any]):
    """Conversion, cycle and playbook."""

    results = FunnelSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: there are three.")


class ConsistencyView(ApiView):
    """How evenly the process is followed, as far as you see people's deals; it says where to look and not why."""

    query_parameters = ("from", "to", "as_of", "team")

    @extend_schema(operation_id="pipeline_consistency", parameters=ASKED, responses=FunnelsSerializer)
    def get(self, request: Request) -> Response:
        """Compare people's conversion, cycle and playbook with what luck would do."""
        if not request.user.has_perm("pipeline.read"):
            return Response({"results": [], "next": None})
        figure = figure_for("pipeline.win_rate", request.user)
        scope = read_scope(figure, request.query_params.dict(), user=request.user, at=timezone.now())
        return Response({"results": [_funnel(funnel) for funnel in consistency(scope)], "next": None})


def _funnel(funnel: Funnel) -> dict[str, Any]:
    digits = RATE_DIGITS if funnel.unit is Unit.RATE else DAYS_DIGITS
    return {
        "figure": funnel.figure.name,
        "title": funnel.title,
        "sentence": funnel.sentence,
        "value": None if funnel.whole is None else float(rounded(funnel.whole, digits)),
        "n": funnel.n,
        "spread": funnel.spread,
        "least": LEAST,
        "judged": len(funnel.judged),
        "outside": funnel.outside,
        "by_chance": funnel.by_chance,
        "people": [_person(person, digits) for person in funnel.people],
    }


def _person(person: Compared, digits: int) -> dict[str, Any]:
    return {
        "owner": int(person.key),
        "name": person.name,
        "value": float(rounded(person.value, digits)),
        "n": person.n,
        "limits": [_limits(each, digits) for each in person.limits],
        "verdict": person.verdict.value,
        "said": person.verdict_said,
    }


def _limits(limits: Limits, digits: int) -> dict[str, float]:
    low, high = (float(rounded(end, digits)) for end in (limits.low, limits.high))
    return {"low": low, "high": high, "confidence": limits.confidence}
