"""Whether interviewers see the same as others, and who rates higher or lower than those who saw the same."""

from django.db.models import F, IntegerField, QuerySet, TextField, Value

from hiring.figures.parts import keeps_a_bench, told
from hiring.models import ComparedCard
from hiring.queries.interviewers import leniency_seen
from salesmgmt.accounts.models import User
from salesmgmt.common.money import divide_rounded
from salesmgmt.figures.aggregates import Ratio
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope
from salesmgmt.statistics.leniency import LEAST_CANDIDATES, LEAST_RATINGS, Leniency


def _beside_others(scope: Scope) -> QuerySet[ComparedCard]:
    """Submitted scorecards that the viewer may read, with `pairs`, how many others wrote one beside it, and `same`, how
    many of those said the same."""
    return ComparedCard.objects.visible_to(scope.user)


INTERVIEWER_AGREEMENT = register(
    Figure(
        name="hiring.interviewer_agreement",
        title="Interviewers agree",
        sentence=(
            "Of {same_n} scorecards that others wrote beside one, {same_numerator} said the same, yes or no: {value}."
        ),
        nothing="No interview has two scorecards that you may read.",
        definition=(
            "Of scorecards that others wrote about the same interview, those whose recommendation is on the same side: "
            "both yes (or strong yes), or both no. Broken down by interviewer it says how often others beside them "
            "said the same; chance alone makes more than none. Over everybody each pair counts for both of the two, so "
            "that interval is narrower than it should be: read those of interviewers."
        ),
        denominator="Pairs of submitted scorecards of one interview that you may read by now: the blind rule holds.",
        date_basis="All that were submitted so far.",
        measures=(Measure(name="same", label="Same side", unit=Unit.RATE, aggregate=Ratio("same", "pairs")),),
        source=_beside_others,
        columns=(
            Column(name="interviewer", label="Interviewer", value="author__name"),
            Column(name="profile", label="Role profile", value="candidacy__profile__role_profile__name"),
            Column(name="stage", label="Stage", value="card__interview__stage__name"),
            Column(name="submitted", label="Submitted", value="card__submitted_at"),
        ),
        link="/hiring/candidacies/{id}/debrief/",
        linked="candidacy_id",
        rows_are="scorecards",
        parameters=frozenset(),
        groupings=(
            Grouping(name="interviewer", label="Interviewer", key="author_id", text="author__name"),
            Grouping(
                name="profile",
                label="Role profile",
                key="candidacy__profile_id",
                text="candidacy__profile__role_profile__name",
            ),
        ),
        allowed=keeps_a_bench,
    )
)


def _told(scope: Scope) -> list[Leniency]:
    """Read once for a question: who is counted and who is left out come of the same."""
    if _TOLD not in scope.kept:
        scope.kept[_TOLD] = leniency_seen(scope.user)
    found: list[Leniency] = scope.kept[_TOLD]
    return found


_TOLD = "leniency of everybody"


def _compared(scope: Scope) -> QuerySet[User]:
    found = {each.rater: each for each in _told(scope) if each.is_enough}
    one, words = IntegerField(), TextField()
    return (
        User.objects.filter(pk__in=found)
        .annotate(
            compared=Value(1, output_field=one),
            apart=told({pk: int(not each.low <= 0 <= each.high) for pk, each in found.items()}, one),
            leniency_said=told({pk: _points(each) for pk, each in found.items()}, words),
            rated=told(
                {pk: f"{each.ratings:,} of {each.candidates:,} candidates" for pk, each in found.items()}, words
            ),
        )
        .order_by("pk")
    )


def _too_few(scope: Scope) -> QuerySet[User]:
    return User.objects.filter(pk__in=[each.rater for each in _told(scope) if not each.is_enough])


def _points(each: Leniency) -> str:
    """+0.42 points (0.10 to 0.74)."""
    value, low, high = (divide_rounded(round(end * 10**6), 10**4) / 100 for end in (each.estimate, each.low, each.high))
    return f"{value:+.2f} points ({low:+.2f} to {high:+.2f}, 95%)"


INTERVIEWER_LENIENCY = register(
    Figure(
        name="hiring.interviewer_leniency",
        title="Interviewers who rate apart",
        sentence=(
            "{apart_numerator} of {apart_n} interviewers who can be compared rate higher or lower than others who saw "
            "the same: {value}."
        ),
        nothing="No two interviewers have rated enough of the same to be compared.",
        definition=(
            "Interviewers whose 95% interval of leniency leaves out 0. Leniency is how many points of 5 somebody rates "
            "above (or below) others who rated the same competency in the same interview, by least squares with "
            "intervals that allow for candidates; each interviewer's stands beside their name. It says nothing of who "
            "is right. By chance alone one in twenty is apart."
        ),
        denominator=(
            f"Interviewers with {LEAST_RATINGS} ratings of {LEAST_CANDIDATES} candidates or more that others rated, "
            "too, in scorecards that you may read by now."
        ),
        date_basis="All ratings that were submitted so far.",
        measures=(Measure(name="apart", label="Rate apart", unit=Unit.RATE, aggregate=Ratio("apart", "compared")),),
        source=_compared,
        left_out=_too_few,
        left_out_why="because others gave too few of the same ratings",
        columns=(
            Column(name="interviewer", label="Interviewer", value="name"),
            Column(name="leniency", label="Leniency", value=F("leniency_said")),
            Column(name="ratings", label="Ratings", value=F("rated")),
        ),
        link="/hiring/interviewers/#interviewer-{id}",
        rows_are="interviewers",
        parameters=frozenset(),
        groupings=(),
        allowed=keeps_a_bench,
    )
)
