"""Every figure of the pipeline, asked about a past instant after all sorts of things have changed since, says what it
said then: the same values over the same rows, and the same left out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pipeline.choices import CancelReason, HelpKind
from pipeline.domain.accounts import add_contact, create_account
from pipeline.domain.activities import log_activity
from pipeline.domain.campaigns import add_campaign, edit_campaign
from pipeline.domain.cancellations import cancel_order
from pipeline.domain.catalogue import add_lead_source, add_product, set_unit_cost
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.drafts import StepFacts
from pipeline.domain.help import answer_help, ask_help, withdraw_help
from pipeline.domain.invoices import credit_invoice, issue_invoice
from pipeline.domain.lead_response import set_response_target
from pipeline.domain.leads import accept_lead, create_lead, reject_lead, take_up_lead
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.moves import move_deal
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.domain.orders import place_order, repeat_order
from pipeline.domain.payments import record_payment
from pipeline.domain.probability import set_probability
from pipeline.domain.qualification import score_item
from pipeline.domain.stage_odds import count_odds
from pipeline.domain.targets import adjust_target, set_target
from pipeline.domain.to_do import finish_task
from pipeline.domain.verifying import verify_activity
from pipeline.models import (
    Account,
    Activity,
    Campaign,
    Deal,
    DealVersion,
    HelpRequest,
    Invoice,
    Lead,
    Order,
    QualificationItem,
    Target,
    Task,
)
from salesmgmt.common.period import Period
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.queries.rows import shown_rows
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figures_for
from tests.cast import AT
from tests.pipeline.process_rows import CLOSE_DATE, deal_in, strict_process
from tests.pipeline.stage_times import closed_after
from tests.pipeline_rows import lost_for, make_deal, won_for

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 4, 15, 12, tzinfo=UTC)
NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
AS_THEY_ARE_NOW = {"product", "account", "lead_source", "campaign"}
"""Breakdowns by what is corrected rather than dated, as the figures say: which account, source and products a deal is
of. What a figure calls “… now” is another such."""


def day(number: int, month: int = 3) -> datetime:
    return datetime(2026, month, number, 12, tzinfo=UTC)


def called(name: str) -> Deal:
    return Deal.objects.get(name=name)


@pytest.fixture
def until_then(process, cast):
    """Something that every figure counts, in two versions of the process."""
    sam, rita, olga = cast.sam, cast.rita, cast.olga
    for place in range(20):
        closed_after(sam, [("Qualify", (place + 1) * 1440)], closing="Won" if place < 12 else "Lost")
    for name in ("Brio", "Coda", "Dune", "Elan", "Fado"):
        make_deal(rita, name, at=AT, amount="500", close_date=date(2026, 4, 1))
    Deal.objects.filter(name="Brio").update(next_step="", next_step_date=None)
    DealVersion.objects.filter(deal__name="Brio").update(has_step=False)
    add_contact(account=Account.objects.get(name="Coda"), name="Cleo", by=rita, at=AT)
    pause_deal(deal=called("Coda"), until=date(2026, 5, 1), by=rita, at=day(20))
    edit_deal(deal=called("Dune"), facts={"close_date": date(2026, 5, 5)}, by=rita, at=day(9))
    give_deal(deal=called("Fado"), to=cast.nora, by=cast.max, at=day(10))
    lose_deal(deal=called("Elan"), reason=lost_for(), by=rita, at=day(12))
    source = add_lead_source(code="fair", name="Fair", by=olga, at=AT)
    _sold(cast, source)
    count_odds(at=day(1, 4))
    version = strict_process(olga, Qualify=[CLOSE_DATE, StepFacts("Map", due_days=2), StepFacts("Call", due_days=9)])
    deal_in(version, rita, name="Mira", close_date=date(2026, 9, 1))
    _worked(cast, deal_in(version, rita, name="Alba", amount="900"))
    _led(cast, source)
    days = Period(date(2026, 1, 1), date(2026, 4, 1))
    facts = {"team": cast.north, "measure": "BOOKINGS", "period": days, "by": cast.carla}
    set_target(full_amount=Decimal(1000), at=AT, **facts)


def _sold(cast, source) -> None:
    """Orders of a campaign, one with an invoice; and an account that ordered again within a year."""
    facts = {"name": "Spring", "start_date": date(2026, 1, 5), "lead_source": source, "cost_amount": Decimal(900)}
    campaign = add_campaign(code="spring", facts=facts, by=cast.olga, at=AT)
    rotor = add_product(name="Rotor", series="", list_price=Decimal(100), by=cast.olga, at=AT)
    rotor = set_unit_cost(product=rotor, unit_cost=Decimal(60), by=cast.olga, at=AT)
    for name in ("Gala", "Hymn", "Iris"):
        deal = make_deal(cast.rita, name, at=AT, campaign=campaign)
        deal = set_lines(deal=deal, lines=[LineFacts(rotor, Decimal(3))], by=cast.rita, at=AT)
        win_deal(deal=deal, reason=won_for(), by=cast.rita, at=day(5))
        place_order(deal=called(name), by=cast.rita, at=day(5))
    days = {"issued_date": date(2026, 3, 5), "due_date": date(2026, 4, 1), "by": cast.finn, "at": day(5)}
    for name, amount in (("Gala", 300), ("Hymn", 200)):
        order = Order.objects.get(deal__name=name)
        issue_invoice(order=order, number=f"R-{name}", amount=Decimal(amount), **days)
    gala = Invoice.objects.get(number="R-Gala")
    record_payment(invoice=gala, amount=Decimal(100), paid_date=date(2026, 3, 9), by=cast.finn, at=day(9))
    old = make_deal(cast.rita, "Jazz", at=datetime(2025, 2, 1, 12, tzinfo=UTC))
    old = win_deal(deal=old, reason=won_for(), by=cast.rita, at=datetime(2025, 2, 2, 12, tzinfo=UTC))
    first = place_order(deal=old, by=cast.rita, at=datetime(2025, 2, 3, 12, tzinfo=UTC))
    repeat_order(order=first, by=cast.rita, at=datetime(2025, 8, 3, 12, tzinfo=UTC))


def _worked(cast, deal: Deal) -> None:
    """Calls, questions, tasks, an override and what is known of a deal."""
    rita = cast.rita
    for hour in (1, 2):
        log_activity(deal=deal, kind="CALL", happened_at=AT, minutes=30 * hour, by=rita, at=AT)
    log_activity(deal=deal, kind="CALL", happened_at=AT, by=rita, at=AT)
    verify_activity(activity=Activity.objects.earliest("pk"), by=cast.max, at=day(6))
    for question in ("May we?", "Could we?", "Should we?"):
        said = {"kind": HelpKind.LEGAL, "question": question, "due_date": date(2026, 3, 9)}
        ask_help(deal=deal, helper=cast.stranger, by=rita, at=day(4), **said)
    answer_help(request=HelpRequest.objects.get(question="May we?"), answer="Yes.", by=cast.stranger, at=day(5))
    finish_task(task=_task("Map", deal), by=rita, at=day(3))
    item = QualificationItem.objects.get(process_version=deal.stage.process_version, code="champion")
    score_item(deal=deal, item=item, score=2, evidence="Mail", by=rita, at=day(3))
    set_probability(deal=called("Alba"), probability=Decimal("0.3"), reason="New", by=rita, at=day(4))
    to = deal.stage.process_version.stages.get(name="Discover")
    move_deal(deal=called("Alba"), to=to, override="They signed", by=rita, at=day(7))


def _task(step: str, deal: Deal) -> Task:
    return Task.objects.select_related("deal", "step").get(step__title=step, deal=deal)


def _led(cast, source) -> None:
    set_response_target(campaign=None, minutes=60, by=cast.olga, at=AT)
    for name in ("Ada", "Bo", "Cy", "Di"):
        create_lead(facts={"person_name": name, "lead_source": source}, by=cast.rita, at=day(3))
    accept_lead(lead=Lead.objects.get(person_name="Ada"), by=cast.rita, at=day(3) + timedelta(minutes=20))
    reject_lead(lead=Lead.objects.get(person_name="Bo"), reason="NO_NEED", by=cast.rita, at=day(5))


def since_then(cast) -> None:
    """Everything goes on: whatever a figure counts is changed, given away, closed, opened, priced or paid anew."""
    rita, nora, olga = cast.rita, cast.nora, cast.olga
    step = {"next_step": "Call", "next_step_date": date(2026, 7, 1)}
    give_deal(deal=called("Alba"), to=nora, by=cast.max, at=day(20, 4))
    edit_deal(
        deal=called("Alba"), facts={"amount": Decimal(700), "close_date": date(2026, 6, 1)}, by=nora, at=day(20, 4)
    )
    edit_deal(deal=called("Alba"), facts={"close_date": date(2026, 8, 1)}, by=nora, at=day(21, 4))
    set_probability(deal=called("Alba"), probability=Decimal("0.8"), reason="Said so", by=nora, at=day(21, 4))
    set_next_step(deal=called("Brio"), by=rita, at=day(21, 4), **step)
    set_next_step(deal=called("Coda"), by=rita, at=day(22, 4), **step)
    qualify = called("Coda").stage
    move_deal(deal=called("Dune"), to=qualify.process_version.stages.get(name="Propose"), by=rita, at=day(23, 4))
    win_deal(deal=called("Dune"), reason=won_for(), by=rita, at=day(24, 4))
    reopen_deal(deal=called("Elan"), to=qualify, by=rita, at=day(24, 4), **step)
    _sold_since(cast)
    reopen_deal(deal=called("Iris"), to=qualify, by=rita, at=day(25, 4), **step)
    for name in ("Brio", "Fado"):
        add_contact(account=Account.objects.get(name=name), name="Dora", by=rita, at=day(25, 4))
    lose_deal(deal=called("Fado"), reason=lost_for(), by=nora, at=day(26, 4))
    make_deal(rita, "Kilo", at=day(26, 4), in_stage=qualify)
    _worked_since(cast)
    for place in range(30):
        closed_after_in(qualify, cast.sam, place)
    count_odds(at=day(1, 6))
    take_up_lead(lead=Lead.objects.get(person_name="Cy"), by=rita, at=day(20, 4))
    reject_lead(lead=Lead.objects.get(person_name="Cy"), reason="NO_BUDGET", by=rita, at=day(21, 4))
    accept_lead(lead=Lead.objects.get(person_name="Di"), by=rita, at=day(21, 4))
    create_lead(facts={"person_name": "Ed"}, by=rita, at=day(22, 4))
    days = Period(date(2026, 1, 1), date(2026, 4, 1))
    facts = {"team": cast.north, "measure": "BOOKINGS", "period": days, "by": cast.carla}
    target = set_target(full_amount=Decimal(3000), at=day(22, 4), expected_version=1, **facts)
    adjust_target(
        target=target, num=1, den=2, reason="Two left", by=cast.carla, at=day(23, 4), adjusted_date=date(2026, 3, 1)
    )
    create_account(name="Luna", by=olga, at=day(23, 4))


def closed_after_in(qualify, owner, place: int) -> None:
    """Won deals that stood in this Qualify far longer, so that history says otherwise than it did."""
    deal = make_deal(owner, f"Slow {place}", at=day(16, 4), in_stage=qualify)
    win_deal(deal=deal, reason=won_for(), by=owner, at=day(30, 5))


def _sold_since(cast) -> None:
    edit_campaign(campaign=Campaign.objects.get(), facts={"cost_amount": Decimal(1500)}, by=cast.olga, at=day(20, 4))
    order = Order.objects.get(deal__name="Iris")
    cancel_order(order=order, reason=CancelReason.values[0], by=cast.olga, at=day(21, 4))
    again = Order.objects.get(repeat_of__isnull=False)
    cancel_order(order=again, reason=CancelReason.values[0], by=cast.olga, at=day(21, 4))
    repeat_order(order=Order.objects.get(deal__name="Hymn"), by=cast.rita, at=day(22, 4))
    gala, hymn = (Invoice.objects.get(number=f"R-{name}") for name in ("Gala", "Hymn"))
    record_payment(invoice=gala, amount=Decimal(200), paid_date=date(2026, 4, 20), by=cast.finn, at=day(20, 4))
    credit_invoice(invoice=hymn, amount=Decimal(50), by=cast.finn, at=day(20, 4))


def _worked_since(cast) -> None:
    call = Activity.objects.filter(verified_by=None, minutes__isnull=False).earliest("pk")
    verify_activity(activity=call, by=cast.max, at=day(20, 4))
    log_activity(deal=called("Alba"), kind="DEMO", happened_at=day(21, 4), minutes=15, by=cast.nora, at=day(21, 4))
    answer_help(request=HelpRequest.objects.get(question="Could we?"), answer="No.", by=cast.stranger, at=day(20, 4))
    withdraw_help(request=HelpRequest.objects.get(question="Should we?"), by=cast.nora, at=day(20, 4))
    mira = called("Mira")
    finish_task(task=_task("Call", mira), by=cast.rita, at=day(20, 4))
    move_deal(deal=mira, to=mira.stage.process_version.stages.get(name="Discover"), by=cast.rita, at=day(21, 4))
    make_deal(cast.rita, "Nova", at=day(26, 4), in_stage=mira.stage)
    alba = called("Alba")
    item = QualificationItem.objects.get(process_version=alba.stage.process_version, code="metrics")
    score_item(deal=alba, item=item, score=1, by=cast.nora, at=day(20, 4))
    to = alba.stage.process_version.stages.get(name="Prove")
    move_deal(deal=called("Alba"), to=to, by=cast.nora, at=day(22, 4))


def said(user, at: datetime, **params: str) -> dict[str, dict[str, Any]]:
    """All that each figure says: values, what is left out, rows, and breakdowns."""
    return {
        figure.name: dict(_said(figure, user, at, params))
        for figure in figures_for(user)
        if figure.name.startswith("pipeline.")
    }


def _said(figure, user, at, params) -> Iterator[tuple[str, Any]]:
    def asked(**more):
        return read_scope(figure, {**params, **more}, user=user, at=at, rows=True)

    found = answer(figure, asked())
    yield "values", _values(found.results)
    yield "left out", found.left_out
    of_now = {f"column_{column.name}" for column in figure.columns if column.label.endswith(" now")}
    rows = [{name: row[name] for name in row.keys() - of_now} for row in shown_rows(figure, asked())]
    yield "rows", sorted(rows, key=lambda row: row["pk"])
    dated = {name for name, each in figure.groupings_for(user).items() if not each.label.endswith(" now")}
    for name in sorted(dated - AS_THEY_ARE_NOW):
        groups = answer(figure, asked(by=name), counting_left_out=False).groups
        yield f"by {name}", {group.key: _values(group.results) for group in groups}


def _values(results) -> list[tuple[Any, ...]]:
    return [(each.measure.name, each.estimate.value, each.estimate.n, each.estimate.numerator) for each in results]


@pytest.mark.parametrize("name", ["olga", "max"])
def test_every_figure_says_again_what_it_said_then(until_then, cast, name):
    user = getattr(cast, name)
    then = said(user, THEN)
    assert {figure for figure, told in then.items() if not told["rows"]} == set()
    since_then(cast)
    now, again = said(user, NOW), said(user, NOW, as_of=THEN.isoformat())
    assert {figure for figure in then if now[figure] == then[figure]} == set(), "nothing has happened to these"
    for figure, told in then.items():
        for part, value in told.items():
            assert again[figure][part] == value, f"{figure}: {part}"


def test_a_target_that_was_not_set_yet_and_a_cost_that_nobody_had_said(until_then, cast):
    """Before either was known there is no row, and nothing is guessed."""
    early = said(cast.olga, NOW, as_of=(AT - DAY).isoformat())
    assert early["pipeline.team_attainment"]["rows"] == []
    assert early["pipeline.cost_per_won_order"]["rows"] == []
    assert early["pipeline.cost_per_won_order"]["left out"] == 1
    assert Target.objects.get().versions.count() == 1
