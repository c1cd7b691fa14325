"""Seats and hires: two clocks with two starts."""

from django.db.models import QuerySet

from hiring.choices import OpeningReason, OpeningState
from hiring.figures.parts import ITS_PROFILE, ITS_SOURCE, PROFILE_NAMED, keeps_a_bench
from hiring.models import Candidacy, Opening
from hiring.queries.bench_as_of import in_days
from hiring.queries.seats import hires_timed, openings_followed
from pipeline.queries.deals_as_of import day_asked
from salesmgmt.figures.aggregates import Survival
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope


def _opened(scope: Scope) -> QuerySet[Opening]:
    asked = {f"opened_at__{name}": instant for name, instant in in_days(scope).items()}
    openings = Opening.objects.visible_to(scope.user).filter(**asked)
    return openings_followed(openings, as_of=day_asked(scope), company=scope.company)


def _hired(scope: Scope) -> QuerySet[Candidacy]:
    asked = {f"ended_at__{name}": instant for name, instant in in_days(scope).items()}
    return hires_timed(Candidacy.objects.counted_for(scope.user).filter(**asked), company=scope.company)


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
            Column(name="reason", label="Why", value="reason", says=lambda key: OpeningReason(key).label),
            Column(name="opened", label="Opened", value="opened_on"),
            Column(name="state", label="State", value="state", says=lambda key: OpeningState(key).label),
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
        allowed=keeps_a_bench,
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
            ITS_SOURCE,
        ),
        allowed=keeps_a_bench,
    )
)
