"""Stalled deals: the worked table of docs/algorithms/stalled.md, and one definition wherever it is asked."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.domain.stage_odds import ask_for_odds, count_odds
from pipeline.models import Deal, DealVersion, StageOdds
from pipeline.notices import deals_stalled
from pipeline.queries.attention import stalled
from pipeline.queries.deal_work import deals_needing_somebody
from pipeline.queries.health import Limit, limit_of, standing_of
from pipeline.queries.stage_odds import counted_odds, with_odds
from salesmgmt.events.domain.running import run
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import CATCH_UP
from salesmgmt.outbox.telling import told
from tests.cast import AT
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.stage_times import closed_after
from tests.pipeline_rows import make_deal, stage
from tests.salesmgmt.figures.proving import broken, by_hand

(TABLE,) = tables("stalled.md")
DAYS = [1, 2, 3, 3, 4, 5, 6, 6, 20, 40]
"""Of ten won deals; eight had left by the sixth day."""
ZONE = "Europe/Berlin"
PROOF = "pipeline.odds_of_stages_are_what_history_says"
pytestmark = pytest.mark.django_db


def limit_now(name: str = "Qualify") -> Limit:
    return limit_of(with_odds(type(stage(name)).objects.filter(pk=stage(name).pk)).get())


@pytest.fixture
def history(process, cast):
    """Ten won deals of Sam's in Qualify, counted at AT: the limit is 6 days, not the 9 that are normal."""
    for days in DAYS:
        closed_after(cast.sam, [("Qualify", days * 1440)])
    count_odds(at=AT)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['n']} deals to {row['percentile, minutes']}")
def test_the_worked_table(row, process, cast):
    times = [int(minutes) for minutes in row["won deals, minutes in the stage"].split()]
    for minutes in reversed(times):
        closed_after(cast.rita, [("Qualify", minutes)])
    counted = counted_odds(AT)[stage("Qualify").pk]
    assert (counted.timed_count, counted.left_minutes) == (int(row["n"]), int(row["percentile, minutes"]))
    assert counted.left_days == (int(row["limit, days"]) if row["limit, days"] else None)


def test_time_in_stage_adds_visits_up_as_odoo_counts_them(process, cast):
    """`time_in_stage` of metrics.json: 5, 115, 70 and 220 minutes, the second and fourth stage visited again."""
    names = ["Qualify", "Discover", "Prove", "Propose"]
    visits = [(0, 5), (1, 10), (1, 50), (2, 50), (3, 20), (1, 55), (3, 200), (2, 20)]
    closed_after(cast.rita, [(names[place], minutes) for place, minutes in visits])
    found = counted_odds(AT)
    assert [found[stage(name).pk].left_minutes for name in names] == [5, 115, 70, 220]
    published = json.loads((Path(__file__).parents[1] / "cases" / "time_in_stage.json").read_text())
    assert list(published["expect_minutes"].values())[:4] == [5, 115, 70, 220]


def test_taken_back_lost_and_of_unknown_start_count_not_among_the_times(process, cast):
    won = closed_after(cast.rita, [("Discover", 7), ("Qualify", 5)])
    DealVersion.objects.filter(deal=won, stage=stage("Discover")).update(undone_by=cast.rita)
    closed_after(cast.rita, [("Qualify", 50)], closing="Lost")
    unknown = closed_after(cast.rita, [("Qualify", 90)])
    Deal.objects.filter(pk=unknown.pk).update(started_date=None)
    (counted,) = counted_odds(AT).values()
    assert (counted.closed_count, counted.won_count, counted.timed_count, counted.left_minutes) == (3, 2, 1, 5)


def test_a_count_that_says_the_same_is_kept_and_another_follows_it(history, cast):
    (first,) = StageOdds.objects.all()
    assert count_odds(at=AT + timedelta(hours=1)) == 0
    closed_after(cast.sam, [("Qualify", 7 * 1440)], began=AT)
    assert count_odds(at=AT + timedelta(days=9)) == 1
    before, now = StageOdds.objects.order_by("valid_from")
    assert (before.pk, before.valid_to, before.left_days) == (first.pk, now.valid_from, 6)
    assert (now.valid_to, now.timed_count, now.left_days) == (None, 11, 7)
    assert PROOF not in broken()


def test_a_count_changed_by_hand_is_named_by_its_proof(history):
    by_hand("UPDATE pipeline_stageodds SET left_minutes = 1")
    assert broken()[PROOF] == [(f"stage {stage('Qualify').pk}", "10, 10, 10, 1", "10, 10, 10, 8640")]


def test_with_too_few_won_deals_normal_decides(process, cast):
    for days in DAYS[1:]:
        closed_after(cast.sam, [("Qualify", days * 1440)])
    count_odds(at=AT)
    assert limit_now() == Limit(9)
    assert limit_now().words == "normal 9"
    assert limit_now("Discover").days == 14


