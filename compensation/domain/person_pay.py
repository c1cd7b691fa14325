"""One person's pay of one run: credits, lines and statement, or the sentences that say why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Any

from compensation.choices import CreditSource, UnpaidReason
from compensation.engine import lines as engine
from compensation.engine.pay import needs_quota, pay_component
from compensation.engine.plan import Component, Measure
from compensation.models import Assignment, Credit, Line, PlanVersion, Run, Statement, Unpaid
from compensation.queries.credits import CreditFact
from compensation.queries.quotas import Quota
from salesmgmt.accounts.models import User

FactKey = tuple[str, int, str]


@dataclass
class PersonPay:
    """Gathers what one person is paid, then writes it; belongs in the transaction of a calculation's chunk.

    `facts` are the person's credits of the run in booking order, `taken` the facts that other runs credit already.
    Where two plans follow each other within the run, the second goes on from the credit of the first.
    """

    run: Run
    user: User
    assignments: Sequence[Assignment]
    facts: Sequence[CreditFact]
    quotas: Mapping[str, Quota]
    taken: Mapping[FactKey, Run]
    at: datetime
    credits: list[Credit] = field(default_factory=list)
    lines: list[tuple[engine.Line, PlanVersion]] = field(default_factory=list)
    unpaid: dict[str, UnpaidReason] = field(default_factory=dict)
    credited_minor: int = 0

    def write(self) -> Statement:
        currency = self._currency()
        if currency is not None:
            for assignment in self.assignments:
                self.credited_minor += self._pay(assignment, self.credited_minor)
        self._name_won_without_a_plan()
        return self._save(currency or self.assignments[0].plan_version.terms.currency)

    def _currency(self) -> str | None:
        currencies = sorted({assignment.plan_version.terms.currency for assignment in self.assignments})
        if len(currencies) == 1:
            return currencies[0]
        self.unpaid[
            f"{self.user} is on plans in {' and '.join(currencies)} within {self.run}: move one of the two to the "
            "edge of the quarter, then calculate again."
        ] = UnpaidReason.PLAN_CURRENCY
        return None

    def _name_won_without_a_plan(self) -> None:
        for fact in self.facts:
            if not any(_within(fact, assignment) for assignment in self.assignments):
                self.unpaid[
                    f"{fact.deal} was won on {fact.booked_date:%-d %b %Y}, when {self.user} was on no plan: put them "
                    "on one for that day, then calculate again."
                ] = UnpaidReason.NO_PLAN

    def _pay(self, assignment: Assignment, prior_minor: int) -> int:
        """The lines of every component of one plan version; returns the credit that they had in common."""
        version = assignment.plan_version
        facts = [fact for fact in self.facts if _within(fact, assignment) and self._creditable(fact, version)]
        for component in version.terms.components:
            if not needs_quota(component) or self._has_quota(component, version):
                self._pay_component(component, version, facts, prior_minor)
        return sum(fact.amount_minor for fact in facts)

    def _creditable(self, fact: CreditFact, version: PlanVersion) -> bool:
        currency = version.terms.currency
        if fact.deal.currency != currency:
            self.unpaid[
                f"{fact.deal} was won in {fact.deal.currency} and {version} pays in {currency}: correct the deal or "
                f"put {self.user} on a plan in {fact.deal.currency}, then calculate again."
            ] = UnpaidReason.DEAL_CURRENCY
            return False
        other = self.taken.get((str(fact.deal.pk), fact.user_id, fact.role))
        if other is None:
            return True
        way_out = "correct the difference in a later quarter" if other.is_final else f"calculate {other} again first"
        self.unpaid[f"{fact.deal} is credited to {self.user} in {other} already: {way_out}."] = (
            UnpaidReason.CREDITED_ELSEWHERE
        )
        return False

    def _has_quota(self, component: Component, version: PlanVersion) -> bool:
        quota = self.quotas.get(component.measure)
        if quota is None or quota.amount_minor <= 0:
            self.unpaid[
                f"{self.user} has no {component.measure.lower()} quota for {self.run}, so {component.name} pays "
                "nothing: set it under Pipeline, Quotas, then calculate again."
            ] = UnpaidReason.NO_QUOTA
            return False
        if quota.currency != version.terms.currency:
            self.unpaid[
                f"The {component.measure.lower()} quota of {self.user} for {self.run} is in {quota.currency} and "
                f"{version} pays in {version.terms.currency}: use one currency for both, then calculate again."
            ] = UnpaidReason.QUOTA_CURRENCY
            return False
        return True

    def _pay_component(
        self, component: Component, version: PlanVersion, facts: Sequence[CreditFact], prior_minor: int
    ) -> None:
        quota = self.quotas[component.measure].amount_minor if needs_quota(component) else None
        credits = [engine.Credit(str(fact.deal.pk), fact.amount_minor) for fact in facts]
        paid = pay_component(component, credits, prior_minor=prior_minor, quota_minor=quota)
        self.lines += [(line, version) for line in paid]
        self.credits += [self._credit(fact, component) for fact in facts]

    def _credit(self, fact: CreditFact, component: Component) -> Credit:
        return Credit(
            run=self.run,
            source_kind=CreditSource.DEAL,
            source_ref=str(fact.deal.pk),
            user=self.user,
            role=fact.role,
            component=component.code,
            deal=fact.deal,
            booked_date=fact.booked_date,
            share_bp=fact.share_bp,
            whole_minor=fact.whole_minor,
            amount_minor=fact.amount_minor,
            currency=fact.deal.currency,
        )

    def _save(self, currency: str) -> Statement:
        quota = self.quotas.get(Measure.BOOKINGS)
        statement, _ = Statement.objects.update_or_create(
            run=self.run,
            user=self.user,
            defaults={
                "currency": currency,
                "total_minor": sum(line.pay_minor for line, _ in self.lines),
                "credited_minor": self.credited_minor,
                "quota_minor": quota.amount_minor if quota and quota.currency == currency else None,
                "calculation": self.run.calculation,
                "calculated_at": self.at,
            },
        )
        Credit.objects.bulk_create(self.credits, batch_size=500)
        Line.objects.bulk_create(self._line_rows(statement), batch_size=500)
        Unpaid.objects.bulk_create(
            Unpaid(run=self.run, user=self.user, reason=reason, message=message)
            for message, reason in self.unpaid.items()
        )
        return statement

    def _line_rows(self, statement: Statement) -> Iterator[Line]:
        for position, (credit, (line, version)) in enumerate(zip(self.credits, self.lines, strict=True), start=1):
            yield Line(
                statement=statement,
                position=position,
                credit=credit,
                plan_version=version,
                component=line.component,
                credit_minor=line.credit_minor,
                before_minor=line.before_minor,
                after_minor=line.after_minor,
                quota_minor=line.quota_minor,
                tier_reached=line.tier_reached,
                slices=[_slice(part) for part in line.slices],
                rounding=line.rounding,
                pay_minor=line.pay_minor,
            )


def _within(fact: CreditFact, assignment: Assignment) -> bool:
    first, end = assignment.valid.lower, assignment.valid.upper
    return fact.booked_date >= first and (end is None or fact.booked_date < end)


def _slice(part: engine.Slice) -> list[Any]:
    return list(astuple(part))
