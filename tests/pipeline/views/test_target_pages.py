"""Targets on their pages: the preview stores nothing, what was seen is set, people and teams stand side by side."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pipeline.domain.activities import log_activity
from pipeline.domain.closing import win_deal
from pipeline.domain.targets import adjust_target, set_target
from pipeline.models import Target
from pipeline.queries.quotas import quota_table
from salesmgmt.common.period import Period
from salesmgmt.people.models import FiscalPeriod
from tests.cast import AT
from tests.checksums import checksums
from tests.pipeline_rows import make_deal, make_process, won_for

pytestmark = pytest.mark.django_db
Q1 = Period(date(2026, 1, 1), date(2026, 4, 1))


@pytest.fixture
def set_for(cast):
    def set_for(amount, measure="BOOKINGS", **whose):
        said = {"measure": measure, "period": Q1, "full_amount": Decimal(amount), "by": cast.carla, "at": AT}
        return set_target(**said, **whose)

    return set_for


def test_a_spread_is_looked_at_then_set_then_undone(cast, client):
    client.force_login(cast.carla)
    year = FiscalPeriod.objects.get(kind="YEAR", start_date=date(2026, 1, 1))
    said = {"year": year.pk, "measure": "BOOKINGS", "user": cast.rita.pk, "full_amount": "100,000", "parts": "QUARTER"}
    said |= {"season": "GIVEN", "weights": "1, 1, 1.5, 0"}
    before = checksums()
    seen = client.post("/pipeline/targets/plan/spread/preview/", said)
    assert (seen.status_code, checksums()) == (200, before)
    assert "42,857.14" in seen.content.decode()
    assert "Set 3 targets" in seen.content.decode()
    token = seen.context["plan"].seen
    assert f'value="{token}"' in seen.content.decode()
    stale = client.post("/pipeline/targets/plan/spread/", {**said, "full_amount": "1", "seen": token})
    assert (stale.status_code, Target.objects.count()) == (409, 0)
    done = client.post("/pipeline/targets/plan/spread/", {**said, "seen": token}, follow=True)
    assert "3 targets are set" in done.content.decode()
    assert sum(Target.objects.values_list("full_amount", flat=True)) == 100_000
    bad = client.post("/pipeline/targets/plan/copy/preview/", {"into": year.pk, "measure": "CALLS", "growth": "5"})
    assert (bad.status_code, "has no such targets" in bad.content.decode()) == (422, True)
    assert client.post("/pipeline/targets/plan/other/", said).status_code == 404


def test_people_stand_beside_their_team_with_the_difference(cast, set_for):
    set_for(100, team=cast.north)
    adjust_target(target=set_for(70, user=cast.rita), num=1, den=2, reason="Ramp", by=cast.carla, at=AT)
    set_for(20, user=cast.nora)
    set_for(500, user=cast.sam)
    table = quota_table(viewer=cast.olga, company=cast.company, day=date(2026, 3, 2))
    ((team, quotas),) = table.teams
    assert (team, quotas[0].effective, quotas[0].of_people, quotas[0].difference) == (cast.north, 100, 55, -45)
    assert (quotas[1].target, quotas[1].of_people, quotas[1].difference) == (None, 0, None)
    of_max = quota_table(viewer=cast.max, company=cast.company, day=date(2026, 3, 2))
    assert of_max.teams[0][1][0].difference == -45


def test_a_manager_who_does_not_see_all_of_a_team_is_told_no_sum(cast, set_for):
    set_for(100, team=cast.north)
    set_for(20, user=cast.nora)
    cast.nora.memberships.update(manager=cast.mona)
    table = quota_table(viewer=cast.max, company=cast.company, day=date(2026, 3, 2))
    assert (table.teams[0][1][0].of_people, table.teams[0][1][0].difference) == (None, None)


def test_what_was_reached_stands_at_outcome_and_activity_targets(cast, client, set_for):
    make_process()
    deal = make_deal(cast.rita, amount="40")
    for kind, number in (("CALL", 3), ("MEETING", 1), ("DEMO", 1), ("NOTE", 5)):
        for minute in range(number):
            when = datetime(2026, 2, 1, 10, minute, tzinfo=UTC)
            log_activity(deal=deal, kind=kind, happened_at=when, by=cast.rita, at=AT)
    win_deal(deal=deal, reason=won_for(), by=cast.rita, at=AT)
    day = date(2026, 3, 2)
    said = {"BOOKINGS": (80, 40), "DEALS_WON": (4, 1), "MEETINGS": (8, 2), "CALLS": (12, 3)}
    for measure, (amount, reached) in said.items():
        target = set_for(amount, measure, user=cast.rita)
        table = quota_table(viewer=cast.max, company=cast.company, day=day, measure=measure)
        quota = next(quotas for person, quotas in table.rows if person == cast.rita)[0]
        assert (quota.reached, quota.attainment) == (reached, reached / amount), measure
        if measure == "CALLS":
            adjust_target(target=target, num=1, den=2, reason="Parental leave", by=cast.carla, at=AT)
    client.force_login(cast.rita)
    page = client.get(f"/pipeline/targets/{Target.objects.get(measure='CALLS').pk}/").content.decode()
    assert "Parental leave" in page
    assert "50%" in page
    assert "2 Mar" in page
    assert "Carla" in page
    listed = client.get("/pipeline/targets/?measure=CALLS&day=2026-03-02").content.decode()
    assert "comes to 6" in listed
    assert "50% reached" in " ".join(listed.split())


def test_a_target_says_what_it_was_set_to_before_and_by_whom(cast, client, set_for):
    target = set_for(100, user=cast.rita)
    facts = {"user": cast.rita, "measure": target.measure, "period": target.period, "expected_version": 1}
    client.force_login(cast.rita)
    assert "What it was set to" not in client.get(f"/pipeline/targets/{target.pk}/").content.decode()
    set_target(full_amount=Decimal(140), by=cast.olga, at=AT + timedelta(days=3), **facts)
    page = " ".join(client.get(f"/pipeline/targets/{target.pk}/").content.decode().split())
    for words in ("What it was set to", cast.carla.name, cast.olga.name, '<td class="num fw-semibold">140'):
        assert words in page, words
    said = client.get(f"/api/v1/pipeline/targets/{target.pk}/").json()["versions"]
    assert [(row["full_amount"], row["by"]) for row in said] == [
        ("140.0000", cast.olga.pk), ("100.0000", cast.carla.pk),
    ]  # fmt: skip


def test_a_target_is_adjusted_on_its_page_by_those_who_may(cast, client, set_for):
    target = set_for(100, user=cast.rita)
    body = {"version": 1, "percent": "60", "adjusted_date": "2026-02-01", "reason": "Leave"}
    client.force_login(cast.max)
    assert client.post(f"/pipeline/targets/{target.pk}/adjust/", body).status_code == 403
    client.force_login(cast.mona)
    assert client.post(f"/pipeline/targets/{target.pk}/adjust/", body).status_code == 404
    client.force_login(cast.carla)
    assert client.post(f"/pipeline/targets/{target.pk}/adjust/", {**body, "reason": ""}).status_code == 422
    assert client.post(f"/pipeline/targets/{target.pk}/adjust/", body).status_code == 302
    assert target.adjustments.get().adjusted_date == date(2026, 2, 1)
