"""The pages docs/algorithms/{warmth,bench_depth,touches_on_time,stage_conversion}.md hold: what their tables tell is
done, and asked for again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hiring.domain.bench import put_on_bench, take_off_bench
from hiring.domain.candidacies import move_candidacy
from hiring.domain.candidates import enter_candidate
from hiring.domain.endings import reject
from hiring.domain.hires import Joining, hire
from hiring.domain.touches import log_touch
from hiring.models import BenchEntry
from hiring.queries.cadences import cadence_days
from hiring.queries.warmth import warmth, warmth_of, with_warmth
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from tests.hiring_rows import hiring_stage, make_candidacy, make_entry
from tests.onboarding.rows import make_plan
from tests.pipeline.crm.test_worked_tables import tables

pytestmark = pytest.mark.django_db


def at_noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)


def ask(cast, name: str, *, today: str = "2026-05-01", by: str | None = None, user=None, **params) -> dict[str, Any]:
    user = user or cast.olga
    figure = figure_for(name, user)
    asked = {key.rstrip("_"): value for key, value in params.items() if value}
    scope = read_scope(figure, asked | ({"by": by} if by else {}), user=user, at=at_noon(today))
    return answer_data(answer(figure, scope))


def assert_rate(measure: dict[str, Any], row: dict[str, str], *, above: str, below: str) -> None:
    """A measure says what the row of a table says: counts, share and interval."""
    assert measure["n"] == int(row[below])
    if not row["share"]:
        assert measure["value"] is None
        return
    assert round(float(measure["value"]) * measure["n"]) == int(row[above])
    assert measure["said"] == row["share"]
    assert f"{measure['interval']['low']:.1%}" == row["low"]
    assert f"{measure['interval']['high']:.1%}" == row["high"]


def test_warmth(candidacy, cast):
    _, rows = tables("warmth.md")
    assert len(rows) == 9
    for row in rows:
        BenchEntry.objects.all().delete()
        entry = make_entry(candidacy, cast.max, tier=row["tier"], at=at_noon(row["put on the bench"]))
        if row["last touch"]:
            moment = at_noon(row["last touch"])
            log_touch(entry=entry, kind="CALL", happened_at=moment, by=cast.max, at=moment)
        in_hand = warmth(int(row["days"]), cadence_days()[row["tier"]])
        loaded = with_warmth(BenchEntry.objects.all(), on=date.fromisoformat(row["today"])).get()
        for found in (in_hand, warmth_of(loaded)):
            assert (found.days, f"{found.score:.4f}", found.word) == (int(row["days"]), row["warmth"], row["word"])
            assert found.is_warm == (row["word"] in {"hot", "warm"})


@pytest.mark.parametrize("cadence", [1, 7, 14, 15, 30, 90])
def test_warmth_is_said_alike_by_both(candidacy, cast, at, cadence):
    """Every day up to three cadences: the row in hand and the database agree, and the words stand by their limits."""
    from hiring.domain.cadences import set_cadence

    set_cadence(tier="A", days=cadence, by=cast.rosa, at=at)
    make_entry(candidacy, cast.max)
    for days in range(3 * cadence + 1):
        found = warmth_of(with_warmth(BenchEntry.objects.all(), on=at.date() + timedelta(days=days)).get())
        expected = warmth(days, cadence)
        assert found.score == pytest.approx(expected.score, rel=1e-12)
        assert (found.word, found.days, found.cadence) == (expected.word, days, cadence)
        limit = {"hot": 0.5**0.5, "warm": 0.5, "cooling": 0.25, "cold": 0}[found.word]
        assert found.score >= limit - 1e-12


def live_on_the_bench(cast, profile, rows) -> None:
    """Puts people on the bench, touches them and takes them off, each on its day, in the order of the days."""
    acts = []
    for row in rows:
        acts.append((row["put on"], "put", row))
        acts += [(day.strip(), "touch", row) for day in row["touched on"].split(",") if day.strip()]
        acts += [(row["left on"], "leave", row)] if row["left on"] else []
    entries = {}
    for day, act, row in sorted(acts, key=lambda each: each[0]):
        given, name = {"by": cast.max, "at": at_noon(day)}, row["person"]
        if act == "put":
            ready = row.get("ready from")
            entries[name] = put_on_bench(
                candidacy=make_candidacy(profile, cast.max, name),
                tier=row["tier"],
                ready_date=date.fromisoformat(ready) if ready else None,
                **given,
            )
        elif act == "touch":
            log_touch(entry=entries[name], kind="CALL", happened_at=at_noon(day), **given)
        else:
            take_off_bench(entry=entries[name], reason="Found a job", **given)


def test_bench_depth_and_warmth(cast, profile):
    people, rows, *_ = tables("bench_depth.md")
    live_on_the_bench(cast, profile, people)
    assert len(rows) == 4
    for row in rows:
        day = row["at the end of"]
        assert ask(cast, "hiring.bench_depth", as_of=day)["value"] == int(row["ready"])
        warm = ask(cast, "hiring.bench_warmth", as_of=day)["measures"]["warm"]
        assert_rate(warm, row, above="warm", below="standing")


def test_touches_on_time(cast, profile):
    people, rows = tables("touches_on_time.md")
    live_on_the_bench(cast, profile, people)
    assert len(rows) == 5
    for row in rows:
        params = {"from": row["from"], "to": row["to"]}
        found = ask(cast, "hiring.touches_on_time", today=row["today"], **params)["measures"]["on_time"]
        assert_rate(found, row, above="on time", below="due")


def test_stage_conversion(cast, profile):
    people, rows = tables("stage_conversion.md")
    make_plan(profile.role_profile, by=cast.olga)
    for row in people:
        go_through(cast, profile, row)
    assert len(rows) == 6
    for row in rows:
        params = {"from": row["from"], "to": row["to"], "as_of": row["as of the end of"]}
        groups = ask(cast, "hiring.stage_conversion", by="stage", **params)["groups"]
        (found,) = [group for group in groups if group["label"] == f"{row['stage']}, Enterprise AE"]
        assert_rate(found["measures"]["further"], row, above="further", below="entered")


def go_through(cast, profile, row: dict[str, str]) -> None:
    """One candidate's way through the stages, and how it ended."""
    facts = {"name": row["candidate"]}
    candidacy = enter_candidate(profile=profile, facts=facts, by=cast.max, at=at_noon(row["Applied"]))
    for name in ("Screen", "Interview", "Ready"):
        if row[name]:
            move_candidacy(candidacy=candidacy, to=hiring_stage(name), by=cast.max, at=at_noon(row[name]))
    how, _, day = row["ended"].partition(" ")
    if how == "rejected":
        reject(candidacy=candidacy, reason="No", by=cast.max, at=at_noon(day))
    if how == "hired":
        joining = Joining(date(2026, 4, 1), cast.north, cast.max, f"{row['candidate'].lower()}@kestrel.example")
        hire(candidacy=candidacy, joining=joining, by=cast.max, at=at_noon(day))


def test_expected_conversion(cast, profile):
    people, _ = tables("stage_conversion.md")
    make_plan(profile.role_profile, by=cast.olga)
    for row in people:
        go_through(cast, profile, row)
    groups = ask(cast, "hiring.expected_conversion", by="stage", as_of="2026-03-31")["groups"]
    found = {group["label"].partition(",")[0]: group["measures"] for group in groups}
    rows = tables("expected_conversion.md")[-1]
    for row in rows:
        measures = found[row["stage"]]
        assert measures["further"]["n"] == int(row["n"])
        assert [measures[name]["said"] for name in ("further", "rejected", "withdrawn")] == [
            row["further"],
            row["rejected"],
            row["withdrawn"],
        ]
    whole = ask(cast, "hiring.expected_conversion", as_of="2026-03-31")["sentence"]
    assert whole.startswith("Of 8 who entered a stage")
