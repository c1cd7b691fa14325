"""Publishes a plan version: from then on it cannot change, and the people on the version before move to it."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from compensation.choices import RunState
from compensation.domain.plans import PlanIsPublished
from compensation.domain.staleness import mark_runs_stale
from compensation.models import Assignment, PlanVersion, Run
from compensation.models.plan import PUBLISH_APPROVAL
from salesmgmt.accounts.models import User
from salesmgmt.approvals.domain.asking import ask
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.common.problems import Refused
from salesmgmt.common.versions import expect_version
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require


@transaction.atomic
def publish_plan_version(
    *, version: PlanVersion, by: User, at: datetime, expected_version: int | None = None
) -> PlanVersion:
    """Fix a draft for good. The version before ends on its first day; whoever is on that one then moves over."""
    require(by, "compensation.manage", "publish pay plans")
    versions = list(
        PlanVersion.objects.select_for_update(of=("self",))
        .select_related("plan")
        .filter(plan=version.plan_id)
        .order_by("pk")
    )
    version = next(other for other in versions if other.pk == version.pk)
    if version.is_published:
        raise PlanIsPublished(f"{version} is published already: open it, or draft the next version.")
    expect_version(version, expected_version)
    first_day = version.valid.lower
    _refuse_final_pay(version, first_day)
    moved = _succeed([other for other in versions if other.is_published], version, first_day)
    version.published_at, version.published_by, version.version = at, by, version.version + 1
    version.save(update_fields=["published_at", "published_by", "version"])
    for assignment in moved:
        _move(assignment, version, first_day)
    mark_runs_stale(first_day, None)
    append(
        kind="plan_version.published",
        subject=version,
        by=by,
        at=at,
        payload={"plan": version.plan_id, "sha256": version.sha256, "first_date": first_day, "moved": len(moved)},
    )
    return version


@transaction.atomic
def ask_to_publish(
    *, version: PlanVersion, by: User, at: datetime, expected_version: int | None = None
) -> ApprovalRequest | None:
    """Publishes a draft, or asks those who have to say yes first; None where nobody has to."""
    require(by, "compensation.manage", "publish pay plans")
    if version.is_published:
        raise PlanIsPublished(f"{version} is published already: open it, or draft the next version.")
    expect_version(PlanVersion.objects.select_for_update().get(pk=version.pk), expected_version)
    request = ask(kind=PUBLISH_APPROVAL, subject=version, params={"name": str(version)}, by=by, at=at)
    if request is None:
        publish_plan_version(version=version, by=by, at=at)
    return request


def _refuse_final_pay(version: PlanVersion, first_day: date) -> None:
    final = Run.objects.filter(state=RunState.FINAL, end_date__gt=first_day).order_by("-end_date").first()
    if final and Assignment.objects.filter(plan_version__plan=version.plan_id, valid__overlap=final.days).exists():
        raise Refused(
            f"{version} would start on {first_day:%-d %b %Y}, and {final} is final: let it start on "
            f"{final.end_date:%-d %b %Y} or later.",
            code="pay_is_final",
            field="first_day",
        )


def _succeed(published: list[PlanVersion], version: PlanVersion, first_day: date) -> list[Assignment]:
    """Ends the versions that reach past the first day; returns the assignments that have to move."""
    for other in published:
        if other.valid.lower >= first_day:
            raise Refused(
                f"{version} would start on {first_day:%-d %b %Y}, not after {other}, which starts on "
                f"{other.valid.lower:%-d %b %Y}: choose a later first day.",
                code="plan_version_not_later",
                field="first_day",
            )
    reaching = [other for other in published if other.valid.upper is None or other.valid.upper > first_day]
    for other in reaching:
        other.valid = DateRange(other.valid.lower, first_day)
        other.save(update_fields=["valid"])
    days = DateRange(first_day, None)
    return list(
        Assignment.objects.select_for_update().filter(plan_version__in=reaching, valid__overlap=days).order_by("pk")
    )


def _move(assignment: Assignment, version: PlanVersion, first_day: date) -> None:
    """From the first day on the person is on `version`; an assignment that would only begin later moves whole."""
    if assignment.valid.lower >= first_day:
        assignment.plan_version, assignment.version = version, assignment.version + 1
        assignment.save(update_fields=["plan_version", "version"])
        return
    rest = DateRange(first_day, assignment.valid.upper)
    assignment.valid, assignment.version = DateRange(assignment.valid.lower, first_day), assignment.version + 1
    assignment.save(update_fields=["valid", "version"])
    Assignment.objects.create(
        user_id=assignment.user_id,
        plan_version=version,
        valid=rest,
        ote_amount=assignment.ote_amount,
        variable_bp=assignment.variable_bp,
    )
