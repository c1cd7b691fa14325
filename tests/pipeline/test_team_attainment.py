"""What teams reached of their targets: the worked table of docs/algorithms/team_attainment.md, and who is told."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pipeline.domain.activities import log_activity
from pipeline.domain.closing import win_deal
from pipeline.domain.targets import adjust_target, set_target
from pipeline.models import Deal, Target
from pipeline.queries.quotas import quota_table
from pipeline.queries.team_attainment import reached_by_teams
from salesmgmt.common.period import Period
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.people.domain.members import Place, move_member
from salesmgmt.people.models import FiscalPeriod, Team
from tests.cast import AT
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline_rows import make_deal, won_for

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def ask(user, **params):
    figure = figure_for("pipeline.team_attainment", user)
    return answer_data(answer(figure, read_scope(figure, params, user=user, at=NOW)))


def aim(team, amount, cast, measure="BOOKINGS"):
    days = Period(date(2026, 1, 1), date(2026, 4, 1))
    return set_target(team=team, measure=measure, period=days, full_amount=Decimal(amount), by=cast.carla, at=AT)


@pytest.fixture
def worked(process, cast):
    """The deals of the page's first table, and the targets of its second."""
    deals, targets = tables("team_attainment.md")
    below = Team.objects.create(name="North East", parent=cast.north)
    cast.rita.memberships.update(team=below)
    move_member(user=cast.rita, place=Place(cast.south, cast.mona), from_date=date(2026, 3, 1), by=cast.olga, at=AT)
    for row in deals:
        owner = {"Rita": cast.rita, "Nora": cast.nora}[row["owner"]]
        won = win_deal(deal=make_deal(owner, row["deal"], amount=row["amount"]), reason=won_for(), by=owner, at=AT)
        Deal.objects.filter(pk=won.pk).update(close_date=row["closed"])
    for row in targets[:-1]:
        target = aim({"North": cast.north, "South": cast.south}[row["team"]], row["target"], cast)
        if row["adjusted by"]:
            num, den = map(int, row["adjusted by"].split("/"))
            adjust_target(target=target, num=num, den=den, reason="Two left", by=cast.carla, at=AT)
    return targets


def test_the_worked_table_comes_out(worked, cast):
    *teams, together = worked
    said = ask(cast.olga, by="team")
    groups = {group["label"]: group["measures"] for group in said["groups"]}
    for row in teams:
        measures = groups[row["team"]]
        assert f"{measures['attainment']['value']:.1%}" == row["attainment"]
        assert Decimal(measures["reached_amount"]["value"]) == Decimal(row["reached"])
    assert (f"{said['value']:.1%}", said["n"]) == (together["attainment"], len(teams))
    assert f" of targets of {int(together['comes to']):,}: " in said["sentence"]
    assert said["left_out"]["count"] == 0
    assert ask(cast.olga, **{"from": "2026-04-01"})["n"] == 0


def test_who_does_not_see_all_of_a_team_is_told_nothing_of_it(worked, cast):
    said = ask(cast.max)  # Rita, who was in North until March, is of Mona's line now
    assert (said["n"], said["left_out"]["count"]) == (0, 1)
    table = quota_table(viewer=cast.max, company=cast.company, day=date(2026, 3, 2))
    assert [quotas[0].reached for _, quotas in table.teams] == [None]
    of_olga = quota_table(viewer=cast.olga, company=cast.company, day=date(2026, 3, 2))
    assert [(team.name, quotas[0].reached) for team, quotas in of_olga.teams] == [
        ("North", Decimal("420.5")), ("South", Decimal(500)),
    ]  # fmt: skip
    assert ask(cast.rita)["n"] == 0


def test_activities_count_for_the_team_of_the_day(process, cast):
    target = aim(cast.north, 4, cast, "MEETINGS")
    deal = make_deal(cast.rita, amount="1")
    for hours in (1, 2, 3):
        log_activity(deal=deal, kind="MEETING", happened_at=AT - timedelta(hours=hours), by=cast.rita, at=AT)
    log_activity(deal=deal, kind="CALL", happened_at=AT, by=cast.rita, at=AT)
    assert reached_by_teams([target], viewer=cast.max, company=cast.company) == {target.pk: Decimal(3)}


def test_a_team_s_target_is_set_in_its_cell_and_its_page_says_what_was_reached(worked, cast, client):
    client.force_login(cast.carla)
    page = client.get("/pipeline/targets/?day=2026-03-02").content.decode()
    assert "Target of North East, " in page  # a team without a target has its cell
    words = " ".join(page.split())
    assert "84.1% reached" in words or "84% reached" in words
    period = FiscalPeriod.objects.get(kind="QUARTER", start_date=date(2026, 1, 1))
    body = {"team": Team.objects.get(name="North East").pk, "period": period.pk, "full_amount": "200"}
    cell = client.post("/pipeline/targets/set/", body)
    assert (cell.status_code, "150% reached" in " ".join(cell.content.decode().split())) == (200, True)
    assert Target.objects.get(team__name="North East").full_amount == 200
    both = client.post("/pipeline/targets/set/", {**body, "user": cast.rita.pk})
    neither = client.post("/pipeline/targets/set/", {"period": period.pk, "full_amount": "1"})
    assert (both.status_code, neither.status_code, Target.objects.count()) == (404, 404, 3)
    target = Target.objects.get(team=cast.north)
    assert "420.5" in client.get(f"/pipeline/targets/{target.pk}/").content.decode()
    client.force_login(cast.max)
    assert "Target of North East, " not in client.get("/pipeline/targets/?day=2026-03-02").content.decode()
