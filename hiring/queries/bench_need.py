"""Bench depth against need, by profile and team (docs/algorithms/bench_depth.md): a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from hiring.choices import CandidacyState, OpeningReason, OpeningState
from hiring.engine.need import Lead, Need, Rate, Seats, lead_of, need_of, rate_of, together
from hiring.models import BenchEntry, Candidacy, HiringProfile, HiringStage, LeaverRate, Opening
from hiring.queries.bench import ready_on
from hiring.queries.leavers import LOOKED_BACK, Places, places_of
from hiring.queries.seats import hires_timed
from hiring.queries.warmth import is_warm, with_warmth
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_start, quarter_of
from salesmgmt.people.models import Company, Team

RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Stock:
    """Who could take a seat: ready and warm now, ready but no longer warm, and on the bench but ready later."""

    ready_warm: int = 0
    ready_cold: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True)
class TeamNeed:
    team: Team
    places: int
    rate: Rate | None
    noted: LeaverRate | None
    need: Need


@dataclass(frozen=True, slots=True)
class Funnel:
    """Of `entered` candidacies begun in the last two years, so many `got` on the bench or were hired so far;
    `recent` of them began in the last 90 days."""

    got: int = 0
    entered: int = 0
    recent: int = 0


@dataclass(frozen=True, slots=True)
class ProfileNeed:
    """One bench against what its teams need over the lead time, and by the end of the next quarter (`quarter_need`)."""

    profile: HiringProfile
    places: Places
    lead: Lead
    teams: Sequence[TeamNeed]
    need: Need
    quarter_need: Need
    quarter_end: date
    stock: Stock
    later_by_quarter: int
    funnel: Funnel
    today: date

    @property
    def missing(self) -> int:
        return max(0, self.need.whole - self.stock.ready_warm)

    @property
    def missing_by_quarter(self) -> int:
        return max(0, self.quarter_need.whole - self.stock.ready_warm)

    @property
    def start_by(self) -> date | None:
        """The last day on which somebody new can start to be there by the end of the next quarter."""
        return None if self.lead.days is None else self.quarter_end - timedelta(days=self.lead.days)

    @property
    def can_start_in_time(self) -> bool:
        return self.start_by is not None and self.start_by >= self.today


def needs(viewer: User, *, today: date, company: Company) -> list[ProfileNeed]:
    """Of the profiles that the viewer hires for, those that lack most first; seven queries."""
    profiles = list(HiringProfile.objects.hired_for_by(viewer).in_use().select_related("role_profile"))
    keys = [profile.pk for profile in profiles]
    next_quarter = quarter_of(
        quarter_of(today, fiscal_year_start=company.fiscal_year_start).end, fiscal_year_start=company.fiscal_year_start
    )
    facts = _Facts(
        places=places_of([profile.role_profile_id for profile in profiles], today=today),
        leads=_leads(keys, today=today, company=company),
        openings=_by_profile(Opening.objects.to_be_filled().filter(profile__in=keys).select_related("team")),
        noted=_by_profile(
            LeaverRate.objects.filter(profile__in=keys, team__in=Team.objects.offered()).select_related(
                "team", "noted_by"
            )
        ),
        stocks=_stocks(keys, today=today, by=next_quarter.end),
        funnels=_funnels(keys, today=today, company=company),
        today=today,
        quarter_end=next_quarter.end,
    )
    found = [_need(profile, facts) for profile in profiles]
    return sorted(found, key=lambda each: (-each.missing, each.profile.role_profile.name))


@dataclass(frozen=True, slots=True)
class _Facts:
    places: Mapping[int, Places]
    leads: Mapping[int, Lead]
    openings: Mapping[int, list[Opening]]
    noted: Mapping[int, list[LeaverRate]]
    stocks: Mapping[int, tuple[Stock, int]]
    funnels: Mapping[int, Funnel]
    today: date
    quarter_end: date


def _need(profile: HiringProfile, facts: _Facts) -> ProfileNeed:
    places, lead = facts.places[profile.role_profile_id], facts.leads[profile.pk]
    openings, noted = facts.openings.get(profile.pk, []), facts.noted.get(profile.pk, [])
    stock, later = facts.stocks.get(profile.pk, (Stock(), 0))
    wanted_by = facts.today + timedelta(days=lead.days or 0)
    teams = _team_needs(places, openings, noted, days=lead.days or 0, wanted_by=wanted_by)
    quarter = _team_needs(
        places, openings, noted, days=(facts.quarter_end - facts.today).days, wanted_by=facts.quarter_end
    )
    return ProfileNeed(
        profile=profile,
        places=places,
        lead=lead,
        teams=teams,
        need=together([each.need for each in teams]),
        quarter_need=together([each.need for each in quarter]),
        quarter_end=facts.quarter_end,
        stock=stock,
        later_by_quarter=later,
        funnel=facts.funnels.get(profile.pk, Funnel()),
        today=facts.today,
    )


def _team_needs(
    places: Places, openings: Sequence[Opening], noted: Sequence[LeaverRate], *, days: int, wanted_by: date
) -> list[TeamNeed]:
    rates = {each.team_id: each for each in noted}
    seats: dict[int, Seats] = {}
    for opening in openings:
        if opening.target_date < wanted_by:
            seats[opening.team_id] = seats.get(opening.team_id, Seats()) + _seat(opening)
    teams = {*places.teams, *(opening.team for opening in openings), *(each.team for each in noted)}
    history = rate_of(places.history)
    found = []
    for team in sorted(teams, key=lambda each: (each.name, each.pk)):
        own = rates.get(team.pk)
        rate = Rate(Fraction(own.yearly_rate)) if own else history
        held = places.teams.get(team, 0)
        need = need_of(places=held, rate=rate, seats=seats.get(team.pk, Seats()), days=days)
        found.append(TeamNeed(team, held, rate, own, need))
    return found


def _seat(opening: Opening) -> Seats:
    if opening.state != OpeningState.OPEN:
        return Seats(planned=1)
    reason = OpeningReason(opening.reason)
    return Seats(
        growth=int(reason == OpeningReason.GROWTH),
        replacement=int(reason == OpeningReason.REPLACEMENT),
        bar_raise=int(reason == OpeningReason.BAR_RAISE),
    )


def _by_profile(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.profile_id, []).append(row)
    return found


def _leads(profiles: Collection[int], *, today: date, company: Company) -> dict[int, Lead]:
    """From the hires of the last two years."""
    since = day_start(today - LOOKED_BACK, company.zone)
    hired = Candidacy.objects.filter(profile__in=profiles, ended_at__gte=since)
    days: dict[int, list[int]] = {pk: [] for pk in profiles}
    for profile, taken in hires_timed(hired, company=company).values_list("profile_id", "hire_days"):
        days[profile].append(taken)
    normal: dict[int, list[int]] = {pk: [] for pk in profiles}
    stages = HiringStage.objects.in_use().filter(profile__in=profiles, normal_days__isnull=False)
    for profile, each in stages.values_list("profile_id", "normal_days"):
        normal[profile].append(each)
    return {pk: lead_of(days[pk], normal[pk]) for pk in profiles}


def _stocks(profiles: Collection[int], *, today: date, by: date) -> dict[int, tuple[Stock, int]]:
    """With how many of those who are ready later will be so before a day."""
    entries = with_warmth(BenchEntry.objects.standing().filter(candidacy__profile__in=profiles), on=today)
    ready, warm = ready_on(today), is_warm(today)
    counted = (
        entries.order_by()
        .values(of=F("candidacy__profile_id"))
        .annotate(
            ready_warm=Count("pk", filter=ready & warm),
            ready_cold=Count("pk", filter=ready & ~warm),
            later=Count("pk", filter=~ready),
            soon=Count("pk", filter=~ready & Q(ready_date__lt=by)),
        )
    )
    return {row["of"]: (Stock(row["ready_warm"], row["ready_cold"], row["later"]), row["soon"]) for row in counted}


def _funnels(profiles: Collection[int], *, today: date, company: Company) -> dict[int, Funnel]:
    benched = Q(pk__in=BenchEntry.objects.values("candidacy_id")) | Q(state=CandidacyState.HIRED)
    recent = Q(applied_at__gte=day_start(today - RECENT, company.zone))
    counted = (
        Candidacy.objects.filter(profile__in=profiles, applied_at__gte=day_start(today - LOOKED_BACK, company.zone))
        .order_by()
        .values("profile_id")
        .annotate(entered=Count("pk"), got=Count("pk", filter=benched), recent=Count("pk", filter=recent))
    )
    return {row["profile_id"]: Funnel(row["got"], row["entered"], row["recent"]) for row in counted}
