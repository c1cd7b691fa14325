"""Whom one can choose: who keeps candidates of a profile, who interviews, under whom one hires."""

from django.db.models import F, Q, QuerySet

from hiring.models import Hirer, HiringProfile
from hiring.rules import reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant
from salesmgmt.people.models.line import IsAnyOf, line_of

INTERVIEWING = (Role.INTERVIEWER, Role.MANAGER, Role.RECRUITER)


def holders(*roles: Role) -> QuerySet[User]:
    """Everybody who holds one of the roles today, by name."""
    grants = RoleGrant.objects.today().filter(role__in=roles)
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id")).order_by(by_name(), "pk")


def interviewers() -> QuerySet[User]:
    return holders(*INTERVIEWING)


def keepers(profile: HiringProfile) -> QuerySet[User]:
    """Who may look after candidates of a profile: recruiters, admins, and the managers named as hiring for it."""
    named = Hirer.objects.filter(profile=profile).values("user_id")
    everywhere = RoleGrant.objects.today().filter(role__in=(Role.RECRUITER, Role.ADMIN)).values("user_id")
    return User.objects.filter(Q(pk__in=named) | Q(pk__in=everywhere), is_active=True).order_by(by_name(), "pk")


def managers_to_hire_under(user: User) -> QuerySet[User]:
    """Managers under whom somebody may hire: all for recruiters and admins, else those of one's own line."""
    managers = holders(Role.MANAGER, Role.ADMIN)
    if reads_every_candidate(user):
        return managers
    return managers.filter(IsAnyOf(F("pk"), line_of(user)))
