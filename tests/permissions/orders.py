"""What the permission table says of invoices and what is paid of them: their names, and what acts on them send."""

from datetime import timedelta
from decimal import Decimal

from pipeline.domain.account_plans import review_account, write_plan
from pipeline.domain.cancellations import cancel_order
from pipeline.domain.invoices import issue_invoice
from pipeline.domain.orders import repeat_order
from pipeline.domain.payments import record_payment
from pipeline.domain.renewal_terms import set_renewal_term
from pipeline.domain.renewals import set_term
from pipeline.models import Account, Order, Payment
from tests.cast import AT, Cast

_API, _DAY = "/api/v1/pipeline", "2026-03-02"
ORDER_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/orders/{{ritas_order}}/invoice/"): {
        "number": "R-2",
        "amount": "1",
        "issued_date": _DAY,
        "due_date": _DAY,
    },
    ("POST", f"{_API}/orders/{{ritas_order}}/cancel/"): {"reason": "CUSTOMER"},
    ("POST", f"{_API}/invoices/{{ritas_invoice}}/pay/"): {"amount": "1", "paid_date": _DAY},
    ("POST", f"{_API}/invoices/{{ritas_invoice}}/refund/"): {
        "payment": "{ritas_payment}",
        "amount": "1",
        "refunded_date": _DAY,
    },
    ("POST", f"{_API}/invoices/{{ritas_invoice}}/credit/"): {"amount": "1"},
    ("POST", f"{_API}/products/{{product}}/cost/"): {"unit_cost": "5"},
    ("POST", f"{_API}/account-plans/"): {"account": "{ritas_account}", "text": "Grow"},
    ("POST", f"{_API}/account-reviews/"): {"account": "{ritas_account}", "note": "Met"},
    ("POST", "/pipeline/accounts/{ritas_account}/plan/write/"): {"text": "Grow", "version": "2"},
    ("POST", "/pipeline/accounts/{ritas_account}/plan/review/"): {"note": "Met", "version": "2"},
    ("POST", f"{_API}/renewals/"): {"order": "{ritas_order}", "start_date": _DAY, "months": 6},
    ("POST", f"{_API}/renewals/{{ritas_renewal}}/decline/"): {"reason": "ONE_OFF"},
    ("POST", f"{_API}/renewal-terms/"): {"product": "{product}", "months": 12},
    ("POST", "/pipeline/orders/{ritas_order}/term/"): {"start_date": _DAY, "months": "6"},
    ("POST", "/pipeline/orders/{ritas_order}/renewal/decline/"): {"reason": "ONE_OFF"},
    ("POST", "/pipeline/settings/renewals/"): {"product": "{product}", "months": "12"},
    ("POST", "/pipeline/orders/{ritas_order}/invoice/"): {
        "number": "R-2",
        "amount": "1",
        "issued_date": _DAY,
        "due_date": _DAY,
    },
    ("POST", "/pipeline/orders/{ritas_order}/cancel/"): {"reason": "CUSTOMER"},
    ("POST", "/pipeline/invoices/{ritas_invoice}/pay/"): {"amount": "1", "paid_date": _DAY},
    ("POST", "/pipeline/invoices/{ritas_invoice}/refund/"): {
        "payment": "{ritas_payment}",
        "amount": "1",
        "refunded_date": _DAY,
    },
    ("POST", "/pipeline/invoices/{ritas_invoice}/credit/"): {"amount": "1"},
}


def order_names(cast: Cast, order: Order) -> dict[str, object]:
    """Rita's order of 1000 is invoiced for 100, of which 50 are paid; one that repeats it for 7 is cancelled."""
    invoice = issue_invoice(
        order=order,
        number="R-1",
        issued_date=AT.date(),
        due_date=AT.date() + timedelta(days=30),
        amount=Decimal(100),
        by=cast.finn,
        at=AT,
    )
    record_payment(invoice=invoice, amount=Decimal(50), paid_date=AT.date(), by=cast.finn, at=AT)
    again = repeat_order(order=order, by=cast.rita, at=AT + timedelta(hours=1), amount=Decimal(7))
    cancel_order(order=again, reason="CUSTOMER", note="Qzcancelled", by=cast.olga, at=AT + timedelta(hours=2))
    renewal = set_term(order=order, start_date=AT.date(), months=12, by=cast.rita, at=AT)
    term = set_renewal_term(product=None, months=None, notice_days=60, by=cast.olga, at=AT)
    assert term is not None
    account = Account.objects.get(name="Helix Robotics")
    plan = write_plan(account=account, text="Win", next_review_date=None, by=cast.rita, at=AT)
    review_account(account=account, note="Met Qzreviewed", next_review_date=None, by=cast.rita, at=AT)
    return {
        "ritas_plan": plan.pk,
        "ritas_review": account.reviews.get().pk,
        "ritas_renewal": renewal.pk,
        "renewal_term": term.pk,
        "ritas_invoice": invoice.pk,
        "ritas_payment": Payment.objects.get().pk,
        "ritas_cancellation": again.cancellations.get().pk,
    }
