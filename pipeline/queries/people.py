"""Whom a person may narrow lists to, and whom deals can be given to."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, QuerySet

from pipeline.rules import leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Membership, RoleGrant, Team
from salesmgmt.people.models.line import IsAnyOf, line_of, team_and_below

SELLING = (Role.REP, Role.MANAGER, Role.ADMIN, Role.API)
CARRYING_QUOTA = (Role.REP, Role.MANAGER)


def sellers(*, roles: Sequence[str] = SELLING) -> QuerySet[User]:
    """Everybody who works deals today, by name."""
    grants = RoleGrant.objects.today().filter(role__in=roles)
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id")).order_by(by_name(), "pk")


def people_of(team: int, day: date) -> list[int]:
    """The numbers of those who sell and are in a team, or in one below it, on a day; in their order."""
    carrying = RoleGrant.objects.today().filter(role=Role.REP).values("user_id")
    members = Membership.objects.filter(IsAnyOf(F("team_id"), team_and_below(team)), valid__contains=day)
    return list(members.filter(user__in=carrying).order_by("user").values_list("user", flat=True))


def sellers_seen_by(user: User, *, roles: Sequence[str] = SELLING) -> QuerySet[User]:
    """Those of them (or of the holders of some `roles`) whose deals a person may see."""
    if reads_every_deal(user):
        return sellers(roles=roles)
    if leads_a_line(user):
        return sellers(roles=roles).filter(IsAnyOf(F("pk"), line_of(user)))
    return sellers(roles=roles).filter(pk=user.pk)


def teams_seen_by(user: User) -> QuerySet[Team]:
    """The teams that it makes sense to narrow to: all in use, for those who see more than their own deals."""
    return Team.objects.offered() if sees_teams(user) else Team.objects.none()


def sees_teams(user: User) -> bool:
    return reads_every_deal(user) or leads_a_line(user)


def keys_seen_whole(user: User) -> frozenset[str] | None:
    """The keys, as figures have them, of those of whose deals a person sees all and not only what is shared; None for
    everybody."""
    if reads_every_deal(user):
        return None
    if leads_a_line(user):
        seen = User.objects.filter(IsAnyOf(F("pk"), line_of(user))).values_list("pk", flat=True)
        return frozenset(map(str, seen))
    return frozenset({str(user.pk)})
