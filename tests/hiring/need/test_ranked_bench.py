"""docs/algorithms/ranked_bench.md: whom to call first, and a candidate against today's team."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from hiring.choices import CandidacyState
from hiring.domain.openings import ask_to_open, draft_opening
from hiring.domain.touches import log_touch
from hiring.engine.bar import bar_of
from hiring.models import Candidacy
from hiring.queries.ranked_bench import ranked_bench
from hiring.queries.team_bar import bars_of
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership
from tests.hiring_rows import DAY, HOUR, make_candidacy, make_entry, make_interview, submit
from tests.pipeline.crm.test_worked_tables import tables

pytestmark = pytest.mark.django_db


def test_the_worked_table():
    (rows,) = tables("ranked_bench.md")
    team, own = (
        {row["competency"]: [Fraction(each) for each in row[name].split(",") if each.strip()] for row in rows}
        for name in ("team", "own")
    )
    bar = bar_of([(row["competency"], int(row["weight"])) for row in rows], team, own)
    for row, line in zip(rows, bar.lines, strict=True):
        assert line.bar == (Fraction(row["middle of the team"]) if row["middle of the team"] else None)
        assert line.value == (Fraction(row["middle of own"]) if row["middle of own"] else None)
        assert line.raises == {"yes": True, "no": False, "": None}[row["raises"]]
    assert [count for _, count in bar.lines[2].counts] == [0, 0, 0, 0, 0]  # four people are too few
    assert (bar.said, bar.weight_raised) == ("would raise the bar on Discovery, not on Closing", 60)


def hired(cast, profile, team, name: str, discovery: int, at) -> User:
    """Somebody who holds the role profile since they were hired, with one rating from then."""
    candidacy = make_candidacy(profile, cast.max, name)
    submit(make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at + HOUR), cast.ivan, discovery=discovery)
    user = User.objects.create(email=f"{name.lower()}@kestrel.example", name=name)
    valid = DateRange(at.date(), None)
    Membership.objects.create(user=user, team=team, role_profile=profile.role_profile, manager=cast.max, valid=valid)
    Candidacy.objects.filter(pk=candidacy.pk).update(
        state=CandidacyState.HIRED, hired_user=user, ended_at=at + 2 * HOUR
    )
    return user


def test_the_team_is_told_from_five_people_on_and_the_candidate_by_the_blind_rule(cast, profile, candidacy, at):
    for number in range(4):
        hired(cast, profile, cast.north, f"Hire{number}", 2 + number % 2, at - (9 - number) * DAY)
    interview = make_interview(candidacy, cast.max, [cast.ivan, cast.max])
    submit(interview, cast.ivan, discovery=4)
    given = {"role_profile": profile.role_profile_id, "team": cast.north.pk}
    bars, is_team = bars_of([candidacy], viewer=cast.rosa, **given)
    assert (bars[candidacy.pk].said, is_team) == ("too few of the team were rated to compare (4)", False)
    hired(cast, profile, cast.south, "Hire4", 5, at - 4 * DAY)
    bars, is_team = bars_of([candidacy], viewer=cast.rosa, **given)
    assert (bars[candidacy.pk].said, is_team) == ("no ratings that you may read to compare", False)  # Max's is missing
    submit(interview, cast.max, discovery=3)
    bars, is_team = bars_of([candidacy], viewer=cast.rosa, **given)
    discovery = next(line for line in bars[candidacy.pk].lines if line.name == "Discovery")
    assert (discovery.counts, discovery.value, discovery.bar) == (
        [(1, 0), (2, 2), (3, 2), (4, 0), (5, 1)],
        Fraction(7, 2),
        3,
    )
    assert (bars[candidacy.pk].said, is_team) == ("would raise the bar on Discovery", False)
    hired(cast, profile, cast.north, "Hire5", 5, at - 3 * DAY)
    assert bars_of([candidacy], viewer=cast.rosa, **given)[1]


def test_the_bench_is_ranked_with_why_and_ties_go_to_who_stood_there_first(cast, profile, at, client):
    today = at.date()
    facts = {
        "Ada": {"tier": "B"},
        "Bo": {"tier": "A", "ready_date": date(2026, 4, 1)},
        "Cy": {"tier": "A", "ready_date": date(2026, 9, 1)},
        "Di": {"tier": "A"},
        "Eli": {"tier": "B"},
        "Flo": {"tier": "A", "consent_until": today},
    }
    entries = {
        name: make_entry(make_candidacy(profile, cast.max, name), cast.max, **given) for name, given in facts.items()
    }
    log_touch(entry=entries["Eli"], kind="CALL", happened_at=at + 19 * DAY, by=cast.max, at=at + 19 * DAY)
    opening = draft_opening(
        profile=profile, team=cast.north, reason="GROWTH", target_date=date(2026, 5, 1), by=cast.max, at=at
    )
    opening = ask_to_open(opening=opening, by=cast.max, at=at)
    found = ranked_bench(opening, viewer=cast.max, today=today + timedelta(days=20))
    assert [(each.place, each.row.entry.candidacy.candidate.name, each.why) for each in found.ranked] == [
        (1, "Di", "ready now, tier A, cooling"),
        (2, "Eli", "ready now, tier B, hot"),
        (3, "Ada", "ready now, tier B, warm"),
        (4, "Bo", "ready 1 Apr, tier A, cooling"),
        (5, "Cy", "ready 1 Sep, after the seat is wanted, tier A, cooling"),
    ]
    assert (found.without_consent, found.is_team) == (1, False)
    client.force_login(cast.max)
    page = client.get(f"/hiring/openings/{opening.pk}/")
    assert page.status_code == 200
    assert "Whom to call" in page.text
    assert ranked_bench(opening, viewer=cast.mona, today=today).ranked == []
