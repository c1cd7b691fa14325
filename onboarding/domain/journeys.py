"""Starts journeys, changes their start and their people, stops them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from onboarding.choices import JourneyState, Relation
from onboarding.domain.milestones import refresh_milestones
from onboarding.domain.requirements import (
    nobody_for,
    published,
    refuse_unfit_people,
    required_place,
    required_plan,
    required_profile,
)
from onboarding.models import Journey, JourneyItem, PlanVersion
from onboarding.queries.oversight import leads, oversees
from onboarding.queries.starting import assignees, place_on
from onboarding.queries.working_days import week_of
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.calendars import RETIRED_OFFICE
from salesmgmt.people.domain.role_profiles import RETIRED_PROFILE
from salesmgmt.people.models import Office, RoleProfile
from salesmgmt.people.rules import require

_OFFICE = {"no_journey_starts_at_a_retired_office": RETIRED_OFFICE}
_PROFILE = {"no_journey_starts_in_a_retired_role_profile": RETIRED_PROFILE}


class JourneyChanged(Conflict):
    code = "journey_changed"


class Chosen(TypedDict, total=False):
    """What may be said about a new journey; what is not said follows from the person's place and the plans."""

    plan_version: PlanVersion | None
    role_profile: RoleProfile | None
    office: Office | None
    buddy: User | None
    it_person: User | None
    hired_from: str
    origin_ref: str


@transaction.atomic
def start_journey(*, user: User, start_date: date, by: User, at: datetime, **chosen: Unpack[Chosen]) -> Journey:
    """Put a person on a published plan, with each item due on its working day and in somebody's hands.

    Not named, the role profile and office are those of the person's place on `start_date`; the plan is the one
    published last for that role profile, or else for any. Items fall to the new hire, to the manager of that place, to
    the buddy and to IT; where no buddy or IT person is named, the manager does theirs. Due days are working days in the
    office's calendar: 1 is the first at or after the start, 0 and below come before it.

    `hired_from` and `origin_ref` name the row that an app hands over as a hire: it has asked its own rule who may.
    By hand, admins and the managers above the person may. Raises Refused when nothing fits, each time with the way out.
    """
    origin = {"hired_from": chosen.get("hired_from", ""), "origin_ref": chosen.get("origin_ref", "")}
    if not origin["hired_from"]:
        _require_may_start(by, user)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _refuse_second(user)
    place = required_place(user, start_date)
    profile = chosen.get("role_profile") or required_profile(user, place, start_date)
    version = published(chosen.get("plan_version") or required_plan(profile))
    buddy, it_person = chosen.get("buddy"), chosen.get("it_person")
    refuse_unfit_people(user, buddy=buddy, it_person=it_person)
    sentences = {
        "a_person_is_on_one_journey_at_a_time": f"{user} is on a journey already: stop or finish that one first.",
        "a_hire_starts_one_journey": f"This hire has started a journey already: open the journey of {user} instead.",
    }
    with (
        refusing(sentences, field="user"),
        refusing(_OFFICE, field="office"),
        refusing(_PROFILE, field="role_profile"),
    ):
        journey = Journey.objects.create(
            user=user,
            plan_version=version,
            role_profile=profile,
            office=chosen.get("office") or place.office,
            start_date=start_date,
            buddy=buddy,
            it_person=it_person,
            started_by=by,
            **origin,
        )
    _lay_out(journey, assignees(user=user, manager=place.manager, buddy=buddy, it_person=it_person))
    payload = {"user_id": user.pk, "plan_version_id": version.pk, "role_profile_id": profile.pk, "date": start_date}
    append(kind="journey.started", subject=journey, by=by, at=at, payload=payload)
    refresh_milestones([journey.pk])
    return journey