def everywhere(rita, zone: str, day: date) -> set[bool]:
    """Whether the one deal is stalled: by its own standing, in SQL, on Today."""
    deal = Deal.objects.select_related("stage").get(owner=rita)
    standing = standing_of(deal, today=day, zone=zone, limit=limit_now(deal.stage.name))
    item = next((each for each in deals_needing_somebody(rita, day, 8).items), None)
    return {
        standing.is_stalled,
        stalled(Deal.objects.all(), day).filter(pk=deal.pk).exists(),
        item is not None and "has stood in Qualify" in item.what,
    }


def test_one_definition_for_page_list_and_today(history, deal, rita):
    set_next_step(deal=deal, next_step="Send terms", next_step_date=date(2026, 6, 1), by=rita, at=AT)
    assert everywhere(rita, ZONE, AT.date() + timedelta(days=6)) == {False}
    assert everywhere(rita, ZONE, AT.date() + timedelta(days=7)) == {True}
    item = deals_needing_somebody(rita, AT.date() + timedelta(days=7), 8).items[0]
    assert item.why.startswith("80% of won deals left after 6 days (n = 10). Next: ")
    pause_deal(deal=deal, until=date(2026, 5, 1), by=rita, at=AT)
    assert everywhere(rita, ZONE, AT.date() + timedelta(days=7)) == {False}


def test_the_pages_and_the_api_say_so(history, deal, client, rita):
    client.force_login(rita)
    page = client.get(reverse("pipeline:deal", args=[deal.pk])).content.decode()
    assert "80% of won deals left after 6 days (n = 10)" in page
    assert "stalled, step late" in page
    assert "80% by 6 d" in client.get(reverse("pipeline:board")).content.decode()
    make_deal(rita, "Orbit Foods", at=datetime.now(UTC))
    for address in (reverse("pipeline:deals") + "?state=OPEN&step=stalled", "/api/v1/pipeline/deals/?step=stalled"):
        said = client.get(address).content.decode()
        assert ("Helix Robotics" in said, "Orbit Foods" in said) == (True, False)
    found = client.get("/api/v1/pipeline/processes/").json()["results"]
    qualify = next(each for process in found for each in process["stages"] if each["name"] == "Qualify")
    assert (qualify["left_days"], qualify["timed_count"], qualify["normal_days"]) == (6, 10, 9)


def test_the_owner_is_reminded_once_a_stay(history, deal, rita):
    first = AT.date() + timedelta(days=7)
    assert list(deals_stalled(first - timedelta(days=1))) == []
    assert [(each.person_id, each.subject_id) for each in deals_stalled(first)] == [(rita.pk, deal.pk)]
    assert len(list(deals_stalled(first + CATCH_UP))) == 1
    assert list(deals_stalled(first + CATCH_UP + timedelta(days=1))) == []
    remind(as_of=first, at=AT)
    StageOdds.objects.update(left_days=5)
    remind(as_of=first, at=AT)
    (notice,) = Notification.objects.filter(kind="pipeline.stalled").select_related("person")
    assert "80% of won deals left after 5 days" in told([notice])[notice.pk].body
    move_deal(deal=deal, to=stage("Discover"), by=rita, at=AT)
    assert told([notice]) == {}


def test_the_figure_counts_stalled_deals_among_those_that_do_not_rest(history, deal, cast):
    for name, until in (("Orbit Foods", None), ("Fathom Marine", date(2026, 12, 1))):
        other = make_deal(cast.rita, name, stage="Discover")
        if until:
            pause_deal(deal=other, until=until, by=cast.rita, at=AT)
    figure = figure_for("pipeline.stalled_deals", cast.rita)
    found = answer_data(answer(figure, read_scope(figure, {}, user=cast.rita, at=AT + timedelta(days=8))))
    share = found["measures"]["share"]
    assert (share["value"], share["n"], found["left_out"]["count"]) == (0.5, 2, 1)
    assert found["measures"]["amount"]["value"] in ("1000.00", "1000", 1000)


def test_its_rows_say_the_limit(history, deal, client, rita):
    client.force_login(rita)
    (row,) = client.get("/api/v1/figures/pipeline.stalled_deals/rows/").json()["results"]
    assert [row["columns"][name] for name in ("stage", "limit", "timed")] == ["Qualify", 6, 10]


def test_a_move_that_is_taken_back_counts_from_where_it_stood(history, deal, rita):
    moved = move_deal(deal=deal, to=stage("Discover"), by=rita, at=AT + timedelta(days=5))
    undo_move(deal=moved, by=rita, at=AT + timedelta(days=5, minutes=1), expected_version=moved.version)
    assert stalled(Deal.objects.all(), AT.date() + timedelta(days=7)).count() == 1


def test_the_job_counts_and_an_import_asks_for_it_at_once(history, cast):
    closed_after(cast.sam, [("Qualify", 7 * 1440)])
    job = ask_for_odds(at=AT)
    assert ask_for_odds(at=AT + timedelta(minutes=1)) == job
    assert ask_for_odds(at=AT, because="event-7") != job
    assert run(job_id=job.pk, at=AT + timedelta(minutes=2))
    assert StageOdds.objects.get(valid_to=None).timed_count == 11
