"""Writes what is planned with an account, and notes that somebody looked at it."""

from datetime import date, datetime

from django.db import transaction

from pipeline.models import Account, AccountPlan, AccountReview
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

_SAYS = {"a_plan_says_something": "A plan has words, or a day on which to look at the account; write one of them."}


@transaction.atomic
def write_plan(
    *,
    account: Account,
    text: str,
    next_review_date: date | None,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> AccountPlan:
    """The account's one plan, in its words and with the day of the next review."""
    plan = _locked_plan(account, by, expected_version)
    if plan.pk and (plan.text, plan.next_review_date) == (text.strip(), next_review_date):
        return plan
    plan.text, plan.next_review_date = text.strip(), next_review_date
    return _save(plan, "account.planned", by=by, at=at)


@transaction.atomic
def review_account(
    *,
    account: Account,
    note: str,
    next_review_date: date | None,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> AccountPlan:
    """Somebody looked at the account, and says when to look again (None: there is no day). It stays noted."""
    plan = _locked_plan(account, by, expected_version)
    if next_review_date is not None and next_review_date <= Company.objects.current().day_of(at):
        raise Refused("The next review lies ahead; choose a later day.", code="past", field="next_review_date")
    AccountReview.objects.create(account=account, note=note.strip(), by=by, at=at)
    plan.next_review_date = next_review_date
    return _save(plan, "account.reviewed", by=by, at=at)


def _locked_plan(account: Account, by: User, expected: int | None) -> AccountPlan:
    """Under the account's lock, so that two who write the first plan at once follow each other."""
    require(by, "pipeline.work_deals", "plan accounts")
    account = Account.objects.select_for_update().get(pk=account.pk)
    plan = AccountPlan.objects.filter(account=account).first() or AccountPlan(account=account, version=0)
    if expected is not None and expected != plan.version:
        raise Conflict(f"The plan for {account} was changed in between; look at it again, then repeat.")
    return plan


def _save(plan: AccountPlan, kind: str, *, by: User, at: datetime) -> AccountPlan:
    plan.version += 1
    with refusing(_SAYS, field="text"):
        plan.save()
    payload = {"plan_id": plan.pk, "next_review_date": plan.next_review_date}
    append(kind=kind, subject=plan.account, by=by, at=at, payload=payload)
    return plan
