"""What teams have reached of their targets: what each of their people did while they were in the team."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from pipeline.choices import COUNTED_BY, Measure, StageKind
from pipeline.models import Activity, Deal, Target
from pipeline.queries.deals_as_of import deals_as_of
from pipeline.queries.owner_places import with_owner_place
from pipeline.queries.people import CARRYING_QUOTA, sellers, sellers_seen_by
from pipeline.rules import reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period, day_start
from salesmgmt.figures.scope import Scope
from salesmgmt.people.models import Company, Membership, Team

Done = Mapping[tuple[int, date], Decimal]
"""By the team in which whoever did it was then, and the day."""


def reached_by_teams(
    targets: Sequence[Target], *, viewer: User, company: Company, as_of: datetime | None = None
) -> dict[int, Decimal | None]:
    """By target of a team: what counts for it, done on its days by whoever was in the team, or in one below it, on the
    day, and by an instant; None where the viewer does not see all that its people do. Four queries, two more for each
    further measure."""
    if not targets:
        return {}
    above = dict(Team.objects.values_list("pk", "parent_id"))
    span = Period(min(each.start_date for each in targets), max(each.end_date for each in targets))
    hidden = _hidden_from(viewer)
    stays = _stays(span, hidden) if hidden else []
    found: dict[int, Decimal | None] = {}
    for measure in {each.measure for each in targets}:
        done = _done(measure, span, viewer, company, as_of)
        for target in (each for each in targets if each.measure == measure):
            below = {team for team in above if _is_in(team, target.team_id, above)}
            if any(team in below and _meets(valid, target) for team, valid in stays):
                found[target.pk] = None
            else:
                found[target.pk] = sum(
                    (many for (team, day), many in done.items() if team in below and day in target.period), Decimal(0)
                )
    return found


def _done(measure: str, span: Period, viewer: User, company: Company, as_of: datetime | None) -> Done:
    if measure in COUNTED_BY:
        rows: QuerySet[Any] = Activity.objects.visible_to(viewer).filter(
            kind__in=COUNTED_BY[Measure(measure)],
            happened_at__gte=day_start(span.start, company.zone),
            happened_at__lt=day_start(span.end, company.zone),
        )
        rows = rows.filter(happened_at__lt=as_of) if as_of else rows
        rows = rows.annotate(fact_day=TruncDate("happened_at", tzinfo=ZoneInfo(company.zone)))
        placed, many = with_owner_place(rows, "user"), Count("pk")
    elif as_of:
        rows = deals_as_of(Scope(user=viewer, at=as_of, as_of=as_of, known_company=company))
        placed = rows.filter(was_state=StageKind.WON, closed_on__gte=span.start, closed_on__lt=span.end)
        if measure == Measure.BOOKINGS:
            placed = placed.filter(currency=company.currency)
        many = Sum("was_amount") if measure == Measure.BOOKINGS else Count("pk")
    else:
        rows = Deal.objects.visible_to(viewer).filter(
            state=StageKind.WON, close_date__gte=span.start, close_date__lt=span.end
        )
        if measure == Measure.BOOKINGS:
            rows = rows.filter(currency=company.currency)
        placed = with_owner_place(rows.annotate(fact_day=F("close_date")), "owner")
        many = Sum("amount") if measure == Measure.BOOKINGS else Count("pk")
    done: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    for row in placed.order_by().values("place__team_id", "fact_day").annotate(many=many):
        done[row["place__team_id"], row["fact_day"]] += Decimal(row["many"] or 0)
    return done


def _hidden_from(viewer: User) -> set[int]:
    """Who carries a quota and whose deals the viewer may not see."""
    if reads_every_deal(viewer):
        return set()
    seen = {*sellers_seen_by(viewer).values_list("pk", flat=True)}
    return {*sellers(roles=CARRYING_QUOTA).values_list("pk", flat=True)} - seen


def _stays(span: Period, people: Collection[int]) -> list[tuple[int, Any]]:
    """In which teams these people were, and for how long."""
    days = Q(valid__overlap=(span.start, span.end))
    return list(Membership.objects.filter(days, user__in=people).values_list("team_id", "valid"))


def _meets(valid: Any, target: Target) -> bool:
    began, ended = valid.lower or date.min, valid.upper or date.max
    return bool(began < target.end_date and ended > target.start_date)


def _is_in(team: int | None, head: int | None, above: Mapping[int, int | None]) -> bool:
    while team is not None and team != head:
        team = above.get(team)
    return team == head
