"""Brings people in, moves them on a date, lets them go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.calendars import RETIRED_OFFICE
from salesmgmt.people.domain.role_profiles import RETIRED_PROFILE
from salesmgmt.people.domain.roles import end_all_roles, grant_role
from salesmgmt.people.domain.sign_ins import settle_sign_ins
from salesmgmt.people.domain.teams import RETIRED_TEAM
from salesmgmt.people.models import Membership, Office, RoleProfile, Team
from salesmgmt.people.models.line import reaching_beyond
from salesmgmt.people.standing import forget_standing

_EMAIL = {
    "accounts_user_email_key": "Somebody with this e-mail address is already here; open that person instead.",
    "a_user_has_an_email_address": "An e-mail address needs an @; correct it.",
}
_NAME = {"a_user_has_a_name": "A person needs a name; write one."}
_LINE = {
    "nobody_manages_themselves": "Nobody can be their own manager; choose somebody else or leave it blank.",
    "the_manager_line_has_no_cycle": (
        "This manager stands below the person in the manager line on one of these days; "
        "choose a manager outside of the person's own line, or move that manager first."
    ),
}
_OFFICE = {"nobody_works_in_a_retired_office": RETIRED_OFFICE}
_PROFILE = {"nobody_has_a_retired_role_profile": RETIRED_PROFILE}
_TEAM = {"nobody_is_in_a_retired_team": RETIRED_TEAM}
_ONE_PLACE = {
    "a_person_has_one_membership_at_a_time": (
        "The person already has another place from that day on; choose a later day, or take that move back first."
    )
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in the company."""

    team: Team
    manager: User | None = None
    office: Office | None = None
    role_profile: RoleProfile | None = None

    def payload(self) -> dict[str, int | None]:
        return {"team_id": self.team.pk, "manager_id": self.manager.pk if self.manager else None}


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    place: Place,
    roles: Sequence[str],
    start_date: date | None,
    by: User | None,
    at: datetime,
) -> User:
    """Creates a sign-in, a membership from `start_date` (None: since unknown, imports only) and role grants.

    The person sets a password through “Forgot your password?”. Roles whose first day is unknown are held from today.
    """
    with refusing(_EMAIL, field="email"), refusing(_NAME, field="name"):
        user = User.objects.create_user(email.strip(), name=name.strip())
    _take(user, place, start_date)
    append(kind="person.added", subject=user, by=by, at=at, payload=place.payload())
    for role in roles:
        grant_role(user=user, role=role, team=None, start_date=start_date, by=by, at=at)
    forget_standing(by)
    return user


@transaction.atomic
def move_member(*, user: User, place: Place, from_date: date, by: User | None, at: datetime) -> Membership:
    """Gives a person another place from a day on; the place until then stays in history.

    Raises Refused when a later move stands already, or when the manager would close a cycle.
    """
    current = _last_membership(user)
    if current is not None:
        refuse_early_move(current, from_date)
    if current is not None and (current.until is None or current.until > from_date):
        current.valid = DateRange(current.since, from_date)
        current.save()
    moved = _take(user, place, from_date)
    settle_sign_ins(user=user, by=by, at=at)
    payload = {**place.payload(), "from_date": from_date.isoformat()}
    append(kind="member.moved", subject=user, by=by, at=at, payload=payload)
    forget_standing(user, by)
    return moved


def refuse_early_move(current: Membership, from_date: date) -> None:
    """Raises Refused for a move that does not come after the last one."""
    if current.since is not None and current.since >= from_date:
        raise Refused(
            f"{current.user} has had the present place since {current.since:%-d %B %Y}; "
            "choose a later day, because a move cannot come before the last one.",
            code="move_before_last_one",
            field="from_date",
        )


@transaction.atomic
def end_membership(*, user: User, last_day_after: date, by: User, at: datetime) -> None:
    """Lets a person go: from `last_day_after` on there is no membership and no role; the sign-in stops that day.

    Raises Refused while people report to the person from that day on, and for the last admin.
    """
    current = _last_membership(user)
    if current is None or (current.until is not None and current.until <= last_day_after):
        raise Refused(f"{user} has no place to leave on that day; nothing was changed.", code="not_a_member")
    if current.since is not None and current.since >= last_day_after:
        raise Refused(
            f"{user} has had the present place since {current.since:%-d %B %Y}; choose a day after that.",
            code="leaves_before_start",
            field="last_day_after",
        )
    if Membership.objects.filter(reaching_beyond(last_day_after), manager=user).exists():
        raise Refused(
            f"People still report to {user}; move them to another manager first, then let {user.short_name} go.",
            code="has_reports",
        )
    end_all_roles(user=user, from_date=last_day_after)
    current.valid = DateRange(current.since, last_day_after)
    current.save()
    settle_sign_ins(user=user, by=by, at=at)
    append(kind="member.left", subject=user, by=by, at=at, payload={"from_date": last_day_after.isoformat()})
    forget_standing(user, by)


def _take(user: User, place: Place, from_date: date | None) -> Membership:
    with (
        refusing(_LINE, field="manager"),
        refusing(_ONE_PLACE, field="from_date"),
        refusing(_TEAM, field="team"),
        refusing(_OFFICE, field="office"),
        refusing(_PROFILE, field="role_profile"),
    ):
        return Membership.objects.create(
            user=user,
            team=place.team,
            manager=place.manager,
            office=place.office,
            role_profile=place.role_profile,
            valid=DateRange(from_date, None),
        )


def _last_membership(user: User) -> Membership | None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    return Membership.objects.filter(user=user).order_by("-valid").first()
