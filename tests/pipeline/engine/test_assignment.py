"""Choices, against the worked table of docs/algorithms/assignment.md and tests/cases/assignment.json."""

import json
from pathlib import Path

import pytest

from pipeline.engine.assignment import Candidate, choose, daily_quota
from tests.pipeline.crm.test_worked_tables import tables

NAMES = ("Ada", "Ben", "Cem")
KNOWN = {
    "Ada": {"capacity": 45, "skills": ("product:rotor", "language:french")},
    "Ben": {"capacity": 15, "skills": ("product:rotor",)},
    "Cem": {"capacity": 30, "share_bp": 5_000, "skills": ("language:german",)},
}


def test_the_quota_of_a_day():
    cases = json.loads((Path(__file__).parents[2] / "cases" / "assignment.json").read_text())["assignment_quota"]
    assert [[capacity, daily_quota(capacity, 0)] for capacity, _ in cases["cases"]] == cases["cases"]
    assert (daily_quota(45, 2), daily_quota(45, 3), daily_quota(30, 0, share_bp=5_000)) == (0, -1, 1)


def test_the_worked_table():
    rows, _territories = tables("assignment.md")
    assert len(rows) == 10
    for row in rows:
        people = [
            Candidate(
                place, place, last_day=int(row[f"{name} today"]), last_month=int(row[f"{name} month"]), **KNOWN[name]
            )
            for place, name in enumerate(NAMES, start=1)
        ]
        cursor = NAMES.index(row["last"]) + 1 if row["last"] else 0
        choice = choose(row["method"], people, cursor=cursor, wanted=row["wants"].split())
        assert (NAMES[choice.person - 1] if choice.person else "nobody") == row["chosen"], row


@pytest.mark.parametrize("method", ["ROUND_ROBIN", "CAPACITY", "SKILL"])
def test_nobody_who_is_away_is_chosen(method):
    ada, ben = Candidate(1, 1, away=True, skills=("a",)), Candidate(2, 2, skills=("a",))
    assert choose(method, [ben, ada], wanted=["a"]).person == 2
    assert choose(method, [ada], wanted=["a"]).person is None


def test_nobody_with_a_share_of_nothing_is_given_anything_by_capacity():
    assert choose("CAPACITY", [Candidate(1, 1, share_bp=0)]).person is None
