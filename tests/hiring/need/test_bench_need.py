"""docs/algorithms/bench_depth.md: the need of two teams by history and by a manager's note, and what closes the gap."""

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from rest_framework.test import APIClient

from hiring.domain.candidacies import move_candidacy
from hiring.domain.endings import reject
from hiring.domain.leaver_rates import go_by_history, note_leaver_rate
from hiring.domain.openings import ask_to_open, draft_opening
from hiring.domain.profiles import retire_stage
from hiring.models import LeaverRate
from hiring.queries.bench_need import needs
from hiring.queries.improving import improvements
from hiring.queries.need_words import what_to_improve
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.people.models import Membership
from tests.hiring_rows import DAY, HOUR, hiring_stage, make_candidacy, make_entry
from tests.pipeline.crm.test_worked_tables import tables
from tests.refusals import all_rows, assert_refused

pytestmark = pytest.mark.django_db
NOTE = "Two of them told me that they look around."


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture
def worked(cast, profile, at):
    """The people and the seats of the page, without the manager's note."""
    _, _, people, *_ = tables("bench_depth.md")
    teams = {"North": cast.north, "South": cast.south}
    for row in people:
        user, _ = User.objects.get_or_create(email=f"{row['person'].lower()}@kestrel.example", name=row["person"])
        valid = DateRange(day(row["from"]), day(row["up to"]))
        Membership.objects.create(
            user=user, team=teams[row["team"]], role_profile=profile.role_profile, manager=cast.max, valid=valid
        )
    seats = [
        ("North", "GROWTH", "2026-03-20"),
        ("North", "BAR_RAISE", "2026-05-01"),
        ("South", "REPLACEMENT", "2026-03-10"),
    ]
    drafted = [*seats, ("South", "GROWTH", "2026-04-01")]
    openings = [
        draft_opening(profile=profile, team=teams[team], reason=reason, target_date=day(wanted), by=cast.max, at=at)
        for team, reason, wanted in drafted
    ]
    for opening in openings[:3]:
        ask_to_open(opening=opening, by=cast.max, at=at)
    return profile


def found(cast, at):
    (only,) = needs(cast.max, today=at.date(), company=cast.company)
    return only


def test_the_worked_table(worked, cast, at):
    note_leaver_rate(profile=worked, team=cast.south, yearly_rate=Decimal("0.5"), note=NOTE, by=cast.max, at=at)
    need, (*_, rows, _) = found(cast, at), tables("bench_depth.md")
    history = need.places.history
    assert (history.leavers, history.people, history.person_days) == (1, 6, 3650)
    assert (f"{history.interval.low:.4f}", f"{history.interval.high:.4f}") == ("0.0025", "0.5572")
    assert (need.lead.days, need.lead.hires, need.lead.is_history) == (32, 0, False)
    quarter = {"both": need.quarter_need}
    shown = [(team.team.name, team.places, team.rate, team.need) for team in need.teams]
    shown.append(("both", 5, None, need.need))
    assert len(rows) == len(shown) == 3
    for row, (name, places, rate, each) in zip(rows, shown, strict=True):
        assert (name, places) == (row["team"], int(row["places"]))
        assert (f"{float(rate.yearly):.4f}" if rate else "") == row["rate"]
        assert f"{float(each.leavers):.4f}" == row["leavers"]
        seats = (each.seats.growth, each.seats.replacement, each.seats.bar_raise, each.seats.planned)
        assert seats == tuple(int(row[name]) for name in ("growth", "replacement", "bar-raise", "planned"))
        assert f"{float(each.people):.4f}" == row["needed"]
    assert f"{float(quarter['both'].people):.4f}" == rows[-1]["next quarter"]
    assert need.need.ends is None  # a noted rate has no interval


def test_the_page_shows_teams_that_add_up(worked, cast, client, at):
    for team, rate in ((cast.north, "0.15"), (cast.south, "0.22")):  # 0.0395 and 0.0386: 0 each if rounded alone
        note_leaver_rate(profile=worked, team=team, yearly_rate=Decimal(rate), note=NOTE, by=cast.max, at=at)
    client.force_login(cast.max)
    page = client.get("/hiring/need/").content.decode()
    assert "<b>4.1</b> needed" in page  # with four seats
    assert re.findall(r'data-label="Needed" class="num"><b>([\d.]+)</b>', page) == ["2.1", "2"]


def test_by_history_again_and_with_its_ends(worked, cast, at):
    note_leaver_rate(profile=worked, team=cast.south, yearly_rate=Decimal("0.5"), note=NOTE, by=cast.max, at=at)
    go_by_history(profile=worked, team=cast.south, by=cast.max, at=at)
    need = found(cast, at)
    assert (float(need.need.people), need.need.whole) == (pytest.approx(3 + 0.1 * 5 * 32 / 365), 4)
    assert need.need.ends == pytest.approx((3 + 0.002532 * 5 * 32 / 365, 3 + 0.557164 * 5 * 32 / 365), rel=1e-4)


def test_a_note_says_why_and_is_for_those_who_hire(worked, cast, at):
    before = all_rows()
    with assert_refused("note_missing", "note"):
        note_leaver_rate(profile=worked, team=cast.south, yearly_rate=Decimal("0.5"), note=" ", by=cast.max, at=at)
    with assert_refused("leaver_rate", "yearly_rate"):
        note_leaver_rate(profile=worked, team=cast.south, yearly_rate=Decimal("2.01"), note="x", by=cast.max, at=at)
    for stranger in (cast.mona, cast.rita, cast.ivan):
        with pytest.raises(NotAllowed):
            note_leaver_rate(profile=worked, team=cast.south, yearly_rate=Decimal(0), note="x", by=stranger, at=at)
    assert all_rows() == before
    assert not LeaverRate.objects.exists()


