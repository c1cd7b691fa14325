"""What the permission table says of approvals: a discount that Rita asks for, and Max's deputy."""

from datetime import date
from decimal import Decimal

from pipeline.domain.discounts import ask_discount, set_discount_limit
from pipeline.domain.lines import LineFacts
from pipeline.models import Deal, Product
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.approvals.domain.delegations import delegate
from salesmgmt.approvals.models import ApprovalRequest
from tests.cast import AT, Cast

APPROVAL_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/approvals/{ritas_request}/decide/"): {"say": "yes"},
    ("POST", "/api/v1/approvals/{ritas_request}/decide/"): {"is_yes": True},
}


def approval_names(cast: Cast, deal: Deal, product: Product) -> dict[str, object]:
    set_discount_limit(limit_rate=Decimal("0.20"), by=cast.olga, at=AT)
    set_chain(kind="pipeline.discount", approvers=["MANAGER"], by=cast.olga, at=AT, expires_after_days=365)
    lines = [LineFacts(product, Decimal(1), None, Decimal("0.30"))]
    version = Deal.objects.get(pk=deal.pk).version
    request = ask_discount(deal=deal, lines=lines, by=cast.rita, at=AT, expected_version=version)
    deputy = delegate(deputy=cast.mona, from_date=date(2026, 1, 1), until_date=date(2026, 2, 1), by=cast.max, at=AT)
    assert ApprovalRequest.objects.get() == request
    return {"ritas_request": request.pk, "maxs_deputy": deputy.pk}
