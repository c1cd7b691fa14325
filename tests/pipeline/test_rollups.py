"""A rollup is the live figure, whatever happened to the facts, in whichever order and however often it is refreshed."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from pipeline.domain.activities import log_activity, log_mentioning
from pipeline.domain.cancellations import cancel_order
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.orders import place_order, repeat_order
from pipeline.models import Deal
from salesmgmt.events.domain import consumption
from salesmgmt.events.domain.log import append
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Job
from salesmgmt.figures.domain.rolling_up import mark, refresh_all
from salesmgmt.figures.models import Rollup, StaleRollup
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.rollup import EVER, Touched, metrics
from salesmgmt.figures.scope import Scope
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.people.domain.company import edit_company
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.crm_data import export, import_files
from tests.pipeline_rows import lost_for, make_deal, stage, won_for
from tests.salesmgmt.figures.proving import broken, by_hand

DAY = timedelta(days=1)


def catch_up(at) -> int:
    for metric in metrics():
        consumption.drain(metric.consumer_name, at=at, own=True)
    return refresh_all(at=at)


def kept(metric):
    rows = Rollup.objects.of(metric).order_by("period_start", "subject_id", "part")
    return list(rows.values_list("subject_id", "period_start", "part", "count", "total"))


def live_won(olga, at):
    """What the figure says by owner for each day."""
    figure = figure_for("pipeline.won_amount", olga)
    days = sorted(set(Deal.objects.filter(state="WON").values_list("close_date", flat=True)))
    found = []
    for day in days:
        said = answer(figure, Scope(user=olga, at=at, start=day, end=day + DAY, by="owner"))
        for group in sorted(said.groups, key=lambda group: int(group.key)):
            estimate = group.results[0].estimate
            found.append((int(group.key), day, "", estimate.n, Decimal(str(float(estimate.value)))))
    return found


def test_won_deals_stay_the_live_figure_through_every_act(process, cast, at):
    rita, max_, olga = cast.rita, cast.max, cast.olga
    first, second, third = (
        make_deal(rita, name, amount=amount) for name, amount in (("A", "100.5"), ("B", "200"), ("C", "300"))
    )
    acts = [
        lambda now: win_deal(deal=first, reason=won_for(), by=rita, at=now),
        lambda now: win_deal(deal=second, reason=won_for(), by=rita, at=now),
        lambda now: win_deal(deal=third, reason=won_for(), by=rita, at=now),
        lambda now: edit_deal(deal=first, facts={"amount": Decimal(90)}, by=rita, at=now),
        lambda now: edit_deal(deal=first, facts={"close_date": date(2026, 2, 27)}, by=rita, at=now),
        lambda now: give_deal(deal=second, to=max_, by=max_, at=now),
        lambda now: reopen_deal(
            deal=third, to=stage("Prove"), next_step="Ask", next_step_date=date(2026, 4, 1), by=rita, at=now
        ),
        lambda now: win_deal(deal=third, reason=won_for(), by=rita, at=now),
        lambda now: take_back(undo=Undo.objects.latest("pk"), by=rita, at=now - DAY / 2),
        lambda now: lose_deal(deal=third, reason=lost_for(), by=rita, at=now),
    ]
    for step, act in enumerate(acts, start=1):
        now = at + step * DAY
        act(now)
        catch_up(now)
        assert kept("pipeline.won") == live_won(olga, now)
        assert not StaleRollup.objects.exists()
    assert kept("pipeline.won") == [
        (rita.pk, date(2026, 2, 27), "", 1, Decimal(90)),
        (max_.pk, date(2026, 3, 4), "", 1, Decimal(200)),
    ]
    assert refresh_all(at=at) == 0


def test_activities_and_orders_by_part(deal, rita, at):
    for kind, minutes in (("CALL", 10), ("CALL", None), ("MEETING", 45)):
        log_activity(deal=deal, kind=kind, minutes=minutes, happened_at=at, by=rita, at=at)
    order = place_order(deal=win_deal(deal=deal, reason=won_for(), by=rita, at=at), by=rita, at=at)
    repeat_order(order=order, amount=Decimal(7), by=rita, at=at + DAY)
    catch_up(at + DAY)
    day, month = date(2026, 3, 2), date(2026, 3, 1)
    assert kept("pipeline.activities") == [
        (rita.pk, day, "CALL", 2, Decimal(10)),
        (rita.pk, day, "MEETING", 1, Decimal(45)),
    ]
    assert kept("pipeline.orders") == [
        (rita.pk, month, "AGAIN", 1, Decimal(7)),
        (rita.pk, month, "FIRST", 1, Decimal(1000)),
    ]
    cancel_order(order=order, reason="CUSTOMER", by=rita, at=at + 2 * DAY)
    catch_up(at + 2 * DAY)
    assert kept("pipeline.orders") == [(rita.pk, month, "AGAIN", 1, Decimal(7))]
    take_back(undo=Undo.objects.filter(verb="pipeline.place_order").latest("pk"), by=rita, at=at + DAY)
    catch_up(at + 2 * DAY)
    assert kept("pipeline.orders") == []
    assert broken() == {}


def test_what_was_logged_by_mistake_counts_no_longer(deal, rita, at):
    log_activity(deal=deal, kind="CALL", minutes=10, happened_at=at, by=rita, at=at)
    log_mentioning(deal=deal, mentions=(), kind="CALL", minutes=5, happened_at=at, by=rita, at=at)
    catch_up(at)
    assert kept("pipeline.activities") == [(rita.pk, date(2026, 3, 2), "CALL", 2, Decimal(15))]
    take_back(undo=Undo.objects.get(), by=rita, at=at)
    catch_up(at)
    assert kept("pipeline.activities") == [(rita.pk, date(2026, 3, 2), "CALL", 1, Decimal(10))]


def test_another_zone_moves_activities_to_other_days(deal, cast, at):
    late = at.replace(hour=23, minute=30)
    log_activity(deal=deal, kind="CALL", happened_at=late, by=cast.rita, at=late)
    catch_up(late)
    assert [row[1] for row in kept("pipeline.activities")] == [date(2026, 3, 3)]
    edit_company(name="Nordwind", zone="America/New_York", managers_see_pay=False, by=cast.olga, at=late)
    catch_up(late)
    assert [row[1] for row in kept("pipeline.activities")] == [date(2026, 3, 2)]
    assert broken() == {}


def test_facts_without_events_are_counted_once_everything_is_marked(deal, rita, at):
    win_deal(deal=deal, reason=won_for(), by=rita, at=at)
    catch_up(at)
    by_hand("UPDATE pipeline_deal SET amount = 5")
    by_hand("UPDATE pipeline_dealversion SET amount = 5 WHERE valid_to IS NULL")
    name = "figures.rollups_are_what_the_facts_say"
    thing = f"pipeline.won of {rita.pk} from 2026-03-02"
    assert broken() == {name: [(thing, "1 facts, 1000.0000", "1 facts, 5.0000")]}
    for metric in metrics():
        mark(metric, Touched(spans=frozenset({EVER})), at=at)
    assert broken() == {}  # it waits
    refresh_all(at=at, chunk=1)
    assert (broken(), kept("pipeline.won")[0][4]) == ({}, Decimal(5))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM figures_rollup",
        "UPDATE figures_rollup SET count = count + 1",
        "UPDATE figures_rollup SET period_start = period_start + 1",
    ],
)
def test_a_rollup_that_is_wrong_or_missing_is_found(deal, rita, at, statement):
    win_deal(deal=deal, reason=won_for(), by=rita, at=at)
    assert broken() == {}  # its event waits to be read
    catch_up(at)
    assert broken() == {}
    by_hand(statement)
    assert set(broken()) == {"figures.rollups_are_what_the_facts_say"}


def test_the_command_counts_everything_anew(deal, rita, at):
    win_deal(deal=deal, reason=won_for(), by=rita, at=at)
    catch_up(at)
    by_hand("UPDATE figures_rollup SET total = 1")
    out = StringIO()
    call_command("recount_rollups", stdout=out)
    assert (out.getvalue(), broken()) == ("2 keys were counted anew.\n", {})


def test_imports_are_expanded_by_the_days_that_they_name(deal, cast, at):
    won = win_deal(deal=deal, reason=won_for(), by=cast.rita, at=at)
    log_activity(deal=won, kind="CALL", happened_at=at, by=cast.rita, at=at)
    place_order(deal=won, by=cast.rita, at=at)
    catch_up(at)
    by_hand("DELETE FROM figures_rollup")
    days = (("from", date(2026, 3, 3)), ("to", date(2026, 4, 1)))
    elsewhere = {f"{name}_{end}": day for name in ("close", "history") for end, day in days}
    append(kind="deals.imported", subject=won, by=None, at=at, payload=elsewhere)
    catch_up(at)
    assert not Rollup.objects.exists()
    for kind, payload in {
        "deals.imported": {"close_from": date(2026, 3, 2), "close_to": date(2026, 3, 3)},
        "activities.imported": {"day_from": date(2026, 1, 1), "day_to": date(2026, 4, 1)},
        "orders.imported": {},  # what it said was erased
    }.items():
        append(kind=kind, subject=won, by=None, at=at, payload=payload)
    catch_up(at)
    assert sorted(Rollup.objects.values_list("metric", flat=True)) == [
        "pipeline.activities",
        "pipeline.orders",
        "pipeline.stages",
        "pipeline.stages",
        "pipeline.won",
    ]
    assert broken() == {}


def test_an_imported_export_is_counted_as_the_figure_says(cast, at):
    folder = export(sales_pipeline=[("D1", "Ann Able", "GTX Pro", "Acme", "Won", "2025-01-10", "2025-03-31", "4514")])
    import_files(folder, by=cast.olga)
    catch_up(at)
    assert kept("pipeline.won") == live_won(cast.olga, timezone.now())
    assert [row[1:] for row in kept("pipeline.won")] == [(date(2025, 3, 31), "", 1, Decimal(4514))]
    assert broken() == {}


def test_an_undone_import_leaves_no_rollup_and_every_proof_holds(process, cast):
    batch = import_files(export(), by=cast.olga)
    catch_up(timezone.now())
    assert [count for _, _, _, count, _ in kept("pipeline.won")] == [1]
    undo_import(batch=batch, by=cast.olga, at=timezone.now())
    run(job_id=Job.objects.get(kind="imports.undo").pk, at=timezone.now())
    catch_up(timezone.now())
    assert kept("pipeline.won") == []
    assert broken() == {}
