"""The list of products: what is sold, at which list price, and what one costs for those who may know."""

from decimal import Decimal
from typing import Any

from pipeline.domain.catalogue import offer_product
from pipeline.forms.list_filters import ProductFilters
from pipeline.lists.accounts import DASH
from pipeline.models import Product
from pipeline.rules import can_read_costs, can_read_pipeline
from pipeline.tables.adopting import own_key
from salesmgmt.common.money import currency_decimals
from salesmgmt.people.rules import is_admin
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.marks import chip
from salesmgmt.web.lists.declaration import BulkAct, Column, List, View
from salesmgmt.web.lists.filters import Choice, Filter, Search
from salesmgmt.web.lists.forms import BulkForm
from salesmgmt.web.lists.registry import register


class OfferMany(BulkForm):
    name = "offer"


class WithdrawMany(BulkForm):
    name = "withdraw"


def _of(name: str) -> Any:
    return lambda product: getattr(product, name)


def _price(amount: Decimal, currency: str) -> str:
    """With the digits of the currency, and more where a price has them."""
    own = -int(amount.normalize().as_tuple().exponent)
    return money(amount, currency, decimals=max(currency_decimals(currency), own))


def _offering(offered: bool) -> Any:
    return lambda *, row, **act: offer_product(product=row, offered=offered, **act)


def _as_before(*, row: Product, before: dict[str, Any], **act: Any) -> Product:
    return offer_product(product=row, offered=before["offered"], **act)


def _offer_of(product: Product) -> dict[str, Any]:
    return {"offered": product.is_active}


PRODUCTS = register(
    List(
        code="products",
        nouns=("product", "products"),
        title="Products",
        sub="What you sell, and the price book: new lines of deals cost what stands here",
        url_name="pipeline:products",
        page="pipeline/page.html",
        here={"here": "products"},
        visible=can_read_pipeline,
        rows=lambda reader: Product.objects.visible_to(reader.user),
        columns=(
            Column("name", "Product", _of("name"), _of("name"), order="name", css="wrap-s", on_phone=True),
            Column("series", "Series", lambda each: each.series or DASH, _of("series"), order="series"),
            Column(
                "list_price",
                "List price",
                lambda each: _price(each.list_price, each.currency),
                _of("list_price"),
                order="list_price",
                first="-",
                css="num fw-semibold",
                on_phone=True,
            ),
            Column(
                "unit_cost",
                "Costs us",
                lambda each: _price(each.unit_cost, each.currency) if each.unit_cost is not None else DASH,
                _of("unit_cost"),
                order="unit_cost",
                first="-",
                css="num t-2",
                readable=can_read_costs,
            ),
            Column("currency", "Currency", _of("currency"), _of("currency"), css="t-2", shown=False),
            Column(
                "active",
                "On sale",
                lambda each: chip("on sale", "good") if each.is_active else chip("not offered"),
                _of("is_active"),
                on_phone=True,
            ),
            Column("external_id", "Id in its source", own_key, own_key, css="t-2", shown=False),
        ),
        filterset=ProductFilters,
        filters=(
            Search(name="search", title="Name or series"),
            Choice(
                name="is_active",
                title="On sale",
                choices=(("true", "On sale"), ("false", "No longer on sale")),
                any_words="Either",
            ),
            Filter(name="series", title="Series"),
        ),
        search="Name or series",
        start="is_active=true",
        order="name",
        views=(
            View("On sale", "is_active=true"),
            View("No longer on sale", "is_active=false"),
            View("All", ""),
        ),
        acts=(
            BulkAct(
                name="withdraw",
                title="Take off sale",
                button="Take off sale",
                done="{count} no longer on sale",
                form=WithdrawMany,
                do=_offering(False),
                before=_offer_of,
                restore=_as_before,
                allowed=is_admin,
            ),
            BulkAct(
                name="offer",
                title="Put on sale",
                button="Put on sale",
                done="{count} on sale",
                form=OfferMany,
                do=_offering(True),
                before=_offer_of,
                restore=_as_before,
                allowed=is_admin,
            ),
        ),
        actions="pipeline/products/actions.html",
        empty="pipeline/products/none.html",
        imported_as="pipeline.products",
    )
)
