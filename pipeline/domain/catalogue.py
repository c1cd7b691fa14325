"""Adds products, lead sources and close reasons."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from salesmgmt.events.domain.log import append

from pipeline.models import CloseReason, LeadSource, Product
from pipeline.rules import require
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.people.models import Company


@transaction.atomic
def add_product(*, name: str, series: str, list_price: Decimal, by: User, at: datetime) -> Product:
    """A product priced in the company's currency."""
    require(by, "pipeline.configure", "add products")
    sentences = {
        "pipeline_product_name_key": "There is already a product of this name; choose another name.",
        "a_list_price_is_not_negative": "A list price is 0 or more; correct it.",
    }
    currency = Company.objects.current().currency
    with refusing(sentences):
        product = Product.objects.create(name=name.strip(), series=series, list_price=list_price, currency=currency)
    append(kind="product.added", subject=product, by=by, at=at, payload={"list_price": str(list_price)})
    return product


@transaction.atomic
def set_list_price(*, product: Product, list_price: Decimal, by: User, at: datetime) -> Product:
    """Changes what new lines cost; lines that exist keep the price they were sold at."""
    require(by, "pipeline.configure", "change prices")
    product = Product.objects.select_for_update().get(pk=product.pk)
    product.list_price = list_price
    with refusing({"a_list_price_is_not_negative": "A list price is 0 or more; correct it."}, field="list_price"):
        product.save()
    append(kind="product.repriced", subject=product, by=by, at=at, payload={"list_price": str(list_price)})
    return product


@transaction.atomic
def add_lead_source(*, code: str, name: str, by: User, at: datetime) -> LeadSource:
    require(by, "pipeline.configure", "add lead sources")
    with refusing({"pipeline_leadsource_code_key": "There is already a lead source of this code; choose another."}):
        source = LeadSource.objects.create(code=code, name=name.strip())
    append(kind="lead_source.added", subject=source, by=by, at=at, payload={"code": code})
    return source


@transaction.atomic
def add_close_reason(*, kind: str, code: str, name: str, by: User | None, at: datetime) -> CloseReason:
    sentences = {
        "pipeline_closereason_code_key": "There is already a reason of this code; choose another.",
        "a_close_reason_is_for_won_or_lost": "A reason is for won or for lost deals; choose one.",
    }
    with refusing(sentences):
        reason = CloseReason.objects.create(kind=kind, code=code, name=name.strip())
    append(kind="close_reason.added", subject=reason, by=by, at=at, payload={"code": code})
    return reason
