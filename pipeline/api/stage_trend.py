"""/api/v1/pipeline/stage-trend/: what stood in which stage at the end of each of the last weeks.

An address of its own and no figure of the catalogue: it is one figure, `pipeline.stood`, at many instants, read out of
the rollups; each week says by which day the figure is asked for the same.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.queries.stage_trend import WEEKS, Band, Stood, Week, stage_trend
from salesmgmt.api.refusals import InvalidParameter
from salesmgmt.api.viewsets import ApiView
from salesmgmt.people.models import Company

MOST_WEEKS = 104
ASKED = [
    OpenApiParameter("owner", int, description="A person of your line; without it all of it."),
    OpenApiParameter(
        "weeks", int, description=f"How many, up to the one under way: 1 to {MOST_WEEKS}; {WEEKS} unless you say."
    ),
]


class StoodSerializer(serializers.Serializer[Any]):
    """Open deals in a stage at the end of a day, in the company's currency."""

    stage = serializers.CharField()
    process = serializers.CharField()
    stages = serializers.ListField(child=serializers.IntegerField(), help_text="Its numbers, one for each version.")
    count = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=24, decimal_places=4)


class WeekSerializer(serializers.Serializer[Any]):
    """One week; ask pipeline.stood with `as_of` this day for the deals."""

    day = serializers.DateField(help_text="Its last day; today in the week under way.")
    count = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=24, decimal_places=4)
    stages = StoodSerializer(many=True)


class TrendSerializer(serializers.Serializer[Any]):
    """The weeks, the earliest first."""

    currency = serializers.CharField()
    results = WeekSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: `weeks` says how many there are.")


class StageTrendView(ApiView):
    """Your line's open deals by stage, week by week."""

    query_parameters = ("owner", "weeks")

    @extend_schema(operation_id="pipeline_stage_trend", parameters=ASKED, responses=TrendSerializer)
    def get(self, request: Request) -> Response:
        """What stood in which stage at the end of each week."""
        owner, weeks = _number(request, "owner", 10**18), _number(request, "weeks", MOST_WEEKS)
        company = Company.objects.current()
        if not request.user.has_perm("pipeline.read"):
            return Response({"currency": company.currency, "results": [], "next": None})
        trend = stage_trend(request.user, today=company.day_of(timezone.now()), owner=owner, weeks=weeks or WEEKS)
        shown = [_week(week, trend.bands) for week in trend.weeks]
        return Response({"currency": company.currency, "results": shown, "next": None})


def _week(week: Week, bands: Sequence[Band]) -> dict[str, Any]:
    stages = [
        {"stage": band.name, "process": band.process, "stages": list(band.keys), **_sums(stood)}
        for band, stood in zip(bands, week.stood, strict=True)
    ]
    return {"day": week.day.isoformat(), **_sums(week.total), "stages": stages}


def _sums(stood: Stood) -> dict[str, Any]:
    return {"count": stood.count, "amount": f"{stood.worth:.4f}"}


def _number(request: Request, name: str, most: int) -> int | None:
    text = request.query_params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and 1 <= int(text) <= most):
        raise InvalidParameter(f"{name}={text} is no number from 1 to {most:,}: send one.", field=name)
    return int(text)
