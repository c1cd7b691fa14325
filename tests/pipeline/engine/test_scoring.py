"""The counting core, against tests/cases/lead_scoring.json: inputs and figures of a published CRM's own tests."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.engine.scoring import Decided, count, counts_for, entered, score

CASES = json.loads((Path(__file__).parents[2] / "cases" / "lead_scoring.json").read_text())
A, D = CASES["A_rebuild"], CASES["D_explained"]
STAGES = 4


def values_of(lead: dict) -> dict[str, str]:
    """An address or number that is not there is a value of its own; other fields without a value have none."""
    fields = {name: lead[name] for name in ("country", "state", "source")}
    known = {name: str(value) for name, value in fields.items() if value is not None}
    return {**known, "email_state": "False", "phone_state": "False"}


def counted(without_team=()):
    """A lead counts in the team that it was decided in; `without_team` are those that have none now."""
    decided = [
        Decided(values_of(lead), lead["id"] in A["won"], str(lead["team"]), lead["stage"])
        for lead in A["leads"]
        if lead["id"] in A["won"] + A["lost"]
    ]
    teams = count(decided, stages=STAGES)

    def percent(number):
        lead = A["leads"][number]
        counts = counts_for(teams, None if number in without_team else str(lead["team"]))
        scored = score(counts, values_of(lead), prior=entered(counts), stage=lead["stage"], fewest={"tag": 50})
        return float(round(100 * scored.probability, 2))

    return teams, percent


def test_probabilities_by_team():
    _, percent = counted()
    assert {number: percent(int(number)) for number in A["expect_pct"]} == A["expect_pct"]


def test_a_lead_without_a_team_is_compared_with_all():
    _, percent = counted(without_team=(10, 13))
    expected = A["expect_when_leads_10_13_have_no_team"]
    assert {number: percent(int(number)) for number in expected} == expected


@pytest.mark.parametrize("team", ["1", "2"])
def test_the_frequency_table(team):
    teams, _ = counted()
    rows = {
        "stage1": ("stage", "1"),
        "won_stage": ("stage", "4"),
        "country2": ("country", "2"),
        "email_False": ("email_state", "False"),
    }
    found = {name: teams[team].of(*row) for name, row in rows.items()}
    said = {name: "absent" if row is None else [float(row.won), float(row.lost)] for name, row in found.items()}
    assert said == A[f"expect_freq_team{team}"]


def explained():
    past, now = [], None
    for where, *values in D["leads"]:
        state, _, stage = where.partition("@")
        known = {name: str(value) for name, value in zip(D["columns"][1:], values, strict=True) if value is not None}
        if state == "open":
            now = known, int(stage)
        else:
            past.append(Decided(known, state == "won", None, int(stage or STAGES)))
    counts = counts_for(count(past, stages=STAGES), None)
    values, stage = now
    return score(counts, values, prior=entered(counts), stage=stage)


def test_what_a_score_is_made_of():
    scored = explained()
    assert float(round(100 * scored.probability, 2)) == D["expect_pct_open"]
    assert {part.name: pytest.approx(float(part.score), abs=0.0006) for part in scored.parts} == D["expect_scores"]


def test_a_value_that_few_had_or_nobody_says_nothing():
    counts = counts_for(count([Decided({"tag": "a"}, True), Decided({"tag": "b"}, False)]), None)
    prior = Fraction(1), Fraction(1)
    assert score(counts, {"tag": "a"}, prior=prior, fewest={"tag": 2}).parts == ()
    assert score(counts, {"tag": "c"}, prior=prior).probability == Fraction(1, 2)
