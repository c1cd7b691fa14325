"""Onboarding's figures: whether items and journeys are on time, and how long new hires take to be ramped."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from onboarding.choices import JourneyState, Relation
from onboarding.models import Journey, JourneyItem
from onboarding.queries.following import followed
from onboarding.queries.punctuality import items_due, journeys_judged
from onboarding.rules import can_read_journeys
from pipeline.queries.deals_as_of import day_asked
from salesmgmt.accounts.models import User
from salesmgmt.figures.aggregates import Ratio, Survival
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope
from salesmgmt.people.models import Membership

IN_A_PERIOD = frozenset({"from", "to", "as_of"})


def _reads_journeys(user: User) -> bool:
    return bool(can_read_journeys(user))


def _moment(scope: Scope) -> datetime:
    """An instant of the day asked about: the end of a day belongs to that day."""
    return scope.moment - timedelta(microseconds=1) if scope.as_of else scope.moment


def _in_period(rows: QuerySet[Any], scope: Scope, day: str) -> QuerySet[Any]:
    if scope.start:
        rows = rows.filter(**{f"{day}__gte": scope.start})
    return rows.filter(**{f"{day}__lt": scope.end}) if scope.end else rows


def _items(scope: Scope) -> QuerySet[JourneyItem]:
    seen = Journey.objects.visible_to(scope.user).filter(pk=OuterRef("journey_id"))
    items = _in_period(JourneyItem.objects.filter(Exists(seen)), scope, "due_date")
    return items_due(items, at=_moment(scope), company=scope.company)


def _journeys(scope: Scope) -> QuerySet[Journey]:
    return _in_period(Journey.objects.visible_to(scope.user), scope, "start_date")


def _judged(scope: Scope) -> QuerySet[Journey]:
    return journeys_judged(_journeys(scope), at=_moment(scope), company=scope.company)


def _not_judged(scope: Scope) -> QuerySet[Journey]:
    return _journeys(scope).exclude(pk__in=_judged(scope).values("pk"))


def _followed(scope: Scope) -> QuerySet[Journey]:
    return followed(_journeys(scope), as_of=day_asked(scope), company=scope.company)


def _not_followed(scope: Scope) -> QuerySet[Journey]:
    return _journeys(scope).exclude(pk__in=_followed(scope).values("pk"))


def _groupings(journey: str = "") -> tuple[Grouping, ...]:
    """By whom and what a journey is broken down; `journey` leads there from the rows."""
    place = Membership.objects.filter(
        user=OuterRef(f"{journey}user_id"), valid__contains=OuterRef(f"{journey}start_date")
    )
    number = Cast(F(f"{journey}plan_version__number"), CharField())
    return (
        Grouping(
            name="role_profile",
            label="Role profile",
            key=f"{journey}role_profile_id",
            text=f"{journey}role_profile__name",
        ),
        Grouping(
            name="manager",
            label="Manager at the start",
            key=Subquery(place.values("manager_id")[:1]),
            text=Subquery(place.values("manager__name")[:1]),
            unknown="no manager known",
        ),
        Grouping(
            name="plan_version",
            label="Plan version",
            key=f"{journey}plan_version_id",
            text=Concat(F(f"{journey}plan_version__plan__name"), Value(", version "), number),
        ),
    )


OF_JOURNEYS = {
    "columns": (
        Column(name="person", label="New hire", value="user__name"),
        Column(name="role_profile", label="Role profile", value="role_profile__name"),
        Column(name="started", label="Start", value="start_date"),
        Column(name="state", label="State", value="state", says=lambda key: JourneyState(key).label.lower()),
    ),
    "link": "/onboarding/journeys/{id}/",
    "rows_are": "journeys",
    "groupings": _groupings(),
    "parameters": IN_A_PERIOD,
    "allowed": _reads_journeys,
}

JOURNEYS_ON_TIME = register(
    Figure(
        name="onboarding.journeys_on_time",
        title="Journeys on time",
        sentence="{on_time_numerator} of {n} journeys{period} are on time: {value}.",
        nothing="There is no journey of which anything was due yet.",
        definition=(
            "Journeys of which nothing whose day has passed is undone; once the last item's day has passed, those of "
            "which nothing was undone at the end of that day; divided by all that were not stopped."
        ),
        denominator="Journeys, open or finished, with an item whose day has passed.",
        date_basis="The day a journey started; due days and days of doing in the office's zone.",
        measures=(Measure(name="on_time", label="On time", unit=Unit.RATE, aggregate=Ratio("on_time", "judged")),),
        source=_judged,
        left_out=_not_judged,
        left_out_why="because they were stopped, or nothing of them was due yet",
        **OF_JOURNEYS,
    )
)

ITEMS_ON_TIME = register(
    Figure(
        name="onboarding.items_on_time",
        title="Onboarding items on time",
        sentence="{on_time_numerator} of {n} items that were due{period} were done by their day: {value}.",
        nothing="No item was due yet.",
        definition="Items done on or before the day that they were due, divided by all whose day has passed.",
        denominator="Items whose day has passed; of a stopped journey those whose day had passed when it was stopped.",
        date_basis="The day an item was due, in the office's zone.",
        measures=(Measure(name="on_time", label="On time", unit=Unit.RATE, aggregate=Ratio("on_time", "due")),),
        source=_items,
        columns=(
            Column(name="item", label="Item", value="plan_item__title"),
            Column(name="person", label="New hire", value="journey__user__name"),
            Column(name="assignee", label="Whose", value="assignee__name"),
            Column(name="due", label="Due", value="due_date"),
            Column(name="done", label="Done", value="done_on"),
        ),
        link="/onboarding/items/{id}/",
        rows_are="items",
        groupings=(
            *_groupings("journey__"),
            Grouping(name="relation", label="Done by", key="plan_item__relation", says=lambda key: Relation(key).label),
        ),
        parameters=IN_A_PERIOD,
        allowed=_reads_journeys,
    )
)

RAMP_TIME = register(
    Figure(
        name="onboarding.ramp_time",
        title="Ramp time",
        sentence="Half of {n} new hires{period} are ramped within {value} of their start, those on the way included.",
        unreached=(
            "Fewer than half of {n} new hires{period} are ramped so far: {time_share} within {time_by} of their start "
            "({time_at_risk} at risk then)."
        ),
        nothing="No journey has started yet.",
        definition=(
            "The days from a journey's start until half are ramped, by Kaplan and Meier's estimate. Ramped is the "
            "milestone that is defined for the role profile, else the first deal won. Who is not there yet has been "
            "followed so far; who left, or whose journey was stopped, until then."
        ),
        denominator="Journeys that have started, whatever became of them.",
        date_basis="The day a journey started, in the company's zone; milestones as the pipeline has them now.",
        measures=(
            Measure(
                name="time",
                label="Half ramped by",
                unit=Unit.DAYS,
                aggregate=Survival("ramp_days", "is_ramped", happened_are="ramped", waiting_are="not yet"),
            ),
        ),
        source=_followed,
        left_out=_not_followed,
        left_out_why="because they had not started by the day asked about, or ended before their start",
        **OF_JOURNEYS,
    )
)
