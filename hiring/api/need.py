"""/api/v1/hiring/: benches against what is needed of them, and the rates that managers note."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.domain.leaver_rates import HIGHEST, go_by_history, note_leaver_rate
from hiring.engine.improving import Improving
from hiring.models import HiringProfile
from hiring.queries.bench_need import ProfileNeed, TeamNeed, needs
from hiring.queries.improving import improvements
from hiring.queries.need_words import what_to_improve
from pipeline.api.fields import VisibleField
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView
from salesmgmt.people.models import Company, Team


class TeamNeedSerializer(serializers.Serializer[Any]):
    """What one team needs within the lead time; `leavers` is null where no rate is known."""

    team = serializers.IntegerField()
    places = serializers.IntegerField()
    yearly_rate = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True, help_text="Of the rate, 95%; null where a manager noted it.")
    high = serializers.FloatField(allow_null=True)
    note = serializers.CharField(help_text="Why a manager noted another rate; empty where history says it.")
    leavers = serializers.FloatField(allow_null=True)
    growth = serializers.IntegerField()
    replacement = serializers.IntegerField()
    bar_raise = serializers.IntegerField()
    planned = serializers.IntegerField()
    needed = serializers.FloatField()


class ImprovedStageSerializer(serializers.Serializer[Any]):
    """A stage on the way to the last: `needed` is what its share would have to be, alone; above 1 all are too few."""

    stage = serializers.CharField()
    n = serializers.IntegerField()
    waiting = serializers.IntegerField()
    share = serializers.FloatField()
    low = serializers.FloatField(allow_null=True, help_text="95%; null where too few have gone through.")
    high = serializers.FloatField(allow_null=True)
    needed = serializers.FloatField(allow_null=True)


class ImprovingSerializer(serializers.Serializer[Any]):
    """What would have to improve to fill the need of the next quarter, each change alone; not what would cause it."""

    gap = serializers.IntegerField()
    expected = serializers.FloatField(help_text="Who get ready of those on the way and of those who start in time.")
    short = serializers.FloatField()
    more_starts = serializers.IntegerField(allow_null=True)
    stages = ImprovedStageSerializer(many=True)


class BenchNeedSerializer(serializers.Serializer[Any]):
    """One bench against the need of its teams."""

    profile = serializers.IntegerField()
    ready_warm = serializers.IntegerField()
    ready_cold = serializers.IntegerField()
    ready_later = serializers.IntegerField()
    lead_days = serializers.IntegerField(allow_null=True)
    hires = serializers.IntegerField(help_text="How many hires the lead time could be taken from.")
    leavers = serializers.IntegerField(help_text="Places left in the last two years.")
    people = serializers.IntegerField()
    person_days = serializers.IntegerField()
    needed = serializers.FloatField()
    needed_next_quarter = serializers.FloatField()
    says = serializers.CharField(help_text="What would have to improve to fill the need of the next quarter.")
    improving = ImprovingSerializer(allow_null=True, help_text="Null where nobody is missing.")
    teams = TeamNeedSerializer(many=True)


class BenchNeedsSerializer(serializers.Serializer[Any]):
    """Every bench that one keeps."""

    results = BenchNeedSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null: there are few.")


class LeaverRateBody(StrictBody):
    """A rate and why; null goes by history again, and then the note is left out."""

    profile = VisibleField(HiringProfile)
    team = VisibleField(Team)
    yearly_rate = serializers.DecimalField(
        max_digits=5, decimal_places=4, min_value=0, max_value=HIGHEST, allow_null=True, help_text="0.25 is a quarter."
    )
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class BenchNeedView(ApiView):
    """Benches against what is needed of them, of the profiles that you hire for."""

    @extend_schema(operation_id="bench_need", responses=BenchNeedsSerializer)
    def get(self, request: Request) -> Response:
        """List needs by profile and team."""
        return Response({"results": _all(request), "next": None})

    @extend_schema(operation_id="bench_need_rate", request=LeaverRateBody, responses=BenchNeedsSerializer)
    def put(self, request: Request) -> Response:
        """Note how many leave a team, or go by its history again."""
        body = LeaverRateBody(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        sent, act = dict(body.validated_data), {"by": request.user, "at": timezone.now()}
        if sent["yearly_rate"] is None:
            go_by_history(profile=sent["profile"], team=sent["team"], **act)
        else:
            note_leaver_rate(**sent, **act)
        return Response({"results": _all(request), "next": None})


def _all(request: Request) -> list[dict[str, Any]]:
    if not request.user.has_perm("hiring.work_candidates"):
        return []
    company, now = Company.objects.current(), timezone.now()
    found = needs(request.user, today=company.day_of(now), company=company)
    better = improvements(found, at=now, company=company)
    return [_profile(each, better.get(each.profile.pk)) for each in found]


def _profile(each: ProfileNeed, better: Improving | None) -> dict[str, Any]:
    history = each.places.history
    return {
        "profile": each.profile.pk,
        "ready_warm": each.stock.ready_warm,
        "ready_cold": each.stock.ready_cold,
        "ready_later": each.stock.later,
        "lead_days": each.lead.days,
        "hires": each.lead.hires,
        "leavers": history.leavers,
        "people": history.people,
        "person_days": history.person_days,
        "needed": float(each.need.people),
        "needed_next_quarter": float(each.quarter_need.people),
        "says": what_to_improve(each),
        "improving": better and _improving(better),
        "teams": [_team(team) for team in each.teams],
    }


def _improving(better: Improving) -> dict[str, Any]:
    return {
        "gap": better.gap,
        "expected": float(better.expected),
        "short": float(better.short),
        "more_starts": better.more_starts,
        "stages": [
            {
                "stage": change.step.name,
                "n": change.step.n,
                "waiting": change.step.waiting,
                "share": float(change.step.share),
                "low": change.step.interval.low if change.step.interval else None,
                "high": change.step.interval.high if change.step.interval else None,
                "needed": None if change.needed is None else float(change.needed),
            }
            for change in better.changes
        ],
    }


def _team(team: TeamNeed) -> dict[str, Any]:
    rate, need = team.rate, team.need
    return {
        "team": team.team.pk,
        "places": team.places,
        "yearly_rate": None if rate is None else float(rate.yearly),
        "low": None if rate is None or rate.low is None else float(rate.low),
        "high": None if rate is None or rate.high is None else float(rate.high),
        "note": team.noted.note if team.noted else "",
        "leavers": None if need.leavers is None else float(need.leavers),
        "growth": need.seats.growth,
        "replacement": need.seats.replacement,
        "bar_raise": need.seats.bar_raise,
        "planned": need.seats.planned,
        "needed": float(need.people),
    }
