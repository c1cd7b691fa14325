"""Sets many targets at once, as previewed: those of a year in parts, or those of the year before, grown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction

from pipeline.choices import Measure, Season
from pipeline.domain.target_history import keep_amounts
from pipeline.domain.targets import SENTENCES
from pipeline.engine.spreading import as_integers, grown, spread
from pipeline.models import Target
from pipeline.queries.seasons import weights_as_won
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.money import currency_decimals
from salesmgmt.common.period import Period, months_later
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import Company, FiscalPeriod, Team
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

MOST = 2_000
VERB = "pipeline.plan_targets"
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """A target to be; `before` is what stands there now, and `weight` what its part was cut by."""

    user: User | None
    team: Team | None
    measure: str
    period: Period
    name: str
    amount: Decimal
    before: Decimal | None = None
    weight: int | None = None

    @property
    def key(self) -> dict[str, Any]:
        return {
            "user": self.user, "team": self.team, "measure": self.measure,
            "start_date": self.period.start, "end_date": self.period.end,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class How:
    """Over which parts of a year a target is spread, and by what."""

    parts: str = PeriodKind.QUARTER
    season: str = Season.WON
    weights: Sequence[Decimal] = ()


AS_WON = How()


@dataclass(frozen=True)
class TargetPlan:
    """What would be set. `gone` is a target of the whole year that its parts take the place of; `years` are those that
    the weights were taken from; `unset` names periods whose part is nothing, so that no target is set."""

    rows: Sequence[Planned]
    gone: Target | None = None
    years: Sequence[date] = ()
    unset: Sequence[str] = ()
    currency: str = field(default="")

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows), Decimal(0))

    @property
    def seen(self) -> str:
        """What says that it is the plan that was seen."""
        said = [f"{self.gone.pk if self.gone else ''}"]
        for row in self.rows:
            whose = f"{row.user.pk if row.user else ''}/{row.team.pk if row.team else ''}"
            said.append(f"{whose} {row.measure} {row.period.start} {row.period.end} {row.amount} {row.before}")
        return sha256("\n".join(said).encode()).hexdigest()[:16]


def plan_spread(
    *,
    year: FiscalPeriod,
    measure: str,
    by: User,
    at: datetime,
    user: User | None = None,
    team: Team | None = None,
    full_amount: Decimal | None = None,
    how: How = AS_WON,
) -> TargetPlan:
    """A year's target in parts. Without `full_amount` it is that of the target which stands for the whole year."""
    require(by, "pipeline.set_targets", "set targets")
    if (user is None) == (team is None):
        raise Refused(SENTENCES["a_target_is_a_persons_or_a_teams"], code="whose", field="user")
    periods = _parts_of(year, how.parts)
    standing = list(Target.objects.filter(user=user, team=team, measure=measure, end_date__gt=year.start_date,
                                          start_date__lt=year.end_date))  # fmt: skip
    gone = next((each for each in standing if each.period == year.period), None)
    _refuse_in_the_way(standing, gone, periods)
    if full_amount is None and gone is None:
        raise Refused(
            f"No target of {year} is set yet; write what is to be spread.", code="no_year", field="full_amount"
        )
    total = gone.full_amount if full_amount is None and gone is not None else full_amount
    assert total is not None
    cut, years = _weights(how, [each.period for each in periods], at)
    currency, digits = _unit(measure)
    before = {each.period: each.full_amount for each in standing}
    rows = [
        Planned(user, team, measure, each.period, each.name, amount, before.get(each.period), weight)
        for each, amount, weight in zip(periods, _cut(total, cut, digits), cut, strict=True)
    ]
    return TargetPlan(
        [row for row in rows if row.amount], gone, years, [row.name for row in rows if not row.amount], currency
    )


