"""Figures over the process: how often exit criteria are overridden, how much of the playbook is done on time."""

from django.db.models import F

from pipeline.figures.places import MANAGER, QUARTER, REGION, TEAM, reads_pipeline
from pipeline.queries.process_facts import exits_in_period, tasks_in_period, tasks_left_before
from salesmgmt.figures.aggregates import Ratio
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register

PARAMETERS = frozenset({"from", "to", "as_of", "team", "owner"})

OVERRIDE_RATE = register(
    Figure(
        name="pipeline.override_rate",
        title="Overrides",
        sentence=(
            "{rate_numerator} of {rate_n} times that a deal left a stage with exit criteria{period}, it left by an "
            "override: {value}."
        ),
        nothing="No deal left a stage with exit criteria.",
        definition=(
            "The times that a deal left a stage forward although an exit criterion of it was not met, divided by all "
            "times that a deal left a stage with exit criteria forward. A move over several stages leaves each of "
            "them; imported and undone moves count nowhere."
        ),
        denominator="The times that a deal that you may see left a stage with exit criteria forward.",
        date_basis="The day the deal left the stage, in the company's zone; owner, team and manager as on that day.",
        measures=(Measure(name="rate", label="By override", unit=Unit.RATE, aggregate=Ratio("overridden", "counted")),),
        source=exits_in_period,
        parameters=PARAMETERS,
        groupings=(
            Grouping(name="stage", label="Stage", key="stage_id", text="stage__name"),
            Grouping(name="owner", label="Owner", key="owner_id", text="owner__name"),
            MANAGER,
            TEAM,
            REGION,
            QUARTER,
        ),
        columns=(
            Column(name="deal", label="Deal", value="deal__name"),
            Column(name="stage", label="Left", value="stage__name"),
            Column(name="owner", label="Owner", value="owner__name"),
            Column(name="day", label="On", value=F("fact_day")),
            Column(name="reason", label="Reason", value="reason"),
        ),
        link="/pipeline/exits/{id}/",
        rows_are="exits",
        allowed=reads_pipeline,
    )
)

PLAYBOOK_ADHERENCE = register(
    Figure(
        name="pipeline.playbook_adherence",
        title="Playbook done on time",
        sentence="{rate_numerator} of {rate_n} steps of the playbook that were due{period} were done on time: {value}.",
        nothing="No step of a playbook was due.",
        definition=(
            "Tasks that were done on the day they were due or before, divided by all tasks that were due and are over: "
            "done, skipped, or past their day. A task whose deal left the stage after its day was not done counts as "
            "not on time."
        ),
        denominator="Tasks of deals that you may see which were due and are over.",
        date_basis=(
            "The day a task was due; the owner is who has the deal at the instant asked for, team and manager as on "
            "that day."
        ),
        measures=(Measure(name="rate", label="On time", unit=Unit.RATE, aggregate=Ratio("on_time", "counted")),),
        source=tasks_in_period,
        parameters=PARAMETERS,
        groupings=(
            Grouping(name="step", label="Step", key="step_id", text="step__title"),
            Grouping(name="stage", label="Stage", key="step__stage_id", text="step__stage__name"),
            Grouping(name="owner", label="Owner", key="holder__id", text="holder__name"),
            MANAGER,
            TEAM,
            REGION,
            QUARTER,
        ),
        columns=(
            Column(name="deal", label="Deal", value="deal__name"),
            Column(name="step", label="Step", value="step__title"),
            Column(name="owner", label="Owner", value="holder__name"),
            Column(name="due", label="Due", value=F("fact_day")),
        ),
        link="/pipeline/tasks/{id}/",
        rows_are="tasks",
        allowed=reads_pipeline,
        left_out=tasks_left_before,
        left_out_why="because their deal had left the stage by the day they were due",
    )
)