@transaction.atomic
def change_people(
    *,
    journey: Journey,
    buddy: User | None,
    it_person: User | None,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Journey:
    """Name another buddy or IT person (None: the manager does theirs). Undone items of the one before go to the new
    one; those that were handed to somebody else by hand stay there."""
    journey = lock_journey(journey=journey, by=by, expected_version=expected_version)
    _require_open(journey)
    refuse_unfit_people(journey.user, buddy=buddy, it_person=it_person)
    place = place_on(journey.user, journey.start_date)
    known = {"user": journey.user, "manager": place.manager if place else None}
    before = assignees(**known, buddy=journey.buddy, it_person=journey.it_person)
    after = assignees(**known, buddy=buddy, it_person=it_person)
    for relation in (Relation.BUDDY, Relation.IT):
        if before[relation] != after[relation]:
            _hand_over(journey, relation, before[relation], after[relation])
    journey.buddy, journey.it_person = buddy, it_person
    _save(journey, "buddy", "it_person")
    payload = {"buddy_id": buddy.pk if buddy else None, "it_person_id": it_person.pk if it_person else None}
    append(kind="journey.people_changed", subject=journey, by=by, at=at, payload=payload)
    return journey


@transaction.atomic
def move_start(
    *, journey: Journey, start_date: date, by: User, at: datetime, expected_version: int | None = None
) -> Journey:
    """The person starts on another day: undone items get new due days, done ones keep theirs, and milestones count
    from the new start. Plan, office and assignees stay."""
    journey = lock_journey(journey=journey, by=by, expected_version=expected_version)
    _require_open(journey)
    if journey.start_date == start_date:
        return journey
    required_place(journey.user, start_date)
    before, journey.start_date = journey.start_date, start_date
    week = week_of(journey.office)
    items = list(journey.items.undone().select_related("plan_item").select_for_update(of=("self",)).order_by("pk"))
    for item in items:
        item.due_date = week.due_date(start_date, item.plan_item.working_day)
        item.version += 1
    JourneyItem.objects.bulk_update(items, ["due_date", "version"])
    _save(journey, "start_date")
    payload = {"from_date": before, "to_date": start_date, "items": len(items)}
    append(kind="journey.start_moved", subject=journey, by=by, at=at, payload=payload)
    refresh_milestones([journey.pk])
    return journey


@transaction.atomic
def stop_journey(
    *, journey: Journey, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Journey:
    """End a journey before all is done. Its items stay as they are and are no longer asked for."""
    journey = lock_journey(journey=journey, by=by, expected_version=expected_version)
    _require_open(journey)
    if not reason.strip():
        raise Refused("A stopped journey says why: write a reason.", code="reason", field="reason")
    journey.state, journey.ended_at, journey.end_reason = JourneyState.STOPPED, at, reason.strip()
    _save(journey, "state", "ended_at", "end_reason")
    append(kind="journey.stopped", subject=journey, by=by, at=at, payload={"user_id": journey.user_id})
    return journey


def lock_journey(*, journey: Journey, by: User, expected_version: int | None = None) -> Journey:
    """The journey's row, locked and fresh, for who oversees it. JourneyChanged when it is past `expected_version`."""
    # Without buddy and IT person: PostgreSQL, having waited for a change of them, would join the row to nobody.
    rows = Journey.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("user", "office__calendar").get(pk=journey.pk)
    if not oversees(by, locked):
        raise NotAllowed(f"Only the managers above {locked.user} and admins change this journey; ask one of them.")
    if expected_version is not None and locked.version != expected_version:
        raise JourneyChanged(
            f"The journey of {locked.user} was changed by somebody else in between; look at it again, then repeat."
        )
    return locked


def _save(journey: Journey, *fields: str) -> None:
    journey.version += 1
    journey.save(update_fields=[*fields, "version"])


def _require_open(journey: Journey) -> None:
    if not journey.is_open:
        raise Refused(
            f"The journey of {journey.user} is {journey.get_state_display().lower()} and stays as it is: "
            "start a new one if there is more to do.",
            code="journey_is_over",
        )


def _require_may_start(by: User, user: User) -> None:
    require(by, "onboarding.start_journeys", "start journeys")
    if not leads(by, user):
        raise NotAllowed(f"{user} is not in your line: ask their manager or an admin to start the journey.")


def _refuse_second(user: User) -> None:
    if user.journeys.open().exists():
        raise Refused(
            f"{user} is on a journey already: stop or finish that one first.",
            code="a_person_is_on_one_journey_at_a_time",
            field="user",
        )


def _lay_out(journey: Journey, hands: Mapping[str, User | None]) -> None:
    """The items of the plan as items of this journey."""
    week = week_of(journey.office)
    items = []
    for plan_item in journey.plan_version.items.all():
        assignee = hands[plan_item.relation]
        if assignee is None:
            raise nobody_for(journey, plan_item.relation)
        due_date = week.due_date(journey.start_date, plan_item.working_day)
        items.append(JourneyItem(journey=journey, plan_item=plan_item, assignee=assignee, due_date=due_date))
    JourneyItem.objects.bulk_create(items)


def _hand_over(journey: Journey, relation: str, before: User | None, after: User | None) -> None:
    theirs = journey.items.undone().filter(plan_item__relation=relation, assignee=before)
    rows = list(theirs.select_for_update(of=("self",)).order_by("pk"))
    if rows and after is None:
        raise nobody_for(journey, relation)
    for item in rows:
        item.assignee, item.version = after, item.version + 1
    JourneyItem.objects.bulk_update(rows, ["assignee", "version"])
