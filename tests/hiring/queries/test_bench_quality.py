"""docs/algorithms/bench_quality.md: who stood there as a month ended, by the ratings of the time."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from hiring.domain.bench import take_off_bench
from hiring.models import BenchEntry, Scorecard
from hiring.queries.bench_quality import quality_of
from tests.hiring_rows import make_candidacy, make_entry, make_interview, submit
from tests.pipeline.crm.test_worked_tables import tables

pytestmark = pytest.mark.django_db


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)


def test_the_bench_month_by_month(profile, cast):
    people, wanted = tables("bench_quality.md")
    for row in people:
        rated = noon(row["rated"])
        candidacy = make_candidacy(profile, cast.rosa, f"{row['person']} Person", at=rated - timedelta(days=1))
        interview = make_interview(candidacy, cast.rosa, [cast.ivan], scheduled_at=rated, at=rated)
        submit(interview, cast.ivan, at=rated + timedelta(hours=1), discovery=int(row["rating"]))
        entry = make_entry(candidacy, cast.rosa, at=noon(row["on the bench from"]))
        if row["until"]:
            take_off_bench(entry=entry, reason="Found a job", by=cast.rosa, at=noon(row["until"]))
    discovery, closing = quality_of(profile, viewer=cast.rosa, at=noon("2026-03-15"), company=cast.company)
    if discovery.name != "Discovery":
        discovery, closing = closing, discovery
    months = {month.first_day.isoformat()[:7]: month for month in discovery.months}
    assert list(months)[-1] == "2026-03"
    for row in wanted:
        found = months[row["as the month ended"]].bench
        assert (found.n, found.mean) == (int(row["people"]), Fraction(row["mean"]))
    assert (months["2025-12"].bench.n, months["2025-12"].bench.mean) == (0, None)
    assert (closing.now.bench.n, discovery.now.team.n) == (0, 0)
    admins = quality_of(profile, viewer=cast.olga, at=noon("2026-03-15"), company=cast.company)
    assert {course.now.bench.n for course in admins} == {0}  # an admin reads no scorecards
    assert (BenchEntry.objects.count(), Scorecard.objects.count()) == (6, 6)


def test_the_page_says_too_few(profile, candidacy, cast, client):
    client.force_login(cast.max)
    page = client.get("/hiring/bench/quality/").content.decode()
    assert "too few (0)" in page
    assert "Discovery" in page
