"""Hiring's figures: how deep and how warm the bench is, whether touches come on time, who gets further, how long
seats take to be filled and candidates to be hired."""

from datetime import timedelta

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from hiring.choices import OpeningReason
from hiring.models import BenchEntry, Candidacy, Opening, StageVisit
from hiring.queries.bench_as_of import due_soon, in_days, last_instant, ready_then, touches_judged, warm_or_not_then
from hiring.queries.conversion import first_visits, with_conversion
from hiring.queries.seats import hires_timed, openings_followed
from hiring.rules import can_work_candidates
from pipeline.queries.deals_as_of import day_asked
from salesmgmt.accounts.models import User
from salesmgmt.figures.aggregates import Count, Ratio, Survival
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

WEEK = timedelta(days=7)


def _keeps_a_bench(user: User) -> bool:
    return bool(can_work_candidates(user))


PROFILE = Grouping(
    name="profile",
    label="Role profile",
    key="candidacy__profile_id",
    text="candidacy__profile__role_profile__name",
)
TIER = Grouping(name="tier", label="Tier", key="tier", in_key_order=True)
KEPT_BY = Grouping(name="owner", label="Kept warm by", key="owner_id", text="owner__name")
SOURCE = Grouping(
    name="source",
    label="Candidate source",
    key="candidacy__candidate__source_id",
    text="candidacy__candidate__source__name",
    unknown="no source known",
)
STAGE = Grouping(
    name="stage",
    label="Stage",
    key="stage_id",
    text=Concat("stage__name", Value(", "), "stage__profile__role_profile__name"),
)
ITS_PROFILE = Grouping(name="profile", label="Role profile", key="profile_id", text="profile__role_profile__name")
PROFILE_NAMED = Column(name="profile", label="Role profile", value="profile__role_profile__name")
ON_THE_BENCH = {
    "columns": (
        Column(name="candidate", label="Candidate", value="candidacy__candidate__name"),
        Column(name="profile", label="Role profile", value="candidacy__profile__role_profile__name"),
        Column(name="tier", label="Tier", value="tier"),
        Column(name="owner", label="Kept warm by", value="owner__name"),
        Column(name="next", label="Next touch", value="next_touch_date"),
    ),
    "link": "/hiring/bench/{id}/",
    "rows_are": "people on the bench",
    "groupings": (PROFILE, TIER, KEPT_BY, SOURCE),
    "allowed": _keeps_a_bench,
}
AT_AN_INSTANT = frozenset({"as_of", "owner"})
BY_INSTANT = "The instant asked for; tier, owner and the day they are ready from are those noted today."


def _due(scope: Scope) -> QuerySet[BenchEntry]:
    return due_soon(scope, before=day_asked(scope) + WEEK)


def _entered(scope: Scope) -> QuerySet[StageVisit]:
    firsts = first_visits(StageVisit.objects.visible_to(scope.user), until=last_instant(scope))
    cohort = firsts.filter(**{f"entered_at__{name}": instant for name, instant in in_days(scope).items()})
    return with_conversion(cohort, until=last_instant(scope))


BENCH_DEPTH = register(
    Figure(
        name="hiring.bench_depth",
        title="Ready on the bench",
        sentence="{value} people stand ready on the bench.",
        nothing="Nobody stands ready on the bench.",
        definition="People on the bench who could start now: no day that they are ready from is noted, or it came.",
        denominator="People on the bench whom you may see.",
        date_basis=BY_INSTANT,
        measures=(Measure(name="ready", label="Ready", unit=Unit.COUNT, aggregate=Count()),),
        source=ready_then,
        parameters=AT_AN_INSTANT,
        **ON_THE_BENCH,
    )
)

BENCH_WARMTH = register(
    Figure(
        name="hiring.bench_warmth",
        title="Warm",
        sentence="{warm_numerator} of {warm_n} people on the bench are warm: {value}.",
        nothing="Nobody is on the bench.",
        definition=(
            "Warm is who has been touched (or put on the bench) within one cadence of their tier, by whole days in the "
            "company's zone."
        ),
        denominator="Everybody on the bench whom you may see, ready or not.",
        date_basis=BY_INSTANT,
        measures=(Measure(name="warm", label="Warm", unit=Unit.RATE, aggregate=Ratio("warm", "standing")),),
        source=warm_or_not_then,
        parameters=AT_AN_INSTANT,
        **ON_THE_BENCH,
    )
)

TOUCHES_DUE = register(
    Figure(
        name="hiring.touches_due",
        title="Touches due",
        sentence="{value} touches are due within seven days or late.",
        nothing="No touch is due within seven days.",
        definition="People on the bench whose next touch is late, due today or due on one of the six days after.",
        denominator="Everybody on the bench whom you may see.",
        date_basis="The day of the next touch, seen from now.",
        measures=(Measure(name="due", label="Due", unit=Unit.COUNT, aggregate=Count()),),
        source=_due,
        **{**ON_THE_BENCH, "parameters": frozenset({"owner"})},
    )
)

TOUCHES_ON_TIME = register(
    Figure(
        name="hiring.touches_on_time",
        title="Touches on time",
        sentence="{on_time_numerator} of {on_time_n} touches that were due{period} were made by their day: {value}.",
        nothing="No touch was due.",
        definition=(
            "Touches made by the day on which they were due, of all that were due on days that are over: those made, "
            "on time or late, and those that nobody has made. A touch that answered no due day does not count; one "
            "that was snoozed counts by its new day; one that was open when somebody left the bench, only if late."
        ),
        denominator="Touches that were due, of people whom you may see.",
        date_basis="The day on which a touch was due, up to yesterday in the company's zone.",
        measures=(Measure(name="on_time", label="On time", unit=Unit.RATE, aggregate=Ratio("on_time", "due")),),
        source=touches_judged,
        **{**ON_THE_BENCH, "parameters": frozenset({"from", "to", "owner"})},
    )
)

