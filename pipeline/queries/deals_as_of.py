"""Deals as they stood at an instant, for figures: one row a deal, with the facts that were true of it then."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, FilteredRelation, Func, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from pipeline.choices import StageKind
from pipeline.models import Deal, DealVersion
from pipeline.queries.owner_places import members_on, of_team, with_owner_place
from salesmgmt.figures.scope import Scope

CLOSED = (StageKind.WON, StageKind.LOST)
FACTS = ("stage_id", "owner_id", "amount", "list_amount", "close_date")
"""What a version says as the deal itself does."""


class DaysBetween(Func):
    """Whole days from one date to another."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def deals_as_of(scope: Scope) -> QuerySet[Deal]:
    """The visible deals that are known to have existed, with what was true of them: `was_stage` and `was_owner` and
    their keys, `was_state`, `was_amount`, `was_list_amount`, `was_close_date`, `closed_on` (blank while open),
    `fact_day` (the day it closed, for open deals the day of the question) and `place` (where its owner stood on it).

    Now that is what the deal itself says, without its log; of an instant before, it is `was`, the version of then.
    Facts count up to the instant asked for, not with it: the end of a day is the first instant of the next one.
    """
    rows, was = Deal.objects.visible_to(scope.user), ""
    if scope.as_of:
        rows = rows.annotate(was=FilteredRelation("versions", condition=true_at(scope, "versions__")))
        rows, was = rows.filter(was__isnull=False), "was__"
    rows = rows.annotate(
        was_stage=FilteredRelation(f"{was}stage"),
        was_owner=FilteredRelation(f"{was}owner"),
        was_state=F("was__stage__kind" if scope.as_of else "state"),
        **{f"was_{name}": F(f"{was}{name}") for name in FACTS},
    ).annotate(closed_on=Case(When(was_state__in=CLOSED, then=F("was_close_date"))))
    day = Value(day_asked(scope))
    rows = with_owner_place(rows.annotate(fact_day=Coalesce("closed_on", day)), owner=f"{was}owner")
    if scope.owner:
        rows = rows.filter(**{f"{was}owner": scope.owner})
    return of_team(rows, scope.team) if scope.team else rows


def in_company_currency(rows: QuerySet[Deal], scope: Scope) -> QuerySet[Deal]:
    return rows.filter(currency=scope.company.currency)


def closed_in_period(rows: QuerySet[Deal], scope: Scope) -> QuerySet[Deal]:
    """The deals that closed within the days asked for."""
    return rows.filter(_closed(scope))


def open_or_closed_in_period(rows: QuerySet[Deal], scope: Scope) -> QuerySet[Deal]:
    """Those, and the deals that were open."""
    return rows.filter(Q(was_state=StageKind.OPEN) | _closed(scope))


def start_unknown(scope: Scope) -> QuerySet[Deal]:
    """Visible deals of which nobody knows whether they existed at the instant: they began before they were imported,
    and the instant lies before that. None are while the question is about now."""
    known = DealVersion.objects.counted().filter(deal=OuterRef("pk"), valid_from__lt=scope.moment)
    rows = Deal.objects.visible_to(scope.user).filter(started_date=None)
    rows = rows.filter(~Exists(known)) if scope.as_of else rows.none()
    return _of_owner_now(rows, scope)


def in_other_currency(scope: Scope) -> QuerySet[Deal]:
    return deals_as_of(scope).exclude(currency=scope.company.currency)


def day_asked(scope: Scope) -> date:
    """The company's day that the instant asked for belongs to; the end of a day belongs to that day."""
    return scope.company.day_of(scope.moment - timedelta(microseconds=1) if scope.as_of else scope.moment)


def _closed(scope: Scope) -> Q:
    """By the column of the day rather than by `closed_on`, which no index has."""
    period = Q(was_state__in=CLOSED)
    if scope.start:
        period &= Q(was_close_date__gte=scope.start)
    if scope.end:
        period &= Q(was_close_date__lt=scope.end)
    return period


def true_at(scope: Scope, versions: str = "") -> Q:
    """Of versions (by the path to them) the one of each deal that was true at the instant asked for."""
    counted = Q(**{f"{versions}undone_by__isnull": True})
    lasting = Q(**{f"{versions}valid_to__isnull": True}) | Q(**{f"{versions}valid_to__gte": scope.as_of})
    return counted & Q(**{f"{versions}valid_from__lt": scope.as_of}) & lasting


def with_deals_owner(rows: QuerySet[Any], scope: Scope) -> tuple[QuerySet[Any], str]:
    """Rows that are of a deal, those of the owner asked for, with `holder`, who had it at the instant asked for; and
    the path to that person. Nothing is joined before it is used."""
    owner = "deal__owner"
    if scope.as_of:
        held = FilteredRelation("deal__versions", condition=true_at(scope, "deal__versions__"))
        rows, owner = rows.annotate(held=held), "held__owner"
    rows = rows.annotate(holder=FilteredRelation(owner))
    return (rows.filter(**{owner: scope.owner}) if scope.owner else rows), owner


def _of_owner_now(rows: QuerySet[Deal], scope: Scope) -> QuerySet[Deal]:
    if scope.owner:
        rows = rows.filter(owner=scope.owner)
    if scope.team:
        rows = rows.filter(Exists(members_on(Value(day_asked(scope)), scope.team)))
    return rows
