"""Targets as a table: people and teams down, the quarters of a fiscal year across, with what was reached."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.choices import Measure
from pipeline.models import Target
from pipeline.queries.people import CARRYING_QUOTA, sellers, sellers_seen_by
from pipeline.queries.reached import Reached, reached_by_month, within
from pipeline.queries.targets import effective_target
from pipeline.queries.team_attainment import reached_by_teams
from pipeline.rules import reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import Company, FiscalPeriod, Membership, Team

Found = Mapping[tuple[int, date, date], Target]


@dataclass(frozen=True)
class Quota:
    """One person's target in one quarter, and what they reached; `effective` differs where an adjustment lowers it."""

    period: FiscalPeriod
    target: Target | None
    effective: Decimal | None
    reached: Decimal | None = None

    @property
    def is_lowered(self) -> bool:
        return self.target is not None and self.effective != self.target.full_amount

    @property
    def attainment(self) -> float | None:
        """What was reached of what the target comes to."""
        return float(self.reached / self.effective) if self.effective and self.reached is not None else None


@dataclass(frozen=True)
class TeamQuota:
    """A team's target in one quarter beside the sum of its people's, and what the team reached of it: None where the
    viewer does not see all of them."""

    period: FiscalPeriod
    target: Target | None
    effective: Decimal | None
    of_people: Decimal | None
    reached: Decimal | None = None

    @property
    def attainment(self) -> float | None:
        return float(self.reached / self.effective) if self.effective and self.reached is not None else None

    @property
    def difference(self) -> Decimal | None:
        """What people's targets come to above the team's; below 0 is what no person is to reach."""
        if self.effective is None or self.of_people is None:
            return None
        return self.of_people - self.effective

    @property
    def short(self) -> Decimal | None:
        """What no person is to reach."""
        return None if self.difference is None else max(-self.difference, Decimal(0))


@dataclass(frozen=True)
class QuotaTable:
    """The quarters of the year that `day` falls in, and a row per person; the years beside it, where there are any."""

    year: FiscalPeriod | None
    quarters: list[FiscalPeriod]
    rows: list[tuple[User, list[Quota]]]
    totals: list[tuple[FiscalPeriod, Decimal]]
    years: list[FiscalPeriod]
    teams: list[tuple[Team, list[TeamQuota]]] = field(default_factory=list)


def quota_table(
    *, viewer: User, company: Company, day: date, measure: str = Measure.BOOKINGS, all_teams: bool = False
) -> QuotaTable:
    """What `viewer` may see of it; empty where the year is not open. With `all_teams`, also teams in use that have no
    target."""
    years = list(FiscalPeriod.objects.filter(kind=PeriodKind.YEAR))
    year = next((each for each in years if day in each.period), None)
    if year is None:
        return QuotaTable(None, [], [], [], years)
    quarters = list(
        FiscalPeriod.objects.filter(
            kind=PeriodKind.QUARTER, start_date__gte=year.start_date, end_date__lte=year.end_date
        )
    )
    targets = (
        Target.objects.visible_to(viewer)
        .filter(measure=measure, start_date__gte=year.start_date, end_date__lte=year.end_date)
        .select_related("team")
        .prefetch_related("adjustments")
    )
    every = list(targets)
    found = {(each.user_id, each.start_date, each.end_date): each for each in every if each.user_id}
    people = sellers_seen_by(viewer, roles=CARRYING_QUOTA) | User.objects.filter(pk__in={key[0] for key in found})
    persons = list(people.distinct().order_by(by_name(), "pk"))
    pks = {person.pk for person in persons}
    reached = reached_by_month(measure, people=pks, period=year.period, viewer=viewer, company=company)
    rows = [(person, [_quota(person, each, found, reached) for each in quarters]) for person in persons]
    totals = [
        (quarter, sum((quotas[place].effective or Decimal(0) for _, quotas in rows), Decimal(0)))
        for place, quarter in enumerate(quarters)
    ]
    of_teams = [each for each in every if each.team_id]
    hidden: set[int] = set() if reads_every_deal(viewer) or not of_teams else _carrying() - pks
    listed = {each.team for each in of_teams if each.team} | ({*Team.objects.offered()} if all_teams else set())
    done = reached_by_teams(of_teams, viewer=viewer, company=company)
    teams = _teams(listed, of_teams, quarters, found, hidden, done)
    return QuotaTable(year, quarters, rows, totals, years, teams)


def quota_of(*, person: User, quarter: FiscalPeriod, target: Target, viewer: User, company: Company) -> Quota:
    reached = reached_by_month(
        target.measure, people=[person.pk], period=quarter.period, viewer=viewer, company=company
    )
    return Quota(quarter, target, effective_target(target), within(reached, person.pk, quarter.period))


def _quota(person: User, quarter: FiscalPeriod, found: Found, reached: Reached) -> Quota:
    target = found.get((person.pk, quarter.start_date, quarter.end_date))
    if target is None:
        return Quota(quarter, None, None)
    return Quota(quarter, target, effective_target(target), within(reached, person.pk, quarter.period))


def _teams(
    listed: Collection[Team],
    targets: Collection[Target],
    quarters: Collection[FiscalPeriod],
    found: Found,
    hidden: set[int],
    done: Mapping[int, Decimal | None],
) -> list[tuple[Team, list[TeamQuota]]]:
    """Whoever began a quarter in the team, or in one below it, is one of its people then. `hidden`
    carry a quota whose targets the viewer may not see."""
    if not listed:
        return []
    above = dict(Team.objects.values_list("pk", "parent_id"))
    stays = list(Membership.objects.values_list("user_id", "team_id", "valid"))
    set_for = {(each.team_id, each.start_date, each.end_date): each for each in targets}
    rows = []
    for team in sorted(listed, key=lambda one: (one.name, one.pk)):
        quotas = []
        for quarter in quarters:
            key = (team.pk, quarter.start_date, quarter.end_date)
            places = _places(stays, quarter)
            members = {user for user, of in places.items() if _is_in(of, team.pk, above)}
            own = [found.get((user, *key[1:])) for user in members]
            carried = sum((effective_target(each) for each in own if each), Decimal(0))
            target = set_for.get(key)
            effective = effective_target(target) if target else None
            of_people = None if members & hidden else carried
            quotas.append(TeamQuota(quarter, target, effective, of_people, done.get(target.pk) if target else None))
        rows.append((team, quotas))
    return rows


def _places(stays: Collection[tuple[int, int, Any]], quarter: FiscalPeriod) -> dict[int, int]:
    """Where each person began a quarter: on its first day or, for who came later, on their own first day in it."""
    found: dict[int, tuple[date, int]] = {}
    for user, team, valid in stays:
        began = max(valid.lower or date.min, quarter.start_date)
        if began < quarter.end_date and (valid.upper is None or valid.upper > began):
            found[user] = min(found.get(user, (began, team)), (began, team))
    return {user: team for user, (_, team) in found.items()}


def _carrying() -> set[int]:
    return {*sellers(roles=CARRYING_QUOTA).values_list("pk", flat=True)}


def _is_in(team: int | None, head: int, above: Mapping[int, int | None]) -> bool:
    while team is not None and team != head:
        team = above.get(team)
    return team == head