def plan_copy(*, into: FiscalPeriod, measure: str, by: User, growth_rate: Decimal = Decimal(0)) -> TargetPlan:
    """The targets of the last period before one of its kind, of people who are still here and of teams in use, grown by
    a rate (0.10 is a tenth more): into a year those of the year before, for the same periods; into a quarter those of
    the quarter before."""
    require(by, "pipeline.set_targets", "set targets")
    growth_bp = int(growth_rate.scaleb(4))
    if growth_rate.scaleb(4) != growth_bp or growth_bp <= -10_000:
        raise Refused(
            "Growth is above −100%, with at most two decimals; correct it.", code="growth", field="growth_rate"
        )
    start = into.start_date
    earlier = FiscalPeriod.objects.filter(kind=into.kind, end_date=start).first()
    rows = Target.objects.filter(measure=measure).select_related("user", "team").order_by("start_date", "pk")
    found = [] if earlier is None else list(rows.filter(start_date__gte=earlier.start_date, end_date__lte=start))
    found = [each for each in found if _goes_on(each)][:MOST]
    if not found:
        raise Refused(
            f"What came before {into} has no such targets; set those of {into} one by one.",
            code="nothing",
            field="into",
        )
    currency, digits = _unit(measure)
    names = {each.period: each.name for each in FiscalPeriod.objects.all()}
    new = [_later(each.period, into) for each in found]
    standing = Target.objects.filter(measure=measure, start_date__gte=start, end_date__lte=into.end_date)
    here = {(each.user_id, each.team_id, each.period): each.full_amount for each in standing}
    return TargetPlan(
        [
            Planned(
                each.user,
                each.team,
                measure,
                period,
                names.get(period, str(period)),
                grown(each.full_amount, growth_bp, digits=digits),
                here.get((each.user_id, each.team_id, period)),
            )
            for each, period in zip(found, new, strict=True)
        ],
        currency=currency,
    )


@transaction.atomic
def set_planned(*, plan: Callable[[], TargetPlan], by: User, at: datetime, seen: str | None = None) -> TargetPlan:
    """Sets what `plan` gives, which must still be the one that was `seen`. Can be undone for a day."""
    require(by, "pipeline.set_targets", "set targets")
    planned = plan()
    if seen is not None and planned.seen != seen:
        raise Conflict("Targets were changed in between; look at what would be set now, then set it.")
    kept: dict[str, list[Any]] = {"made": [], "changed": [], "gone": []}
    with refusing(SENTENCES, field="full_amount"):
        if planned.gone is not None:
            gone = Target.objects.select_for_update().get(pk=planned.gone.pk)
            kept["gone"].append(_facts(gone))
            gone.delete()
        keep_amounts([_set(row, planned.currency, kept) for row in planned.rows], by=by, at=at)
    span = _span([row.period for row in planned.rows])
    payload = {"created": len(kept["made"]), "changed": len(kept["changed"]), **span}
    company = Company.objects.current()
    append(kind="targets.planned", subject=company, by=by, at=at, payload=payload)
    offer_undo(verb=VERB, subject=company, params={**kept, **span}, by=by, at=at)
    return planned


@transaction.atomic
def take_plan_back(*, params: Mapping[str, Any], by: User, at: datetime) -> int:
    """The inverse: what was made goes, what was changed is as it was. Refused once any of it was touched since."""
    require(by, "pipeline.set_targets", "set targets")
    made = dict(params["made"])
    changed = {pk: (version, amount) for pk, version, amount in params["changed"]}
    rows = Target.objects.filter(pk__in=[*made, *changed]).order_by("pk").select_for_update()
    here = {target.pk: target for target in rows}
    expected = {**made, **{pk: version for pk, (version, _) in changed.items()}}
    if {pk: target.version for pk, target in here.items()} != expected:
        raise Conflict("Some of these targets were changed since; change them one by one.")
    adjusted = [here[pk] for pk in made if here[pk].adjustments.exists()]
    if adjusted:
        raise Conflict(f"{adjusted[0]} was adjusted since; take that back first.")
    Target.objects.filter(pk__in=made).delete()
    for pk, (version, amount) in changed.items():
        Target.objects.filter(pk=pk).update(full_amount=Decimal(amount), version=version + 1)
    with refusing(SENTENCES, field="full_amount"):
        again = Target.objects.bulk_create(Target(**facts) for facts in params["gone"])
    keep_amounts([*Target.objects.filter(pk__in=changed), *again], by=by, at=at)
    span = {"day_from": params["day_from"], "day_to": params["day_to"]}
    append(kind="targets.plan_undone", subject=Company.objects.current(), by=by, at=at, payload=span)
    return len(expected)


