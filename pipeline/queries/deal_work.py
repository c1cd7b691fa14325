"""Which deals need somebody today."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Subquery, Sum, When, Window

from pipeline.choices import ForecastCategory
from pipeline.models import Deal
from pipeline.queries.attention import late_on, needing_somebody
from pipeline.queries.health import Limit, Standing, standing_of
from pipeline.queries.stage_odds import with_counts
from pipeline.queries.worth import IN_COMPANY_CURRENCY, VALUE, foreign_currency
from pipeline.rules import can_work_deals, leads_a_line
from salesmgmt.accounts.models import User
from salesmgmt.people.alike import found_alike
from salesmgmt.people.models import Company
from salesmgmt.web.addresses import page_url, row_url
from salesmgmt.web.agenda import (
    LATE,
    NEXT,
    TODAY,
    Act,
    Found,
    Urgency,
    WorkItem,
)
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import short_day


@dataclass(frozen=True)
class _Case:
    """Why a deal needs somebody: when it is due, what stands in the row, what is lost if it waits."""

    urgency: Urgency
    what: str
    why: str
    due_date: date | None = None
    chip: str = ""
    losing: str = ""
    act: str = "Set next step"


def deals_needing_somebody(user: User, as_of: date, limit: int) -> Found:
    """One's own, and of a manager's line the commit that is late; the largest first, for they lose most, and
    those in the company's currency before any other.

    What else waits in the line is its owners' work: one item counts it, by its gravest reason.
    """
    rows = _found(user, as_of, limit)
    if not rows:
        return Found(url=_all(user))
    may_work = bool(can_work_deals(user))
    mine = [deal for deal in rows if not deal.is_theirs]
    items = [_item(deal, _standing(deal, as_of), as_of, may_work, user) for deal in mine]
    own = rows[0].found - rows[0].folded
    return Found([*items, *_of_the_line(rows[0], user)], own + (1 if rows[0].folded else 0), _all(user))


@found_alike
def _found(user: User, as_of: date, limit: int) -> QuerySet[Deal]:
    deals = needing_somebody(Deal.objects.of_line(user), as_of)
    theirs = ~Q(owner=user) & ~(Q(forecast_category=ForecastCategory.COMMIT) & late_on(as_of))
    return (
        with_counts(deals)
        .annotate(value=VALUE, foreign_currency=foreign_currency(), **_counts(theirs, as_of))
        .annotate(zone=Subquery(Company.objects.values("zone")[:1]))
        .annotate(is_theirs=Case(When(theirs, then=True), default=False, output_field=BooleanField()))
        .select_related("stage", "owner")
        .order_by("is_theirs", F("foreign_currency").asc(nulls_first=True), "-value", "-pk")[:limit]
    )


def _standing(deal: Any, as_of: date) -> Standing:
    return standing_of(deal, today=as_of, zone=deal.zone, limit=Limit.of(deal, deal.stage.normal_days))


def _counts(theirs: Q, as_of: date) -> dict[str, Window]:
    """Over all that were found: how many there are; of those that the owners see to, how many why, and their worth."""

    def counted(which: Q) -> Window:
        return Window(Count("pk", filter=theirs & which))

    return {
        "found": Window(Count("pk")),
        "folded": counted(Q()),
        "folded_worth": Window(Sum(VALUE, filter=theirs & IN_COMPANY_CURRENCY)),
        "folded_in_other_currency": counted(~IN_COMPANY_CURRENCY),
        "folded_late": counted(late_on(as_of)),
        "folded_missing": counted(Q(next_step="")),
        "folded_steps": counted(~Q(next_step="") & Q(next_step_date__lt=as_of)),
        "folded_today": counted(~late_on(as_of) & Q(next_step_date=as_of)),
    }


def _of_the_line(row: Any, user: User) -> list[WorkItem]:
    """“51 deals of your people wait for their owners”, where there are any."""
    if not row.folded:
        return []
    reasons = (
        (row.folded_steps, "late next step", "late next steps"),
        (row.folded_missing, "without a next step", "without a next step"),
        (row.folded_late - row.folded_steps - row.folded_missing, "past its close date", "past their close date"),
        (row.folded_today, "due today", "due today"),
        (
            row.folded - row.folded_late - row.folded_today,
            "stalled",
            "stalled",
        ),
    )
    others = f", {row.folded_in_other_currency:,} in another currency" if row.folded_in_other_currency else ""
    said = ", ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in reasons if number)
    waits = (
        "deal of your people waits for its owner" if row.folded == 1 else "deals of your people wait for their owners"
    )
    return [
        WorkItem(
            key="deals-of-the-line",
            urgency=LATE if row.folded_late else TODAY if row.folded_today else NEXT,
            icon="pipeline",
            what=f"{row.folded:,} {waits}",
            why=f"{said[:1].upper()}{said[1:]}. Worth {money(row.folded_worth or 0, decimals=0)}{others}.",
            chip=f"{row.folded_late:,} late" if row.folded_late else "",
            url=_all(user),
            acts=[Act(f"See all {row.found:,}" if row.found > 1 else "See it", _all(user))],
        )
    ]


def _all(user: User) -> str:
    """The list of those that were counted; to who leads nobody it would show what others share with them, too."""
    address = f"{page_url('pipeline:deals')}?state=OPEN&step=attention"
    return address if leads_a_line(user) else f"{address}&owner={user.pk}"


def _item(deal: Any, standing: Standing, as_of: date, may_work: bool, user: User) -> WorkItem:
    case = _case(deal, standing, as_of, of=worth_said(deal, user, deal.foreign_currency))
    page, panel = row_url("pipeline:deal", deal.pk), row_url("pipeline:panel", deal.pk)
    return WorkItem(
        key=f"deal-{deal.pk}",
        urgency=case.urgency,
        icon="card",
        what=case.what,
        why=case.why,
        due_date=case.due_date,
        who=deal.owner,
        url=page,
        panel_url=panel,
        chip=case.chip,
        losing=case.losing,
        acts=[Act(case.act, panel, how="panel", page=page)] if may_work else [],
    )


def _case(deal: Any, standing: Standing, as_of: date, *, of: str) -> _Case:
    """The gravest thing first: a missing step, a late one, a past close date, a step for today, a slow stage."""
    stood = f"{deal.name} has stood in {deal.stage.name} for {standing.days} days"
    normal = standing.limit.sentence if standing.is_stalled else ""
    step = f"“{deal.next_step}”"
    if not deal.next_step:
        what = stood if standing.is_stalled else f"{deal.name} has no next step"
        why = f"{normal} No next step." if standing.is_stalled else f"In {deal.stage.name} for {standing.days} days."
        return _Case(LATE, what, f"{why} {of}".strip(), chip="no step", losing=_losing(deal, "has no next step"))
    assert deal.next_step_date is not None, "a next step has its day"
    if standing.late:
        what = stood if standing.is_stalled else f"{step} is late at {deal.name}"
        said = f"{normal} {step} was due on {short_day(deal.next_step_date, as_of)}." if standing.is_stalled else ""
        why = f"{said or f'In {deal.stage.name} for {standing.days} days.'} {of}"
        return _Case(LATE, what, why, deal.next_step_date, losing=_losing(deal, "waits for a late next step"))
    if deal.close_date and deal.close_date < as_of:
        what = f"{deal.name} was to close on {short_day(deal.close_date, as_of)} and is still open"
        return _Case(
            LATE,
            what,
            f"Next: {step}, {short_day(deal.next_step_date, as_of)}. {of}",
            deal.close_date,
            losing=_losing(deal, f"was to close on {short_day(deal.close_date, as_of)}"),
            act="Set close date",
        )
    if deal.next_step_date == as_of:
        return _Case(TODAY, f"{step} at {deal.name}", f"{deal.stage.name}. {normal} {of}".replace("  ", " "), as_of)
    why = f"{normal} Next: {step}, {short_day(deal.next_step_date, as_of)}."
    return _Case(NEXT, stood, why, chip=_worth(deal, deal.foreign_currency), act="Review")


def _losing(deal: Any, how: str) -> str:
    if deal.forecast_category != ForecastCategory.COMMIT:
        return ""
    return f"{deal.name} ({_worth(deal, deal.foreign_currency)}, commit) {how}"


def worth_said(deal: Deal, user: User, foreign_currency: str | None) -> str:
    """“118,000 of Rita’s commit.”"""
    whose = "your" if deal.owner_id == user.pk else f"{deal.owner.short_name}’s"
    category = str(deal.get_forecast_category_display()).lower()
    if not _value(deal):
        return f"{whose.capitalize()} {category}, not priced."
    return f"{_worth(deal, foreign_currency)} of {whose} {category}."


def _worth(deal: Deal, foreign_currency: str | None) -> str:
    return money(_value(deal), foreign_currency, decimals=0) if _value(deal) else "not priced"


def _value(deal: Deal) -> Decimal:
    return deal.amount if deal.amount is not None else deal.list_amount
