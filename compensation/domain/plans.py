"""Drafts plans and their versions; publishing is in `publishing`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from compensation.engine.document import digest, write_plan
from compensation.engine.reading import read_plan
from compensation.models import Plan, PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict
from salesmgmt.common.versions import expect_version
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require


class PlanIsPublished(Conflict):
    """The plan version is published and does not change."""

    code = "plan_is_published"


@transaction.atomic
def draft_plan(*, name: str, document: Mapping[str, Any], first_day: date, by: User, at: datetime) -> PlanVersion:
    """A new plan with its first version as a draft, to be paid by from `first_day` on."""
    require(by, "compensation.manage", "draft pay plans")
    with refusing(
        {"compensation_plan_name_key": f"There is a plan {name} already: choose another name."}, field="name"
    ):
        plan = Plan.objects.create(name=name)
    return _draft(plan, 1, document, first_day, by, at)


@transaction.atomic
def draft_version(*, plan: Plan, document: Mapping[str, Any], first_day: date, by: User, at: datetime) -> PlanVersion:
    """The next version of a plan as a draft; a plan has one draft at a time."""
    require(by, "compensation.manage", "draft pay plans")
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    latest = plan.versions.order_by("-number").first()
    if latest is not None and not latest.is_published:
        raise Conflict(f"{latest} is still a draft: change or publish that one.", code="plan_has_a_draft")
    return _draft(plan, latest.number + 1 if latest else 1, document, first_day, by, at)


@transaction.atomic
def change_draft(
    *,
    version: PlanVersion,
    document: Mapping[str, Any],
    first_day: date,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> PlanVersion:
    """Other terms or another first day for a draft. PlanIsPublished when it is none any more."""
    require(by, "compensation.manage", "draft pay plans")
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if version.is_published:
        raise PlanIsPublished(f"{version} is published and people are paid by it: draft a new version instead.")
    expect_version(version, expected_version)
    terms = read_plan(document)
    version.document, version.sha256 = write_plan(terms), digest(terms)
    version.valid, version.version = DateRange(first_day, None), version.version + 1
    version.save(update_fields=["document", "sha256", "valid", "version"])
    append(kind="plan_version.changed", subject=version, by=by, at=at, payload=_facts(version))
    return version


def _draft(
    plan: Plan, number: int, document: Mapping[str, Any], first_day: date, by: User, at: datetime
) -> PlanVersion:
    terms = read_plan(document)
    version = PlanVersion.objects.create(
        plan=plan,
        number=number,
        document=write_plan(terms),
        sha256=digest(terms),
        valid=DateRange(first_day, None),
    )
    append(kind="plan_version.drafted", subject=version, by=by, at=at, payload=_facts(version))
    return version


def _facts(version: PlanVersion) -> dict[str, Any]:
    return {
        "plan": version.plan_id,
        "number": version.number,
        "sha256": version.sha256,
        "first_date": version.valid.lower,
    }
