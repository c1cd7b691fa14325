"""Puts people on plan versions and takes them off."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from compensation.domain.staleness import mark_runs_stale
from compensation.models import Assignment, PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.common.versions import expect_version
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

_NO_OTE = "On-target earnings are more than 0: write what a year at quota comes to, or leave them blank."


class PlanOverlap(Refused):
    """The person is on a plan on those days already."""

    code = "plan_overlap"


@transaction.atomic
def assign_plan(
    *,
    user: User,
    plan_version: PlanVersion,
    first_day: date,
    end_day: date | None = None,
    ote_amount: Decimal | None = None,
    variable_bp: int | None = None,
    by: User,
    at: datetime,
) -> Assignment:
    """Pay `user` by a published version on the days [first_day, end_day); without an end for as long as it holds."""
    require(by, "compensation.manage", "put people on pay plans")
    user = User.objects.select_for_update().get(pk=user.pk)
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=plan_version.pk)
    if not version.is_published:
        raise Refused(f"{version} is a draft: publish it before people are paid by it.", field="plan_version")
    if end_day is not None and end_day <= first_day:
        raise Refused("The assignment would end before it starts: choose a later end.", field="end_day")
    valid = DateRange(first_day, end_day if end_day is not None else version.valid.upper)
    _refuse_outside(version, valid)
    _refuse_overlap(user, valid)
    with refusing({"an_ote_is_positive": _NO_OTE}, field="ote_amount"):
        assignment = Assignment.objects.create(
            user=user, plan_version=version, valid=valid, ote_amount=ote_amount, variable_bp=variable_bp
        )
    mark_runs_stale(first_day, valid.upper)
    append(
        kind="plan.assigned",
        subject=assignment,
        by=by,
        at=at,
        payload={"user": user.pk, "plan_version": version.pk, "first_date": first_day, "end_date": valid.upper},
    )
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, end_day: date, by: User, at: datetime, expected_version: int | None = None
) -> Assignment:
    """The person is no longer paid by the plan from `end_day` on."""
    require(by, "compensation.manage", "put people on pay plans")
    assignment = Assignment.objects.select_for_update(of=("self",)).select_related("user").get(pk=assignment.pk)
    expect_version(assignment, expected_version)
    first_day, end = assignment.valid.lower, assignment.valid.upper
    if end_day <= first_day or (end is not None and end_day >= end):
        when = "between" if end else "after that"
        raise Refused(
            f"{assignment.user} is on the plan {_spelt(assignment.valid)}: choose an end {when}.",
            field="end_day",
        )
    assignment.valid, assignment.version = DateRange(first_day, end_day), assignment.version + 1
    assignment.save(update_fields=["valid", "version"])
    mark_runs_stale(end_day, end)
    append(
        kind="plan.unassigned",
        subject=assignment,
        by=by,
        at=at,
        payload={"user": assignment.user_id, "end_date": end_day},
    )
    return assignment


def _refuse_outside(version: PlanVersion, valid: DateRange) -> None:
    first, end = version.valid.lower, version.valid.upper
    if valid.lower < first or (end is not None and (valid.upper is None or valid.upper > end)):
        raise Refused(
            f"{version} is paid by {_spelt(version.valid)}: choose days within.",
            code="outside_plan_version",
            field="first_day",
        )


def _refuse_overlap(user: User, valid: DateRange) -> None:
    """The exclusion constraint holds it anyway; the lock on the person makes this sentence come first."""
    other = Assignment.objects.select_related("plan_version__plan").filter(user=user, valid__overlap=valid).first()
    if other is not None:
        raise PlanOverlap(
            f"{user} is on {other.plan_version} {_spelt(other.valid)}: end that assignment first.", field="first_day"
        )


def _spelt(valid: DateRange) -> str:
    """Half-open days by their first and last, as the pages say them, in a sentence."""
    last = f" to {valid.upper - timedelta(days=1):%-d %b %Y}" if valid.upper else ""
    return f"from {valid.lower:%-d %b %Y}{last}"
