"""Writes onboarding plans: versions are drafted, their items edited, and published for good."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F, Max

from onboarding.choices import Relation
from onboarding.models import Plan, PlanItem, PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing, refusing_invalid
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.common.versions import expect_version
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import RoleProfile
from salesmgmt.people.rules import require

ASIDE = 10_000
"""Added to positions while items change places, so that no two stand on one on the way."""


class PlanIsPublished(Conflict):
    """The version is published and does not change."""

    code = "onboarding_plan_is_published"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What an item says: what to do, on which working day (1 is the first, 0 and below before the start), by whom."""

    title: str
    working_day: int
    relation: str = Relation.NEW_HIRE
    why: str = ""
    material_url: str = ""
    minutes: int | None = None


@transaction.atomic
def create_plan(*, name: str, role_profile: RoleProfile | None, by: User, at: datetime) -> PlanVersion:
    """A new plan for one role profile (None: for any) with its first version as an empty draft."""
    _require(by)
    plan = Plan(name=name.strip(), role_profile=role_profile)
    _save_plan(plan)
    return _draft(plan, 1, by, at)


@transaction.atomic
def edit_plan(
    *,
    plan: Plan,
    name: str,
    role_profile: RoleProfile | None,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Plan:
    """Another name or role profile; journeys that run keep the version they started on."""
    _require(by)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    expect_version(plan, expected_version)
    wanted = (name.strip(), role_profile.pk if role_profile else None)
    if (plan.name, plan.role_profile_id) != wanted:
        plan.name, plan.role_profile = name.strip(), role_profile
        plan.version += 1
        _save_plan(plan)
        append(
            kind="onboarding_plan.edited", subject=plan, by=by, at=at, payload={"role_profile_id": plan.role_profile_id}
        )
    return plan


@transaction.atomic
def draft_next_version(*, plan: Plan, by: User, at: datetime) -> PlanVersion:
    """The next version as a draft with the items of the last one. A plan has one draft at a time."""
    _require(by)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    last = plan.versions.order_by("-number").first()
    if last is None:
        return _draft(plan, 1, by, at)
    if not last.is_published:
        raise Conflict(f"{last} is still a draft: change or publish that one.", code="onboarding_plan_has_a_draft")
    version = _draft(plan, last.number + 1, by, at)
    copies = list(last.items.all())
    for item in copies:
        item.pk, item.version = None, version
    PlanItem.objects.bulk_create(copies)
    return version


@transaction.atomic
def add_item(
    *,
    version: PlanVersion,
    facts: ItemFacts,
    by: User,
    at: datetime,
    position: int | None = None,
    expected_version: int | None = None,
) -> PlanItem:
    """One more item in a draft (items are shown by day, those of a day in this order): at the end, or at a `position`,
    where it pushes what stands there and below down by one."""
    version = _lock_draft(version, by, expected_version)
    last = version.items.aggregate(last=Max("position"))["last"] or 0
    position = last + 1 if position is None else max(1, min(position, last + 1))
    if version.items.filter(position=position).exists():
        version.items.filter(position__gte=position).update(position=F("position") + ASIDE)
        version.items.filter(position__gte=ASIDE).update(position=F("position") - ASIDE + 1)
    item = PlanItem(version=version, position=position, **_fields(facts))
    _save_item(item)
    _save_version(version)
    _append_item("added", item, by, at)
    return item


@transaction.atomic
def edit_item(
    *, item: PlanItem, facts: ItemFacts, by: User, at: datetime, expected_version: int | None = None
) -> PlanItem:
    version = _lock_draft(item.version, by, expected_version)
    item = PlanItem.objects.select_for_update(of=("self",)).select_related("version__plan").get(pk=item.pk)
    for field, value in _fields(facts).items():
        setattr(item, field, value)
    _save_item(item)
    _save_version(version)
    _append_item("edited", item, by, at)
    return item


@transaction.atomic
def remove_item(*, item: PlanItem, by: User, at: datetime, expected_version: int | None = None) -> None:
    """Takes an item out of a draft; a second time changes nothing."""
    version = _lock_draft(item.version, by, expected_version)
    removed, _ = version.items.filter(pk=item.pk).delete()
    if removed:
        _save_version(version)
        append(kind="onboarding_version.item_removed", subject=version, by=by, at=at, payload={"item_id": item.pk})


@transaction.atomic
def reorder(
    *, version: PlanVersion, item_ids: Sequence[int], by: User, at: datetime, expected_version: int | None = None
) -> PlanVersion:
    """Puts a draft's items into this order. All of them are named, each once."""
    version = _lock_draft(version, by, expected_version)
    items = {item.pk: item for item in version.items.all()}
    if len(item_ids) != len(items) or set(item_ids) != set(items):
        raise Refused(
            f"The order names other items than {version} has: read the items again, then put all of them in order.",
            code="other_items",
            field="items",
        )
    version.items.update(position=F("position") + ASIDE)
    for position, item_id in enumerate(item_ids, start=1):
        items[item_id].position = position
    PlanItem.objects.bulk_update(items.values(), ["position"])
    _save_version(version)
    append(kind="onboarding_version.reordered", subject=version, by=by, at=at, payload={"items": list(item_ids)})
    return version


@transaction.atomic
def publish_version(
    *, version: PlanVersion, by: User, at: datetime, expected_version: int | None = None
) -> PlanVersion:
    """Fixes a draft for good: journeys that start from now on take it, those that run keep theirs."""
    version = _lock_draft(version, by, expected_version)
    count = version.items.count()
    if not count:
        raise Refused(f"{version} has no items: add what a new hire is to do, then publish.", code="plan_is_empty")
    version.published_at, version.published_by = at, by
    _save_version(version, "published_at", "published_by")
    payload = {"plan_id": version.plan_id, "number": version.number, "items": count}
    append(kind="onboarding_version.published", subject=version, by=by, at=at, payload=payload)
    return version


def _require(by: User) -> None:
    require(by, "onboarding.edit_plans", "edit onboarding plans")


def _draft(plan: Plan, number: int, by: User, at: datetime) -> PlanVersion:
    version = PlanVersion.objects.create(plan=plan, number=number)
    payload = {"plan_id": plan.pk, "number": number}
    append(kind="onboarding_version.drafted", subject=version, by=by, at=at, payload=payload)
    return version


def _lock_draft(version: PlanVersion, by: User, expected_version: int | None) -> PlanVersion:
    """The draft with its plan, locked and fresh. Raises Conflict when it is published, or was changed in between."""
    _require(by)
    locked = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if locked.is_published:
        raise PlanIsPublished(f"{locked} is published and journeys follow it: draft the next version instead.")
    expect_version(locked, expected_version)
    return locked


def _save_version(version: PlanVersion, *fields: str) -> None:
    version.version += 1
    version.save(update_fields=[*fields, "version"])


def _save_plan(plan: Plan) -> None:
    sentences = {
        "onboarding_plan_name_key": f"There is an onboarding plan {plan.name} already: choose another name.",
        "an_onboarding_plan_has_a_name": "An onboarding plan needs a name; write one.",
    }
    with refusing(sentences, field="name"):
        plan.save()


def _fields(facts: ItemFacts) -> dict[str, Any]:
    if facts.relation not in Relation.values:
        raise Refused(
            f"“{facts.relation}” is not who does an item; choose one of the list.", code="relation", field="relation"
        )
    if facts.material_url:
        with refusing_invalid(field="material_url"):
            URLValidator(schemes=["http", "https"])(facts.material_url)
    return {**asdict(facts), "title": facts.title.strip(), "why": facts.why.strip()}


def _save_item(item: PlanItem) -> None:
    with (
        refusing({"a_plan_item_has_a_title": "An item says what to do; write it."}, field="title"),
        refusing(
            {"a_plan_item_is_due_within_a_working_year": "A working day is between -30 and 260; correct it."},
            field="working_day",
        ),
        refusing(
            {"a_plan_item_takes_1_to_2400_minutes": "An item takes 1 to 2,400 minutes; correct it, or leave it blank."},
            field="minutes",
        ),
    ):
        item.save()


def _append_item(act: str, item: PlanItem, by: User, at: datetime) -> None:
    payload = {"item_id": item.pk, "working_day": item.working_day, "relation": item.relation}
    append(kind=f"onboarding_version.item_{act}", subject=item.version, by=by, at=at, payload=payload)
