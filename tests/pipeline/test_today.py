"""Which deals stand on Today, for whom and why; and the same deals behind the list's filter."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pipeline.choices import Measure
from pipeline.domain.closing import win_deal
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.domain.splits import Share, split_deal
from pipeline.domain.targets import set_target
from pipeline.models import Deal
from pipeline.queries.attention import needing_somebody
from pipeline.queries.deal_work import deals_needing_somebody
from pipeline.queries.health import Health, Limit, standing_of
from salesmgmt.accounts.models import User
from salesmgmt.common.period import quarter_of
from salesmgmt.web.agenda import LATE, NEXT, TODAY, WorkItem
from tests.cast import AT
from tests.pipeline_rows import make_deal, won_for

DAY = date(2026, 3, 3)  # the day that the next steps of make_deal are due
LIMIT = 8

pytestmark = pytest.mark.django_db


def items(user: User, day: date = DAY) -> dict[str, WorkItem]:
    return {each.key: each for each in deals_needing_somebody(user, day, LIMIT).items}


def only(user: User, day: date = DAY) -> WorkItem:
    (item,) = items(user, day).values()
    return item


def test_a_next_step_for_today_is_due_today(deal, rita):
    item = only(rita)
    assert (item.urgency, item.due_date, item.what) == (TODAY, DAY, "“Call the plant lead” at Helix Robotics")
    assert item.why == "Qualify. 1,000 of your pipeline."
    assert [(act.label, act.url, act.page) for act in item.acts] == [
        ("Set next step", f"/pipeline/deals/{deal.pk}/panel/", f"/pipeline/deals/{deal.pk}/")
    ]


def test_nothing_is_said_before_it_is_due(deal, rita):
    found = deals_needing_somebody(rita, date(2026, 3, 2), LIMIT)
    assert (found.items, found.total) == ([], 0)


def test_a_late_step_says_since_when(deal, rita):
    item = only(rita, date(2026, 3, 6))
    assert (item.urgency, item.due_date) == (LATE, DAY)
    assert item.what == "“Call the plant lead” is late at Helix Robotics"
    assert item.why == "In Qualify for 4 days. 1,000 of your pipeline."


def test_a_stalled_deal_says_what_is_normal(deal, rita):
    item = only(rita, date(2026, 3, 20))
    assert item.what == "Helix Robotics has stood in Qualify for 18 days"
    assert item.why == "Normal is 9. “Call the plant lead” was due on 3 Mar. 1,000 of your pipeline."
    assert item.who == rita


def test_a_slow_deal_with_a_step_ahead_is_worth_a_look(deal, rita, at):
    set_next_step(deal=deal, next_step="Send terms", next_step_date=date(2026, 4, 1), by=rita, at=at)
    item = only(rita, date(2026, 3, 12))
    assert (item.urgency, item.chip) == (NEXT, "1,000")
    assert item.why == "Normal is 9. Next: “Send terms”, 1 Apr."


def test_a_missing_step_is_late_whenever(deal, rita):
    Deal.objects.filter(pk=deal.pk).update(next_step="", next_step_date=None, amount=None)  # as an import leaves it
    item = only(rita, date(2026, 3, 2))
    assert (item.urgency, item.chip, item.what) == (LATE, "no step", "Helix Robotics has no next step")
    assert item.why == "In Qualify for 0 days. Your pipeline, not priced."


def test_a_close_date_that_has_passed_asks_for_another(deal, rita, at):
    set_next_step(deal=deal, next_step="Send terms", next_step_date=date(2026, 4, 1), by=rita, at=at)
    Deal.objects.filter(pk=deal.pk).update(close_date=date(2026, 3, 1))
    item = only(rita, date(2026, 3, 5))
    assert item.what == "Helix Robotics was to close on 1 Mar and is still open"
    assert [act.label for act in item.acts] == ["Set close date"]


def test_paused_and_closed_deals_wait_for_nobody(process, rita, at):
    pause_deal(deal=make_deal(rita, "Fathom Marine"), until=date(2026, 5, 1), by=rita, at=at)
    win_deal(deal=make_deal(rita, "Orbit Foods"), reason=won_for(), by=rita, at=at)
    assert items(rita, date(2026, 3, 20)) == {}
    assert set(items(rita, date(2026, 5, 1))) == {f"deal-{Deal.objects.get(name='Fathom Marine').pk}"}


def test_commit_that_waits_loses_value(process, rita):
    make_deal(rita, amount="118000", stage="Propose")
    item = only(rita, date(2026, 3, 5))
    assert item.losing == "Helix Robotics (118,000, commit) waits for a late next step"


def test_a_manager_sees_the_line_and_an_admin_their_own(process, cast):
    make_deal(cast.rita, "Helix Robotics")
    make_deal(cast.sam, "Nimbus Freight")
    make_deal(cast.max, "Vela Foods")
    assert [each.what for each in items(cast.max).values()] == [
        "“Call the plant lead” at Vela Foods",
        "1 deal of your people waits for its owner",
    ]
    assert items(cast.olga) == {}  # reads every deal, works none of them
    assert items(cast.finn) == {}


def test_late_commit_of_the_line_stands_by_itself_and_the_rest_is_one_thing(process, cast, django_assert_num_queries):
    """A manager asks about the commit; the other steps are their owners', who see each."""
    commit = make_deal(cast.rita, "Orbit Foods", amount="118000", stage="Propose")
    for number in range(3):
        make_deal(cast.rita, f"Deal {number}", amount="2000")
    Deal.objects.filter(name="Deal 1").update(next_step="", next_step_date=None)
    Deal.objects.filter(name="Deal 2").update(next_step_date=date(2026, 3, 5))
    deals_needing_somebody(cast.max, DAY, 1)  # reads the roles of the person once
    with django_assert_num_queries(1):
        found = deals_needing_somebody(cast.max, date(2026, 3, 5), LIMIT)
    risk, rest = found.items
    assert (risk.key, risk.who) == (f"deal-{commit.pk}", cast.rita)
    assert risk.why == "In Propose for 3 days. 118,000 of Rita’s commit."
    assert (rest.urgency, rest.chip, rest.what) == (LATE, "2 late", "3 deals of your people wait for their owners")
    assert rest.why == "1 late next step, 1 without a next step, 1 due today. Worth 6,000."
    assert [(act.label, act.url) for act in rest.acts] == [("See all 4", "/pipeline/deals/?state=OPEN&step=attention")]
    assert found.total == 2
    assert deals_needing_somebody(cast.rita, date(2026, 3, 5), LIMIT).total == 4


