"""The bench against what is needed of it."""

from collections.abc import Callable

from django.db.models import Func, IntegerField, QuerySet

from hiring.figures.parts import keeps_a_bench, told
from hiring.models import HiringProfile
from hiring.queries.bench_need import ProfileNeed, needs
from salesmgmt.figures.aggregates import Ratio
from salesmgmt.figures.declaration import Column, Figure, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope


def _is_known(need: ProfileNeed) -> bool:
    return need.lead.days is not None and need.need.leavers is not None


def _measured(scope: Scope) -> QuerySet[HiringProfile]:
    found = [need for need in _needs(scope) if _is_known(need) and need.need.whole]
    return (
        HiringProfile.objects.filter(pk__in=[need.profile.pk for need in found])
        .annotate(
            ready_warm=_column(found, lambda need: need.stock.ready_warm),
            needed=_column(found, lambda need: need.need.whole),
            lead_days=_column(found, lambda need: need.lead.days or 0),
        )
        .order_by("pk")
    )


def _not_known(scope: Scope) -> QuerySet[HiringProfile]:
    return HiringProfile.objects.filter(pk__in=[need.profile.pk for need in _needs(scope) if not _is_known(need)])


def _needs(scope: Scope) -> list[ProfileNeed]:
    """Found once for a question: who is counted and who is left out come of the same."""
    if _NEEDS not in scope.kept:
        scope.kept[_NEEDS] = needs(scope.user, today=scope.company.day_of(scope.moment), company=scope.company)
    found: list[ProfileNeed] = scope.kept[_NEEDS]
    return found


_NEEDS = "needs of every profile"


def _column(found: list[ProfileNeed], value: Callable[[ProfileNeed], int]) -> Func:
    return told({need.profile.pk: value(need) for need in found}, IntegerField())


BENCH_AGAINST_NEED = register(
    Figure(
        name="hiring.bench_against_need",
        title="Bench against need",
        sentence="{cover_numerator} people stand ready and warm where {cover_n} are needed: {value}.",
        nothing="Nobody is needed within the time that a hire takes.",
        definition=(
            "People who stand ready and warm on the bench, divided by those needed within the time that a hire takes: "
            "expected leavers, seats to grow or to replace somebody, and seats to raise the bar. Rounded up to whole "
            "people for each role profile."
        ),
        denominator="People needed, over the role profiles that you hire for and that need somebody.",
        date_basis="Today; leavers and hires of the last two years.",
        measures=(
            Measure(name="cover", label="Cover", unit=Unit.RATE, aggregate=Ratio("ready_warm", "needed", False)),
        ),
        source=_measured,
        left_out=_not_known,
        left_out_why="role profiles whose leavers or lead time are not known",
        columns=(
            Column(name="profile", label="Role profile", value="role_profile__name"),
            Column(name="lead", label="Lead time, days", value="lead_days"),
        ),
        link="/hiring/need/?profile={id}",
        rows_are="role profiles",
        parameters=frozenset(),
        groupings=(),
        allowed=keeps_a_bench,
    )
)
