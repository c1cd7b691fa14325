"""Grants and revokes roles."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Company, RoleGrant, Team
from salesmgmt.people.models.line import reaching_beyond


class LastAdmin(Refused):
    """The company always has an admin"""

    code = "last_admin"


@transaction.atomic
def grant_role(
    *, user: User, role: str, team: Team | None, start_date: date | None, by: User | None, at: datetime
) -> RoleGrant:
    """Lets a person hold a role from a day on; None: from the company's day of `at`."""
    if role not in Role.values:
        raise Refused(f"“{role}” is not a role; choose one of {', '.join(Role.values)}.", code="role", field="role")
    first_day = start_date or Company.objects.current().day_of(at)
    sentence = f"{user} already holds the role {Role(role).label} on these days; nothing needs to be granted."
    with refusing({"a_role_is_granted_once_at_a_time": sentence}, field="role"):
        grant = RoleGrant.objects.create(user=user, role=role, team=team, valid=DateRange(first_day, None))
    payload = {"role": role, "team_id": team.pk if team else None, "from_date": first_day.isoformat()}
    append(kind="role.granted", subject=user, by=by, at=at, payload=payload)
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, from_date: date, by: User, at: datetime) -> None:
    """Ends a grant; the last admin cannot be lost. A grant that has not begun by `from_date` goes altogether."""
    admins = _lock_admin_grants()
    locked = RoleGrant.objects.select_for_update(of=("self",)).select_related("user").filter(pk=grant.pk).first()
    if locked is None or (locked.valid.upper is not None and locked.valid.upper <= from_date):
        raise Refused(f"{grant} has ended already; nothing needs to be revoked.", code="already_revoked")
    if locked.role == Role.ADMIN:
        _keep_an_admin(admins, without=locked.user, from_date=from_date, way_out="then revoke this role")
    _end(locked, from_date)
    payload = {"role": locked.role, "team_id": locked.team_id, "from_date": from_date.isoformat()}
    append(kind="role.revoked", subject=locked.user, by=by, at=at, payload=payload)


def end_all_roles(*, user: User, from_date: date) -> None:
    """Ends whatever a person holds from a day on, as part of `members.end_membership`, whose event says so."""
    admins = _lock_admin_grants()
    if any(grant.user_id == user.pk and _lasts_beyond(grant, from_date) for grant in admins):
        _keep_an_admin(admins, without=user, from_date=from_date, way_out=f"then let {user.short_name} go")
    held = RoleGrant.objects.filter(reaching_beyond(from_date), user=user)
    for grant in held.select_for_update(of=("self",)).order_by("pk"):
        _end(grant, from_date)


def _lock_admin_grants() -> list[RoleGrant]:
    return list(RoleGrant.objects.select_for_update(of=("self",)).filter(role=Role.ADMIN).order_by("pk"))


def _lasts_beyond(grant: RoleGrant, day: date) -> bool:
    return grant.valid.upper is None or grant.valid.upper > day


def _keep_an_admin(admins: list[RoleGrant], *, without: User, from_date: date, way_out: str) -> None:
    """Refuses unless somebody else is an admin on `from_date` and stays one."""
    for grant in admins:
        if grant.user_id != without.pk and grant.valid.lower <= from_date and grant.valid.upper is None:
            return
    raise LastAdmin(f"{without} is the only admin; make somebody else an admin first, {way_out}.")


def _end(grant: RoleGrant, from_date: date) -> None:
    if grant.valid.lower >= from_date:
        grant.delete()
        return
    grant.valid = DateRange(grant.valid.lower, from_date)
    grant.save()
