"""The timeline of an account: what people did for its deals, deals that opened and closed, and orders."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pipeline.choices import StageKind
from pipeline.domain.activities import log_activity
from pipeline.models import Account, Deal, Order, Stage
from tests.pipeline_rows import make_deal

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def account(process, cast) -> Account:
    return Account.objects.create(name="Alder Clinics", owner=cast.rita)


def deal_at(account: Account, owner, name: str, **facts) -> Deal:
    deal = make_deal(owner, name)
    Deal.objects.filter(pk=deal.pk).update(account=account, **facts)
    return Deal.objects.get(pk=deal.pk)


def told(client, account: Account, who, tail: str = "") -> str:
    client.force_login(who)
    page = client.get(f"/pipeline/accounts/{account.pk}/{tail}").content.decode()
    return page[page.index('class="tl') :]


def test_it_tells_of_activities_deals_and_orders_newest_first(account, cast, client):
    deal = deal_at(account, cast.rita, "Plant", started_date=date(2026, 2, 1))
    log_activity(deal=deal, kind="CALL", by=cast.rita, at=AT, happened_at=AT, minutes=20, note="They ask for a demo.")
    Order.objects.create(
        account=account, owner=cast.rita, amount=Decimal(900), currency="EUR", ordered_at=AT + timedelta(days=1)
    )
    shown = told(client, account, cast.rita)
    said = [shown.index(words) for words in ("took an order for", "They ask for a demo.", "A deal opened")]
    assert said == sorted(said)
    assert f'href="/pipeline/deals/{deal.pk}/">Plant</a>' in shown
    assert "Verify" not in shown


@pytest.mark.parametrize(
    ("state", "words"), [(StageKind.WON, "Won for 1,000.00\N{NO-BREAK SPACE}EUR"), (StageKind.LOST, "Lost")]
)
def test_a_closed_deal_stands_on_its_day(account, cast, client, state, words):
    facts = {
        "state": state,
        "stage": Stage.objects.get(kind=state),
        "amount": Decimal(1000),
        "close_date": date(2026, 3, 2),
    }
    deal_at(account, cast.rita, "Plant", **facts)
    shown = told(client, account, cast.rita)
    assert words in shown
    assert 'datetime="2026-03-02"' in shown


def test_nobody_reads_of_deals_that_they_do_not_see(account, cast, client):
    deal_at(account, cast.rita, "Seen", started_date=date(2026, 2, 1))
    hidden = deal_at(account, cast.sam, "Unseen", started_date=date(2026, 2, 2))
    log_activity(deal=hidden, kind="NOTE", by=cast.sam, at=AT, happened_at=AT, note="Between us.")
    shown = told(client, account, cast.rita)
    assert "Seen" in shown
    assert "Unseen" not in shown
    assert "Between us." not in shown


def test_what_came_before_the_latest_is_a_click_away(account, cast, client):
    deal = deal_at(account, cast.rita, "Plant", started_date=date(2026, 1, 1))
    for number in range(31):
        log_activity(deal=deal, kind="NOTE", by=cast.rita, at=AT, happened_at=AT, note=f"Note number {number}.")
    assert "A deal opened" not in told(client, account, cast.rita)
    assert "Show what came before" in told(client, account, cast.rita)
    all_of_it = told(client, account, cast.rita, "timeline/")
    assert "A deal opened" in all_of_it
    assert all(f"Note number {number}." in all_of_it for number in range(31))


def test_the_page_keeps_its_budget(account, cast, client, django_assert_max_num_queries):
    deal = deal_at(account, cast.rita, "Plant", started_date=date(2026, 2, 1))
    log_activity(deal=deal, kind="CALL", by=cast.rita, at=AT, happened_at=AT, minutes=20, note="They ask for a demo.")
    told(client, account, cast.rita)
    with django_assert_max_num_queries(12):
        client.get(f"/pipeline/accounts/{account.pk}/")
