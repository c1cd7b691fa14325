"""Figures over what open deals lack: a next step, a close date ahead, somebody to talk to, and movement."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from pipeline.choices import StageKind
from pipeline.figures.deals import AT_AN_INSTANT, BY_INSTANT, COMMON, STAGE, WHO
from pipeline.models import Contact, Deal, DealContact
from pipeline.queries.attention import LIMIT, too_long
from pipeline.queries.deals_as_of import day_asked, deals_as_of
from pipeline.queries.stage_odds import with_stage_odds
from salesmgmt.figures.aggregates import Count, Ratio, Sum
from salesmgmt.figures.declaration import Column, Figure, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

NOW_ONLY = AT_AN_INSTANT - {"as_of"}
NO_STEP = Q(next_step="")
NOBODY = ~Exists(DealContact.objects.filter(deal=OuterRef("pk"))) & ~Exists(
    Contact.objects.filter(account=OuterRef("account_id"))
)


def _open(scope: Scope) -> QuerySet[Deal]:
    rows = deals_as_of(scope).filter(was_state=StageKind.OPEN)
    return rows.annotate(worth=Coalesce(F("was__amount"), F("was__list_amount")))


def _past(scope: Scope) -> Q:
    return Q(was__close_date__lt=day_asked(scope))


def _awake(scope: Scope) -> QuerySet[Deal]:
    """What rests until a day ahead may lack things until then."""
    resting = Q(paused_until__isnull=False, paused_until__gt=day_asked(scope))
    return _open(scope).exclude(resting)


def _resting(scope: Scope) -> QuerySet[Deal]:
    return _open(scope).filter(paused_until__gt=day_asked(scope))


def _judged(scope: Scope) -> QuerySet[Deal]:
    lacks = NO_STEP | _past(scope) | NOBODY
    return _awake(scope).annotate(
        clean=Case(When(lacks, then=Value(0)), default=Value(1)),
        counted=Case(When(pk__isnull=False, then=Value(1)), default=Value(0)),
    )


def _standing(scope: Scope) -> QuerySet[Deal]:
    is_stalled = too_long(Value(day_asked(scope)))
    return with_stage_odds(_awake(scope)).annotate(
        stalled=Case(When(is_stalled, then=Value(1)), default=Value(0)),
        stalled_worth=Case(When(is_stalled, then=F("worth"))),
        counted=Case(When(pk__isnull=False, then=Value(1)), default=Value(0)),
    )


def _lacking(name: str, title: str, what: str, source: Any, definition: str) -> Figure:
    return register(
        Figure(
            name=f"pipeline.{name}",
            title=title,
            sentence=f"{{n}} open deals {what}, worth {{amount}}.",
            nothing="No open deal does.",
            definition=f"{definition} Deals that rest until a day ahead are left out.",
            denominator="Open deals that you may see and that do not rest.",
            date_basis=BY_INSTANT,
            measures=(
                Measure(name="deals", label="Deals", unit=Unit.COUNT, aggregate=Count()),
                Measure(name="amount", label="Worth", unit=Unit.MONEY, aggregate=Sum("worth")),
            ),
            source=source,
            parameters=NOW_ONLY,
            groupings=(STAGE, *WHO),
            left_out=_resting,
            left_out_why="because they rest until a day ahead",
            **COMMON,
        )
    )


NO_NEXT_STEP = _lacking(
    "deals_without_step",
    "Open deals without a next step",
    "say nothing of what comes next",
    lambda scope: _awake(scope).filter(NO_STEP),
    "Open deals without a next step: imported ones, for acts ask for one.",
)
PAST_CLOSE_DATE = _lacking(
    "deals_past_close_date",
    "Open deals past their close date",
    "were to close before today",
    lambda scope: _awake(scope).filter(_past(scope)),
    "Open deals whose close date lies before today in the company's zone.",
)
NO_CONTACT = _lacking(
    "deals_without_contact",
    "Open deals without a contact",
    "name nobody to talk to",
    lambda scope: _awake(scope).filter(NOBODY),
    "Open deals with nobody among those who buy, at an account (if they have one) at which nobody is named.",
)
HYGIENE = register(
    Figure(
        name="pipeline.hygiene",
        title="Hygiene",
        sentence="{share_numerator} of {share_n} open deals lack nothing: {value}.",
        nothing="There are no open deals.",
        definition=(
            "Open deals that have a next step, a close date that is not past (or none yet) and somebody to talk to, "
            "divided by all open deals that do not rest."
        ),
        denominator="Open deals that you may see and that do not rest.",
        date_basis=BY_INSTANT,
        measures=(Measure(name="share", label="Lack nothing", unit=Unit.RATE, aggregate=Ratio("clean", "counted")),),
        source=_judged,
        parameters=NOW_ONLY,
        groupings=(STAGE, *WHO),
        left_out=_resting,
        left_out_why="because they rest until a day ahead",
        **COMMON,
    )
)
STALLED = register(
    Figure(
        name="pipeline.stalled_deals",
        title="Stalled",
        sentence="{share_numerator} of {share_n} open deals are stalled: {value}. They are worth {amount}.",
        nothing="There are no open deals.",
        definition=(
            "Open deals that stand in their stage for more days than its limit, divided by all open deals that do not "
            "rest. The limit is the number of days after which 80% of the won deals had left the stage (revisits "
            "added up, nearest rank); with fewer than 10 such deals it is what the stage says is normal. In a stage "
            "with neither no deal is stalled."
        ),
        denominator="Open deals that you may see and that do not rest.",
        date_basis=BY_INSTANT,
        measures=(
            Measure(name="share", label="Stalled", unit=Unit.RATE, aggregate=Ratio("stalled", "counted")),
            Measure(name="amount", label="Worth", unit=Unit.MONEY, aggregate=Sum("stalled_worth")),
        ),
        source=_standing,
        parameters=NOW_ONLY,
        groupings=(STAGE, *WHO),
        left_out=_resting,
        left_out_why="because they rest until a day ahead",
        **COMMON
        | {
            "columns": (
                *COMMON["columns"][:3],
                Column(name="since", label="In it since", value="stage_entered_at"),
                Column(name="limit", label="Limit in days", value=LIMIT),
                Column(name="timed", label="Won deals behind it", value=F("stage_odds__timed_count")),
            )
        },
    )
)
