"""What waits for somebody on a day: items in a person's hands, new hires who are late, and those who start soon."""

from datetime import date, timedelta

from django.db.models import Count, F, Min, Q, QuerySet, Window

from onboarding.choices import JourneyState
from onboarding.models import Journey, JourneyItem
from onboarding.models.line import under
from salesmgmt.accounts.models import User

SOON = timedelta(days=7)


def items_waiting_for(user: User, as_of: date) -> QuerySet[JourneyItem]:
    """Undone items of open journeys in a person's hands that are due by a day, the longest due first.

    Each has `found`, how many there are in all, and `of_others`, how many of those are for somebody else's journey.
    """
    items = JourneyItem.objects.undone().filter(assignee=user, due_date__lte=as_of, journey__state=JourneyState.OPEN)
    return (
        items.annotate(found=Window(Count("pk")), of_others=Window(Count("pk", filter=~Q(journey__user=user))))
        .select_related("plan_item", "journey__user")
        .order_by("due_date", "plan_item__position", "pk")
    )


def led_by(user: User) -> QuerySet[Journey]:
    """Open journeys of the people below somebody."""
    return Journey.objects.open().filter(under(user)).exclude(user=user)


def late_journeys(user: User, as_of: date) -> QuerySet[Journey]:
    """Those that wait for others than the one who looks: `late` items since `since`; the longest late first."""
    waiting = Q(items__done_at__isnull=True, items__due_date__lt=as_of) & ~Q(items__assignee=user)
    rows = led_by(user).annotate(late=Count("items", filter=waiting), since=Min("items__due_date", filter=waiting))
    return rows.filter(late__gt=0).select_related("user", "plan_version__plan").order_by("since", "pk")


def starting_soon(user: User, as_of: date) -> QuerySet[Journey]:
    """Those that start within a week: of `before` items that come before the first day, `prepared` are done."""
    before = Q(items__due_date__lt=F("start_date"))
    rows = led_by(user).filter(start_date__gte=as_of, start_date__lt=as_of + SOON)
    return (
        rows.annotate(
            before=Count("items", filter=before),
            prepared=Count("items", filter=before & Q(items__done_at__isnull=False)),
        )
        .select_related("user", "role_profile")
        .order_by("start_date", "pk")
    )
