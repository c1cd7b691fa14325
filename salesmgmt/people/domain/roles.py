"""Grants and revokes roles."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant, Team


@transaction.atomic
def grant_role(
    *, user: User, role: str, team: Team | None, start_date: date | None, by: User | None, at: datetime
) -> RoleGrant:
    """Lets a person hold a role from a day on (None: since unknown, imports only)."""
    if role not in Role.values:
        raise Refused(f"“{role}” is not a role; choose one of {', '.join(Role.values)}.", code="role", field="role")
    sentence = f"{user} already holds the role {Role(role).label} on these days; nothing needs to be granted."
    with refusing({"a_role_is_granted_once_at_a_time": sentence}, field="role"):
        grant = RoleGrant.objects.create(user=user, role=role, team=team, valid=DateRange(start_date, None))
    append(
        kind="role.granted", subject=user, by=by, at=at, payload={"role": role, "team_id": team.pk if team else None}
    )
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, from_date: date, by: User, at: datetime) -> None:
    """Ends a grant; the last admin cannot be lost. A grant that has not begun by `from_date` goes altogether."""
    admins = list(RoleGrant.objects.select_for_update().filter(role=Role.ADMIN).order_by("pk"))
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.valid.upper is not None and grant.valid.upper <= from_date:
        raise Refused(f"{grant} has ended already; nothing needs to be revoked.", code="already_revoked")
    if grant.role == Role.ADMIN and not any(
        other.pk != grant.pk and other.valid.upper is None and other.user_id != grant.user_id for other in admins
    ):
        raise Refused(
            f"{grant.user} is the only admin; make somebody else an admin first, then revoke this role.",
            code="last_admin",
        )
    if grant.valid.lower is not None and grant.valid.lower >= from_date:
        grant.delete()
    else:
        grant.valid = DateRange(grant.valid.lower, from_date)
        grant.save()
    append(kind="role.revoked", subject=grant.user, by=by, at=at, payload={"role": grant.role})
