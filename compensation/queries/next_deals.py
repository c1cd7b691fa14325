"""What a person's open deals would pay next, by the same engine that pays; an estimate, and nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compensation.engine.lines import Credit
from compensation.engine.pay import needs_quota, pay_component
from compensation.engine.plan import Plan
from compensation.models import Assignment, Statement
from pipeline.models import Deal
from pipeline.queries.credits import credit_shares
from salesmgmt.accounts.models import User
from salesmgmt.common.money import divide_rounded, to_minor

MOST = 3
WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class NextDeal:
    """An open deal as if it were won next: the person's credit, and what that pays."""

    deal: Deal
    credit_minor: int
    pay_minor: int


def next_deals(statement: Statement, *, reader: User, today: date) -> Sequence[NextDeal]:
    """The person's largest open deals that the reader may see; only while today is in the statement's quarter."""
    if statement.run.is_final or today not in statement.run.period:
        return []
    assignment = (
        Assignment.objects.filter(user=statement.user_id, valid__contains=today).select_related("plan_version").first()
    )
    if assignment is None:
        return []
    terms = assignment.plan_version.terms
    deals = list(
        Deal.objects.visible_to(reader)
        .open()
        .filter(owner=statement.user_id, currency=terms.currency, amount__isnull=False)
        .order_by("-amount", "pk")[:MOST]
    )
    by_id = {deal.pk: deal for deal in deals}
    shares = [share for share in credit_shares(deals) if share.user_id == statement.user_id]
    return [_estimate(by_id[share.deal_id], share.share_bp, terms, statement) for share in shares]


def _estimate(deal: Deal, share_bp: int, terms: Plan, statement: Statement) -> NextDeal:
    credit = divide_rounded(to_minor(deal.amount, deal.currency) * share_bp, WHOLE_BP)
    paid = [
        pay_component(
            component,
            [Credit(str(deal.pk), credit)],
            prior_minor=statement.credited_minor,
            quota_minor=statement.quota_minor if needs_quota(component) else None,
        )[0].pay_minor
        for component in terms.components
        if statement.quota_minor or not needs_quota(component)
    ]
    return NextDeal(deal, credit, sum(paid))
