"""The list of targets: whose one sees, what narrows it, and that page and API are narrowed alike."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.targets import adjust_target, set_target
from pipeline.models import Target
from salesmgmt.common.period import Period
from tests.cast import AT

Q1, Q2 = Period(date(2026, 1, 1), date(2026, 4, 1)), Period(date(2026, 4, 1), date(2026, 7, 1))


@pytest.fixture
def targets(cast):
    """Rita's bookings of two quarters, the first halved; her calls; her team's; Sam's, whom Max does not lead."""
    facts = {"measure": "BOOKINGS", "by": cast.carla, "at": AT}
    made = {
        "first": set_target(user=cast.rita, period=Q1, full_amount=Decimal(90_000), **facts),
        "second": set_target(user=cast.rita, period=Q2, full_amount=Decimal(70_000), **facts),
        "team": set_target(team=cast.rita.memberships.get().team, period=Q1, full_amount=Decimal(500_000), **facts),
        "sam": set_target(user=cast.sam, period=Q1, full_amount=Decimal(10), **facts),
    }
    made["calls"] = set_target(user=cast.rita, period=Q1, full_amount=Decimal(40), **facts | {"measure": "CALLS"})
    adjustment = {"num": 1, "den": 2, "reason": "Half days", "adjusted_date": date(2026, 2, 1)}
    adjust_target(target=made["first"], **adjustment, by=cast.carla, at=AT)
    return made


@pytest.mark.parametrize(
    ("who", "query", "found"),
    [
        ("max", "", {"first", "second", "team", "calls"}),
        ("rita", "", {"first", "second", "calls"}),
        ("olga", "", {"first", "second", "team", "calls", "sam"}),
        ("max", "measure=CALLS", {"calls"}),
        ("max", "starts_from=2026-02-01", {"second"}),
        ("max", "starts_to=2026-02-01&measure=BOOKINGS", {"first", "team"}),
        ("olga", "user={sam}", {"sam"}),
        ("max", "team={team}", {"team"}),
        ("max", "user={sam}", set()),
    ],
)
def test_targets_are_narrowed_alike_on_the_page_and_over_the_api(targets, cast, client, who, query, found):
    query = query.format(sam=cast.sam.pk, team=targets["team"].team_id)
    client.force_login(getattr(cast, who))
    page = client.get(f"/pipeline/targets/list/?{query}")
    assert page.status_code == 200
    keys = {targets[name].pk for name in found}
    assert {each.pk for each in page.context["dressed"]} == keys
    assert {each["id"] for each in client.get(f"/api/v1/pipeline/targets/?{query}").json()["results"]} == keys


def test_an_export_says_the_last_day_that_counts_and_how_often_it_was_adjusted(targets, cast, client):
    client.force_login(cast.max)
    sent = {"form": "csv", "all_columns": "on"}
    text = b"".join(client.post("/lists/targets/export/?measure=BOOKINGS&sort=starts", sent).streaming_content).decode()
    mine = next(line for line in text.splitlines() if "2026-01-01" in line and cast.rita.email in line)
    assert mine.split(",")[1:7] == ["BOOKINGS", "2026-01-01", "2026-03-31", "90000", "1", "EUR"]
    assert Target.objects.count() == 5