def test_too_few_people_tell_no_rate_and_only_seats_count(worked, cast, at):
    Membership.objects.filter(user__name__in=("Ann", "Ben")).delete()
    need = found(cast, at)
    assert (need.places.history.people, need.need.leavers, need.need.people) == (4, None, 3)
    scope = read_scope(figure_for("hiring.bench_against_need", cast.max), {}, user=cast.max, at=at)
    assert answer(figure_for("hiring.bench_against_need", cast.max), scope).results[0].estimate.n == 0


def test_only_the_ready_and_warm_with_a_consent_that_lasts_stand_against_the_need(worked, cast, at):
    today = at.date()
    ages = {"Ada": {}, "Bo": {"ready_date": today + timedelta(days=40)}, "Cy": {"consent_until": today}}
    for name, facts in ages.items():
        make_entry(make_candidacy(worked, cast.max, name), cast.max, tier="C", **facts)
    make_entry(make_candidacy(worked, cast.max, "Di"), cast.max, tier="A")
    assert (found(cast, at).stock.ready_warm, found(cast, at).stock.later) == (3, 1)
    later = at + timedelta(days=15)  # Cy's consent has ended, and Di has had no touch for more than a cadence
    need = found(cast, later)
    assert (need.stock.ready_warm, need.stock.ready_cold, need.stock.later) == (1, 2, 1)
    figure = figure_for("hiring.bench_against_need", cast.max)
    estimate = answer(figure, read_scope(figure, {}, user=cast.max, at=later)).results[0].estimate
    assert (estimate.numerator, estimate.n) == (1, need.need.whole)


def test_what_would_have_to_improve(worked, cast, at):
    for name in ("Ada", "Bo", "Cy", "Di"):
        make_candidacy(worked, cast.max, name)
    assert what_to_improve(found(cast, at)) == (
        "5 people are needed before 1 Jul, and 0 stand ready and warm: 5 more are to be found. For the other 5 new "
        "candidates have to start; nobody has got onto this bench yet to say how many."
    )
    make_entry(make_candidacy(worked, cast.max, "Eli"), cast.max, tier="A")
    make_entry(make_candidacy(worked, cast.max, "Flo"), cast.max, tier="C", ready_date=date(2026, 5, 1))
    assert what_to_improve(found(cast, at + timedelta(days=20))) == (
        "5 people are needed before 1 Jul, and 0 stand ready and warm: 5 more are to be found. "
        "A touch with 1 person who stood ready and went cold brings up to that many. "
        "1 on the bench will be ready by then. "
        "For the other 3, 9 new candidates have to start by 30 May, "
        "at the conversion so far (2 of 6 got onto the bench or were hired) and 32 days to a hire."
    )


def test_what_would_have_to_improve_is_told_with_its_numbers(worked, cast, client, at):
    """Thirty began; twenty of them came to Screen, and ten wait there. Nobody is told more than the data says."""
    people = [make_candidacy(worked, cast.max, f"P{number:02} Person", at=at) for number in range(30)]
    for candidacy in people[:20]:
        move_candidacy(candidacy=candidacy, to=hiring_stage("Screen"), by=cast.max, at=at + HOUR)
    needed = found(cast, at + DAY)
    better = improvements([needed], at=at + DAY, company=cast.company)[worked.pk]
    told = {change.step.name: (change.step.n, change.step.share, change.step.waiting) for change in better.changes}
    assert told["Applied"] == (30, Fraction(20, 30), 10)
    assert told["Screen"] == (20, 0, 20)
    assert "Ready" not in told
    assert better.gap == needed.missing_by_quarter
    assert not better.is_told  # nobody has got further than Screen
    client.force_login(cast.max)
    assert "Too few have gone through" in client.get("/hiring/need/").content.decode()
    api = APIClient()
    api.force_authenticate(cast.max)
    [said] = api.get("/api/v1/hiring/bench-need/").json()["results"]
    assert [stage["stage"] for stage in said["improving"]["stages"]] == ["Applied", "Screen", "Interview", "Role play"]


def test_the_page_shows_each_change_alone(worked, cast, client, at):
    """Of thirty in the only stage before the last, twelve went on and six were rejected."""
    for name in ("Screen", "Interview", "Role play"):
        retire_stage(stage=hiring_stage(name), by=cast.olga, at=at)
    people = [make_candidacy(worked, cast.max, f"P{number:02} Person", at=at) for number in range(30)]
    for candidacy in people[:12]:
        move_candidacy(candidacy=candidacy, to=hiring_stage("Ready"), by=cast.max, at=at + HOUR)
    for candidacy in people[12:18]:
        reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at + HOUR)
    now = timezone.now()
    better = improvements(needs(cast.max, today=now.date(), company=cast.company), at=now, company=cast.company)
    [change] = better[worked.pk].changes
    assert (change.step.n, change.step.share, change.step.waiting) == (30, Fraction(12, 30), 12)
    assert better[worked.pk].is_told
    client.force_login(cast.max)
    page = " ".join(client.get("/hiring/need/").content.decode().split())
    assert "40.0%" in page
    assert f"{change.step.interval.low:.1%} to {change.step.interval.high:.1%}" in page
    assert "This is arithmetic, not a cause" in page
