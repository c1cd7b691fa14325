"""How long deals stand in a stage, visits added up."""

from django.db.models import F

from pipeline.figures.places import MANAGER, REGION, TEAM, reads_pipeline
from pipeline.queries.stage_times import MINUTES_OF_A_DAY, times_in_stages, times_left_out
from salesmgmt.figures.aggregates import Mean, Median
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register

TIME_IN_STAGE = register(
    Figure(
        name="pipeline.time_in_stage",
        title="Time in stage",
        sentence="{n} times a deal stood in a stage and has left it, {value} each; half of them {median} or less.",
        nothing="No deal has left a stage.",
        definition=(
            "The time that a deal stood in an open stage, from coming to leaving; where it came back, its visits are "
            "added up and count as one. Whole minutes; days are of 24 hours. A move to another version of the "
            "process leaves a stage; what an undo took back never counts. Break it down by stage: a mean over "
            "different stages says little."
        ),
        denominator="Deals that you may see, once for each stage that they have left.",
        date_basis=(
            "The instant asked for: visits that were over by then. The owner is who had the deal then, team and "
            "manager as on the day it first came to the stage."
        ),
        measures=(
            Measure(
                name="mean",
                label="Mean",
                unit=Unit.DAYS,
                aggregate=Mean("stage_minutes", per=MINUTES_OF_A_DAY),
            ),
            Measure(
                name="median",
                label="Median",
                unit=Unit.DAYS,
                aggregate=Median("stage_minutes", per=MINUTES_OF_A_DAY),
            ),
        ),
        source=times_in_stages,
        parameters=frozenset({"as_of", "team", "owner"}),
        groupings=(
            Grouping(name="stage", label="Stage", key="stage_id", text="stage__name"),
            Grouping(name="owner", label="Owner", key="holder__id", text="holder__name"),
            MANAGER,
            TEAM,
            REGION,
        ),
        columns=(
            Column(name="deal", label="Deal", value="deal__name"),
            Column(name="stage", label="Stage", value="stage__name"),
            Column(name="owner", label="Owner", value="holder__name"),
            Column(name="came", label="First came", value=F("fact_day")),
        ),
        link="/pipeline/deals/{id}/",
        linked="deal_id",
        rows_are="deals in stages",
        allowed=reads_pipeline,
        left_out=times_left_out,
        left_out_why="because they still stand in the stage, or nobody knows since when they have been open",
    )
)
