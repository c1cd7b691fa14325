"""What would have to improve to fill the need of the next quarter, from expected conversions and those on the way."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Q

from hiring.choices import CandidacyState
from hiring.engine.improving import Improving, Step, improving
from hiring.models import BenchEntry, HiringStage, StagePassage
from hiring.queries.bench_need import RECENT, ProfileNeed
from hiring.queries.conversion import entered_by
from hiring.queries.endings_of_visits import FURTHER, WITHDRAWN, with_ending
from hiring.queries.leavers import LOOKED_BACK
from salesmgmt.people.models import Company
from salesmgmt.statistics.competing import Competing, competing_risks


def improvements(found: Sequence[ProfileNeed], *, at: datetime, company: Company) -> Mapping[int, Improving]:
    """By profile id, of those that lack somebody by the end of the next quarter; two queries."""
    lacking = [each for each in found if _gap(each)]
    if not lacking:
        return {}
    keys = [each.profile.pk for each in lacking]
    shares = _shares(keys, at=at, today=company.day_of(at))
    stages = _stages(keys)
    return {each.profile.pk: _improving(each, stages[each.profile.pk], shares) for each in lacking}


def _gap(found: ProfileNeed) -> int:
    return max(0, found.missing_by_quarter - found.later_by_quarter)


def _improving(found: ProfileNeed, stages: Sequence[HiringStage], shares: Mapping[int, Competing]) -> Improving:
    nobody = competing_risks([()] * WITHDRAWN, ())
    steps = []
    for stage in stages[:-1]:  # the last is where they are to come
        risks = shares.get(stage.pk, nobody)
        further = FURTHER - 1
        steps.append(Step(stage.name, risks.n, risks.shares[further], risks.interval(further), stage.waiting))  # type: ignore[attr-defined]
    days = (found.start_by - found.today).days if found.start_by else 0
    inflow = Fraction(found.funnel.recent * max(0, days), RECENT.days)
    return improving(steps, gap=_gap(found), inflow=inflow)


def _stages(profiles: Sequence[int]) -> Mapping[int, list[HiringStage]]:
    """By profile in their order, each with `waiting`: open candidacies in it who do not stand on the bench."""
    benched = Exists(BenchEntry.objects.standing().filter(candidacy=OuterRef("candidacies__pk")))
    waiting = Count("candidacies", filter=Q(candidacies__state=CandidacyState.OPEN) & ~benched)
    rows = HiringStage.objects.in_use().filter(profile__in=profiles).annotate(waiting=waiting)
    found: dict[int, list[HiringStage]] = defaultdict(list)
    for stage in rows.order_by("profile_id", "position"):
        found[stage.profile_id].append(stage)
    return found


def _shares(profiles: Sequence[int], *, at: datetime, today: date) -> Mapping[int, Competing]:
    """What became of those who entered each stage in the last two years."""
    passages = entered_by(StagePassage.objects.filter(stage__profile__in=profiles), until=at)
    passages = with_ending(passages.filter(entered_date__gte=today - LOOKED_BACK), until=at, as_of=today)
    tallies: dict[int, list[Counter[int]]] = defaultdict(lambda: [Counter() for _ in range(WITHDRAWN + 1)])
    rows = passages.order_by().values_list("stage_id", "outcome", "days").annotate(Count("pk"))
    for stage, outcome, days, count in rows:
        tallies[stage][outcome][days] += count
    return {stage: competing_risks(causes, waiting) for stage, (waiting, *causes) in tallies.items()}
