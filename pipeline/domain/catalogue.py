"""Adds and renames products, lead sources and close reasons, prices products, and takes them out of use."""

import re
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.db import transaction

from pipeline.models import CloseReason, LeadSource, Product
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

Chosen = TypeVar("Chosen", LeadSource, CloseReason)
_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_PRODUCT_SENTENCES = {
    "pipeline_product_name_key": "There is already a product of this name; choose another name.",
    "a_product_cost_is_not_negative": "A cost is 0 or more; correct it, or leave it empty.",
    "a_list_price_is_not_negative": "A list price is 0 or more; correct it.",
}


@transaction.atomic
def add_product(*, name: str, series: str, list_price: Decimal, by: User, at: datetime) -> Product:
    """A product priced in the company's currency."""
    require(by, "pipeline.configure", "add products")
    currency = Company.objects.current().currency
    with refusing(_PRODUCT_SENTENCES):
        product = Product.objects.create(
            name=_named(name, "product"), series=series.strip(), list_price=list_price, currency=currency
        )
    append(kind="product.added", subject=product, by=by, at=at, payload={"list_price": list_price})
    return product


@transaction.atomic
def rename_product(
    *, product: Product, name: str, series: str, by: User, at: datetime, expected_version: int | None = None
) -> Product:
    """Whatever was sold of it stands under its new name."""
    require(by, "pipeline.configure", "rename products")
    product = Product.objects.select_for_update().get(pk=product.pk)
    if expected_version is not None and product.version != expected_version:
        raise Conflict(f"{product} was changed meanwhile; look at it again.")
    name, series = _named(name, "product"), series.strip()
    if (product.name, product.series) == (name, series):
        return product
    product.name, product.series, product.version = name, series, product.version + 1
    with refusing(_PRODUCT_SENTENCES, field="name"):
        product.save(update_fields=["name", "series", "version"])
    append(kind="product.renamed", subject=product, by=by, at=at)
    return product


@transaction.atomic
def set_list_price(*, product: Product, list_price: Decimal, by: User, at: datetime) -> Product:
    """Changes what new lines cost; lines that exist keep the price they were sold at."""
    require(by, "pipeline.configure", "change prices")
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.list_price == list_price:
        return product
    product.list_price, product.version = list_price, product.version + 1
    with refusing(_PRODUCT_SENTENCES, field="list_price"):
        product.save(update_fields=["list_price", "version"])
    append(kind="product.repriced", subject=product, by=by, at=at, payload={"list_price": list_price})
    return product


@transaction.atomic
def set_unit_cost(*, product: Product, unit_cost: Decimal | None, by: User, at: datetime) -> Product:
    """Says what one costs us (None: nobody knows); lines that exist keep their cost. The log does not say how much."""
    require(by, "pipeline.configure", "change costs")
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.unit_cost == unit_cost:
        return product
    product.unit_cost, product.version = unit_cost, product.version + 1
    with refusing(_PRODUCT_SENTENCES, field="unit_cost"):
        product.save(update_fields=["unit_cost", "version"])
    append(kind="product.costed", subject=product, by=by, at=at)
    return product


@transaction.atomic
def offer_product(
    *, product: Product, offered: bool, by: User, at: datetime, expected_version: int | None = None
) -> Product:
    """Puts a product on sale or takes it off; lines that exist keep it. Raises Conflict when it was changed since."""
    require(by, "pipeline.configure", "change what is on sale")
    product = Product.objects.select_for_update().get(pk=product.pk)
    if expected_version is not None and product.version != expected_version:
        raise Conflict(f"{product} was changed meanwhile; look at it again.")
    if product.is_active == offered:
        return product
    product.is_active, product.version = offered, product.version + 1
    product.save(update_fields=["is_active", "version"])
    append(kind="product.offered" if offered else "product.withdrawn", subject=product, by=by, at=at)
    return product


@transaction.atomic
def add_lead_source(*, code: str, name: str, by: User, at: datetime) -> LeadSource:
    require(by, "pipeline.configure", "add lead sources")
    sentences = {"pipeline_leadsource_code_key": "There is already a lead source of this code; choose another code."}
    with refusing(sentences, field="code"):
        source = LeadSource.objects.create(code=coded(code), name=_named(name, "lead source"))
    append(kind="lead_source.added", subject=source, by=by, at=at, payload={"code": source.code})
    return source


@transaction.atomic
def rename_lead_source(*, source: LeadSource, name: str, by: User, at: datetime) -> LeadSource:
    """Its code stays, and so does whatever came from it."""
    require(by, "pipeline.configure", "rename lead sources")
    return _renamed(source, "lead source", name, by=by, at=at)


@transaction.atomic
def offer_lead_source(*, source: LeadSource, offered: bool, by: User, at: datetime) -> LeadSource:
    """Lets people choose a source, or no longer; leads, deals, accounts and campaigns of it keep it."""
    require(by, "pipeline.configure", "change lead sources")
    return _offered(source, "lead_source", offered, by=by, at=at)


@transaction.atomic
def add_close_reason(*, kind: str, code: str, name: str, by: User | None, at: datetime) -> CloseReason:
    """A reason to win or to lose by; without a person only when a company is set up."""
    if by is not None:
        require(by, "pipeline.configure", "add close reasons")
    sentences = {
        "pipeline_closereason_code_key": "There is already a reason of this code; choose another code.",
        "a_close_reason_is_for_won_or_lost": "A reason is for won or for lost deals; choose one.",
    }
    with refusing(sentences, field="code"):
        reason = CloseReason.objects.create(kind=kind, code=coded(code), name=_named(name, "reason"))
    append(kind="close_reason.added", subject=reason, by=by, at=at, payload={"code": reason.code})
    return reason


@transaction.atomic
def offer_close_reason(*, reason: CloseReason, offered: bool, by: User, at: datetime) -> CloseReason:
    """Lets people choose a reason, or no longer; deals that were closed for it keep it."""
    require(by, "pipeline.configure", "change close reasons")
    return _offered(reason, "close_reason", offered, by=by, at=at)


@transaction.atomic
def rename_close_reason(*, reason: CloseReason, name: str, by: User, at: datetime) -> CloseReason:
    """Its code stays, and deals that were closed for it stand under its new name."""
    require(by, "pipeline.configure", "rename close reasons")
    return _renamed(reason, "close reason", name, by=by, at=at)


def _renamed(row: Chosen, thing: str, name: str, *, by: User, at: datetime) -> Chosen:
    row = type(row).objects.select_for_update().get(pk=row.pk)
    name = _named(name, thing)
    if row.name == name:
        return row
    row.name = name
    row.save(update_fields=["name"])
    append(kind=f"{thing.replace(' ', '_')}.renamed", subject=row, by=by, at=at, payload={"code": row.code})
    return row


def _offered(row: Chosen, noun: str, offered: bool, *, by: User, at: datetime) -> Chosen:
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.is_active == offered:
        return row
    row.is_active = offered
    row.save(update_fields=["is_active"])
    append(kind=f"{noun}.offered" if offered else f"{noun}.withdrawn", subject=row, by=by, at=at)
    return row


def _named(name: str, thing: str) -> str:
    if not name.strip():
        raise Refused(f"A {thing} needs a name; write one.", field="name")
    return name.strip()


def coded(code: str) -> str:
    """Codes stand in events and URLs, so they keep to one alphabet."""
    if not _CODE.fullmatch(code):
        raise Refused(
            f"“{code}” is no code: use small letters and digits, with - or _ between them.", code="code", field="code"
        )
    return code