def test_what_waits_in_another_currency_is_not_added_up_and_said(process, cast):
    for name in ("Orbit Foods", "Helix Robotics"):
        make_deal(cast.rita, name, amount="2000")
    Deal.objects.filter(name="Orbit Foods").update(currency="JPY")
    (item,) = deals_needing_somebody(cast.max, date(2026, 3, 5), LIMIT).items
    assert item.why.endswith(". Worth 2,000, 1 in another currency.")


def test_commit_past_its_close_date_loses_value(process, rita, at):
    deal = make_deal(rita, amount="118000", stage="Propose")
    set_next_step(deal=deal, next_step="Send terms", next_step_date=date(2026, 4, 1), by=rita, at=at)
    Deal.objects.filter(pk=deal.pk).update(close_date=date(2026, 3, 1))
    assert only(rita, date(2026, 3, 5)).losing == "Helix Robotics (118,000, commit) was to close on 1 Mar"


def test_the_largest_stand_on_the_page_and_the_rest_are_counted(process, rita, django_assert_num_queries):
    for place in range(4):
        make_deal(rita, f"Deal {place}", amount=str(1000 * (place + 1)))
    deals_needing_somebody(rita, DAY, 1)  # reads the roles of the person once
    with django_assert_num_queries(1):
        found = deals_needing_somebody(rita, DAY, 3)
    assert [each.what.partition(" at ")[2] for each in found.items] == ["Deal 3", "Deal 2", "Deal 1"]
    assert (found.total, found.url) == (4, f"/pipeline/deals/?state=OPEN&step=attention&owner={rita.pk}")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_sql_and_the_standing_of_a_deal_agree_to_the_day(process, rita, cast, zone):
    """Whatever the hour at which a deal entered its stage, and wherever the company is."""
    cast.company.zone = zone
    cast.company.save()
    for hours in range(0, 24 * 14, 7):
        deal = make_deal(rita, f"Deal {hours}")
        entered = datetime(2026, 3, 20, 12, tzinfo=AT.tzinfo) - timedelta(hours=hours)
        Deal.objects.filter(pk=deal.pk).update(stage_entered_at=entered, next_step_date=date(2026, 9, 1))
    day = date(2026, 3, 20)
    stands = {
        deal.pk
        for deal in Deal.objects.select_related("stage")
        if standing_of(deal, today=day, zone=zone, limit=Limit(deal.stage.normal_days)).health is not Health.GOOD
    }
    found = set(needing_somebody(Deal.objects.all(), day).values_list("pk", flat=True))
    assert found == stands
    assert 0 < len(found) < Deal.objects.count()


