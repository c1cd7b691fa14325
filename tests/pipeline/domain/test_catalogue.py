from decimal import Decimal

import pytest

from pipeline.domain import catalogue
from pipeline.models import CloseReason, LeadSource, Product
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import lost_for
from tests.refusals import all_rows, assert_refused


@pytest.fixture
def rotor(process, olga, at) -> Product:
    return catalogue.add_product(name=" Rotor ", series="R", list_price=Decimal(100), by=olga, at=at)


def test_add_product_is_priced_in_the_companys_currency(rotor, olga):
    row = Product.objects.get()
    assert (row.name, row.series, row.list_price, row.currency, row.is_active) == ("Rotor", "R", 100, "EUR", True)
    assert last_event() == ("product.added", "pipeline.product", rotor.pk, olga.pk, {"list_price": "100"})


def test_add_product_refusals(rotor, cast, at):
    with assert_refused("pipeline_product_name_key"):
        catalogue.add_product(name="Rotor", series="", list_price=Decimal(1), by=cast.olga, at=at)
    with assert_refused("a_list_price_is_not_negative"):
        catalogue.add_product(name="New", series="", list_price=Decimal(-1), by=cast.olga, at=at)
    with assert_refused("refused", "name"):
        catalogue.add_product(name=" ", series="", list_price=Decimal(1), by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        catalogue.add_product(name="New", series="", list_price=Decimal(1), by=cast.max, at=at)


def test_set_list_price_and_offer_product(rotor, cast, at):
    catalogue.set_list_price(product=rotor, list_price=Decimal(120), by=cast.olga, at=at)
    assert Product.objects.get().list_price == 120
    assert last_event() == ("product.repriced", "pipeline.product", rotor.pk, cast.olga.pk, {"list_price": "120"})
    catalogue.offer_product(product=rotor, offered=False, by=cast.olga, at=at)
    assert (Product.objects.get().is_active, last_event()[0]) == (False, "product.withdrawn")
    before = all_rows()
    catalogue.offer_product(product=rotor, offered=False, by=cast.olga, at=at)
    catalogue.set_list_price(product=rotor, list_price=Decimal(120), by=cast.olga, at=at)
    assert all_rows() == before
    catalogue.offer_product(product=rotor, offered=True, by=cast.olga, at=at)
    assert (Product.objects.get().is_active, last_event()[0]) == (True, "product.offered")
    with assert_refused("a_list_price_is_not_negative", "list_price"):
        catalogue.set_list_price(product=rotor, list_price=Decimal(-1), by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        catalogue.set_list_price(product=rotor, list_price=Decimal(1), by=cast.rita, at=at)
    with assert_refused("not_allowed"):
        catalogue.offer_product(product=rotor, offered=False, by=cast.rita, at=at)


def test_add_lead_source(process, cast, at):
    source = catalogue.add_lead_source(code="trade-fair", name="Trade fair", by=cast.olga, at=at)
    assert LeadSource.objects.values_list("code", "name").get() == ("trade-fair", "Trade fair")
    event = ("lead_source.added", "pipeline.leadsource", source.pk, cast.olga.pk, {"code": "trade-fair"})
    assert last_event() == event
    with assert_refused("pipeline_leadsource_code_key", "code"):
        catalogue.add_lead_source(code="trade-fair", name="Again", by=cast.olga, at=at)
    with assert_refused("code", "code"):
        catalogue.add_lead_source(code="Trade Fair", name="Again", by=cast.olga, at=at)
    with assert_refused("refused", "name"):
        catalogue.add_lead_source(code="x", name="", by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        catalogue.add_lead_source(code="x", name="X", by=cast.max, at=at)


def test_add_and_offer_close_reason(process, cast, at):
    reason = catalogue.add_close_reason(kind="LOST", code="no-budget", name="No budget", by=cast.olga, at=at)
    assert CloseReason.objects.filter(code="no-budget", kind="LOST", name="No budget", is_active=True).exists()
    event = ("close_reason.added", "pipeline.closereason", reason.pk, cast.olga.pk, {"code": "no-budget"})
    assert last_event() == event
    catalogue.offer_close_reason(reason=reason, offered=False, by=cast.olga, at=at)
    assert (CloseReason.objects.get(pk=reason.pk).is_active, last_event()[0]) == (False, "close_reason.withdrawn")
    before = all_rows()
    catalogue.offer_close_reason(reason=reason, offered=False, by=cast.olga, at=at)
    assert all_rows() == before
    with assert_refused("pipeline_closereason_code_key", "code"):
        catalogue.add_close_reason(kind="LOST", code="price", name="Again", by=cast.olga, at=at)
    with assert_refused("a_close_reason_is_for_won_or_lost", "code"):
        catalogue.add_close_reason(kind="OPEN", code="x", name="X", by=cast.olga, at=at)
    with assert_refused("code", "code"):
        catalogue.add_close_reason(kind="LOST", code="", name="X", by=cast.olga, at=at)
    with assert_refused("not_allowed"):
        catalogue.add_close_reason(kind="LOST", code="x", name="X", by=cast.rita, at=at)
    with assert_refused("not_allowed"):
        catalogue.offer_close_reason(reason=lost_for(), offered=False, by=cast.rita, at=at)


def test_what_people_choose_from_is_renamed_and_keeps_its_code(rotor, cast, at):
    source = catalogue.add_lead_source(code="fair", name="Fair", by=cast.olga, at=at)
    catalogue.rename_lead_source(source=source, name=" Trade fair ", by=cast.olga, at=at)
    assert LeadSource.objects.values_list("code", "name").get() == ("fair", "Trade fair")
    assert last_event() == ("lead_source.renamed", "pipeline.leadsource", source.pk, cast.olga.pk, {"code": "fair"})
    catalogue.rename_close_reason(reason=lost_for(), name="Too dear", by=cast.olga, at=at)
    assert (lost_for().name, last_event()[0]) == ("Too dear", "close_reason.renamed")
    catalogue.rename_product(product=rotor, name="Rotor 2", series="R2", by=cast.olga, at=at, expected_version=1)
    assert Product.objects.values_list("name", "series", "version").get() == ("Rotor 2", "R2", 2)
    assert last_event()[0] == "product.renamed"
    before = all_rows()
    catalogue.rename_lead_source(source=source, name="Trade fair", by=cast.olga, at=at)
    catalogue.rename_close_reason(reason=lost_for(), name="Too dear", by=cast.olga, at=at)
    catalogue.rename_product(product=rotor, name="Rotor 2", series="R2", by=cast.olga, at=at)
    assert all_rows() == before


def test_rename_refusals(rotor, cast, at):
    source = catalogue.add_lead_source(code="fair", name="Fair", by=cast.olga, at=at)
    catalogue.add_product(name="Stator", series="", list_price=Decimal(1), by=cast.olga, at=at)
    acts = [
        lambda name, by: catalogue.rename_lead_source(source=source, name=name, by=by, at=at),
        lambda name, by: catalogue.rename_close_reason(reason=lost_for(), name=name, by=by, at=at),
        lambda name, by: catalogue.rename_product(product=rotor, name=name, series="", by=by, at=at),
    ]
    for act in acts:
        with assert_refused("refused", "name", says="needs a name"):
            act(" ", cast.olga)
        with assert_refused("not_allowed"):
            act("New", cast.max)
    with assert_refused("pipeline_product_name_key", "name"):
        catalogue.rename_product(product=rotor, name="Stator", series="", by=cast.olga, at=at)
    with assert_refused("conflict"):
        catalogue.rename_product(product=rotor, name="New", series="", by=cast.olga, at=at, expected_version=7)
    with assert_refused("not_allowed"):
        catalogue.offer_lead_source(source=source, offered=False, by=cast.max, at=at)
