"""Figures over what open deals lack: a next step, a close date ahead, somebody to talk to, and movement."""

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from pipeline.choices import StageKind
from pipeline.figures.deals import AT_AN_INSTANT, BY_INSTANT, COMMON, STAGE, START_UNKNOWN, WHO
from pipeline.models import Contact, Deal, StageStay
from pipeline.queries.attention import NormalSince
from pipeline.queries.deals_as_of import day_asked, deals_as_of, start_unknown
from salesmgmt.figures.aggregates import Count, Ratio, Sum
from salesmgmt.figures.declaration import Column, Figure, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

LEFT_OUT = f"because they rest until a day ahead, or {START_UNKNOWN.removeprefix('because ')}"


def _open(scope: Scope) -> QuerySet[Deal]:
    """With `worth` where it is in the company's currency, and `rests_until` and `steps`, whether it says what comes
    next: now as the deal has them, earlier as its version."""
    rows = deals_as_of(scope).filter(was_state=StageKind.OPEN)
    if scope.as_of:
        rows = rows.annotate(rests_until=F("was__paused_until"), steps=F("was__has_step"))
    else:
        steps = ~Q(next_step="")
        rows = rows.annotate(rests_until=F("paused_until"), steps=ExpressionWrapper(steps, BooleanField()))
    worth = When(currency=scope.company.currency, then=Coalesce(F("was_amount"), F("was_list_amount")))
    return rows.annotate(worth=Case(worth))


def _nobody(scope: Scope) -> Any:
    """Who buys is a contact of the deal's account, so a deal without an account has nobody."""
    return ~Exists(Contact.objects.known_before(scope.moment).filter(account=OuterRef("account_id")))


def _past(scope: Scope) -> Q:
    return Q(was_close_date__lt=day_asked(scope))


def _awake(scope: Scope) -> QuerySet[Deal]:
    """What rests until a day ahead may lack things until then."""
    return _open(scope).filter(Q(rests_until__isnull=True) | Q(rests_until__lte=day_asked(scope)))


def _left_out(scope: Scope) -> QuerySet[Deal]:
    resting = _open(scope).filter(rests_until__gt=day_asked(scope))
    if scope.as_of is None:
        return resting
    return Deal.objects.filter(Q(pk__in=resting.values("pk")) | Q(pk__in=start_unknown(scope).values("pk")))


def _judged(scope: Scope) -> QuerySet[Deal]:
    lacks = Q(steps=False) | _past(scope) | _nobody(scope)
    return _awake(scope).annotate(
        clean=Case(When(lacks, then=Value(0)), default=Value(1)),
        counted=Case(When(pk__isnull=False, then=Value(1)), default=Value(0)),
    )


def _standing(scope: Scope) -> QuerySet[Deal]:
    is_stalled = Q(stood_since__lt=NormalSince(Value(day_asked(scope)), F("limit_days")))
    return _with_limit(_awake(scope), scope).annotate(
        stalled=Case(When(is_stalled, then=Value(1)), default=Value(0)),
        stalled_worth=Case(When(is_stalled, then=F("worth"))),
        counted=Case(When(pk__isnull=False, then=Value(1)), default=Value(0)),
    )


def _with_limit(rows: QuerySet[Deal], scope: Scope) -> QuerySet[Deal]:
    """With `stood_since`, `limit_days` and `timed`, the won deals behind it: as the stage says now, or said then."""
    if scope.as_of is None:
        known = FilteredRelation("stage__odds", condition=Q(stage__odds__valid_to__isnull=True))
        since = F("stage_entered_at")
    else:
        lasting = Q(was__stage__odds__valid_to__isnull=True) | Q(was__stage__odds__valid_to__gte=scope.as_of)
        begun = Q(was__stage__odds__valid_from__lt=scope.as_of)
        known = FilteredRelation("was__stage__odds", condition=lasting & begun)
        lasted = Q(left_at__isnull=True) | Q(left_at__gte=scope.as_of)
        stays = StageStay.objects.filter(lasted, deal=OuterRef("pk"), entered_at__lt=scope.as_of)
        since = Subquery(stays.values("entered_at")[:1], output_field=DateTimeField())
    return rows.annotate(odds=known, stood_since=since).annotate(
        limit_days=Coalesce(F("odds__left_days"), F("was_stage__normal_days"), output_field=IntegerField()),
        timed=F("odds__timed_count"),
    )


def _lacking(name: str, title: str, what: str, source: Any, definition: str) -> Figure:
    return register(
        Figure(
            name=f"pipeline.{name}",
            title=title,
            sentence=f"{{n}} open deals {what}, worth {{amount}}.",
            nothing="No open deal does.",
            definition=(
                f"{definition} Deals that rest until a day ahead are left out. Worth are those in the company's "
                "currency alone."
            ),
            denominator="Open deals that you may see and that do not rest.",
            date_basis=BY_INSTANT,
            measures=(
                Measure(name="deals", label="Deals", unit=Unit.COUNT, aggregate=Count()),
                Measure(name="amount", label="Worth", unit=Unit.MONEY, aggregate=Sum("worth")),
            ),
            source=source,
            parameters=AT_AN_INSTANT,
            groupings=(STAGE, *WHO),
            left_out=_left_out,
            left_out_why=LEFT_OUT,
            **COMMON,
        )
    )


NO_NEXT_STEP = _lacking(
    "deals_without_step",
    "Open deals without a next step",
    "say nothing of what comes next",
    lambda scope: _awake(scope).filter(steps=False),
    "Open deals without a next step: imported ones, for acts ask for one.",
)
PAST_CLOSE_DATE = _lacking(
    "deals_past_close_date",
    "Open deals past their close date",
    "are past their close date",
    lambda scope: _awake(scope).filter(_past(scope)),
    "Open deals whose close date lies before the day asked for, in the company's zone.",
)
NO_CONTACT = _lacking(
    "deals_without_contact",
    "Open deals without a contact",
    "name nobody to talk to",
    lambda scope: _awake(scope).filter(_nobody(scope)),
    "Open deals of an account at which nobody is named, or of no account: whoever buys is named there.",
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
        parameters=AT_AN_INSTANT,
        groupings=(STAGE, *WHO),
        left_out=_left_out,
        left_out_why=LEFT_OUT,
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
            "with neither no deal is stalled. Worth are those in the company's currency alone."
        ),
        denominator="Open deals that you may see and that do not rest.",
        date_basis=BY_INSTANT,
        measures=(
            Measure(name="share", label="Stalled", unit=Unit.RATE, aggregate=Ratio("stalled", "counted")),
            Measure(name="amount", label="Worth", unit=Unit.MONEY, aggregate=Sum("stalled_worth")),
        ),
        source=_standing,
        parameters=AT_AN_INSTANT,
        groupings=(STAGE, *WHO),
        left_out=_left_out,
        left_out_why=LEFT_OUT,
        **COMMON
        | {
            "columns": (
                *COMMON["columns"][:3],
                Column(name="since", label="In it since", value="stood_since"),
                Column(name="limit", label="Limit in days", value="limit_days"),
                Column(name="timed", label="Won deals behind it", value="timed"),
            )
        },
    )
)