def test_the_lists_filter_shows_the_same(process, client, rita):
    late = make_deal(rita, "Helix Robotics")
    ahead = make_deal(rita, "Orbit Foods", at=timezone.now())
    Deal.objects.filter(pk=ahead.pk).update(next_step_date=timezone.now().date() + timedelta(days=5))
    client.force_login(rita)
    page = client.get("/pipeline/deals/?state=OPEN&step=attention").content.decode()
    assert f"/pipeline/deals/{late.pk}/" in page
    assert f"/pipeline/deals/{ahead.pk}/" not in page
    rows = client.get("/api/v1/pipeline/deals/?step=attention").json()["results"]
    assert [row["id"] for row in rows] == [late.pk]


def test_what_others_share_with_a_rep_is_neither_their_work_nor_their_quarter(process, client, cast):
    now = timezone.now()
    shared, own = make_deal(cast.nora, "Brio", amount="500"), make_deal(cast.rita, "Alba", amount="300")
    won = win_deal(deal=make_deal(cast.nora, "Cosmo", amount="700"), reason=won_for(), by=cast.nora, at=now)
    for deal in (shared, won):
        split_deal(deal=deal, shares=[Share(cast.nora, 6000), Share(cast.rita, 4000)], by=cast.nora, at=now)
    period = quarter_of(cast.company.day_of(now), fiscal_year_start=cast.company.fiscal_year_start)
    set_target(
        user=cast.rita, measure=Measure.BOOKINGS, period=period, full_amount=Decimal(1000), by=cast.carla, at=now
    )
    client.force_login(cast.rita)
    card = " ".join(client.get("/pipeline/today/quarter/").content.decode().split())
    assert "won on <br> 0 deals of yours" in card
    assert "EUR open in 1 deal of yours<" in card
    assert f"owner={cast.rita.pk}" in card
    found = deals_needing_somebody(cast.rita, cast.company.day_of(now), LIMIT)
    listed = client.get(found.url).content.decode()
    assert [item.key for item in found.items] == [f"deal-{own.pk}"]
    assert ("Alba" in listed, "Brio" in listed) == (True, False)


def test_quarter_card_adds_up_targets_and_figures(process, client, cast, at):
    now = timezone.now()
    quarter = quarter_of(cast.company.day_of(now))
    for person, amount in ((cast.rita, 100_000), (cast.nora, 60_000), (cast.sam, 5_000)):
        set_target(
            user=person, measure=Measure.BOOKINGS, period=quarter, full_amount=Decimal(amount), by=cast.olga, at=now
        )
    win_deal(deal=make_deal(cast.rita, amount="40000", at=now), reason=won_for(), by=cast.rita, at=now)
    make_deal(cast.rita, "Orbit Foods", amount="7000", at=now)
    client.force_login(cast.max)
    card = " ".join(client.get("/pipeline/today/quarter/").content.decode().split())
    assert "40,000</button>" in card
    assert "of 160,000 EUR, the targets of 2 people." in card
    assert "7,000</button>" in card
    client.force_login(cast.stranger)
    assert client.get("/pipeline/today/quarter/").status_code == 404
