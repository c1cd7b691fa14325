"""Repeat rate by cohort, hygiene and slippage, each over a few rows with exact values."""

from datetime import UTC, date, datetime

import pytest

from pipeline.domain.accounts import add_contact, create_account
from pipeline.domain.deals import edit_deal
from pipeline.domain.next_steps import pause_deal
from pipeline.models import Deal, Order
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.test_order_figures import noon
from tests.pipeline_rows import make_deal

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def ask(name, user, **params):
    figure = figure_for(name, user)
    return answer_data(answer(figure, read_scope(figure, params, user=user, at=NOW)))


def test_repeat_rate_counts_accounts_followed_for_a_year(cast, at):
    placed, results = tables("repeat_rate.md")
    for row in placed:
        account = create_account(name=row["account"], facts={"owner": cast.rita}, by=cast.rita, at=at)
        for day in row["orders"].split():
            ordered_at = datetime.fromisoformat(f"{day}T12:00+00:00")
            Order.objects.create(account=account, owner=cast.rita, ordered_at=ordered_at, amount=1, currency="EUR")
    said = ask("pipeline.repeat_rate", cast.max, by="cohort")
    by_cohort = {"": said["measures"]} | {group["label"]: group["measures"] for group in said["groups"]}
    assert {row["cohort"] for row in results} == set(by_cohort)
    for row in results:
        share, orders = by_cohort[row["cohort"]]["share"], by_cohort[row["cohort"]]["orders"]
        assert (share["n"], share["said"]) == (int(row["n"]), row["share"])
        assert orders["value"] == pytest.approx(float(row["orders"]))
    assert said["left_out"]["count"] == 1
    assert ask("pipeline.repeat_rate", cast.mona)["measures"]["share"]["n"] == 0


def test_a_year_of_following_begins_with_the_companys_day(cast, at):
    """In Berlin the last minute of 1 July 2025, which is a year before the day asked about, and the first after it."""
    for name, ordered_at in (("Alba", datetime(2025, 7, 1, 21, 59)), ("Boro", datetime(2025, 7, 1, 22, 0))):
        account = create_account(name=name, facts={"owner": cast.rita}, by=cast.rita, at=at)
        Order.objects.create(
            account=account, owner=cast.rita, ordered_at=ordered_at.replace(tzinfo=UTC), amount=1, currency="EUR"
        )
    said = ask("pipeline.repeat_rate", cast.max)
    assert (said["measures"]["share"]["n"], said["left_out"]["count"]) == (1, 1)
    for day, after, counted in (("2025-07-01", "2025-07-02", (1, 0)), ("2025-07-02", "2025-07-03", (0, 1))):
        said = ask("pipeline.repeat_rate", cast.max, **{"from": day, "to": after})
        assert (said["measures"]["share"]["n"], said["left_out"]["count"]) == counted, day


def test_an_account_counts_once_by_the_orders_that_one_sees(process, cast, at):
    """Two first orders at one instant; before them one of a person whose orders Rita does not see."""
    account = create_account(name="Alba", facts={"owner": cast.rita}, by=cast.rita, at=at)
    for owner, day in ((cast.sam, 1), (cast.rita, 10), (cast.rita, 10), (cast.rita, 12)):
        ordered_at = datetime(2025, 2, day, 12, tzinfo=UTC)
        Order.objects.create(account=account, owner=owner, ordered_at=ordered_at, amount=1, currency="EUR")
    for viewer, orders in ((cast.rita, 3), (cast.max, 3), (cast.olga, 4)):
        measures = ask("pipeline.repeat_rate", viewer)["measures"]
        assert (measures["share"]["n"], measures["share"]["said"].split(",")[0]) == (1, "100.0%")
        assert measures["orders"]["value"] == orders


def test_hygiene_says_what_open_deals_lack(process, cast, at):
    fine = make_deal(cast.rita, "Fine", close_date=date(2026, 8, 1))
    add_contact(account=fine.account, name="Cleo", by=cast.rita, at=at)
    past = make_deal(cast.rita, "Past", close_date=date(2026, 6, 30))
    stepless = make_deal(cast.rita, "Stepless", amount="70", account=fine.account)
    Deal.objects.filter(pk=stepless.pk).update(next_step="", next_step_date=None)
    pause_deal(deal=make_deal(cast.rita, "Rests"), until=date(2026, 12, 1), by=cast.rita, at=NOW)
    said = ask("pipeline.hygiene", cast.rita)
    assert (said["measures"]["share"]["said"], said["measures"]["share"]["n"]) == ("33.3%", 3)
    assert said["left_out"]["count"] == 1
    found = {
        name: ask(f"pipeline.deals_{name}", cast.rita)["measures"]
        for name in ("without_step", "past_close_date", "without_contact")
    }
    assert {name: (each["deals"]["value"], each["amount"]["value"]) for name, each in found.items()} == {
        "without_step": (1, "70.00"),
        "past_close_date": (1, "1000.00"),
        "without_contact": (1, "1000.00"),
    }
    assert past.account != fine.account
    abroad = make_deal(cast.rita, "Abroad", amount="9000")
    Deal.objects.filter(pk=abroad.pk).update(currency="JPY", next_step="", next_step_date=None)
    measures = ask("pipeline.deals_without_step", cast.rita)["measures"]
    assert (measures["deals"]["value"], measures["amount"]["value"]) == (2, "70.00")


def test_slippage_counts_pushes_and_their_days(process, cast):
    (first, *changes), [result] = tables("deal_hygiene.md")
    deal = make_deal(cast.rita, "Helix", at=noon(first["day"]), close_date=date.fromisoformat(first["close date"]))
    for row in changes:
        facts = {"close_date": date.fromisoformat(row["close date"])}
        edit_deal(deal=deal, facts=facts, by=cast.rita, at=noon(row["day"]))
    make_deal(cast.rita, "Undated")
    said = ask("pipeline.slippage", cast.max)["measures"]
    assert {name: said[name]["value"] for name in result} == {name: int(value) for name, value in result.items()}
    assert ask("pipeline.slippage", cast.mona)["measures"]["pushes"]["value"] == 0
    assert ask("pipeline.slippage", cast.max, as_of="2026-03-04T00:00:00Z")["measures"]["days"]["value"] == 10
