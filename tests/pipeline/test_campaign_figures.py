"""What campaigns brought: the worked table of docs/algorithms/campaigns.md, and what is told of others' leads."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipeline.choices import CancelReason
from pipeline.domain.campaigns import add_campaign
from pipeline.domain.cancellations import cancel_order
from pipeline.domain.catalogue import add_lead_source
from pipeline.domain.leads import accept_lead, create_lead, reject_lead
from pipeline.domain.orders import repeat_order
from pipeline.models import LeadSource, Order
from pipeline.queries.campaign_outcome import Told, outcome_of
from salesmgmt.figures.registry import figures_for
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.test_order_figures import ask
from tests.pipeline_rows import make_deal, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(process, cast, at):
    rows, results = tables("campaigns.md")
    for row in rows:
        source = LeadSource.objects.filter(code=row["source"]).first()
        source = source or add_lead_source(code=row["source"], name=row["source"], by=cast.olga, at=at)
        facts = {
            "name": row["campaign"],
            "start_date": date.fromisoformat(row["began"]),
            "cost_amount": Decimal(row["cost"]) if row["cost"] else None,
            "lead_source": source,
        }
        campaign = add_campaign(code=row["campaign"], facts=facts, by=cast.olga, at=at)
        last = None
        for number in range(int(row["won orders"])):
            last = make_order(make_deal(cast.rita, f"{row['campaign']} {number}", campaign=campaign))
        for number in range(int(row["repeated by"])):
            last = repeat_order(order=last, by=cast.rita, at=at + timedelta(days=number + 1))
    return results


def test_the_worked_table(worked, cast):
    whole = ask("pipeline.cost_per_won_order", cast.olga, by="lead_source")
    found = {"": whole["measures"], **{group["label"]: group["measures"] for group in whole["groups"]}}
    assert len(worked) == 3
    for row in worked:
        measures = found[row["source"]]
        said = [measures[name]["said"].removesuffix(" EUR") for name in ("total", "each", "with_repeats")]
        assert said == [row["cost"], row["each"], row["with repeats"]]
        assert measures["each"]["n"] == int(row["orders"])
    assert whole["left_out"]["count"] == 1
    spring = ask("pipeline.cost_per_won_order", cast.finn, **{"from": "2026-01-01", "to": "2026-02-01"})
    assert spring["measures"]["each"]["said"].startswith("333.33")


def test_a_cancelled_order_counts_no_longer(worked, cast, at):
    first = Order.objects.filter(deal__campaign__code="spring").order_by("pk").first()
    repeats = Order.objects.filter(repeat_of__isnull=False).order_by("pk").first()
    for order in (first, repeats):
        cancel_order(order=order, reason=CancelReason.values[0], by=cast.olga, at=at + timedelta(days=9))
    spring = ask("pipeline.cost_per_won_order", cast.finn, **{"from": "2026-01-01", "to": "2026-02-01"})
    said = {name: spring["measures"][name]["said"] for name in ("each", "with_repeats")}
    assert said == {"each": "too few to say", "with_repeats": "333.33 EUR"}
    each = spring["measures"]["each"]
    assert (each["value"], each["n"]) == (None, 2)  # of two orders left, 500.00 each is not said


def test_only_those_who_read_every_deal_see_what_an_order_cost(cast):
    seen = {
        user: "pipeline.cost_per_won_order" in [each.name for each in figures_for(user)]
        for user in (cast.max, cast.finn)
    }
    assert seen == {cast.max: False, cast.finn: True}


@pytest.fixture
def mailing(process, cast, at):
    source = add_lead_source(code="web", name="Web", by=cast.olga, at=at)
    facts = {"name": "Mailing", "start_date": at.date(), "lead_source": source}
    return add_campaign(code="mailing", facts=facts, by=cast.olga, at=at)


def decide(campaign, owner, at, *reasons):
    for number, reason in enumerate(reasons):
        lead = create_lead(facts={"person_name": f"P{number}", "campaign": campaign}, by=owner, at=at)
        if reason:
            reject_lead(lead=lead, reason=reason, by=owner, at=at)
        else:
            accept_lead(lead=lead, by=owner, at=at)


def test_reasons_are_told_of_everybodys_leads_where_there_are_enough(mailing, cast, at):
    decide(mailing, cast.rita, at, *["NO_NEED"] * 5, *["NO_BUDGET"] * 3, *["KNOWN"] * 2, *[""] * 6)
    outcome = outcome_of(mailing, reader=cast.sam)
    assert [each.count for each in (outcome.leads, outcome.decided, outcome.accepted)] == [16, 16, 6]
    assert outcome.reasons == [Told("No need", 5), Told("Other reasons", 5)]
    assert outcome.share == 6 / 16
    assert [(each.label, each.count) for each in outcome_of(mailing, reader=cast.rita).reasons] == [
        ("No need", 5),
        ("No budget", 3),
        ("Known already", 2),
    ]


def test_what_would_tell_of_few_leads_is_not_told(mailing, cast, at):
    decide(mailing, cast.rita, at, *["NO_NEED"] * 6, *[""] * 4)
    decide(mailing, cast.sam, at, *[""] * 7)
    outcome = outcome_of(mailing, reader=cast.sam)
    assert [each.count for each in (outcome.leads, outcome.decided, outcome.accepted)] == [17, 17, None]
    assert (outcome.reasons, outcome.share) == ([], None)
