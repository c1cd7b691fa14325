"""Who may act on somebody's journey: the manager line above them and admins, and each assignee on their own items."""

from onboarding.models import Journey, JourneyItem
from onboarding.models.line import under
from onboarding.rules import leads_a_line
from salesmgmt.accounts.models import User
from salesmgmt.people.rules import is_admin


def leads(user: User, person: User) -> bool:
    """Whether `user` is an admin, or a manager above `person` (never of oneself)."""
    if is_admin(user):
        return True
    if user.pk == person.pk or not leads_a_line(user):
        return False
    return User.objects.filter(under(user, person="pk"), pk=person.pk).exists()


def oversees(user: User, journey: Journey) -> bool:
    """Whether a person may change the journey itself: its start, its people, its end."""
    return leads(user, journey.user)


def may_work(user: User, item: JourneyItem) -> bool:
    """Whether a person may tick, note or hand on an item; `item.journey.user` is read."""
    return item.assignee_id == user.pk or oversees(user, item.journey)
