"""Figures over activities: where selling time goes, and how much of what is said to be done somebody else saw."""

from django.db.models import F

from pipeline.choices import ActivityKind
from pipeline.figures.places import MANAGER, QUARTER, REGION, TEAM, reads_pipeline
from pipeline.queries.activity_facts import activities_in_period, timed_activities, untimed_activities
from salesmgmt.figures.aggregates import Count, Mean, Ratio, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register

KIND = Grouping(name="kind", label="Kind", key="kind", says=lambda code: ActivityKind(code).label)
PERSON = Grouping(name="person", label="Person", key="user_id", text="user__name")
COLUMNS = (
    Column(name="deal", label="Deal", value="deal__name"),
    Column(name="kind", label="Kind", value="kind", says=lambda code: ActivityKind(code).label),
    Column(name="person", label="Person", value="user__name"),
    Column(name="day", label="On", value=F("fact_day")),
)
BASIS = "The day it happened, in the company's zone; team and manager of who did it, as on that day."
PARAMETERS = frozenset({"from", "to", "as_of", "team", "owner"})

SELLING_TIME = register(
    Figure(
        name="pipeline.selling_time",
        title="Selling time",
        sentence="{value} went into {activities} calls, e-mails, meetings and demos{period}, {each} each.",
        nothing="No activity says how long it took.",
        definition=(
            "The minutes of calls, e-mails, meetings and demos added up, in hours. By stage: the stage that the deal "
            "was in at the instant that the activity began. Time that nobody wrote down is not guessed."
        ),
        denominator="Activities on deals that you may see whose minutes are known.",
        measures=(
            Measure(name="hours", label="Hours", unit=Unit.HOURS, aggregate=Sum("hours")),
            Measure(name="each", label="Each", unit=Unit.HOURS, aggregate=Mean("hours")),
            Measure(name="activities", label="Activities", unit=Unit.COUNT, aggregate=Count()),
        ),
        source=timed_activities,
        left_out=untimed_activities,
        left_out_why="because nobody has said how long they took",
        groupings=(
            KIND,
            Grouping(
                name="stage",
                label="Stage then",
                key="stage_then",
                text="stage_name",
                unknown="before its stages are known",
            ),
            PERSON,
            MANAGER,
            TEAM,
            REGION,
            QUARTER,
        ),
        columns=(*COLUMNS, Column(name="stage", label="Stage then", value="stage_name")),
        link="/pipeline/deals/{id}/",
        linked="deal_id",
        rows_are="activities",
        allowed=reads_pipeline,
        date_basis=BASIS,
        parameters=PARAMETERS,
    )
)

VERIFIED_SHARE = register(
    Figure(
        name="pipeline.verified_share",
        title="Verified activities",
        sentence="{share_numerator} of {share_n} activities{period} were verified by somebody else: {value}.",
        nothing="There is no activity.",
        definition=(
            "Calls, e-mails, meetings and demos that a manager or another person who sees the deal has verified "
            "by the instant asked for, divided by all of them. Nobody verifies what they did themselves."
        ),
        denominator="Calls, e-mails, meetings and demos on deals that you may see.",
        measures=(Measure(name="share", label="Verified", unit=Unit.RATE, aggregate=Ratio("verified", "counted")),),
        source=activities_in_period,
        groupings=(KIND, PERSON, MANAGER, TEAM, REGION, QUARTER),
        columns=(*COLUMNS, Column(name="by", label="Verified by", value="seen_by__name")),
        link="/pipeline/deals/{id}/",
        linked="deal_id",
        rows_are="activities",
        allowed=reads_pipeline,
        date_basis=BASIS,
        parameters=PARAMETERS,
    )
)