STAGE_CONVERSION = register(
    Figure(
        name="hiring.stage_conversion",
        title="Stage conversion so far",
        sentence="{further_numerator} of {further_n} who entered a stage{period} have got further so far: {value}.",
        nothing="Nobody entered a stage.",
        definition=(
            "Candidacies that came into a later stage afterwards, or were hired, divided by those that entered a "
            "stage. Each candidacy counts once a stage, by the first time; who is still there counts as entered, so a "
            "young cohort still rises. Moves taken back do not count."
        ),
        denominator="Candidacies that entered the stage, of those you may see. Break it down by stage to compare.",
        date_basis="The instant of first entering the stage; who got further is judged at the instant asked for.",
        measures=(
            Measure(name="further", label="Got further", unit=Unit.RATE, aggregate=Ratio("converted", "entered")),
        ),
        source=_entered,
        columns=(
            Column(name="candidate", label="Candidate", value="candidacy__candidate__name"),
            Column(name="profile", label="Role profile", value="stage__profile__role_profile__name"),
            Column(name="stage", label="Stage", value="stage__name"),
            Column(name="entered", label="Entered", value=F("entered_at")),
        ),
        link="/hiring/visits/{id}/",
        rows_are="entries into a stage",
        parameters=frozenset({"from", "to", "as_of"}),
        groupings=(STAGE, PROFILE, SOURCE),
        allowed=_keeps_a_bench,
    )
)


def _opened(scope: Scope) -> QuerySet[Opening]:
    asked = {f"opened_at__{name}": instant for name, instant in in_days(scope).items()}
    openings = Opening.objects.visible_to(scope.user).filter(**asked)
    return openings_followed(openings, as_of=day_asked(scope), company=scope.company)


def _hired(scope: Scope) -> QuerySet[Candidacy]:
    asked = {f"ended_at__{name}": instant for name, instant in in_days(scope).items()}
    return hires_timed(Candidacy.objects.visible_to(scope.user).filter(**asked), company=scope.company)


def _half_by(label: str, aggregate: Survival) -> Measure:
    return Measure(name="time", label=label, unit=Unit.DAYS, aggregate=aggregate)


TIME_TO_FILL = register(
    Figure(
        name="hiring.time_to_fill",
        title="Time to fill",
        sentence="Half of {n} seats opened{period} are filled within {value} of their opening, open ones included.",
        unreached=(
            "Fewer than half of {n} seats opened{period} are filled so far: {time_share} within {time_by} of their "
            "opening ({time_at_risk} at risk then)."
        ),
        nothing="No seat was opened.",
        definition=(
            "The days from the opening of a seat until half are filled, by Kaplan and Meier's estimate. An open "
            "seat has been followed so far, a cancelled one until it was cancelled. A candidate's time is time to hire."
        ),
        denominator="Seats that were opened, whatever became of them, of profiles that you hire for.",
        date_basis="The day a seat was opened, in the company's zone; drafts and what waits for approval do not count.",
        measures=(_half_by("Half filled by", Survival("fill_days", "is_filled", "filled", "not filled")),),
        source=_opened,
        columns=(
            PROFILE_NAMED,
            Column(name="team", label="Team", value="team__name"),
            Column(name="reason", label="Why", value="reason"),
            Column(name="opened", label="Opened", value="opened_on"),
            Column(name="state", label="State", value="state"),
            Column(name="days", label="Days", value="fill_days"),
        ),
        link="/hiring/openings/{id}/",
        rows_are="seats",
        parameters=frozenset({"from", "to"}),
        groupings=(
            ITS_PROFILE,
            Grouping(name="team", label="Team", key="team_id", text="team__name"),
            Grouping(name="reason", label="Why", key="reason", says=lambda key: OpeningReason(key).label),
        ),
        allowed=_keeps_a_bench,
    )
)

TIME_TO_HIRE = register(
    Figure(
        name="hiring.time_to_hire",
        title="Time to hire",
        sentence="Half of {n} people hired{period} were hired within {value} of their own start as candidates.",
        unreached="Fewer than half of {n} hires{period}: {time_share} within {time_by} ({time_at_risk} at risk).",
        nothing="Nobody was hired.",
        definition=(
            "The days from a candidate's own start, an application or the day they were entered, to the hire: the time "
            "within which half were hired. Only of those hired: it says nothing of who was not. Whether there was a "
            "seat does not matter; how long a seat stood open is time to fill."
        ),
        denominator="Candidacies that ended in a hire, of those you may see.",
        date_basis="The day of the hire, in the company's zone.",
        measures=(_half_by("Half hired by", Survival("hire_days", "is_hired", "hired", "not hired")),),
        source=_hired,
        columns=(
            Column(name="candidate", label="Candidate", value="candidate__name"),
            PROFILE_NAMED,
            Column(name="hired", label="Hired", value="hired_on"),
            Column(name="days", label="Days", value="hire_days"),
        ),
        link="/hiring/candidacies/{id}/",
        rows_are="hires",
        parameters=frozenset({"from", "to"}),
        groupings=(
            ITS_PROFILE,
            Grouping(
                name="source",
                label="Candidate source",
                key="candidate__source_id",
                text="candidate__source__name",
                unknown="no source known",
            ),
        ),
        allowed=_keeps_a_bench,
    )
)
