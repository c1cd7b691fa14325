"""Opens renewals as deals, once each; says when an order ends, and that one is not to be renewed."""

from datetime import date, datetime, timedelta

from django.db import transaction

from pipeline.choices import RenewalDecline, RenewalState
from pipeline.domain.renewal_deals import Plan, open_as_deals, save_renewal
from pipeline.domain.renewal_terms import notice_days
from pipeline.models import Order, Renewal, RenewalTerm
from pipeline.models.renewal import LONGEST_MONTHS
from salesmgmt.accounts.models import User
from salesmgmt.common.period import months_later
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.models import Job
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

CHUNK = 100


@transaction.atomic
def set_term(
    *, order: Order, start_date: date, months: int, by: User, at: datetime, expected_version: int | None = None
) -> Renewal:
    """An order runs for so many months from a day; while its renewal waits, that can be said anew."""
    require(by, "pipeline.work_deals", "say when an order ends")
    if not 1 <= months <= LONGEST_MONTHS:
        raise Refused("A term is 1 to 120 months; correct it.", code="months", field="months")
    if not 1900 <= start_date.year <= 2200:
        raise Refused("A term starts in this century; correct the day.", code="start_date", field="start_date")
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.cancelled_at is not None:
        raise Refused(f"{order} is cancelled; it has no term.", code="cancelled")
    renewal = Renewal.objects.select_for_update().filter(order=order).first() or Renewal(order=order)
    if renewal.pk:
        _require_version(renewal, expected_version)
        _require_waiting(renewal, "A term is set while its renewal waits")
    term = RenewalTerm.objects.filter(product__order_lines__order=order).order_by("months", "pk").first()
    renewal.start_date, renewal.months, renewal.end_date = start_date, months, months_later(start_date, months)
    renewal.opens_date = renewal.end_date - timedelta(days=notice_days(term))
    return save_renewal(renewal, "renewal.term_set", {"start_date": start_date, "months": months}, by=by, at=at)


@transaction.atomic
def decline_renewal(
    *, renewal: Renewal, reason: str, by: User, at: datetime, expected_version: int | None = None
) -> Renewal:
    """Nobody tries to renew the order; for a day that can be taken back."""
    renewal = lock_renewal(renewal=renewal, by=by, expected_version=expected_version)
    _require_waiting(renewal, "Only a renewal that waits is declined")
    if reason not in RenewalDecline.values:
        raise Refused("A declined renewal says why; choose one of the reasons.", code="reason", field="reason")
    renewal.state, renewal.reason, renewal.decided_by, renewal.decided_at = RenewalState.DECLINED, reason, by, at
    save_renewal(renewal, "renewal.declined", {"order_id": renewal.order_id, "reason": reason}, by=by, at=at)
    params = {"renewal_id": renewal.pk, "version": renewal.version}
    offer_undo(verb="pipeline.decline_renewal", subject=renewal, params=params, by=by, at=at)
    return renewal


@transaction.atomic
def await_renewal(*, renewal: Renewal, by: User, at: datetime, expected_version: int | None = None) -> Renewal:
    """A declined renewal waits again, and opens when its day has come."""
    renewal = lock_renewal(renewal=renewal, by=by, expected_version=expected_version)
    if renewal.state != RenewalState.DECLINED:
        raise Refused(f"{renewal} is not declined; there is nothing to take back.", code="renewal_state")
    renewal.state, renewal.reason, renewal.decided_by, renewal.decided_at = RenewalState.WAITING, "", None, None
    return save_renewal(renewal, "renewal.awaited", {"order_id": renewal.order_id}, by=by, at=at)


@transaction.atomic
def open_renewal(*, renewal: Renewal, by: User, at: datetime, expected_version: int | None = None) -> Renewal:
    """Opens the deal before its day has come."""
    renewal = lock_renewal(renewal=renewal, by=by, expected_version=expected_version)
    _require_waiting(renewal, "A renewal opens once")
    if Order.objects.get(pk=renewal.order_id).cancelled_at is not None:
        raise Refused("The order is cancelled; there is nothing to renew.", code="cancelled")
    plan = Plan.today(at)
    if not plan.stages:
        raise Refused("No process is published that a deal could begin in; publish one.", code="no_process")
    if not open_as_deals([renewal], plan, by=by, at=at):
        raise Refused(f"Nobody who works deals owns {renewal}; give its account to somebody.", code="owner")
    return renewal


def ask_for_renewals(*, at: datetime) -> Job:
    """A run a day: asked for again on it, it is the same."""
    key = f"pipeline.open_renewals:{Company.objects.current().day_of(at).isoformat()}"
    return enqueue(kind="pipeline.open_renewals", effect_key=key, params={}, by=None, at=at)


@transaction.atomic
def open_due_renewals(*, at: datetime, after: int = 0) -> tuple[int, int | None]:
    """Opens a chunk of those whose day has come; how many, and where the next chunk begins (None: nowhere). One whose
    owners work no deals any more waits on."""
    plan = Plan.today(at)
    due = Renewal.objects.waiting().filter(opens_date__lte=plan.today_date, pk__gt=after).order_by("pk")
    if not plan.stages:
        return 0, None
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:CHUNK])
    opened = open_as_deals(rows, plan, by=None, at=at)
    return opened, rows[-1].pk if len(rows) == CHUNK else None


def lock_renewal(*, renewal: Renewal, by: User, expected_version: int | None = None) -> Renewal:
    """The row, locked and fresh. Raises Conflict when it is no longer at `expected_version`."""
    require(by, "pipeline.work_deals", "change renewals")
    locked = Renewal.objects.select_for_update().get(pk=renewal.pk)
    _require_version(locked, expected_version)
    return locked


def _require_version(renewal: Renewal, expected: int | None) -> None:
    if expected is not None and renewal.version != expected:
        raise Conflict(f"{renewal} was changed by somebody else in between; look at it again, then repeat.")


def _require_waiting(renewal: Renewal, rule: str) -> None:
    if renewal.state != RenewalState.WAITING:
        said = renewal.get_state_display().lower()
        raise Refused(f"{rule}, and {renewal} is {said}; look at what became of it.", code="renewal_state")
