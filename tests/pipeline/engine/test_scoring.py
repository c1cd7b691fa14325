"""The counting core, against tests/cases/lead_scoring.json: inputs and figures of a published CRM's own tests.

That CRM counts by team and takes a lead's stage for a value of its own kind; we do neither, so this is done here.
"""

import json
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from pipeline.engine.scoring import Count, Counts, chance

CASES = json.loads((Path(__file__).parents[2] / "cases" / "lead_scoring.json").read_text())
A, D = CASES["A_rebuild"], CASES["D_explained"]
STAGE, STAGES = "stage", 4


def count(counts: Counts, values: dict[str, str], *, won: bool, stage: int) -> None:
    """A won lead was in all stages, a lost one in its own and those before."""
    reached = [(STAGE, str(each)) for each in range(1, (STAGES if won else stage) + 1)]
    for name, value in [*reached, *values.items()]:
        row = counts.fields.setdefault(name, {}).setdefault(value, Count())
        row.won += won
        row.lost += not won


def together(teams: Iterable[Counts]) -> Counts:
    every = Counts()
    for name, value, row in (
        (name, value, row) for team in teams for name, rows in team.fields.items() for value, row in rows.items()
    ):
        there = every.fields.setdefault(name, {}).setdefault(value, Count(Fraction(0), Fraction(0)))
        there.won += row.won
        there.lost += row.lost
    return every


def percent(counts: Counts, values: dict[str, str], stage: int, fewest: dict[str, int]) -> float:
    """The prior are those in the first stage; how far the lead has come changes the odds once more."""
    first, here = counts.of(STAGE, "1"), counts.of(STAGE, str(stage))
    found = chance(counts, values, prior=(first.won, first.lost), fewest=fewest)
    won, lost = found * here.won / first.won, (1 - found) * here.lost / first.lost
    return float(round(100 * won / (won + lost), 2))


def values_of(lead: dict) -> dict[str, str]:
    """An address or number that is not there is a value of its own; other fields without a value have none."""
    fields = {name: lead[name] for name in ("country", "state", "source")}
    known = {name: str(value) for name, value in fields.items() if value is not None}
    return {**known, "email_state": "False", "phone_state": "False"}


def percents(numbers: Iterable[str], *, without_team: tuple[int, ...] = ()) -> dict[str, float]:
    """A lead counts in the team that it was decided in; `without_team` have none now and are compared with all."""
    teams: dict[int, Counts] = {}
    for lead in A["leads"]:
        if lead["id"] in A["won"] + A["lost"]:
            counts = teams.setdefault(lead["team"], Counts())
            count(counts, values_of(lead), won=lead["id"] in A["won"], stage=lead["stage"])
    found = {}
    for number in numbers:
        lead = A["leads"][int(number)]
        counts = together(teams.values()) if int(number) in without_team else teams[lead["team"]]
        found[number] = percent(counts, values_of(lead), lead["stage"], {"tag": 50})
    return found


def test_probabilities_by_team():
    assert percents(A["expect_pct"]) == A["expect_pct"]


def test_a_lead_without_a_team_is_compared_with_all():
    expected = A["expect_when_leads_10_13_have_no_team"]
    assert percents(expected, without_team=(10, 13)) == expected


def test_a_lead_among_many():
    counts, now = Counts(), None
    for where, *values in D["leads"]:
        state, _, stage = where.partition("@")
        known = {name: str(value) for name, value in zip(D["columns"][1:], values, strict=True) if value is not None}
        if state == "open":
            now = known, int(stage)
        else:
            count(counts, known, won=state == "won", stage=int(stage or STAGES))
    assert percent(counts, *now, {}) == D["expect_pct_open"]


def test_a_value_that_few_had_or_nobody_says_nothing():
    counts = Counts({"tag": {"a": Count(won=Fraction(11, 10)), "b": Count(lost=Fraction(11, 10))}})
    prior = Fraction(1), Fraction(1)
    assert chance(counts, {"tag": "a"}, prior=prior, fewest={"tag": 2}) == Fraction(1, 2)
    assert chance(counts, {"tag": "c"}, prior=prior, fewest={}) == Fraction(1, 2)
    assert chance(counts, {"tag": "a"}, prior=prior, fewest={}) == Fraction(11, 12)
