"""What handing over a book of deals would do: which deal goes to whom, with what, and what stays where it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from pipeline.choices import RenewalState, TaskState
from pipeline.models import Deal, DealSplit, HandedDeal, Lead, Renewal, Task
from pipeline.queries.people import sellers
from pipeline.queries.worth import VALUE, foreign_currency
from pipeline.rules import leads_a_line
from salesmgmt.accounts.models import User
from salesmgmt.people.models.line import IsAnyOf, line_of
from salesmgmt.people.rules import is_admin

AT_ONCE = 200
"""So many deals go in one act; the largest first."""


@dataclass(frozen=True)
class Going:
    """A deal with who gets it (None: it stays), and in words what goes along and what stays."""

    deal: Any
    to: User | None

    @property
    def goes_along(self) -> list[str]:
        deal = self.deal
        said = [f"next step “{deal.next_step}”" if deal.next_step else "no next step"]
        if deal.open_tasks:
            said.append(f"{deal.open_tasks} open task{'' if deal.open_tasks == 1 else 's'}")
        return said

    @property
    def stays(self) -> list[str]:
        """Shares, renewals and the lead are not changed by a hand-over."""
        deal = self.deal
        said = [f"{each['name']} keeps {Decimal(each['bp']) / 100:g}% of the credit" for each in deal.shares]
        if deal.waiting_renewals:
            many = deal.waiting_renewals > 1
            what = f"{deal.waiting_renewals} renewals of its account stay" if many else "a renewal of its account stays"
            said.append(f"{what} with {deal.owner_name}")
        if deal.lead_owner:
            said.append(f"its lead stays with {deal.lead_owner}")
        return said


@dataclass(frozen=True)
class Plan:
    """The open deals of `giver` and who gets them; `open` are all there are."""

    giver: User
    rows: Sequence[Going]
    open: int

    @property
    def going(self) -> list[Going]:
        return [row for row in self.rows if row.to is not None]

    @property
    def afterwards(self) -> int:
        return self.open - len(self.rows)

    @property
    def by_receiver(self) -> list[tuple[User, int, Decimal, int]]:
        """How many deals each gets, what they are worth, and how many are not in that for their currency."""
        sums: dict[User, tuple[int, Decimal, int]] = {}
        for row in self.going:
            assert row.to is not None, "what goes has somebody to go to"
            count, worth, others = sums.get(row.to, (0, Decimal(0), 0))
            is_ours = row.deal.foreign_currency is None
            sums[row.to] = (count + 1, worth + (row.deal.value if is_ours else 0), others + (not is_ours))
        return [(user, *found) for user, found in sorted(sums.items(), key=lambda each: each[0].name)]


def givers_for(user: User) -> QuerySet[User]:
    """Whose deals somebody may hand over: also of people who no longer work deals, as long as they have open ones."""
    if is_admin(user):
        return _with_deals_or_selling()
    if not leads_a_line(user):
        return User.objects.none()
    return _with_deals_or_selling().filter(IsAnyOf(F("pk"), line_of(user)))


def _with_deals_or_selling() -> QuerySet[User]:
    own = Deal.objects.open().filter(owner=OuterRef("pk"))
    return User.objects.filter(Q(Exists(own)) | Q(pk__in=sellers().order_by().values("pk")))


def open_deals_of(giver: User) -> QuerySet[Any]:
    """The largest first, those in the company's currency before any other, each with what hangs on it."""
    tasks = Task.objects.filter(deal=OuterRef("pk"), user=None, state=TaskState.OPEN).order_by().values("deal")
    renewals = Renewal.objects.filter(
        order__account=OuterRef("account"), order__owner=giver, state=RenewalState.WAITING, order__cancelled_at=None
    )
    shares = DealSplit.objects.filter(deal=OuterRef("pk")).order_by("role", "-share_bp", "user")
    lead = Lead.objects.filter(deal=OuterRef("pk"))
    return (
        Deal.objects.open()
        .filter(owner=giver)
        .annotate(
            value=VALUE,
            foreign_currency=foreign_currency(),
            owner_name=F("owner__name"),
            open_tasks=Coalesce(Subquery(tasks.annotate(n=Count("pk")).values("n")), 0),
            waiting_renewals=Coalesce(
                Subquery(renewals.order_by().values("order__owner").annotate(n=Count("pk")).values("n")), 0
            ),
            shares=ArraySubquery(shares.values(json=JSONObject(name="user__name", bp="share_bp"))),
            lead_owner=Coalesce(Subquery(lead.values("owner__name")[:1]), Value(""), output_field=CharField()),
        )
        .select_related("stage", "account")
        .order_by(F("foreign_currency").asc(nulls_first=True), "-value", "-pk")
    )


def plan_of(giver: User, receivers: Sequence[User], chosen: Mapping[int, User | None] | None = None) -> Plan:
    """By deal as `chosen`; what nobody chose goes to the receiver who has got the least so far in its currency (among
    equals the fewest deals), the largest deals first, and stays where there is no receiver."""
    deals = open_deals_of(giver)
    rows = list(deals[:AT_ONCE])
    worth: Counter[tuple[int, str]] = Counter()
    count: Counter[int] = Counter()
    going = []
    for deal in rows:
        if chosen is not None and deal.pk in chosen:
            to = chosen[deal.pk]
        else:
            to = min(receivers, key=lambda user: (worth[user.pk, deal.currency], count[user.pk], user.pk), default=None)
        if to is not None:
            worth[to.pk, deal.currency] += deal.value
            count[to.pk] += 1
        going.append(Going(deal, to))
    return Plan(giver, going, len(rows) if len(rows) < AT_ONCE else deals.count())


def handed_of() -> ArraySubquery:
    """To annotate a deal: when it was handed over, by whom, from and to whom, with which note."""
    rows = HandedDeal.objects.filter(deal=OuterRef("pk")).order_by("pk")
    said = JSONObject(
        at=F("hand_over__at"),
        by=F("hand_over__by__name"),
        giver=F("hand_over__giver__name"),
        to=F("to__name"),
        note=F("note"),
        back_at=F("given_back_at"),
        back_by=F("hand_over__undone_by__name"),
    )
    return ArraySubquery(rows.values(json=said))