def _parts_of(year: FiscalPeriod, parts: str) -> list[FiscalPeriod]:
    inside = {"start_date__gte": year.start_date, "end_date__lte": year.end_date}
    periods = list(FiscalPeriod.objects.filter(kind=parts, **inside).order_by("start_date"))
    if year.kind != PeriodKind.YEAR or not periods or parts == PeriodKind.YEAR:
        raise Refused("A fiscal year is spread over its quarters or months; choose those.", code="parts", field="parts")
    return periods


def _refuse_in_the_way(standing: Sequence[Target], gone: Target | None, periods: Sequence[FiscalPeriod]) -> None:
    exact = {each.period for each in periods}
    other = next((each for each in standing if each is not gone and each.period not in exact), None)
    if other is not None:
        raise Refused(
            f"There is a target from {other.start_date} to {other.end_date}, across these periods; spread over periods "
            "that it fits, or change that one.",
            code="in_the_way",
            field="parts",
        )
    if gone is not None and gone.adjustments.exists():
        raise Refused(
            f"{gone} is adjusted; take the adjustments back before it is spread.", code="adjusted", field="full_amount"
        )


def _weights(how: How, periods: Sequence[Period], at: datetime) -> tuple[list[int], Sequence[date]]:
    if how.season == Season.EVEN:
        return [1] * len(periods), ()
    if how.season == Season.WON:
        weights, years = weights_as_won(periods, day=Company.objects.current().day_of(at))
        if not any(weights):
            raise Refused(
                "Nothing was won in a whole year before; spread it evenly, or by weights.",
                code="no_season",
                field="season",
            )
        return weights, years
    given = how.weights
    if len(given) != len(periods) or min(given) < 0 or not any(given):
        raise Refused(
            f"There are {len(periods)} periods; write as many weights of 0 or more, one of them above 0.",
            code="weights",
            field="weights",
        )
    return as_integers(given), ()


def _cut(total: Decimal, weights: Sequence[int], digits: int) -> list[Decimal]:
    try:
        return spread(total, weights, digits=digits)
    except ValueError as error:
        unit = f"{digits} decimals" if digits else "a whole number"
        raise Refused(f"What is spread has at most {unit}; round it.", code="digits", field="full_amount") from error


def _unit(measure: str) -> tuple[str, int]:
    """Its currency and digits; a count has neither."""
    if measure != Measure.BOOKINGS:
        return "", 0
    currency = Company.objects.current().currency
    return currency, currency_decimals(currency)


def _set(row: Planned, currency: str, kept: Mapping[str, list[Any]]) -> Target:
    target, made = Target.objects.select_for_update(of=("self",)).get_or_create(
        **row.key, defaults={"full_amount": row.amount, "currency": currency}
    )
    if made:
        kept["made"].append([target.pk, target.version])
        return target
    before, target.full_amount, target.version = target.full_amount, row.amount, target.version + 1
    target.save(update_fields=["full_amount", "version"])
    kept["changed"].append([target.pk, target.version, str(before)])
    return target


def _facts(target: Target) -> dict[str, Any]:
    return {
        "user_id": target.user_id,
        "team_id": target.team_id,
        "measure": target.measure,
        "start_date": target.start_date.isoformat(),
        "end_date": target.end_date.isoformat(),
        "full_amount": str(target.full_amount),
        "currency": target.currency,
        "version": target.version + 1,
    }


def _span(periods: Sequence[Period]) -> dict[str, str]:
    return {
        "day_from": min(each.start for each in periods).isoformat(),
        "day_to": max(each.end for each in periods).isoformat(),
    }


def _goes_on(target: Target) -> bool:
    return target.user.is_active if target.user else target.team is not None and target.team.retired_at is None


def _later(days: Period, into: FiscalPeriod) -> Period:
    """The same days of the next year, or three months later of the next quarter, which may be longer or shorter."""
    if into.kind == PeriodKind.YEAR:
        return Period(_year_later(days.start), _year_later(days.end))
    return Period(months_later(days.start, _QUARTER), months_later(days.end, _QUARTER))


def _year_later(day: date) -> date:
    """The same day a year later; 29 February has none, and becomes the last of its month."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
