"""Sets what people and teams are to reach."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from pipeline.choices import AdjustmentKind, Measure
from pipeline.domain.target_history import keep_amounts
from pipeline.models import Target, TargetAdjustment
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.period import Period
from salesmgmt.common.problems import Refused
from salesmgmt.common.versions import expect_version
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.teams import RETIRED_TEAM
from salesmgmt.people.models import Company, Team
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

OVERLAPS = {
    "person": "The person has another target on some of these days; change that one.",
    "team": "The team has another target on some of these days; change that one.",
}
NOT_POSITIVE = "A target is above 0; write what is to be reached."
SENTENCES = {
    "a_target_is_positive": NOT_POSITIVE,
    "targets_of_a_person_do_not_overlap": OVERLAPS["person"],
    "targets_of_a_team_do_not_overlap": OVERLAPS["team"],
    "a_target_is_a_persons_or_a_teams": "A target belongs to a person or to a team; choose one of them.",
    "no_target_of_a_retired_team_goes_on": RETIRED_TEAM,
}


@transaction.atomic
def set_target(
    *,
    user: User | None = None,
    team: Team | None = None,
    measure: str,
    period: Period,
    full_amount: Decimal,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Target:
    """Sets or changes the target of a person or a team for exactly these days."""
    require(by, "pipeline.set_targets", "set targets")
    currency = Company.objects.current().currency if measure == Measure.BOOKINGS else ""
    with refusing(SENTENCES, field="full_amount"):
        target, made = Target.objects.select_for_update(of=("self",)).get_or_create(
            **target_key(user=user, team=team, measure=measure, period=period),
            defaults={"full_amount": full_amount, "currency": currency},
        )
        if not made:
            expect_version(target, expected_version)
            target.full_amount, target.currency, target.version = full_amount, currency, target.version + 1
            target.save(update_fields=["full_amount", "currency", "version"])
    keep_amounts([target], by=by, at=at)
    append(
        kind="target.set",
        subject=target,
        by=by,
        at=at,
        payload={
            "user_id": user.pk if user else None,
            "team_id": team.pk if team else None,
            "measure": measure,
            "start_date": period.start,
            "end_date": period.end,
            "full_amount": full_amount,
        },
    )
    return target


def target_key(*, user: User | None = None, team: Team | None = None, measure: str, period: Period) -> dict[str, Any]:
    """What names a target: whose it is, of what, for exactly which days."""
    return {
        "user": user, "team": team, "measure": measure, "start_date": period.start, "end_date": period.end,
    }  # fmt: skip


@transaction.atomic
def adjust_target(
    *,
    target: Target,
    num: int,
    den: int,
    reason: str,
    by: User,
    at: datetime,
    source_ref: str = "",
    adjusted_date: date | None = None,
) -> TargetAdjustment:
    """Lowers a target by a factor, with its reason and the day it is meant from (today's, unless said); the full amount
    stays readable. Without `source_ref` it is somebody's own, and can be taken back for a day."""
    require(by, "pipeline.set_targets", "adjust targets")
    target = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    sentences = {
        "an_adjustment_never_raises": "An adjustment lowers a target; set a higher target instead.",
        "an_adjustment_is_made_once": "This adjustment stands already; nothing needs to be added.",
    }
    if not reason.strip():
        raise Refused("An adjustment says why; write the reason.", code="an_adjustment_says_why", field="reason")
    day = adjusted_date or Company.objects.current().day_of(at)
    if day >= target.end_date:
        raise Refused("The target is over by that day; write an earlier one.", code="over", field="adjusted_date")
    with refusing(sentences, field="num"):
        row = TargetAdjustment.objects.create(
            target=target,
            kind=AdjustmentKind.MANUAL,
            num=num,
            den=den,
            reason=reason.strip(),
            source_ref=source_ref or f"by:{by.pk}:{at.isoformat()}",
            adjusted_date=day,
            entered_by=by,
            recorded_at=at,
        )
    append(kind="target.adjusted", subject=target, by=by, at=at, payload={"num": num, "den": den})
    if not source_ref:
        params = {"target_id": target.pk, "adjustment_id": row.pk}
        offer_undo(verb="pipeline.adjust_target", subject=target, params=params, by=by, at=at)
    return row


@transaction.atomic
def drop_adjustment(*, adjustment: TargetAdjustment, by: User, at: datetime) -> Target:
    """The inverse of one that somebody made."""
    require(by, "pipeline.set_targets", "adjust targets")
    target = Target.objects.select_for_update(of=("self",)).get(pk=adjustment.target_id)
    dropped, _ = TargetAdjustment.objects.filter(pk=adjustment.pk).delete()
    if dropped:
        append(kind="target.adjusted", subject=target, by=by, at=at, payload={"num": 1, "den": 1})
    return target
