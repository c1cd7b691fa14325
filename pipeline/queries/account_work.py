"""What of one's accounts needs somebody today: orders that end, and what is expected or to be reviewed."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.urls import reverse

from pipeline.choices import RenewalState, StageKind
from pipeline.models import Account, AccountPlan, Deal, Renewal
from pipeline.queries.reordering import ExpectedOrderDay, ExpectedWithin
from pipeline.rules import can_work_deals
from salesmgmt.accounts.models import User
from salesmgmt.people.alike import found_alike
from salesmgmt.web.agenda import LATE, NEXT, TODAY, Act, Found, WorkItem
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import short_day

AHEAD, WEEK = timedelta(days=30), timedelta(days=7)


def renewals_ending(user: User, as_of: date, limit: int) -> Found:
    """One's own orders that end within AHEAD and are not renewed: with the deal that is open for it, or without one
    though its day has come; the earliest end first."""
    rows = _renewals(user, as_of, limit)
    address = f"{reverse('pipeline:renewals')}?owner={user.pk}"
    may_work = bool(can_work_deals(user))
    return Found([_renewal_item(row, as_of, may_work) for row in rows], rows[0].found if rows else 0, address)


@found_alike
def _renewals(user: User, as_of: date, limit: int) -> QuerySet[Renewal]:
    unrenewed = Q(state=RenewalState.OPENED, deal__state=StageKind.OPEN) | Q(
        state=RenewalState.WAITING, opens_date__lte=as_of
    )
    ending = Renewal.objects.visible_to(user).filter(unrenewed, end_date__lte=as_of + AHEAD, order__cancelled_at=None)
    mine = ending.filter(Q(deal__owner=user) | Q(deal=None, order__owner=user))
    return (
        mine.annotate(found=Window(Count("pk")))
        .select_related("order__account", "order__owner", "deal__stage", "deal__owner")
        .order_by("end_date", "pk")[:limit]
    )


def _renewal_item(renewal: Any, as_of: date, may_work: bool) -> WorkItem:
    deal, order = renewal.deal, renewal.order
    page = reverse("pipeline:deal", args=[deal.pk]) if deal else reverse("pipeline:order", args=[order.pk])
    over = renewal.end_date <= as_of
    ends = f"{'ended' if over else 'ends'} {short_day(renewal.end_date, as_of)}"
    stands = f"Its renewal stands in {deal.stage.name}" if deal else "Nobody has opened its renewal"
    return WorkItem(
        key=f"renewal-{renewal.pk}",
        urgency=LATE if over else NEXT if deal else TODAY,
        icon="doc",
        what=f"The term of {order} at {order.account.name} {ends}",
        why=f"{stands}. {money(order.standing_amount, order.currency, decimals=0)} a term.",
        due_date=renewal.end_date,
        who=deal.owner if deal else order.owner,
        url=page,
        acts=[Act("Open the deal" if deal else "Look at it", page)] if may_work else [],
    )


def reorders_expected(user: User, as_of: date, limit: int) -> Found:
    """One's own accounts that are expected to order again within a week, or were, and have no open deal: the longest
    overdue first."""
    rows = _reorders(user, as_of, limit)
    address = f"{reverse('pipeline:accounts')}?owner={user.pk}&reorder=overdue"
    may_work = bool(can_work_deals(user))
    return Found([_reorder_item(row, as_of, may_work) for row in rows], rows[0].found if rows else 0, address)


@found_alike
def _reorders(user: User, as_of: date, limit: int) -> QuerySet[Account]:
    busy = Deal.objects.open().filter(account=OuterRef("pk"))
    mine = Account.objects.filter(owner=user, pk__in=ExpectedWithin(user, until=as_of + WEEK)).exclude(Exists(busy))
    return mine.annotate(expected=ExpectedOrderDay(user), found=Window(Count("pk"))).order_by("expected", "pk")[:limit]


def _reorder_item(account: Any, as_of: date, may_work: bool) -> WorkItem:
    page = reverse("pipeline:account", args=[account.pk])
    new = f"{reverse('pipeline:new-deal')}?{urlencode({'account': account.name})}"
    was = "was" if account.expected < as_of else "is"
    return WorkItem(
        key=f"reorder-{account.pk}",
        urgency=TODAY if account.expected <= as_of else NEXT,
        icon="doc",
        what=f"{account.name} {was} expected to order again {short_day(account.expected, as_of)}",
        why="From the intervals between its own orders. No deal is open there.",
        chip="re-order overdue" if account.expected < as_of else "",
        url=page,
        acts=[Act("New deal", new)] if may_work else [],
    )


def reviews_due(user: User, as_of: date, limit: int) -> Found:
    """One's own accounts whose plan was to be looked at by now, the longest ago first."""
    rows = _reviews(user, as_of, limit)
    may_work = bool(can_work_deals(user))
    address = f"{reverse('pipeline:accounts')}?owner={user.pk}&review=due"
    return Found([_review_item(row, as_of, may_work) for row in rows], rows[0].found if rows else 0, address)


@found_alike
def _reviews(user: User, as_of: date, limit: int) -> QuerySet[AccountPlan]:
    due = AccountPlan.objects.filter(account__owner=user, next_review_date__lte=as_of)
    return due.annotate(found=Window(Count("pk"))).select_related("account").order_by("next_review_date", "pk")[:limit]


def _review_item(plan: Any, as_of: date, may_work: bool) -> WorkItem:
    page = reverse("pipeline:account-plan", args=[plan.account_id])
    return WorkItem(
        key=f"review-{plan.pk}",
        urgency=LATE if plan.next_review_date < as_of else TODAY,
        icon="team",
        what=f"Look at {plan.account.name} and its plan",
        why="The day that its last review named has come.",
        due_date=plan.next_review_date,
        url=page,
        acts=[Act("Review", page)] if may_work else [],
    )
