"""The pipeline over time is the figure at each day, whatever happened to the deals, and follows the log day by day."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from pipeline.domain.closing import reopen_deal, win_deal
from pipeline.domain.conversion import convert_lead
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.hand_over import Handing, hand_back, hand_over
from pipeline.domain.leads import accept_lead, create_lead
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.next_steps import pause_deal
from pipeline.domain.version_moves import move_to_version, undo_version_move
from pipeline.models import Deal, DealVersion
from pipeline.queries.stage_trend import stage_trend
from salesmgmt.common.period import day_start
from salesmgmt.events.domain import consumption
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Job
from salesmgmt.figures.domain.rolling_up import refresh_all
from salesmgmt.figures.models import Rollup, StaleRollup
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.people.domain.company import edit_company
from salesmgmt.web.domain.undoing import offered, take_back
from tests.crm_data import export, import_files
from tests.pipeline.domain.test_leads import STEP
from tests.pipeline.domain.test_version_moves import next_version
from tests.pipeline_rows import make_deal, stage, won_for
from tests.salesmgmt.figures.proving import broken, by_hand

DAY = timedelta(days=1)
METRIC = "pipeline.stages"
READER = f"rollup.{METRIC}"


def catch_up(at) -> None:
    consumption.drain(READER, at=at, own=True)
    refresh_all(at=at)


def drawn(user, day, **asked):
    """What the last point of the trend says by stage, on a day that is taken for today."""
    trend = stage_trend(user, today=day, **asked)
    return {
        band.name: (stood.count, stood.worth)
        for band, stood in zip(trend.bands, trend.weeks[-1].stood, strict=True)
        if stood.count
    }


def asked(user, day, now, **more):
    """What the figure says at the end of the day."""
    end = day_start(day + DAY, "Europe/Berlin")
    scope = Scope(user=user, at=now, as_of=end, by="stage", **more)
    groups = answer(figure_for("pipeline.stood", user), scope).groups
    return {
        group.label: (group.results[1].estimate.n, Decimal(str(float(group.results[0].estimate.value))))
        for group in groups
    }


def everything():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws(' ', subject_id, period_start, part, count, total) FROM figures_rollup "
            "WHERE metric = %s ORDER BY subject_id, period_start, part",
            [METRIC],
        )
        return cursor.fetchall()


def acts(cast):
    """An act a day on three deals of Rita's; the last two of them a manager's."""
    rita, max_ = cast.rita, cast.max
    first, second, third = (
        make_deal(rita, name, amount=amount) for name, amount in (("A", "10"), ("B", "20"), ("C", None))
    )

    def now(deal):
        return Deal.objects.get(pk=deal.pk)

    yield lambda at: move_deal(deal=first, to=stage("Discover"), by=rita, at=at)
    yield lambda at: undo_move(deal=first, by=rita, at=at, expected_version=now(first).version)
    yield lambda at: move_deal(deal=second, to=stage("Prove"), by=rita, at=at)
    yield lambda at: edit_deal(deal=second, facts={"amount": Decimal("25.5")}, by=rita, at=at)
    yield lambda at: edit_deal(deal=third, facts={"close_date": date(2026, 5, 1)}, by=rita, at=at)
    yield lambda at: pause_deal(deal=third, until=date(2026, 6, 1), by=rita, at=at)
    yield lambda at: win_deal(deal=first, reason=won_for(), by=rita, at=at)
    yield lambda at: give_deal(deal=second, to=max_, by=max_, at=at)
    step = {"next_step": "Ask", "next_step_date": date(2026, 9, 1)}
    yield lambda at: reopen_deal(deal=first, to=stage("Propose"), by=rita, at=at, **step)
    handed = []
    yield lambda at: handed.append(hand_over(giver=rita, deals=[Handing(now(third), cast.nora)], by=max_, at=at).row)
    yield lambda at: hand_back(row=handed[0], by=max_, at=at)


def test_every_day_is_what_the_figure_says_of_it_through_every_act(process, cast, at):
    now = at
    for step, act in enumerate(acts(cast), start=1):
        now = at + step * DAY
        act(now)
        catch_up(now)
        for user in (cast.rita, cast.max, cast.olga):
            for back in range(step + 1):
                day = (now - back * DAY).date()
                assert drawn(user, day) == asked(user, day, now), (step, user, day)
        assert not StaleRollup.objects.exists()
        assert broken() == {}
    assert drawn(cast.rita, now.date()) == {"Qualify": (1, 0), "Propose": (1, 10)}
    assert drawn(cast.max, at.date()) == {"Qualify": (3, 30)}
    assert drawn(cast.max, now.date(), owner=cast.max.pk) == {"Prove": (1, Decimal("25.5"))}
    assert drawn(cast.max, at.date(), owner=cast.max.pk) == {"Qualify": (1, 20)}
    assert asked(cast.max, at.date(), now, owner=cast.max.pk) == {"Qualify": (1, 20)}


def test_all_rows_deleted_come_back_byte_for_byte_and_a_wrong_one_is_found(process, cast, at):
    for step, act in enumerate(acts(cast), start=1):
        act(at + step * DAY)
    catch_up(at)
    before = everything()
    assert len(before) > 10
    for statement in ("DELETE FROM figures_rollup", "UPDATE figures_rollup SET total = total + 1"):
        by_hand(statement)
        assert set(broken()) == {"figures.rollups_are_what_the_facts_say"}
        call_command("recount_rollups", stdout=StringIO())
        assert (everything(), broken()) == (before, {})


def test_an_act_marks_its_own_day_and_a_deal_given_away_all_of_its_days(process, cast, at):
    deal = make_deal(cast.rita)
    other = make_deal(cast.rita, "Other")
    move_deal(deal=deal, to=stage("Discover"), by=cast.rita, at=at + DAY)
    catch_up(at)

    def marked():
        consumption.drain(READER, at=at, own=True)
        keys = list(
            StaleRollup.objects.order_by("period_start", "subject_id").values_list("subject_id", "period_start")
        )
        refresh_all(at=at)
        return [(pk, (day - at.date()).days) for pk, day in keys]

    move_deal(deal=other, to=stage("Discover"), by=cast.rita, at=at + 3 * DAY)
    assert marked() == [(cast.rita.pk, 3)]
    give_deal(deal=deal, to=cast.nora, by=cast.max, at=at + 4 * DAY)
    both = sorted([cast.rita.pk, cast.nora.pk])
    assert marked() == [(pk, day) for day in (0, 1, 4) for pk in both]


def test_another_version_of_the_process_and_a_conversion_taken_back(process, cast, at):
    make_deal(cast.rita, "Alba")
    catch_up(at)
    move = move_to_version(source=process, to=next_version(process.process, cast.olga, at), by=cast.olga, at=at + DAY)
    catch_up(at)
    day = (at + DAY).date()
    assert drawn(cast.rita, day) == {"Qualify": (1, 1000)}
    assert len(stage_trend(cast.rita, today=day).bands[0].keys) == 2
    undo_version_move(move=move, by=cast.olga, at=at + DAY)
    lead = accept_lead(lead=create_lead(facts={"person_name": "Bo"}, by=cast.rita, at=at), by=cast.rita, at=at)
    converted = convert_lead(lead=lead, stage=process.stages.first(), **STEP, by=cast.rita, at=at + DAY)
    catch_up(at)
    assert (drawn(cast.rita, day), broken()) == ({"Qualify": (2, 1000)}, {})
    assert len(stage_trend(cast.rita, today=day).bands[0].keys) == 1
    take_back(undo=offered(converted, by=cast.rita, at=at + DAY), by=cast.rita, at=at + DAY)
    catch_up(at)
    assert (drawn(cast.rita, day), broken()) == ({"Qualify": (1, 1000)}, {})


def test_weeks_end_on_sundays_and_the_last_one_today(process, cast, at):
    make_deal(cast.rita, amount="7", at=at)
    move_deal(deal=Deal.objects.get(), to=stage("Discover"), by=cast.rita, at=at + 6 * DAY)
    catch_up(at)
    trend = stage_trend(cast.rita, today=date(2026, 3, 11), weeks=3)
    assert [week.day for week in trend.weeks] == [date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 11)]
    assert [band.name for band in trend.bands] == ["Discover"]
    assert [week.total.count for week in trend.weeks] == [0, 1, 1]
    assert [week.total.worth for week in trend.weeks] == [0, 7, 7]


def test_another_zone_counts_instants_on_other_days(process, cast, at):
    make_deal(cast.rita, at=at.replace(hour=23, minute=30))
    catch_up(at)
    assert drawn(cast.rita, at.date()) == {}
    edit_company(name="Nordwind", zone="America/New_York", managers_see_pay=False, by=cast.olga, at=at)
    catch_up(at)
    assert drawn(cast.rita, at.date()) == {"Qualify": (1, 1000)}


def test_imports_name_the_days_on_which_histories_changed(cast):
    row = ("D1", "Ann Able", "GTX Pro", "Acme", "Engaging", "2025-01-10", "", "")
    import_files(export(sales_pipeline=[row]), by=cast.olga)
    catch_up(timezone.now())
    ann = Deal.objects.get().owner_id
    assert Rollup.objects.of(METRIC).values_list("subject_id", "period_start", "count").get() == (
        ann,
        date(2025, 1, 10),
        1,
    )
    assert broken() == {}
    won = (*row[:4], "Won", "2025-01-10", "2025-03-31", "4514")
    import_files(export(sales_pipeline=[won]), by=cast.olga)
    consumption.drain(READER, at=timezone.now(), own=True)
    days = set(StaleRollup.objects.filter(metric=METRIC).values_list("period_start", flat=True))
    assert days <= {date(2025, 1, 10), date(2025, 3, 31)}
    refresh_all(at=timezone.now())
    assert broken() == {}
    assert DealVersion.objects.counted().count() == 2
    batch = import_files(export(sales_pipeline=[(won[0], "Bob Bell", *won[2:])]), by=cast.olga)
    catch_up(timezone.now())
    assert set(Rollup.objects.of(METRIC).values_list("subject_id", flat=True)) == {Deal.objects.get().owner_id} != {ann}
    assert broken() == {}
    undo_import(batch=batch, by=cast.olga, at=timezone.now())
    run(job_id=Job.objects.get(kind="imports.undo").pk, at=timezone.now())
    catch_up(timezone.now())
    assert set(Rollup.objects.of(METRIC).values_list("subject_id", flat=True)) == {ann}
    assert broken() == {}


def test_the_page_draws_the_weeks_and_opens_to_their_deals(process, cast, client, django_assert_max_num_queries):
    now = timezone.now()
    make_deal(cast.rita, amount="1234", at=now - 30 * DAY)
    make_deal(cast.nora, "Other", amount="50", at=now)
    catch_up(now)
    client.force_login(cast.max)
    with django_assert_max_num_queries(10):
        page = client.get("/pipeline/trend/").content.decode()
    assert "1,284" in page
    assert f"/figures/pipeline.stood/?by=stage&amp;group={stage('Qualify').pk}#rows" in page
    client.force_login(cast.rita)
    page = client.get("/pipeline/trend/?count=deals").content.decode()
    assert "1,284" not in page
    week = stage_trend(cast.rita, today=now.date()).weeks[-2].day
    rows = client.get(f"/figures/pipeline.stood/?by=stage&as_of={week.isoformat()}").content.decode()
    assert "Helix Robotics" in rows
    client.force_login(cast.mona)
    assert "No open deals in these weeks" in client.get("/pipeline/trend/").content.decode()


def test_the_endpoint_says_the_same(process, cast, client):
    now = timezone.now()
    make_deal(cast.rita, amount="1234.5", at=now)
    catch_up(now)
    client.force_login(cast.rita)
    found = client.get("/api/v1/pipeline/stage-trend/", {"weeks": 2}).json()
    assert [week["count"] for week in found["results"]] == [0, 1]
    (qualify,) = found["results"][-1]["stages"]
    assert (qualify["stage"], qualify["count"], qualify["amount"]) == ("Qualify", 1, "1234.5000")
    assert client.get("/api/v1/pipeline/stage-trend/", {"owner": cast.nora.pk}).json()["results"][-1]["count"] == 0
    for weeks in ("0", "105", "x"):
        assert client.get("/api/v1/pipeline/stage-trend/", {"weeks": weeks}).status_code == 400
