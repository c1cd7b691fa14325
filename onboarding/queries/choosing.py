"""Whom one can choose: for a journey, as buddy or for IT, and to hand an item to."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from onboarding.models import Journey
from onboarding.models.line import under
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant
from salesmgmt.people.rules import is_admin


def colleagues() -> QuerySet[User]:
    """Everybody who works here, by name; sign-ins of programs are nobody."""
    programs = RoleGrant.objects.today().filter(role=Role.API).values("user")
    return User.objects.filter(is_active=True).exclude(pk__in=programs).order_by(by_name(), "pk")


def may_start_for(starter: User) -> QuerySet[User]:
    """Those for whom `starter` may start a journey and who are on none."""
    free = colleagues().filter(~Exists(Journey.objects.open().filter(user=OuterRef("pk"))))
    return free if is_admin(starter) else free.filter(under(starter, person="pk") & ~Q(pk=starter.pk))
