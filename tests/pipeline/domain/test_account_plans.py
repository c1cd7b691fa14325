"""An account's rhythm, its plan, and what it has not bought."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from pipeline.domain.account_plans import review_account, write_plan
from pipeline.domain.accounts import create_account
from pipeline.domain.cancellations import cancel_order
from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import lose_deal
from pipeline.forms.list_filters import AccountFilters
from pipeline.models import Account, AccountPlan, AccountReview, Order, OrderLine
from pipeline.queries.account_work import reorders_expected, reviews_due
from pipeline.queries.reordering import ExpectedOrderDay, reorders_of
from pipeline.queries.white_space import white_space
from salesmgmt.web.agenda import LATE, NEXT, TODAY
from salesmgmt.web.lists.declaration import Reader
from tests.pipeline_rows import lost_for, make_deal
from tests.refusals import assert_refused

pytestmark = pytest.mark.django_db


def ordered(account: Account, owner, at, *days: int, products=()) -> list[Order]:
    orders = [
        Order.objects.create(
            account=account, owner=owner, ordered_at=at + timedelta(days=each), amount=100, currency="EUR"
        )
        for each in days
    ]
    for order in orders:
        for position, product in enumerate(products, start=1):
            OrderLine.objects.create(order=order, position=position, product=product, price=Decimal(100))
    return orders


@pytest.fixture
def helix(cast, at) -> Account:
    """Ordered on 2, 12 March, 1 and 22 April 2026 (gaps of 10, 20, 21 days), a fifth order cancelled."""
    account = create_account(name="Helix", facts={"owner": cast.rita, "sector": "Machinery"}, by=cast.rita, at=at)
    *_, gone = ordered(account, cast.rita, at, 0, 10, 30, 51, 60)
    cancel_order(order=gone, reason="CUSTOMER", by=cast.rita, at=at + timedelta(days=61))
    return account


def expected(viewer) -> list[date]:
    return list(Account.objects.annotate(day=ExpectedOrderDay(viewer)).values_list("day", flat=True))


def test_sql_says_of_all_accounts_what_the_engine_says_of_one(helix, cast, at):
    day = date(2026, 5, 12)
    assert reorders_of([helix], viewer=cast.rita, zone="Europe/Berlin")[helix.pk].day == day
    ordered(helix, cast.rita, at, 55)  # gaps of 4, 10, 20, 21: the median 15, after 26 April
    assert reorders_of([helix], viewer=cast.rita, zone="Europe/Berlin")[helix.pk].day == date(2026, 5, 11)
    assert expected(cast.rita) == expected(cast.olga) == [date(2026, 5, 11)]
    assert expected(cast.mona) == [None]


def narrowed(reader, code) -> QuerySet[Account]:
    asked = Reader(user=reader, company=None, now=None)
    return AccountFilters({"reorder": code}, Account.objects.all(), request=asked).qs


def test_accounts_are_found_by_when_they_order_again(helix, cast, at):
    today = cast.company.day_of(at)  # long before now, so that by the database's clock it is overdue
    assert [set(narrowed(who, "overdue")) for who in (cast.rita, cast.mona)] == [{helix}, set()]
    assert set(narrowed(cast.rita, "soon")) == set()
    assert reorders_expected(cast.rita, today, 5).total == 0
    found = {day: reorders_expected(cast.rita, date(2026, 5, day), 5).items for day in (5, 12, 20)}
    assert [(item.urgency, item.chip) for [item] in found.values()] == [
        (NEXT, ""),
        (TODAY, ""),
        (TODAY, "re-order overdue"),
    ]
    assert reorders_expected(cast.max, date(2026, 5, 20), 5).total == 0


def test_an_account_with_an_open_deal_is_looked_after(process, helix, cast, at, django_assert_num_queries):
    deal = make_deal(cast.rita, "Helix")
    assert reorders_expected(cast.rita, date(2026, 5, 20), 5).total == 0
    lose_deal(deal=deal, reason=lost_for(), by=cast.rita, at=at)
    with django_assert_num_queries(1):
        assert reorders_expected(cast.rita, date(2026, 5, 20), 5).total == 1


def test_white_space_compares_with_others_of_the_sector_that_one_sees(helix, cast, at, client):
    series = {"Rotor X": "Rotors", "Rotor Y": "Rotors", "Gauge": "Gauges", "Visit": ""}
    made = {
        name: add_product(name=name, series=of, list_price=Decimal(1), by=cast.olga, at=at)
        for name, of in series.items()
    }
    ordered(helix, cast.rita, at, 70, products=[made["Rotor X"], made["Rotor Y"]])
    for number, names in enumerate((["Gauge"], ["Gauge", "Rotor X"], ["Gauge"], ["Visit"], ["Rotor Y"]), start=1):
        facts = {"owner": cast.rita, "sector": "Machinery"}
        peer = create_account(name=f"Peer {number}", facts=facts, by=cast.rita, at=at)
        ordered(peer, cast.sam if number == 5 else cast.rita, at, 1, products=[made[name] for name in names])
    other = create_account(name="Bakery", facts={"owner": cast.rita, "sector": "Food"}, by=cast.rita, at=at)
    ordered(other, cast.rita, at, 1, products=[made["Visit"]])
    space = white_space(helix, viewer=cast.olga)
    assert [(each.name, each.orders, each.peers, each.n) for each in space.families] == [
        ("Gauges", 0, 3, 5),
        ("Rotors", 1, 2, 5),
        ("Visit", 0, 1, 5),
    ]
    assert ([each.name for each in space.gaps], float(space.families[0].share or 0)) == (["Gauges", "Visit"], 0.6)
    client.force_login(cast.olga)
    assert "60%" in client.get(f"/pipeline/accounts/{helix.pk}/plan/").content.decode()
    fewer = white_space(helix, viewer=cast.rita)
    assert (fewer.n, fewer.families[0].share) == (4, None)


def test_a_plan_is_written_once_and_reviewed(helix, cast, at):
    with assert_refused("a_plan_says_something", "text"):
        write_plan(account=helix, text=" ", next_review_date=None, by=cast.rita, at=at)
    plan = write_plan(account=helix, text="Win the second plant.", next_review_date=None, by=cast.rita, at=at)
    with assert_refused("past", "next_review_date"):
        review_account(account=helix, note="", next_review_date=at.date(), by=cast.rita, at=at)
    due = at.date() + timedelta(days=30)
    review_account(account=helix, note="Met", next_review_date=due, by=cast.rita, at=at, expected_version=1)
    plan.refresh_from_db()
    assert (plan.text, plan.next_review_date, plan.version) == ("Win the second plant.", due, 2)
    assert AccountReview.objects.get().note == "Met"
    assert reviews_due(cast.rita, due - timedelta(days=1), 5).total == 0
    urgent = [reviews_due(cast.rita, due + timedelta(days=late), 5).items[0].urgency for late in (0, 1)]
    assert urgent == [TODAY, LATE]
    assert AccountPlan.objects.visible_to(cast.mona).count() == 0


def test_the_list_behind_reviews_that_are_due_holds_those(cast, client):
    today = cast.company.day_of(timezone.now())
    for name, days in (("Alder", 0), ("Birch", 5)):
        account = Account.objects.create(name=name, owner=cast.rita)
        AccountPlan.objects.create(account=account, next_review_date=today + timedelta(days=days))
    found = reviews_due(cast.rita, today, 5)
    client.force_login(cast.rita)
    page = client.get(found.url).content.decode()
    assert ("Alder" in page, "Birch" in page, found.total) == (True, False, 1)
