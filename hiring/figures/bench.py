"""The bench: how deep and how warm it is, and whether touches come on time."""

from datetime import timedelta

from django.db.models import QuerySet

from hiring.figures.parts import PROFILE, SOURCE, keeps_a_bench
from hiring.models import BenchEntry
from hiring.queries.bench_as_of import due_soon, ready_then, touches_judged, warm_or_not_then
from pipeline.queries.deals_as_of import day_asked
from salesmgmt.figures.aggregates import Count, Ratio
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

WEEK = timedelta(days=7)
TIER = Grouping(name="tier", label="Tier", key="tier", in_key_order=True)
KEPT_BY = Grouping(name="owner", label="Kept warm by", key="owner_id", text="owner__name")
ON_THE_BENCH = {
    "columns": (
        Column(name="candidate", label="Candidate", value="candidacy__candidate__name"),
        Column(name="profile", label="Role profile", value="candidacy__profile__role_profile__name"),
        Column(name="tier", label="Tier", value="tier"),
        Column(name="owner", label="Kept warm by", value="owner__name"),
        Column(name="next", label="Next touch", value="next_touch_date"),
    ),
    "link": "/hiring/bench/{id}/",
    "rows_are": "people on the bench",
    "groupings": (PROFILE, TIER, KEPT_BY, SOURCE),
    "allowed": keeps_a_bench,
}
AT_AN_INSTANT = frozenset({"as_of", "owner"})
BY_INSTANT = "The instant asked for; tier, owner and the day they are ready from are those noted today."


def _due(scope: Scope) -> QuerySet[BenchEntry]:
    return due_soon(scope, before=day_asked(scope) + WEEK)


BENCH_DEPTH = register(
    Figure(
        name="hiring.bench_depth",
        title="Ready on the bench",
        sentence="{value} people stand ready on the bench.",
        nothing="Nobody stands ready on the bench.",
        definition="People on the bench who could start now: no day that they are ready from is noted, or it came.",
        denominator="People on the bench whom you may see.",
        date_basis=BY_INSTANT,
        measures=(Measure(name="ready", label="Ready", unit=Unit.COUNT, aggregate=Count()),),
        source=ready_then,
        parameters=AT_AN_INSTANT,
        **ON_THE_BENCH,
    )
)

BENCH_WARMTH = register(
    Figure(
        name="hiring.bench_warmth",
        title="Warm",
        sentence="{warm_numerator} of {warm_n} people on the bench are warm: {value}.",
        nothing="Nobody is on the bench.",
        definition=(
            "Warm is who has been touched (or put on the bench) within one cadence of their tier, by whole days in the "
            "company's zone, and whose consent has not ended."
        ),
        denominator="Everybody on the bench whom you may see, ready or not.",
        date_basis=BY_INSTANT,
        measures=(Measure(name="warm", label="Warm", unit=Unit.RATE, aggregate=Ratio("warm", "standing")),),
        source=warm_or_not_then,
        parameters=AT_AN_INSTANT,
        **ON_THE_BENCH,
    )
)

TOUCHES_DUE = register(
    Figure(
        name="hiring.touches_due",
        title="Touches due",
        sentence="{value} touches are due within seven days or late.",
        nothing="No touch is due within seven days.",
        definition=(
            "People on the bench whose next touch is late, due today or due on one of the six days after, and whose "
            "consent has not ended."
        ),
        denominator="Everybody on the bench whom you may see.",
        date_basis="The day of the next touch, seen from now.",
        measures=(Measure(name="due", label="Due", unit=Unit.COUNT, aggregate=Count()),),
        source=_due,
        **{**ON_THE_BENCH, "parameters": frozenset({"owner"})},
    )
)

TOUCHES_ON_TIME = register(
    Figure(
        name="hiring.touches_on_time",
        title="Touches on time",
        sentence="{on_time_numerator} of {on_time_n} touches that were due{period} were made by their day: {value}.",
        nothing="No touch was due.",
        definition=(
            "Touches made by the day on which they were due, of all that were due on days that are over: those made, "
            "on time or late, and those that nobody has made. A touch that answered no due day does not count; one "
            "that was snoozed counts by its new day; one that was open when somebody left the bench, only if late. "
            "None was due after the last day of a consent."
        ),
        denominator="Touches that were due, of people whom you may see.",
        date_basis="The day on which a touch was due, up to yesterday in the company's zone.",
        measures=(Measure(name="on_time", label="On time", unit=Unit.RATE, aggregate=Ratio("on_time", "due")),),
        source=touches_judged,
        **{**ON_THE_BENCH, "parameters": frozenset({"from", "to", "owner"})},
    )
)
