"""Orders end and their renewal opens itself as a deal, once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from pipeline.domain.campaigns import add_campaign
from pipeline.domain.cancellations import cancel_order
from pipeline.domain.catalogue import add_lead_source, add_product
from pipeline.domain.closing import win_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.orders import place_order
from pipeline.domain.renewal_terms import set_renewal_term
from pipeline.domain.renewals import ask_for_renewals, decline_renewal, open_due_renewals, open_renewal, set_term
from pipeline.forms.renewal_filters import RenewalFilters
from pipeline.models import Campaign, Deal, Order, Renewal
from pipeline.queries.account_work import renewals_ending
from pipeline.queries.campaign_orders import with_orders
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Job
from salesmgmt.web.agenda import LATE, NEXT
from salesmgmt.web.domain.undoing import offered, take_back
from tests.pipeline_rows import make_deal, won_for
from tests.refusals import assert_refused

pytestmark = pytest.mark.django_db
END = date(2027, 3, 2)


@pytest.fixture
def order(process, cast, at) -> Order:
    """Two years of service and a rotor for Helix by a campaign: 300.02 and 50, for a year from 2 March 2026."""
    web = add_lead_source(code="web", name="Web", by=cast.olga, at=at)
    facts = {"name": "Spring", "start_date": at.date(), "lead_source": web}
    campaign = add_campaign(code="spring", facts=facts, by=cast.olga, at=at)
    service = add_product(name="Service year", series="", list_price=Decimal("150.01"), by=cast.olga, at=at)
    rotor = add_product(name="Rotor", series="", list_price=Decimal(50), by=cast.olga, at=at)
    set_renewal_term(product=service, months=12, notice_days=60, by=cast.olga, at=at)
    deal = make_deal(cast.rita, campaign=campaign)
    deal = set_lines(deal=deal, lines=[LineFacts(service, Decimal(2)), LineFacts(rotor)], by=cast.rita, at=at)
    won = win_deal(deal=deal, reason=won_for(), by=cast.rita, at=at)
    return place_order(deal=won, by=cast.rita, at=at)


def day(at, on: date):
    return at.replace(year=on.year, month=on.month, day=on.day)


def test_an_order_of_what_is_sold_for_a_time_has_its_term(order):
    renewal = order.renewal
    assert (renewal.start_date, renewal.months, renewal.end_date) == (date(2026, 3, 2), 12, END)
    assert (renewal.opens_date, renewal.state) == (date(2027, 1, 1), "WAITING")


def test_the_job_opens_what_is_due_once(order, cast, at):
    assert open_due_renewals(at=day(at, date(2026, 12, 31))) == (0, None)
    due = day(at, date(2027, 1, 1))
    jobs = [ask_for_renewals(at=due) for _ in range(2)]
    assert jobs[0] == jobs[1]
    run(job_id=jobs[0].pk, at=due)
    assert Job.objects.get(pk=jobs[0].pk).result == {"opened": 1}
    deal = Renewal.objects.get().deal
    assert (deal.name, deal.owner, deal.account_id) == ("Helix Robotics, renewal Mar 2027", cast.rita, order.account_id)
    assert (deal.amount, deal.list_amount, deal.close_date) == (Decimal("300.02"), Decimal("300.02"), END)
    assert [(line.product.name, line.quantity, line.unit_price) for line in deal.lines.all()] == [
        ("Service year", Decimal(2), Decimal("150.01"))
    ]
    assert (deal.campaign, deal.lead_source) == (order.deal.campaign, order.deal.lead_source)
    assert (deal.next_step, deal.next_step_date, deal.version) == ("Ask whether they renew", date(2027, 1, 1), 1)
    assert open_due_renewals(at=due) == (0, None)
    run(job_id=ask_for_renewals(at=due + timedelta(days=1)).pk, at=due + timedelta(days=1))
    assert Deal.objects.count() == 2
    with pytest.raises(IntegrityError, match="pipeline_renewal_order_id_key"), transaction.atomic():
        Renewal.objects.create(order=order, start_date=at.date(), months=1, end_date=END, opens_date=END)


def test_what_the_deal_is_won_for_repeats_the_order_and_counts_once(order, cast, at):
    renewal = open_renewal(renewal=order.renewal, by=cast.rita, at=at + timedelta(days=1))
    won = win_deal(deal=renewal.deal, reason=won_for(), by=cast.rita, at=at + timedelta(days=2))
    again = place_order(deal=won, by=cast.rita, at=at + timedelta(days=3))
    assert (again.repeat_of, again.renewal.start_date) == (order, date(2026, 3, 5))
    counted = with_orders(Campaign.objects.all()).get()
    assert (counted.won_orders, counted.repeat_orders) == (1, 1)
    assert set(RenewalFilters({"standing": "renewed"}, Renewal.objects.all()).qs) == {renewal}


def test_an_order_in_another_currency_is_renewed_in_it(order, cast, at):
    Order.objects.filter(pk=order.pk).update(currency="USD")
    open_due_renewals(at=day(at, date(2027, 1, 1)))
    deal = Renewal.objects.get().deal
    assert (deal.amount, deal.currency) == (Decimal("300.02"), "USD")


def test_a_cancelled_order_and_one_without_a_seller_open_nothing(order, cast, at):
    late = day(at, END)
    cast.rita.is_active = False
    cast.rita.save()
    assert open_due_renewals(at=late) == (0, None)
    cast.rita.is_active = True
    cast.rita.save()
    cancel_order(order=order, reason="CUSTOMER", by=cast.rita, at=at)
    assert (open_due_renewals(at=late), Deal.objects.count()) == ((0, None), 1)
    with assert_refused("cancelled"):
        open_renewal(renewal=order.renewal, by=cast.rita, at=late)
    with assert_refused("cancelled"):
        set_term(order=order, start_date=END, months=3, by=cast.rita, at=at)


def test_a_renewal_is_declined_with_a_reason_and_waits_again(order, cast, at):
    with assert_refused("reason", "reason"):
        decline_renewal(renewal=order.renewal, reason="BORED", by=cast.rita, at=at)
    declined = decline_renewal(renewal=order.renewal, reason="REPLACED", by=cast.rita, at=at, expected_version=1)
    assert open_due_renewals(at=day(at, END)) == (0, None)
    with assert_refused("renewal_state"):
        set_term(order=order, start_date=END, months=3, by=cast.rita, at=at)
    take_back(undo=offered(declined, by=cast.rita, at=at), by=cast.rita, at=at)
    longer = set_term(order=order, start_date=END, months=3, by=cast.rita, at=at, expected_version=3)
    assert (longer.end_date, longer.opens_date, longer.version) == (date(2027, 6, 2), date(2027, 4, 3), 4)


def test_today_shows_what_ends_soon_to_whom_it_belongs(order, cast, at, django_assert_num_queries):
    assert renewals_ending(cast.rita, date(2027, 1, 30), 5).total == 0
    open_due_renewals(at=day(at, date(2027, 1, 1)))
    with django_assert_num_queries(1):
        [item] = renewals_ending(cast.rita, date(2027, 2, 10), 5).items
    assert (item.urgency, item.why) == (NEXT, "Its renewal stands in Qualify. 350\N{NO-BREAK SPACE}EUR a term.")
    assert renewals_ending(cast.rita, END, 5).items[0].urgency == LATE
    assert renewals_ending(cast.mona, END, 5).total == 0


def test_terms_are_refused_without_months_or_product(order, cast, at):
    product = order.lines.first().product
    with assert_refused("months", "months"):
        set_renewal_term(product=product, months=None, notice_days=5, by=cast.olga, at=at)
    with assert_refused("months", "months"):
        set_renewal_term(product=None, months=5, notice_days=5, by=cast.olga, at=at)
    with assert_refused("a_product_is_sold_for_some_months", "months"):
        set_renewal_term(product=product, months=0, notice_days=5, by=cast.olga, at=at)
